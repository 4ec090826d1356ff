package survey_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/surveytest"
	"anketa/survey/xlsform"
)

func TestFaults(t *testing.T) {
	for _, c := range []struct{ name, form, want string }{
		{
			"a name that no question has",
			`
| survey | type    | name | label | relevant    |
|        | integer | age  | Age   |             |
|        | text    | job  | Job   | ${agee} > 17 |`,
			`error PYREF_003 survey!D3 (relevant): There is no question named "agee". Did you mean ${age}?
${agee} > 17
^^^^^^^`,
		},
		{
			"a name that two questions have",
			`
| survey | type        | name | label |
|        | begin group | a    | A     |
|        | text        | q    | Q     |
|        | end group   |      |       |
|        | begin group | b    | B     |
|        | text        | q    | Q     |
|        | end group   |      |       |
|        | note        | n    | ${q}  |`,
			`error PYREF_004 survey!C8 (label): The name "q" is given more than once. Rename all but one of survey row 3, survey row 6.
${q}
^^^^`,
		},
		{
			"a calculation that reads itself",
			`
| survey | type      | name | calculation |
|        | calculate | n    | ${n} + 1    |`,
			`error CYCLE survey!C2 (calculation): Cycle detected in form's relevant and calculation logic: n calculation (survey!C2) → n calculation (survey!C2). Each of these needs the next one first. Take one of the references out.`,
		},
		{
			"a calculation that reads its own place",
			`
| survey | type      | name | calculation      |
|        | calculate | n    | if(. = '', 1, .) |`,
			`error CYCLE survey!C2 (calculation): Cycle detected in form's relevant and calculation logic: n calculation (survey!C2) → n calculation (survey!C2). Each of these needs the next one first. Take one of the references out.`,
		},
		{
			"a group that needs what it holds",
			`
| survey | type        | name | label | relevant |
|        | begin group | g    | G     | ${q} = 1 |
|        | integer     | q    | Q     |          |
|        | end group   |      |       |          |`,
			`error CYCLE survey!D2 (relevant): Cycle detected in form's relevant and calculation logic: g relevant (survey!D2) → q relevant → g relevant (survey!D2). Each of these needs the next one first. Take one of the references out.`,
		},
		{
			"three that need each other",
			`
| survey | type      | name | calculation | relevant | label |
|        | calculate | a    | ${b}        |          |       |
|        | calculate | b    | ${c} + 1    |          |       |
|        | calculate | c    | ${a} + 1    |          |       |`,
			`error CYCLE survey!C2 (calculation): Cycle detected in form's relevant and calculation logic: a calculation (survey!C2) → b calculation (survey!C3) → c calculation (survey!C4) → a calculation (survey!C2). Each of these needs the next one first. Take one of the references out.`,
		},
		{
			"two circles with a question in common, beside another fault",
			`
| survey | type      | name | calculation | relevant     | label |
|        | calculate | a    | ${b}        |              |       |
|        | calculate | b    | ${a} + ${c} |              |       |
|        | calculate | c    | ${b} + 1    |              |       |
|        | integer   | d    |             | ${nobody} = 1 | D    |`,
			`error CYCLE survey!C2 (calculation): Cycle detected in form's relevant and calculation logic: a calculation (survey!C2) → b calculation (survey!C3) → a calculation (survey!C2). Each of these needs the next one first. Take one of the references out.
error CYCLE survey!C4 (calculation): Cycle detected in form's relevant and calculation logic: c calculation (survey!C4) → b calculation (survey!C3) → c calculation (survey!C4). Each of these needs the next one first. Take one of the references out.
error PYREF_003 survey!D5 (relevant): There is no question named "nobody".
${nobody} = 1
^^^^^^^^^`,
		},
		{
			"each must be less than the other's sum: constraints are no circle",
			`
| survey | type      | name | label | constraint    | calculation |
|        | integer   | a    | A     | . < ${b}      |             |
|        | integer   | b    | B     | . > ${a}      |             |
|        | integer   | c    | C     | ${sum} <= 100 |             |
|        | calculate | sum  |       |               | ${a} + ${c} |`,
			``,
		},
		{
			"each choice once: filters are no circle",
			`
| survey | type         | name | label | choice_filter  |
|        | select_one l | a    | A     | name != ${b}   |
|        | select_one l | b    | B     | name != ${a}   |
| choices | list_name | name | label |
|         | l         | x    | X     |
|         | l         | y    | Y     |`,
			``,
		},
		{
			"as many as there are, and one more",
			`
| survey | type         | name  | label | calculation | repeat_count |
|        | calculate    | count |       | count(${r}) |              |
|        | begin repeat | r     | R     |             | if(${r}[position() = ${count}]/more = 'yes', ${count} + 1, ${count}) |
|        | text         | more  | More  |             |              |
|        | end repeat   |       |       |             |              |`,
			``,
		},
		{
			"paths by hand",
			`
| survey | type         | name | label | relevant          |
|        | text         | a    | A     |                   |
|        | begin repeat | r    | R     |                   |
|        | text         | b    | B     | ../../a = /data/a |
|        | text         | c    | C     | /form/a = current()/../b |
|        | text         | d    | D     | /data/meta/instanceID != '' |
|        | text         | e    | E     | count(../../r[b = 'x']) > 1 |
|        | end repeat   |      |       |                   |`,
			``,
		},
		{
			"paths that lead nowhere",
			`
| survey | type | name | label | relevant      |
|        | text | aunt | A     |               |
|        | text | b    | B     | ../ant = 1    |
|        | text | c    | C     | /data/x/y = 1 |
|        | text | d    | D     | /other/aunt = 1 |
|        | text | e    | E     | aunt = yes    |`,
			`error PATH_001 survey!D3 (relevant): There is nothing named "ant" at this place. Did you mean ${aunt}?
../ant = 1
^^^^^^
error PATH_001 survey!D4 (relevant): There is nothing named "x" at this place. Did you mean ${b}?
/data/x/y = 1
^^^^^^^^^
warning PATH_002 survey!D5 (relevant): A path from the root begins with /data. Write /data/…, or name the question as ${name}.
/other/aunt = 1
^^^^^^
warning PATH_001 survey!D6 (relevant): "aunt" is read as the name of a part of this question, of which there is none, and is always blank. Did you mean ${aunt}?
aunt = yes
^^^^
warning PATH_001 survey!D6 (relevant): "yes" is read as the name of a part of this question, of which there is none, and is always blank. For the word itself write 'yes' in quotes.
aunt = yes
       ^^^`,
		},
		{
			"a root by the name that the file had, and one of nothing",
			`
| survey | type    | name | label | relevant         |
|        | integer | age  | Age   |                  |
|        | text    | job  | Job   | /clinic/age > 17 |
|        | text    | tool | Tool  | /clinic/jab = 1  |`,
			`warning PATH_002 survey!D3 (relevant): A path from the root begins with /data. Write /data/…, or name the question as ${name}.
/clinic/age > 17
^^^^^^^
error PATH_002 survey!D4 (relevant): A path from the root begins with /data. Write /data/…, or name the question as ${name}.
/clinic/jab = 1
^^^^^^^
error PATH_001 survey!D4 (relevant): There is nothing named "jab" at this place. Did you mean ${job}?
/clinic/jab = 1
^^^^^^^^^^^`,
		},
		{
			"a default of something that is not there is blank",
			`
| survey | type | name | label | default           |
|        | text | a    | A     | concat(../b, 'x') |`,
			`warning PATH_001 survey!D2 (default): There is nothing named "b" at this place. Did you mean ${a}?
concat(../b, 'x')
       ^^^^`,
		},
		{
			"what a record always has may be named",
			`
| survey | type | name | label                         |
|        | note | n    | ${instanceID} ${instanceName} |`,
			`error PYREF_003 survey!C2 (label): There is no question named "instanceName".
${instanceName}
^^^^^^^^^^^^^^^`,
		},
		{
			"a picture named by an answer",
			`
| survey | type         | name | label | image        |
|        | text         | id   | ID    |              |
|        | select_one l | a    | A     | p_${id}.png  |
| choices | list_name | name | label | audio       |
|         | l         | x    | X     | s_${who}.mp3 |`,
			`error PYREF_003 choices!D2 (audio): There is no question named "who".
${who}
^^^^^^`,
		},
		{
			"a trigger that is a group",
			`
| survey | type        | name | label | calculation | trigger |
|        | begin group | g    | G     |             |         |
|        | text        | a    | A     |             |         |
|        | end group   |      |       |             |         |
|        | integer     | b    | B     | 1           | ${g}    |`,
			`error PYREF_003 survey!E5 (trigger): "g" is a group and no question. Name a question that is asked.
${g}
^^^^`,
		},
		{
			"answers of a repeat as choices: the filter looks at each instance",
			`
| survey | type              | name | label | choice_filter                                   |
|        | begin repeat      | crew | Crew  |                                                 |
|        | text              | who  | Who   |                                                 |
|        | integer           | age  | Age   |                                                 |
|        | end repeat        |      |       |                                                 |
|        | select_one ${who} | lead | Lead  | ${age} > 17 and age < 70 and agee != ../../lead |`,
			`error PATH_001 survey!D6 (choice_filter): This path climbs higher than the form reaches. Take one .. away, or name the question as ${name}.
${age} > 17 and age < 70 and agee != ../../lead
                                     ^^^^^^^^^^
warning PATH_001 survey!D6 (choice_filter): "agee" is read as the name of a part of this question, of which there is none, and is always blank. For the word itself write 'agee' in quotes.
${age} > 17 and age < 70 and agee != ../../lead
                             ^^^^`,
		},
		{
			"a trigger that nobody sees",
			`
| survey | type      | name | label | calculation | trigger |
|        | calculate | a    |       | 1 + 1       |         |
|        | integer   | b    | B     | now()       | ${a}    |`,
			`error TRIGGER_001 survey!E3 (trigger): The question ${a} is not user-visible so it can't be used as a calculation trigger. Give it a label, or name a question that is asked.`,
		},
		{
			"a function that does not exist",
			`
| survey | type      | name | calculation |
|        | calculate | a    | cuont(${a}) |`,
			`error XPATH survey!C2 (calculation): There is no function "cuont". Did you mean count()?
cuont(${a})
^^^^^
error CYCLE survey!C2 (calculation): Cycle detected in form's relevant and calculation logic: a calculation (survey!C2) → a calculation (survey!C2). Each of these needs the next one first. Take one of the references out.`,
		},
		{
			"a seed that is none",
			`
| survey | type         | name | label | parameters                    |
|        | select_one l | a    | A     | randomize=true, seed=${nobody} |
| choices | list_name | name | label |
|         | l         | x    | X     |`,
			`error PYREF_003 survey!D2 (parameters): There is no question named "nobody".
${nobody}
^^^^^^^^^`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if have := surveytest.Faults(c.form); have != c.want {
				t.Errorf("the faults are\n%s\n\nwant\n%s", have, c.want)
			}
		})
	}
}

