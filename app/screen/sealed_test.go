package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/export"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// sealedForm writes a form that names keys as its recipient.
func sealedForm(t *testing.T, id string, to ...*seal.Identity) string {
	t.Helper()
	var keys []string
	for _, one := range to {
		keys = append(keys, one.Recipient().String())
	}
	path := filepath.Join(t.TempDir(), id+".md")
	text := "| survey |\n| | type | name | label | calculation |\n| | calculate | case_code | C | 'C-9' |\n| | text | a | A | |\n" +
		"| settings |\n| | form_id | version | recipient |\n| | " + id + " | 1 | " + strings.Join(keys, " ") + " |\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func finishOne(t *testing.T, desk *screen.Desk, said string) error {
	t.Helper()
	s, err := desk.Begin(context.Background())
	if err != nil {
		return err
	}
	if _, err := s.Answer("a", said); err != nil {
		t.Fatal(err)
	}
	var ended error
	if problems := s.Finish(func(err error) { ended = err }); problems != nil {
		t.Fatal(problems)
	}
	return ended
}

// TestTheWholeWayOfASealedInterview goes from the laptop to the coordinator's
// store, with the journal.
func TestTheWholeWayOfASealedInterview(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	coordinator, safe := seal.NewIdentity(), seal.NewIdentity()
	desk := screentest.Open(t, filepath.Join(dir, "laptop.db"), sealedForm(t, "one", coordinator, safe), nil)
	defer desk.Close()
	if err := finishOne(t, desk, "in confidence"); err != nil {
		t.Fatal(err)
	}
	list, err := desk.Records(ctx)
	if err != nil || len(list.All) != 1 || !list.All[0].Sealed || list.All[0].Case != "C-9" {
		t.Fatalf("the list: %+v, %v", list, err)
	}
	book := filepath.Join(dir, "out.xlsx")
	x, err := screen.Export(ctx, desk.Store, "", book, nil)
	if err != nil || x.Sealed != 1 || x.Records != 0 || x.Readable {
		t.Fatalf("the export: %+v, %v", x, err)
	}
	read, err := export.Read(ctx, book)
	if err != nil || len(read.Sealed) != 1 || len(read.Refused) != 0 {
		t.Fatalf("read back: %v, %v", read.Refused, err)
	}
	office := storagetest.Open(t, filepath.Join(dir, "office.db"))
	if err := screen.HoldIdentity(ctx, office, safe); err != nil { // the one in the safe opens alone
		t.Fatal(err)
	}
	m, err := screen.MergeInto(ctx, office, []string{book}, "", nil, nil)
	if err != nil || m.Brought != 0 || len(m.Aside.Strangers) != 1 || m.Aside.Strangers[0].Device != desk.Store.Device() {
		t.Fatalf("before it is enrolled: %+v, %v", m, err)
	}
	_, merged, err := screen.EnrolLaptop(ctx, office, m.Aside.Strangers[0].Fingerprint, "Osh", nil)
	if err != nil || len(merged) != 1 || merged[0].Brought != 1 {
		t.Fatalf("enrolled: %+v, %v", merged, err)
	}
	n := 0
	for r, err := range office.Records(ctx, storage.Filter{}) {
		if err != nil || r.Find("a").Text != "in confidence" {
			t.Errorf("what arrived: %v, %v", r, err)
		}
		n++
	}
	trails, err := office.Trails(ctx)
	if err != nil || n != 1 || len(trails) != 1 || !strings.Contains(string(trails[0].Journal), "in confidence") {
		t.Errorf("%d interviews, journals %v, %v", n, trails, err)
	}
	log := filepath.Join(dir, "changes.csv")
	if x, err := screen.ExportParadata(ctx, office, "", log, nil); err != nil || x.Records == 0 {
		t.Errorf("paradata: %+v, %v", x, err)
	}
	text, err := os.ReadFile(log)
	if err != nil || !strings.HasPrefix(string(text), "\ufeffKEY,device,") || !strings.Contains(string(text), ",question,a,") || !strings.Contains(string(text), ",default,,in confidence,,,K1\r\n") {
		t.Errorf("paradata: %q, %v", text, err)
	}
	if waiting, err := office.Waiting(ctx); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %d, %v", len(waiting), err)
	}
	// Undone, it waits again and nothing is lost.
	if _, _, err := office.UndoMerge(ctx, merged[0].Merge); err != nil {
		t.Fatal(err)
	}
	if again, err := screen.MergeWaiting(ctx, office, nil); err != nil || len(again) != 1 || again[0].Brought != 1 {
		t.Errorf("merged again: %v, %v", again, err)
	}
}

// TestRecipientsArePinned uses forms with other keys on one laptop.
func TestRecipientsArePinned(t *testing.T) {
	ctx := context.Background()
	a, b := seal.NewIdentity(), seal.NewIdentity()
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "laptop.db"), sealedForm(t, "one", a), nil)
	defer desk.Close()
	use := func(path string) {
		t.Helper()
		form, faults, err := screen.LoadForm(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := desk.Use(ctx, form, faults); err != nil {
			t.Fatal(err)
		}
	}
	if err := finishOne(t, desk, "x"); err != nil {
		t.Fatal(err)
	}
	for what, path := range map[string]string{"another key": sealedForm(t, "one", b), "another form with it": sealedForm(t, "two", b), "no key any more": sealedForm(t, "one")} {
		use(path)
		var other *screen.RecipientError
		if err := finishOne(t, desk, "x"); !errors.As(err, &other) || other.Known != (seal.Recipients{a.Recipient()}).Fingerprint() {
			t.Errorf("%s: %v", what, err)
		}
	}
	use(sealedForm(t, "two", b))
	if err := desk.ConfirmRecipients(ctx, desk.Form); err != nil {
		t.Fatal(err)
	}
	if err := finishOne(t, desk, "x"); err != nil {
		t.Errorf("confirmed: %v", err)
	}
	use(sealedForm(t, "three"))
	if err := finishOne(t, desk, "x"); err != nil {
		t.Errorf("a form that never named one: %v", err)
	}
	list, err := desk.Store.List(ctx, storage.Filter{})
	sealed := 0
	for _, s := range list {
		if s.Sealed {
			sealed++
		}
	}
	if err != nil || sealed != 2 || len(list) != 3 {
		t.Errorf("%d of %d are sealed: %v", sealed, len(list), err)
	}
}
