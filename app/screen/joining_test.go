package screen_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

const household = `
| survey  |
|         | type         | name    | label | calculation     | relevant  | constraint        | repeat_count |
|         | integer      | a       | A     |                 |           |                   |   |
|         | integer      | b       | B     |                 |           | . + ${a} < 100    |   |
|         | calculate    | sum     |       | ${a} + ${b}     |           |                   |   |
|         | calculate    | chance  |       | once(random())  |           |                   |   |
|         | calculate    | both    |       | if(${a} > 5 and ${b} > 5, 'yes', '') | |        |   |
|         | text         | why     | Why   |                 | ${a} > 10 |                   |   |
|         | text         | much    | Much  |                 | ${sum} > 20 |                 |   |
|         | integer      | n       | N     |                 |           |                   |   |
|         | begin_repeat | m       | M     |                 |           |                   | ${n} |
|         | integer      | age     | Age   |                 |           |                   |   |
|         | calculate    | older   |       | ${age} + ${a}   |           |                   |   |
|         | end_repeat   |         |       |                 |           |                   |   |
| settings |
|          | form_id   | version |
|          | household | 1       |
`

// corrected makes a version of others by answering again, as the window does.
func corrected(t *testing.T, form *survey.Form, r *survey.Record, minutes int, answers ...string) *survey.Record {
	t.Helper()
	at := r.Saved.Add(time.Duration(minutes) * time.Minute)
	iv, _, err := interview.Resume(form, r, interview.Options{Now: func() time.Time { return at }, Seed: 7, Device: r.Device, Interviewer: r.Interviewer})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		p, text, _ := strings.Cut(a, "=")
		if _, err := iv.Set(survey.Path(p), text); err != nil {
			t.Fatal(a, err)
		}
	}
	c := iv.Record()
	c.Parents, c.Author, c.Reason, c.Finished = []survey.Hash{r.Hash()}, "C1", "corrected", r.Finished
	return c
}

// flat writes the answers of a record down in one line.
func flat(r *survey.Record) string {
	var words []string
	for p, a := range r.All() {
		if name, _ := p.Last(); a.Children == nil && a.Key == "" && name != "chance" {
			words = append(words, fmt.Sprintf("%s=%s", p, a.Text))
		}
	}
	return strings.Join(words, " ")
}

// TestMergeJoins holds what becomes of an interview that was corrected on two
// laptops, from their workbooks to the one of the merge: calculations follow
// all answers, and what the form would not have asked does not join.
func TestMergeJoins(t *testing.T) {
	form, faults := xlsform.ReadMarkdown(household, xlsform.Options{Name: "household"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	filled, err := screen.Fill(form, screen.Answers{"a": "1", "b": "2", "n": "2", "m": []any{map[string]any{"age": "30"}, map[string]any{"age": "40"}}},
		interview.Options{Now: func() time.Time { return time.Date(2026, 5, 1, 9, 0, 0, 0, time.FixedZone("", 3*3600)) }, Seed: 3, Device: "laptop", Interviewer: "K1"})
	if err != nil {
		t.Fatal(err)
	}
	base := filled.Record
	base.Number = 1
	for _, tt := range []struct{ one, two, want string }{
		{"a=6", "b=7", "a=6 b=7 sum=13 both=yes n=2 m[1]/age=30 m[1]/older=36 m[2]/age=40 m[2]/older=46"},
		{"m[1]/age=31", "m[2]/age=41 a=2", "a=2 b=2 sum=4 n=2 m[1]/age=31 m[1]/older=33 m[2]/age=41 m[2]/older=43"},
		{"n=1", "b=7", "a=1 b=7 sum=8 n=1 m[1]/age=30 m[1]/older=31"},
		{"n=1", "a=3", "a=3 b=2 sum=5 n=1 m[1]/age=30 m[1]/older=33"},
		{"a=11 why=x", "b=3", "a=11 b=3 sum=14 why=x n=2 m[1]/age=30 m[1]/older=41 m[2]/age=40 m[2]/older=51"},
		{"a=6", "a=7", "conflict a"},
		{"n=1", "m[2]/age=41", "conflict m[2]"},
		{"n=3 m[3]/age=1", "n=3 m[3]/age=2", "conflict misfit m[3]"}, // four members, of three
		{"a=10", "b=12", "conflict misfit a b"},                      // nobody was asked how much
		{"a=50", "b=60", "conflict misfit a b why"},                  // the rule of b is broken
	} {
		dir, ctx := t.TempDir(), context.Background()
		one, two := corrected(t, form, base, 10, strings.Fields(tt.one)...), corrected(t, form, base, 20, strings.Fields(tt.two)...)
		if tt.one[:1] == "n" && tt.two[:1] == "n" { // keys are made by chance, and the seed is the same
			two.Root.Instance("m", 3).Key += "x"
		}
		var paths []string
		for i, head := range []*survey.Record{one, two} {
			path := filepath.Join(dir, fmt.Sprint(i, ".xlsx"))
			others := []*survey.Record{base}
			_, err := export.Write(ctx, path, func(yield func(*survey.Record, error) bool) { yield(head, nil) }, export.Options{Forms: []*survey.Form{form}, Others: others, Now: base.Saved})
			if err != nil {
				t.Fatal(err)
			}
			paths = append(paths, path)
		}
		plan, err := screen.PlanMerge(ctx, paths, nil)
		if err != nil {
			t.Fatal(err)
		}
		var results []*survey.Record
		for i, order := range [][]string{paths, {paths[1], paths[0]}} {
			out := filepath.Join(dir, fmt.Sprint("all", i, ".xlsx"))
			m, err := screen.Merge(ctx, order, out, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !m.Holds() || m.Total.Joined != plan.Total.Joined {
				t.Errorf("%s, %s: %s\nplanned %s", tt.one, tt.two, m.Account, plan.Account)
			}
			book, err := export.Read(ctx, out)
			if err != nil || len(book.Refused) > 0 {
				t.Fatal(err, book.Refused)
			}
			results = append(results, book.Records[0])
		}
		got := flat(results[0])
		if c := plan.Books[1].Conflicts; len(c) > 0 {
			var words []string
			if c[0].Misfit {
				words = append(words, "misfit")
			}
			var in []string
			for _, p := range c[0].Paths {
				in = append(in, string(p))
			}
			slices.Sort(in)
			got = "conflict " + strings.Join(append(words, slices.Compact(in)...), " ")
		} else if plan.Total.Joined != 1 || results[0].Author != survey.JoinAuthor || !results[0].Saved.Equal(two.Saved) {
			t.Errorf("%s, %s: joined %d, by %q at %v", tt.one, tt.two, plan.Total.Joined, results[0].Author, results[0].Saved)
		}
		if got != tt.want {
			t.Errorf("%s, %s:\n%s, want\n%s", tt.one, tt.two, got, tt.want)
		}
		if results[0].Hash() != results[1].Hash() {
			t.Errorf("%s, %s: another order gives %s", tt.one, tt.two, flat(results[1]))
		}
		if a, b := results[0].Find("chance"), base.Find("chance"); a == nil || a.Text != b.Text {
			t.Errorf("%s, %s: what chance gave was given anew", tt.one, tt.two)
		}
	}
}
