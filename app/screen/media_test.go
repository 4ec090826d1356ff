package screen_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/export"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// photoForm writes a form with a question for a picture, and keys as its
// recipient.
func photoForm(t *testing.T, to ...*seal.Identity) string {
	t.Helper()
	var keys []string
	for _, one := range to {
		keys = append(keys, one.Recipient().String())
	}
	path := filepath.Join(t.TempDir(), "photo.md")
	text := "| survey |\n| | type | name | label |\n| | text | a | A |\n| | image | photo | Photo |\n" +
		"| settings |\n| | form_id | version | recipient |\n| | photo | 1 | " + strings.Join(keys, " ") + " |\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// photographed finishes an interview with a file, and gives the answer.
func photographed(t *testing.T, desk *screen.Desk, content string) (name string) {
	t.Helper()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "contract.jpg")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := desk.Begin(ctx)
	if err == nil {
		name, err = s.Attach(ctx, path, nil)
	}
	if err == nil {
		_, err = s.Answer("photo", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	if f, err := s.File(ctx, name, 100); err != nil || string(f.Data) != content || f.Called != "contract.jpg" {
		t.Errorf("%+v, %v", f, err)
	}
	if problems := s.Finish(func(e error) { err = e }); len(problems) > 0 || err != nil {
		t.Fatal(problems, err)
	}
	return name
}

// sentOut exports a store, and gives the workbook.
func sentOut(t *testing.T, store *storage.Store) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "evening.xlsx")
	if _, err := screen.Export(context.Background(), store, "", path, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func wantContent(t *testing.T, path, content string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != content {
		t.Errorf("%s holds %q, %v", path, got, err)
	}
}

func storedFile(store *storage.Store, name string) string {
	ctx := context.Background()
	all, _ := store.List(ctx, storage.Filter{})
	for _, s := range all {
		var b bytes.Buffer
		if store.ReadAttachment(ctx, s.ID, name, &b) == nil {
			return b.String()
		}
	}
	return ""
}

// TestAFileGoesToTheCoordinator follows a file from where it is chosen to the
// coordinator's store and folder. One that did not come is told, and comes with
// a later merge of the same workbook; one that was changed is not taken.
func TestAFileGoesToTheCoordinator(t *testing.T) {
	ctx := context.Background()
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "laptop.db"), photoForm(t), nil)
	defer desk.Close()
	name := photographed(t, desk, "a contract")
	again := photographed(t, desk, "another contract")
	if n, err := desk.Store.Unexported(ctx); err != nil || len(n) != 2 {
		t.Errorf("unexported %v, %v", n, err)
	}
	book := sentOut(t, desk.Store)
	folder := export.MediaFolder(book)
	wantContent(t, filepath.Join(folder, name), "a contract")
	if n, err := desk.Store.Unexported(ctx); err != nil || len(n) != 0 {
		t.Errorf("unexported %v, %v", n, err)
	}

	away := filepath.Join(t.TempDir(), name)
	if err := os.Rename(filepath.Join(folder, name), away); err != nil {
		t.Fatal(err)
	}
	office := storagetest.New(t)
	out := filepath.Join(t.TempDir(), "all.xlsx")
	merge := func() *screen.Merged {
		t.Helper()
		m, err := screen.MergeInto(ctx, office, []string{book}, out, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if m := merge(); m.Media != 1 || len(m.Notes) != 1 || !strings.Contains(m.Notes[0].String(), "1 files of answers, of 1 interviews, are missing") {
		t.Errorf("%d files, %v", m.Media, m.Notes)
	}
	looked, err := screen.LookMerge(ctx, storagetest.New(t), []string{book}, nil)
	if err != nil || looked.Overview().Books[0].Absent != 1 {
		t.Fatalf("%+v, %v", looked.Overview(), err)
	}
	windows := filepath.Join(t.TempDir(), "window.xlsx")
	if m, err := looked.Keep(ctx, windows); err != nil || m.Media != 1 || len(m.Notes) != 1 {
		t.Errorf("the window's merge: %+v, %v", m, err)
	}
	if e, err := screen.CheckEmptying(ctx, desk.Store, []string{out}); err != nil || len(e.Unconfirmed) != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte("a forged contract"), 0o600); err != nil {
		t.Fatal(err)
	}
	plain, err := screen.Merge(ctx, []string{book}, filepath.Join(t.TempDir(), "plain.xlsx"), nil)
	if err != nil || plain.Media != 1 || len(plain.Notes) != 1 || !strings.Contains(plain.Notes[0].String(), "changed or damaged") {
		t.Errorf("%v, %v", plain.Notes, err)
	}
	if err := os.Rename(away, filepath.Join(folder, "renamed.jpg")); err != nil {
		t.Fatal(err)
	}
	if m := merge(); m.Unchanged || m.Media != 2 || len(m.Notes) != 0 {
		t.Errorf("%d files, %v, unchanged %t", m.Media, m.Notes, m.Unchanged)
	}
	if got := storedFile(office, name) + ", " + storedFile(office, again); got != "a contract, another contract" {
		t.Errorf("the store has %s", got)
	}
	wantContent(t, filepath.Join(export.MediaFolder(out), name), "a contract")
	if m := merge(); !m.Unchanged {
		t.Error("merging again changes something")
	}
	if e, err := screen.CheckEmptying(ctx, desk.Store, []string{out}); err != nil || len(e.Unconfirmed) != 0 {
		t.Errorf("%+v, %v", e, err)
	}
	back := filepath.Join(t.TempDir(), "back.xlsx")
	if x, err := screen.Export(ctx, office, "", back, nil); err != nil || x.Media != 2 {
		t.Errorf("%+v, %v", x, err)
	}
}

// TestAnInterviewIsExportedWithItsFiles: beside a protected workbook files would
// lie in clear, so they stay, and so does what is said of them.
func TestAnInterviewIsExportedWithItsFiles(t *testing.T) {
	ctx := context.Background()
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "laptop.db"), photoForm(t), nil)
	defer desk.Close()
	photographed(t, desk, "a contract")
	path := filepath.Join(t.TempDir(), "evening.xlsx")
	x, err := screen.ExportWith(ctx, "timber quick lamp river", desk.Store, "", path, nil)
	if err != nil || x.Media != 0 || len(x.Notices) == 0 {
		t.Errorf("%+v, %v", x, err)
	}
	if _, err := os.Stat(export.MediaFolder(path)); err == nil {
		t.Error("there is a folder in clear")
	}
	if n, err := desk.Store.Unexported(ctx); err != nil || len(n) != 1 {
		t.Errorf("unexported %v, %v", n, err)
	}
}

