package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/survey/message"
)

// TestMergeByKey goes through the pages of a merge, merges without a broken
// workbook, and takes the merge back.
func TestMergeByKey(t *testing.T) {
	r := newRig(t)
	r.simulate(3)
	dir := t.TempDir()
	book, broken := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "b.xlsx")
	if _, err := screen.Export(context.Background(), r.desk.Store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(broken, []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.press(fyne.KeyF7)
	v := r.shown().(*mergeView)
	v.dropped([]string{dir})
	if len(v.paths) != 2 || v.needs() != 1 || v.made != nil {
		t.Fatalf("%d workbooks, %d needs", len(v.paths), v.needs())
	}
	if sum := v.sum(merge.Balance{Read: 2, Known: 1, Withdrawn: 1}); !strings.HasSuffix(sum, "+ 1 withdrawn") {
		t.Errorf("the sum is %q", sum)
	}
	v.overview().Books[0].Refused = []export.Refusal{{Sheet: "data", Why: message.New("Rows are missing.")}}
	lines := v.page.(*booksPage).planned()
	if last := lines[len(lines)-1]; !strings.Contains(last.cells[0], "Rows are missing.") || lines[0].ink != widget.WarningImportance {
		t.Errorf("the lines are %+v", lines)
	}
	for _, want := range []string{"edits", "conflicts", "mapping", "gaps", "doubles", "merges", "books"} {
		r.ctrl(fyne.KeyPageDown)
		if v.shows != want || r.window.Canvas().Focused() != v.page.focus() {
			t.Fatalf("the page is %s, want %s with the keyboard", v.shows, want)
		}
	}
	v.to.entry.SetText("")
	r.ctrl(fyne.KeyReturn)
	if !r.overlaid() {
		t.Fatal("a workbook is left out without a question")
	}
	r.press(fyne.KeyRight, fyne.KeyReturn)
	if v.made == nil || v.made.Merge != 1 || v.made.Total.Known != 3 || !v.made.Holds() {
		t.Fatalf("it came to %+v", v.made)
	}
	p := &booksPage{v: v}
	if lines := p.balance(); len(lines) < 3 || lines[2].ink != widget.DangerImportance {
		t.Errorf("the workbook that was left out is not among %+v", lines)
	}
	r.ctrl(fyne.KeyPageUp)
	wantText(t, v.found, "No. 1")
	r.press(fyne.KeyDelete, fyne.KeyRight, fyne.KeyReturn)
	r.press(fyne.KeyReturn)
	if all, err := r.desk.Store.Merges(context.Background()); err != nil || len(all) != 1 || all[0].Undone.IsZero() {
		t.Errorf("the merges are %+v (%v)", all, err)
	}
	r.ctrl(fyne.KeyPageDown)
	if v.shows != "books" || v.plan == nil {
		t.Error("the workbooks are not looked at again")
	}
}
