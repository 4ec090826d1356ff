package interview

import (
	"fmt"
	"testing"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// TestTicks wants the labels of a range in the language of the interview, and
// no other question to have any.
func TestTicks(t *testing.T) {
	f, faults := xlsform.ReadMarkdown(`
| survey  | type      | name | label::ru | label::en | parameters                            |
|         | range     | pain | Боль      | Pain      | start=0 end=10 tick_labelset=ends     |
|         | integer   | age  | Возраст   | Age       |                                       |
| choices | list_name | name | label::ru | label::en |
|         | ends      | 0    | нет       | none      |
|         | ends      | 10   | сильная   | strong    |
`, xlsform.Options{Name: "f"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	iv := New(f, Options{})
	for _, want := range []string{"[{0 нет not reached map[]} {10 сильная not reached map[]}]", "[{0 none not reached map[]} {10 strong not reached map[]}]"} {
		if got := fmt.Sprint(iv.View("pain").Ticks); got != want {
			t.Errorf("the ticks are %s, want %s", got, want)
		}
		iv.SetLanguage(1)
	}
	if v := iv.View("age"); v.Ticks != nil || v.Form != f {
		t.Errorf("a whole number has the ticks %v", v.Ticks)
	}
	if (*survey.Form)(nil).Attachment("a.png") != nil {
		t.Error("no form has a file")
	}
}
