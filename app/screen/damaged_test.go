package screen_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey/message"
)

// TestOneDamagedInterview keeps nobody from all others: the list, every export
// and the doctor go on, and name it.
func TestOneDamagedInterview(t *testing.T) {
	ctx, dir, form := context.Background(), t.TempDir(), keptFor(t, "100")
	path := filepath.Join(dir, "anketa.db")
	store := storagetest.Open(t, path)
	for _, answer := range []string{"first answer", "second answer", "third answer"} {
		keep(t, store, form, "a", answer)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	storagetest.Damage(t, path, 2)
	store = storagetest.Open(t, path)

	desk := &screen.Desk{Store: store, Form: form}
	list, err := desk.Records(ctx)
	if err != nil || len(list.All) != 3 || !slices.Equal(list.Damaged, []int{2}) {
		t.Fatalf("the list: %+v, %v", list, err)
	}
	if drafts, finished := list.Counts(); drafts != 0 || finished != 2 {
		t.Errorf("%d drafts, %d finished", drafts, finished)
	}
	named := func(what string, notices []*message.Text) {
		t.Helper()
		if text := fmt.Sprint(notices); !strings.Contains(text, ": 2.") || !strings.Contains(text, "anketa restore") {
			t.Errorf("%s says %q", what, text)
		}
	}
	book := filepath.Join(dir, "out.xlsx")
	x, err := screen.Export(ctx, store, "", book, nil)
	if err != nil || x.Records != 2 {
		t.Fatalf("the workbook: %+v, %v", x, err)
	}
	named("the export", x.Notices)
	got, err := export.Read(ctx, book)
	if err != nil || len(got.Records) != 2 {
		t.Errorf("the workbook read back: %v", err)
	}
	tables, err := screen.ExportCSV(ctx, store, "", filepath.Join(dir, "csv"), export.Dialect{}, nil)
	if err != nil || tables.Records != 2 {
		t.Fatalf("tables: %+v, %v", tables, err)
	}
	named("tables", tables.Notices)
	x, err = screen.ExportXML(ctx, store, "", filepath.Join(dir, "xml"), nil)
	if err != nil || x.Records != 2 {
		t.Fatalf("submissions: %+v, %v", x, err)
	}
	named("submissions", x.Notices)
	if x, err = screen.ExportParadata(ctx, store, "", filepath.Join(dir, "log.csv"), nil); err != nil {
		t.Fatal(err)
	}
	named("paradata", x.Notices)
	if waiting, err := store.Unexported(ctx); err != nil || !slices.Equal(waiting, []int{2}) {
		t.Errorf("not exported: %v, %v", waiting, err)
	}
	if due, err := screen.Retentions(ctx, store, time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)); err != nil || len(due) != 1 || len(due[0].Due) != 2 {
		t.Errorf("retention: %+v, %v", due, err)
	}
	if _, err := screen.CheckEmptying(ctx, store, nil); !errors.Is(err, storage.ErrDamaged) || !strings.Contains(err.Error(), ": 2.") {
		t.Errorf("emptying: %v", err)
	}
	if _, err := screen.FindToWithdraw(ctx, store, "C-7", 0); !errors.Is(err, screen.ErrNoCase) || !strings.Contains(err.Error(), "interview 2 is damaged") {
		t.Errorf("withdrawing: %v", err)
	}
	report := &screen.Report{Store: &storage.Diagnosis{Path: path}, Now: time.Now()}
	if err := report.Unlocked(ctx, store); err != nil {
		t.Fatal(err)
	}
	named("the doctor", report.Faults)

	if _, err := store.Withdraw(ctx, "damaged", list.All[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, err := desk.Records(ctx); err != nil || len(list.All) != 2 {
		t.Errorf("afterwards: %+v, %v", list, err)
	}
}