func TestOpenAnswers(t *testing.T) {
	f := surveytest.Form(t, `
| survey | type         | name | label | constraint    | calculation | choice_filter |
|        | integer      | a    | A     | . < ${b}      |             |               |
|        | integer      | b    | B     | . > ${a}      |             |               |
|        | integer      | c    | C     | ${sum} <= 100 |             |               |
|        | calculate    | sum  |       |               | ${a} + ${c} |               |
|        | select_one l | d    | D     |               |             | name != ${e}  |
|        | select_one l | e    | E     |               |             | name != ${d}  |
|        | select_one l | f    | F     |               |             | name != ${e}  |
| choices | list_name | name | label |
|         | l         | x    | X     |`)
	open := map[string]bool{"c": true, "d": true, "e": true}
	for _, it := range f.Items {
		if f.Open(it) != open[it.Name] {
			t.Errorf("Open(%s) = %v", it.Name, f.Open(it))
		}
	}
}

// TestOrder holds Order to its promise in forms of every shape.
func TestOrder(t *testing.T) {
	for name, f := range map[string]*survey.Form{"shipped": shipped(t), "long": long(t, 2000)} {
		order := f.Order()
		if len(order) < len(f.Items) {
			t.Fatalf("%s: %d cells are in order", name, len(order))
		}
		for rank, c := range order {
			if f.Rank(c) != rank {
				t.Fatalf("%s: Rank(%s) = %d, want %d", name, c, f.Rank(c), rank)
			}
			for _, r := range f.Readers(c) {
				if f.Rank(r) <= rank {
					t.Errorf("%s: %s reads %s and comes before it", name, r, c)
				}
			}
		}
	}
}

