package app

import (
	"context"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
	"anketa/survey"
)

// simulate puts simulated interviews into the store of a rig.
func (r *rig) simulate(n int) {
	r.t.Helper()
	put := func(rec *survey.Record) error { _, err := r.desk.Store.Put(context.Background(), rec); return err }
	if err := screen.Simulate(context.Background(), r.desk.Form, n, 1, put, nil); err != nil {
		r.t.Fatal(err)
	}
}

// TestSimulatedInterviewsAreSaidToBe: where there is nothing else the report
// is of simulated interviews, and says so; the merge too.
func TestSimulatedInterviewsAreSaidToBe(t *testing.T) {
	r := newRig(t)
	r.simulate(3)
	dir := t.TempDir()
	book := filepath.Join(dir, "a.xlsx")
	if _, err := screen.Export(context.Background(), r.desk.Store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	const told = "By kind: 3 simulated. None of them is of fieldwork."
	r.press(fyne.KeyF8)
	p := r.shown().(*reportView)
	p.dropped([]string{book})
	r.ctrl(fyne.KeyReturn)
	wantText(t, p.result, told)
	r.press(fyne.KeyEscape, fyne.KeyF7)
	m := r.shown().(*mergeView)
	m.dropped([]string{book})
	m.to.entry.SetText(filepath.Join(dir, "all.xlsx"))
	r.ctrl(fyne.KeyReturn)
	wantText(t, m.found, told)
}
