package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// TestLookAndCarry looks at workbooks, one of them broken, decides a conflict,
// keeps the merge and takes it back.
func TestLookAndCarry(t *testing.T) {
	ctx, p, store := context.Background(), newPost(t), storagetest.New(t)
	base := p.interview(2, 1)
	one, two := corrected(t, p.form, base, 10, "a=6"), corrected(t, p.form, base, 20, "a=7")
	broken := filepath.Join(p.dir, "broken.xlsx")
	if err := os.WriteFile(broken, []byte("no workbook"), 0o600); err != nil {
		t.Fatal(err)
	}
	paths := []string{p.book("a.xlsx", one, base), broken, p.book("b.xlsx", two, base)}
	look := func() (*screen.Merging, *screen.Overview) {
		t.Helper()
		m, err := screen.LookMerge(ctx, store, paths, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m, m.Overview()
	}
	m, o := look()
	if o.Faults() != 1 || o.Books[1].Fault == nil || len(o.Conflicts) != 1 || len(o.Ledger.Laptops) != 1 || o.Ledger.Laptops[0].Gaps() != 1 {
		t.Fatalf("%d faults, %d conflicts, laptops %v", o.Faults(), len(o.Conflicts), o.Ledger.Laptops)
	}
	if all, err := store.Merges(ctx); err != nil || len(all) != 0 {
		t.Fatalf("looking has merged: %d (%v)", len(all), err)
	}
	if got := ages(t, store); got != "" {
		t.Fatalf("looking has kept %s", got)
	}
	c := o.Conflicts[0]
	if c.Before == nil || c.Rows[0].Was != "1" {
		t.Errorf("before stood %q", c.Rows[0].Was)
	}
	if screen.Complete(c.Conflict, nil) {
		t.Error("a conflict without a choice is complete")
	}
	sides := map[string]survey.Hash{}
	for i, h := range c.Heads {
		if c.Rows[0].Sides[i] == "7" {
			sides[c.Rows[0].Place] = h.Hash()
		}
	}
	made, err := m.Carry(ctx, screen.Choices{Sides: map[string]map[string]survey.Hash{c.ID: sides}, Why: "asked again"}, "", nil)
	if err != nil || made.Merge != 1 || len(made.Conflicts) != 0 || !made.Holds() {
		t.Fatalf("%+v (%v)", made, err)
	}
	if got, want := ages(t, store), "2: 4 a=7 b=2 sum=9"; got != want {
		t.Errorf("the store holds %s, want %s", got, want)
	}
	if _, o = look(); len(o.Conflicts) != 0 || o.Account.Total.Added != 0 {
		t.Errorf("again: %d conflicts, %s", len(o.Conflicts), o.Account.Total)
	}
	if _, removed, err := store.UndoMerge(ctx, 1); err != nil || removed != 4 {
		t.Errorf("taken back: %d (%v)", removed, err)
	}
	// Without a choice both sides stay.
	m, _ = look()
	if made, err = m.Carry(ctx, screen.Choices{}, "", nil); err != nil || len(made.Conflicts) != 1 {
		t.Errorf("%+v (%v)", made, err)
	}
}

func TestLookAtNothingThatCanBeRead(t *testing.T) {
	gone := filepath.Join(t.TempDir(), "gone.xlsx")
	m, err := screen.LookMerge(context.Background(), storagetest.New(t), []string{gone}, nil)
	if err != nil || m.Overview().Faults() != 1 || !errors.Is(m.Overview().Books[0].Fault, os.ErrNotExist) {
		t.Errorf("%+v (%v)", m, err)
	}
}
