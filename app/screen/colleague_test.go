package screen_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
	"anketa/survey/message"
)

// TestExportLeavesColleaguesOut: what belongs to somebody else on the same
// laptop is not in the workbook, that is said, and its numbers are not told as
// lost.
func TestExportLeavesColleaguesOut(t *testing.T) {
	ctx := context.Background()
	store := storagetest.New(t)
	form := aForm(t, "1", "| | text | a | A |\n", "", nil)
	keep(t, store, form, "a", "mine")
	const other = "violet marble engine tunnel coffee dragon"
	if err := store.Enroll(ctx, storage.Person{Code: "K2", Passphrase: other}); err != nil {
		t.Fatal(err)
	}
	if err := store.Unlock(ctx, "K2", other); err != nil {
		t.Fatal(err)
	}
	keep(t, store, form, "a", "theirs")
	if _, err := store.Begin(ctx, &survey.Record{Form: form.ID, Version: "1"}); err != nil {
		t.Fatal(err)
	}
	if err := store.Unlock(ctx, storagetest.Code, storagetest.Passphrase); err != nil {
		t.Fatal(err)
	}
	keep(t, store, form, "a", "mine again")

	path, x := exported(t, store)
	if x.Records != 2 || x.Drafts != 0 {
		t.Errorf("%d records and %d drafts, want 2 and 0", x.Records, x.Drafts)
	}
	if !slices.ContainsFunc(x.Notices, func(s *message.Text) bool {
		return strings.Contains(s.String(), "1 finished interviews and 1 drafts belong to K2")
	}) {
		t.Errorf("the notices are %q", x.Notices)
	}
	l, err := screen.Gaps(ctx, []string{path}, nil)
	if err != nil || len(l.Laptops) != 1 {
		t.Fatal(l, err)
	}
	if got := l.Laptops[0].String(); len(l.Laptops[0].Missing) > 0 || !strings.Contains(got, "2–3 with a colleague on the same laptop") && !strings.Contains(got, "with a colleague on the same laptop: 2–3") {
		t.Errorf("the ledger tells %s", got)
	}
}
