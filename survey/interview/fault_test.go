package interview

import (
	"fmt"
	"strings"
	"testing"

	"anketa/survey/xlsform"
)

// TestFaults wants what an expression cannot work out told once, with its
// place and without the answer.
func TestFaults(t *testing.T) {
	f, problems := xlsform.ReadMarkdown(`
| survey | type         | name  | label          | calculation               | relevant        |
|        | text         | word  | Word           |                           |                 |
|        | calculate    | day   |                | format-date(${word}, '%Y') |                 |
|        | begin repeat | r     | R              |                           |                 |
|        | integer      | x     | X              |                           |                 |
|        | end repeat   |       |                |                           |                 |
|        | calculate    | all   |                | ${x} + 1                  |                 |
|        | note         | n     | It is ${x}     |                           | ${x} + 1 > 3    |
`, xlsform.Options{Name: "form"})
	if err := problems.Err(); err != nil {
		t.Fatal(err)
	}
	run := func(o Options) *Interview {
		o.Now = clock
		iv := New(f, o)
		for _, step := range []func() ([]Change, error){
			func() ([]Change, error) { return iv.Set("word", "secret") },
			func() ([]Change, error) { return iv.Set("word", "hidden") },
			func() ([]Change, error) { return iv.Add("r") },
			func() ([]Change, error) { return iv.Set("r[2]/x", "5") },
		} {
			if _, err := step(); err != nil {
				t.Fatal(err)
			}
		}
		return iv
	}
	if got := run(Options{}).Faults(); got != nil {
		t.Errorf("nobody asked for %v", got)
	}
	var got []string
	for _, f := range run(Options{Faults: true}).Faults() {
		got = append(got, fmt.Sprintf("%v %s ×%d: %s", f.At, f.Item.Name, f.Times, f.Error.Msg))
		if text := f.Error.Error(); strings.Contains(text, "secret") || strings.Contains(text, "hidden") {
			t.Errorf("an answer is told: %s", text)
		}
	}
	several := "there are several answers here, as the question is repeated, and one is wanted"
	want := "survey!D3 (calculation) day ×2: this is no date\n" +
		"survey!D7 (calculation) all ×2: " + several + "\n" +
		"survey!E8 (relevant) n ×2: " + several + "\n" +
		"survey row 8 n ×2: " + several
	if have := strings.Join(got, "\n"); have != want {
		t.Errorf("got:\n%s\nwant:\n%s", have, want)
	}
}
