package interview_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/surveytest"
)

// everything has a question of each kind, with constraints of each shape.
const everything = `
| survey | type              | name    | label | constraint                                   | required | relevant | repeat_count | parameters | choice_filter | warning | read_only |
|        | text              | code    | T     | regex(., '^[A-Z]{2}[0-9]{2,3}(-x+)?$')       | yes      |          |              |            |               |         |           |
|        | text              | mail    | T     | regex(., '[a-z.]+@[a-z]+\.[a-z]{3}')          | yes      |          |              |            |               |         |           |
|        | text              | free    | T     |                                              |          |          |              |            |               |         |           |
|        | text              | fixed   | T     |                                              |          |          |              |            |               |         | yes       |
|        | integer           | year    | T     | . >= 1985 and . <= 2026                      | yes      |          |              |            |               |         |           |
|        | integer           | exact   | T     | . = 17                                       | yes      |          |              |            |               |         |           |
|        | integer           | more    | T     | . > ${exact}                                 | yes      |          |              |            |               |         |           |
|        | decimal           | ratio   | T     | . > 0 and . < 1                              | yes      |          |              |            |               |         |           |
|        | integer           | hours   | T     | . <= 168                                     | yes      |          |              |            |               | . <= 80 |           |
|        | range             | score   | T     |                                              | yes      |          |              | start=0 end=5 step=0.5 |   |         |           |
|        | date              | born    | T     | . < today()                                  | yes      |          |              |            |               |         |           |
|        | date              | next    | T     | . > today()                                  | yes      |          |              |            |               |         |           |
|        | time              | at      | T     |                                              | yes      |          |              |            |               |         |           |
|        | dateTime          | when    | T     |                                              | yes      |          |              |            |               |         |           |
|        | select_one l      | one     | T     | . != 'b'                                     | yes      |          |              |            |               |         |           |
|        | select_multiple l | some    | T     | count-selected(.) = 1 or not(selected(., 'c')) | yes    |          |              |            |               |         |           |
|        | rank l            | order   | T     |                                              | yes      |          |              |            |               |         |           |
|        | acknowledge       | ok      | T     |                                              | yes      |          |              |            |               |         |           |
|        | geopoint          | place   | T     |                                              | yes      |          |              |            |               |         |           |
|        | geotrace          | way     | T     |                                              | yes      |          |              |            |               |         |           |
|        | geoshape          | field   | T     |                                              | yes      |          |              |            |               |         |           |
|        | image             | photo   | T     |                                              | yes      |          |              |            |               |         |           |
|        | begin repeat      | child   | T     |                                              |          |          |              |            |               |         |           |
|        | text              | name    | T     |                                              | yes      |          |              |            |               |         |           |
|        | begin repeat      | toy     | T     |                                              |          |          |              |            |               |         |           |
|        | select_one l      | kind    | T     |                                              | yes      |          |              |            | name != ${one} |        |           |
|        | end repeat        |         |       |                                              |          |          |              |            |               |         |           |
|        | end repeat        |         |       |                                              |          |          |              |            |               |         |           |
|        | begin repeat      | job     | T     |                                              |          |          | ${exact} mod 5 |          |               |         |           |
|        | text              | title   | T     |                                              | yes      |          |              |            |               |         |           |
|        | end repeat        |         |       |                                              |          |          |              |            |               |         |           |
|        | select_one ${name} | eldest | T     |                                              | yes      | count(${child}) > 0 |   |            |               |         |           |
| choices | list_name | name | label |
|         | l         | a    | A     |
|         | l         | b    | B     |
|         | l         | c    | C     |
`

// TestRandomAnswers answers a form with a question of each kind.
func TestRandomAnswers(t *testing.T) {
	f := surveytest.Form(t, everything)
	seen := map[string]int{} // question and state
	toys := 0
	for seed := range uint64(300) {
		iv := interview.New(f, interview.Options{Now: noon, Seed: seed})
		if err := interview.Random(iv, rand.New(rand.NewPCG(seed, 7))); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		r, problems := iv.Finish()
		if r == nil || len(problems) > 0 {
			t.Fatalf("seed %d: %v", seed, problems)
		}
		for p, a := range r.All() {
			if strings.HasPrefix(string(p), "child[2]/toy[2]") {
				toys++
			}
			seen[p.Names()+" "+a.State.String()]++
		}
	}
	for _, it := range f.Items {
		if it.Type.Asked() && it.Name != "fixed" && seen[string(it.Path())+" given"] == 0 {
			t.Errorf("%s is never answered", it.Path())
		}
	}
	if seen["year don't know"] == 0 || seen["year refused"] == 0 || toys == 0 {
		t.Errorf("everybody knows everything: %v", seen)
	}
}

// TestRandomIsRepeatable holds equal chance to equal answers.
func TestRandomIsRepeatable(t *testing.T) {
	f := surveytest.Form(t, everything)
	var made [2]*survey.Record
	for i := range made {
		iv := interview.New(f, interview.Options{Now: noon, Seed: 5})
		if err := interview.Random(iv, rand.New(rand.NewPCG(5, 5))); err != nil {
			t.Fatal(err)
		}
		made[i] = iv.Record()
	}
	if !reflect.DeepEqual(made[0], made[1]) {
		t.Errorf("the records are\n%s\nand\n%s", survey.Encode(made[0]), survey.Encode(made[1]))
	}
}

// TestNobodyCanAnswer has questions that no answer satisfies; only who says that
// they do not know gets past.
func TestNobodyCanAnswer(t *testing.T) {
	for name, form := range map[string]string{
		"a constraint against the only choice": `
| survey | type         | name | label | constraint | required | choice_filter |
|        | select_one l | q    | Q     | . != 'a'   | yes      | name = 'a'    |
| choices | list_name | name | label |
|         | l         | a    | A     |`,
		"a contradiction": `
| survey | type         | name | label | constraint       | required |
|        | integer      | q    | Q     | . > 5 and . < 5  | yes      |`,
	} {
		f := surveytest.Form(t, form)
		failed := 0
		for seed := range uint64(20) {
			iv := interview.New(f, interview.Options{Now: noon, Seed: seed})
			if err := interview.Random(iv, rand.New(rand.NewPCG(seed, 1))); err != nil {
				failed++
				if want := "q: no answer was found that satisfies the question"; err.Error() != want {
					t.Errorf("%s: %q, want %q", name, err, want)
				}
			}
		}
		if failed < 15 {
			t.Errorf("%s: answered in %d of 20 interviews", name, 20-failed)
		}
	}
}

// TestAnswersAddUp has a part that may be too small for the other one to make up
// the total, so that a respondent has to go back to it.
func TestAnswersAddUp(t *testing.T) {
	f := surveytest.Form(t, `
| survey | type    | name  | label | constraint                             | required |
|        | integer | total | T     | . = 20                                 | yes      |
|        | integer | men   | M     | . >= 0 and . <= 20                     | yes      |
|        | integer | women | W     | . <= 3 and ${men} + ${women} = ${total} | yes      |`)
	for seed := range uint64(50) {
		iv := interview.New(f, interview.Options{Now: noon, Seed: seed})
		if err := interview.Random(iv, rand.New(rand.NewPCG(seed, 1))); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		if r, problems := iv.Finish(); r == nil {
			t.Errorf("seed %d: %v", seed, problems)
		}
	}
}
