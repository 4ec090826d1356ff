package app

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
)

// TestMappingByKey has a renamed question and its choices matched by keys, and
// one refused and left open again.
func TestMappingByKey(t *testing.T) {
	dir := t.TempDir()
	before, now, book := filepath.Join(dir, "before.xlsx"), filepath.Join(dir, "now.xlsx"), filepath.Join(dir, "a.xlsx")
	writeForm(t, before, `
| survey | | | |
| | type | name | label |
| | select_one sex | sex | Your sex? |
| | integer | hours | Hours |
| choices | | | |
| | list_name | name | label |
| | sex | m | Male |
| settings | | |
| | form_id | version |
| | town | 1 |
`)
	writeForm(t, now, `
| survey | | | |
| | type | name | label |
| | select_one gender | gender | Your sex? |
| | integer | hours_day | Hours a day |
| choices | | | |
| | list_name | name | label |
| | gender | 1 | Male |
| | gender | 2 | Female |
| settings | | |
| | form_id | version |
| | town | 2 |
`)
	older := openRig(t, filepath.Join(dir, "one.db"), before)
	older.simulate(4)
	if _, err := screen.Export(context.Background(), older.desk.Store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	r := openRig(t, filepath.Join(dir, "two.db"), now)
	r.simulate(1)
	r.press(fyne.KeyF7)
	v := r.shown().(*mergeView)
	v.dropped([]string{book})
	for v.shows != "mapping" {
		r.ctrl(fyne.KeyPageDown)
	}
	stands := func(want ...string) {
		t.Helper()
		p := v.page.(*mappingPage)
		if len(v.renamed) != len(want) {
			t.Fatalf("%d renamed, want %v", len(v.renamed), want)
		}
		for i, w := range want {
			if got := p.line(i).cells[0] + " " + p.line(i).cells[2]; got != w {
				t.Errorf("line %d is %q, want %q", i, got, w)
			}
		}
	}
	stands("? sex", "? hours")
	if v.needs() != 2 {
		t.Errorf("%d things need somebody", v.needs())
	}
	r.press(fyne.Key1) // it is the first candidate: its choices come, and the mark is on the first
	stands("✓ sex", "? sex = m", "? hours")
	r.press(fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	stands("✓ sex", "✓ sex = m", "? hours")
	if to := v.renamed[1].To; to == nil || to.Code != "2" {
		t.Errorf("the choice stands for %+v", to)
	}
	r.press(fyne.Key2)
	stands("✓ sex", "✓ sex = m", "✗ hours")
	r.press(fyne.Key0)
	stands("✓ sex", "✓ sex = m", "? hours")
	v.to.entry.SetText("")
	v.out = ""
	r.ctrl(fyne.KeyReturn)
	if v.made == nil {
		t.Fatal("nothing was merged")
	}
	v.look()
	v.turn(3)
	stands("✓ sex", "✓ sex = m", "? hours")
}