func TestReaders(t *testing.T) {
	f := surveytest.Form(t, `
| survey | type         | name  | label   | relevant   | calculation | constraint |
|        | integer      | age   | Age     |            |             | . > 0      |
|        | begin group  | adult | Adult   | ${age} > 17 |            |            |
|        | text         | job   | Job     |            |             |            |
|        | note         | said  | ${job}! |            |             |            |
|        | end group    |       |         |            |             |            |
|        | begin repeat | trip  | Trip    |            |             |            |
|        | integer      | cost  | Cost    |            |             | . < ${age} |
|        | end repeat   |       |         |            |             |            |
|        | calculate    | spent |         |            | sum(${cost}) |           |`)
	want := map[string]string{
		"age relevant":      "age constraint adult relevant cost constraint",
		"age calculation":   "age constraint adult relevant cost constraint",
		"age constraint":    "adult relevant",
		"adult relevant":    "job relevant said relevant",
		"job calculation":   "said label",
		"trip repeat_count": "trip relevant cost relevant cost calculation cost constraint spent calculation",
		"cost calculation":  "cost constraint spent calculation",
		"spent calculation": "",
	}
	for _, c := range f.Order() {
		text, ok := want[c.String()]
		if !ok {
			continue
		}
		delete(want, c.String())
		var have []string
		for _, r := range f.Readers(c) {
			have = append(have, r.String())
		}
		if strings.Join(have, " ") != text {
			t.Errorf("%s is read by %q, want %q", c, strings.Join(have, " "), text)
		}
	}
	if len(want) > 0 {
		t.Errorf("there are no cells %v", want)
	}
}

func shipped(t testing.TB) *survey.Form {
	t.Helper()
	data, err := os.ReadFile("../app/screen/forms/eeca_migrant_core.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, faults := xlsform.Read(data, xlsform.Options{Name: "eeca_migrant_core"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// long makes a form of n questions, each asked because of the one before, all
// summed up.
func long(t testing.TB, n int) *survey.Form {
	t.Helper()
	var b strings.Builder
	b.WriteString("| survey | type | name | label | relevant |\n| | integer | q0 | Q0 | |\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "| | integer | q%d | Q%d | ${q%d} > 0 |\n", i, i, i-1)
	}
	return surveytest.Form(t, b.String())
}

func TestLinkOfALongForm(t *testing.T) {
	f := long(t, 5000)
	start := time.Now()
	if faults := f.Link(); len(faults) > 0 {
		t.Fatal(faults)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func BenchmarkLink(b *testing.B) {
	f := shipped(b)
	b.ReportAllocs()
	for b.Loop() {
		f.Link()
	}
}