func TestFilesForOtherPrograms(t *testing.T) {
	ctx := context.Background()
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "laptop.db"), photoForm(t), nil)
	defer desk.Close()
	name := photographed(t, desk, "a contract")
	folder := filepath.Join(t.TempDir(), "xml")
	if x, err := screen.ExportXML(ctx, desk.Store, "", folder, nil); err != nil || x.Media != 1 || len(x.Notices) != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	found, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	if len(found) != 2 || filepath.Base(found[1]) != "submission.xml" {
		t.Fatalf("%q", found)
	}
	wantContent(t, found[0], "a contract")
	if text, _ := os.ReadFile(found[1]); !strings.Contains(string(text), "<photo>"+name+"</photo>") {
		t.Errorf("%s", text)
	}

	path := filepath.Join(t.TempDir(), "out.zip")
	if x, err := screen.ExportAs(ctx, export.Central, "", "", desk.Store, "", path, nil); err != nil || x.Media != 1 {
		t.Fatalf("%+v, %v", x, err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	inside := map[string]string{}
	for _, f := range z.File {
		r, _ := f.Open()
		b, _ := io.ReadAll(r)
		inside[f.Name] = string(b)
	}
	rows, err := csv.NewReader(strings.NewReader(inside["photo.csv"])).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	cell := func(column string) string { return rows[1][slices.Index(rows[0], column)] }
	if inside["media/"+name] != "a contract" || cell("photo") != name || cell("AttachmentsPresent") != "1" || cell("AttachmentsExpected") != "1" {
		t.Errorf("%q", inside)
	}
	x, err := screen.ExportAs(ctx, export.Kobo, "", "", desk.Store, "", filepath.Join(t.TempDir(), "kobo.xlsx"), nil)
	if err != nil || len(x.Notices) != 1 {
		t.Errorf("%+v, %v", x, err)
	}
}

// TestASealedFileGoesToTheCoordinator: beside the workbook lies an age file, and
// only the coordinator's merge gives the file back. What waits is opened when
// the laptop was enrolled.
func TestASealedFileGoesToTheCoordinator(t *testing.T) {
	ctx := context.Background()
	id := seal.NewIdentity()
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "laptop.db"), photoForm(t, id), nil)
	defer desk.Close()
	if err := desk.ConfirmRecipients(ctx, desk.Form); err != nil {
		t.Fatal(err)
	}
	name := photographed(t, desk, "a contract")
	book := sentOut(t, desk.Store)
	age, _ := filepath.Glob(filepath.Join(export.MediaFolder(book), "*"))
	if len(age) != 1 || !strings.HasPrefix(filepath.Base(age[0]), "sealed-") {
		t.Fatalf("the folder has %q", age)
	}
	if b, _ := os.ReadFile(age[0]); !bytes.HasPrefix(b, []byte("age-encryption.org/v1")) || bytes.Contains(b, []byte("a contract")) {
		t.Error("it is no age file")
	}
	office := storagetest.New(t)
	out := filepath.Join(t.TempDir(), "all.xlsx")
	if err := screen.HoldIdentity(ctx, office, id); err != nil {
		t.Fatal(err)
	}
	if m, err := screen.MergeInto(ctx, office, []string{book}, out, nil, nil); err != nil || m.Aside.Closed+len(m.Aside.Strangers) != 1 || m.Media != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
	laptops, err := screen.Laptops(ctx, office)
	if err != nil || len(laptops) != 1 {
		t.Fatal(laptops, err)
	}
	_, merged, err := screen.EnrolLaptop(ctx, office, laptops[0].Fingerprint(), "one", nil)
	if err != nil || len(merged) != 1 {
		t.Fatal(merged, err)
	}
	if got := storedFile(office, name); got != "a contract" || len(merged[0].Notes) > 0 {
		t.Errorf("the store has %q, %v", got, merged[0].Notes)
	}
	if m, err := screen.MergeInto(ctx, office, []string{book}, out, nil, nil); err != nil || m.Media != 1 {
		t.Fatalf("%+v, %v", m, err)
	}
	wantContent(t, filepath.Join(export.MediaFolder(out), name), "a contract")

	// Another file in the place of the sealed one is not taken.
	if err := os.WriteFile(age[0], []byte("another file"), 0o600); err != nil {
		t.Fatal(err)
	}
	opener := &screen.Opener{Identity: id, Known: func(ed25519.PublicKey) bool { return true }}
	other := filepath.Join(t.TempDir(), "other.xlsx")
	m, err := screen.MergeWith(ctx, []string{book}, other, screen.MergeOptions{Opener: opener}, nil)
	if err != nil || m.Records != 1 || m.Media != 0 || len(m.Notes) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}
