package screen_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/report"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
	"anketa/survey/message"
)

// aForm reads rows of a sheet survey, and of a sheet choices, as a form f.
func aForm(t *testing.T, version, rows, choices string, files map[string]string) *survey.Form {
	t.Helper()
	text := "| survey | | | |\n| | type | name | label | parameters |\n" + rows
	if choices != "" {
		text += "| choices | | | |\n| | list_name | name | label |\n" + choices
	}
	text += "| settings | | | |\n| | form_id | version | title |\n| | f | " + version + " | F |\n"
	dir := t.TempDir()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, "f.md")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	form, faults, err := screen.LoadForm(path)
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	return form
}

func newStore(t *testing.T) *storage.Store {
	t.Helper()
	return storagetest.New(t)
}

// keep saves a form and an interview made with it: name, answer, name, answer.
func keep(t *testing.T, store *storage.Store, form *survey.Form, answers ...string) {
	t.Helper()
	ctx := context.Background()
	if err := store.SaveForm(ctx, form.ID, form.Version, form.Title, form.Source); err != nil {
		t.Fatal(err)
	}
	r, err := store.Begin(ctx, &survey.Record{Form: form.ID, Version: form.Version, Started: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	r.Finished, r.Saved = r.Started.Add(time.Hour), r.Started.Add(time.Hour)
	r.Root = &survey.Answer{}
	for i := 0; i < len(answers); i += 2 {
		r.Root.Children = append(r.Root.Children, &survey.Answer{Name: answers[i], State: survey.Given, Text: answers[i+1]})
	}
	if err := store.Finish(ctx, r); err != nil {
		t.Fatal(err)
	}
}

func exported(t *testing.T, store *storage.Store) (string, *screen.Exported) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "out.xlsx")
	x, err := screen.Export(context.Background(), store, "", path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return path, x
}

func merged(t *testing.T, paths ...string) (string, *screen.Merged) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "all.xlsx")
	m, err := screen.Merge(context.Background(), paths, out, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Holds() || len(m.Refused) > 0 {
		t.Fatalf("the merge refused %v:\n%s", m.Refused, m.Account)
	}
	return out, m
}

// tableOf gives the sheet data of a workbook, as CSV tells it: heading first.
func tableOf(t *testing.T, path string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "csv")
	if _, err := screen.WorkbookToCSV(context.Background(), path, folder, export.Dialect{}, nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "data.csv"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// columns gives the columns of questions, in order.
func columns(t *testing.T, path string) string {
	t.Helper()
	head, _, _ := strings.Cut(tableOf(t, path), "\n")
	var out []string
	for name := range strings.SplitSeq(strings.Trim(head, "\ufeff\r"), ",") {
		if name = strings.Trim(name, `"`); name != "KEY" && !strings.HasPrefix(name, "_") {
			out = append(out, name)
		}
	}
	return strings.Join(out, " ")
}

func reported(t *testing.T, path string) *screen.Reported {
	t.Helper()
	r, err := screen.MakeReport(context.Background(), path, filepath.Join(t.TempDir(), "r.xlsx"), screen.ReportOptions{Kinds: []survey.Kind{survey.Real}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func question(t *testing.T, r *screen.Reported, name string) report.Question {
	t.Helper()
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.Name == name {
				return q
			}
		}
	}
	t.Fatalf("the report has no question %s", name)
	return report.Question{}
}

func told(t *testing.T, notices []*message.Text, want string) {
	t.Helper()
	if !slices.ContainsFunc(notices, func(n *message.Text) bool { return strings.Contains(n.String(), want) }) {
		t.Errorf("told %q, which does not say %q", notices, want)
	}
}

func noticesOf(m *screen.Merged) []*message.Text {
	var out []*message.Text
	for _, n := range m.Notices {
		out = append(out, n.What)
	}
	return out
}

// TestMergeOfFormsWithOneVersion holds that forms are told apart by what they
// ask, and that the order of the workbooks does not matter.
func TestMergeOfFormsWithOneVersion(t *testing.T) {
	a, b := newStore(t), newStore(t)
	keep(t, a, aForm(t, "1", "| | integer | a | A |\n", "", nil), "a", "1")
	keep(t, b, aForm(t, "1", "| | integer | a | A |\n| | integer | b | B |\n", "", nil), "a", "2", "b", "3")
	pathA, _ := exported(t, a)
	pathB, _ := exported(t, b)
	for name, paths := range map[string][]string{"A B": {pathA, pathB}, "B A": {pathB, pathA}} {
		t.Run(name, func(t *testing.T) {
			all, m := merged(t, paths...)
			if got := columns(t, all); got != "a b" {
				t.Errorf("the columns are %s, want a b", got)
			}
			told(t, noticesOf(m), "2 forms call themselves version 1 (")
			r := reported(t, all)
			if q := question(t, r, "b"); q.Base.Given != 1 {
				t.Errorf("b was counted %d times, want once", q.Base.Given)
			}
			told(t, r.Notices, "2 forms call themselves version 1 (")
			again, _ := merged(t, all, paths[0])
			if got := columns(t, again); got != "a b" {
				t.Errorf("merged again the columns are %s, want a b", got)
			}
		})
	}
	_, m := merged(t, pathA, pathA)
	if got := noticesOf(m); len(got) > 0 {
		t.Errorf("one form twice is told as %q", got)
	}
}

// TestRewordedUnderItsVersion holds that a code which means something else now,
// in a form that still has its version, is told at the merge, whatever came
// first.
func TestRewordedUnderItsVersion(t *testing.T) {
	choices := func(one string) string {
		return "| | yn | 1 | " + one + " |\n| | yn | 0 | No |\n"
	}
	a, b := newStore(t), newStore(t)
	keep(t, a, aForm(t, "1", "| | select_one yn | a | A |\n", choices("Yes"), nil), "a", "1")
	keep(t, b, aForm(t, "1", "| | select_one yn | a | Asked otherwise |\n", choices("Never"), nil), "a", "1")
	pathA, _ := exported(t, a)
	pathB, _ := exported(t, b)
	for _, paths := range [][]string{{pathA, pathB}, {pathB, pathA}} {
		all, m := merged(t, paths...)
		told(t, noticesOf(m), "version 1 word the same otherwise: code 1 of the list yn, question a. See whether")
		_, again := merged(t, all)
		told(t, noticesOf(again), "code 1 of the list yn")
	}
	_, m := merged(t, pathA)
	if got := noticesOf(m); len(got) > 0 {
		t.Errorf("one form alone is told as %q", got)
	}
}

// TestFormEditedUnderItsVersion holds that a laptop on which the form was
// edited without a new version loses no column and no submission.
func TestFormEditedUnderItsVersion(t *testing.T) {
	store := newStore(t)
	keep(t, store, aForm(t, "1", "| | integer | old | Old |\n", "", nil), "old", "1")
	keep(t, store, aForm(t, "1", "| | integer | new | New |\n", "", nil), "new", "2")
	path, x := exported(t, store)
	if got := columns(t, path); got != "new old" {
		t.Errorf("the columns are %s, want new old", got)
	}
	told(t, x.Notices, "2 forms call themselves version 1 (")
	if q := question(t, reported(t, path), "old"); q.Base.Given != 1 || !slices.Equal(q.Versions, []string{"1"}) {
		t.Errorf("the question that was taken out: %+v", q)
	}
	folder := t.TempDir()
	x, err := screen.ExportXML(context.Background(), store, "", folder, nil)
	if err != nil || x.Records != 2 {
		t.Fatalf("%v, %+v; want 2 submissions", err, x)
	}
	text := submissions(t, folder)
	if !strings.Contains(text, "<old>1</old>") || !strings.Contains(text, "<new>2</new>") {
		t.Errorf("an answer is missing in:\n%s", text)
	}
}

// TestNumbersElsewhere holds that numbers which a laptop gave to another form,
// to a draft or to a discarded one are not told as missing, also after a merge.
func TestNumbersElsewhere(t *testing.T) {
	ctx := context.Background()
	store := newStore(t)
	form := aForm(t, "1", "| | integer | a | A |\n", "", nil)
	keep(t, store, form, "a", "1")
	for range 2 {
		if _, err := store.Begin(ctx, &survey.Record{Form: "g", Version: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	open, err := store.Begin(ctx, &survey.Record{Form: form.ID, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	gone, err := store.Begin(ctx, &survey.Record{Form: form.ID, Version: "1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Discard(ctx, gone.ID); err != nil {
		t.Fatal(err)
	}
	keep(t, store, form, "a", "2")
	first, _ := exported(t, store)
	all, m := merged(t, first)
	if got := noticesOf(m); len(got) > 0 {
		t.Errorf("told %q, want nothing", got)
	}
	if err := store.Discard(ctx, open.ID); err != nil {
		t.Fatal(err)
	}
	second, _ := exported(t, store)
	for name, c := range map[string]struct {
		paths []string
		want  string
	}{
		"a workbook":     {[]string{first}, "1–6, 2 real; nothing is missing; of another form: 2–3; not finished: 4; discarded: 5; last export 1"},
		"a merged one":   {[]string{all}, "1–6, 2 real; nothing is missing; of another form: 2–3; not finished: 4; discarded: 5; last export 1"},
		"the newest one": {[]string{second, first}, "1–6, 2 real; nothing is missing; of another form: 2–3; discarded: 4–5; last export 2"},
	} {
		l, err := screen.Gaps(ctx, c.paths, nil)
		if err != nil || len(l.Laptops) != 1 || !strings.HasSuffix(l.Laptops[0].String(), c.want) {
			t.Errorf("%s: %v %v, want %s", name, err, l, c.want)
		}
	}
}

// TestQuestionChangesItsKind holds that answers of different kinds share no
// column, and that the report counts only those of the kind that it shows.
func TestQuestionChangesItsKind(t *testing.T) {
	store := newStore(t)
	keep(t, store, aForm(t, "1", "| | integer | q | Q |\n| | integer | same | S |\n", "", nil), "q", "1", "same", "5")
	keep(t, store, aForm(t, "2", "| | select_one l | q | Q |\n| | decimal | same | S |\n| | text | q_v1 | T |\n", "| | l | 1 | One |\n| | l | 2 | Two |\n", nil), "q", "2", "same", "1.5")
	path, x := exported(t, store)
	told(t, x.Notices, "The question q is select_one in the form version 2 and integer in version 1")
	if len(x.Notices) != 1 {
		t.Errorf("told %q, want one thing", x.Notices)
	}
	all, m := merged(t, path)
	told(t, noticesOf(m), "The question q is select_one")
	for _, p := range []string{path, all} {
		if got, want := columns(t, p), "q q_v1_2 same q_v1"; got != want {
			t.Errorf("the columns are %s, want %s", got, want)
		}
		book, err := export.Read(context.Background(), p)
		if err != nil || len(book.Refused) > 0 || len(book.Records) != 2 {
			t.Fatalf("%v, %+v", err, book)
		}
	}
	r := reported(t, all)
	q := question(t, r, "q")
	if q.Base.Given != 1 || q.Base.Unusable != 1 || q.Rows[0].Code != "1" || q.Rows[0].Count != 0 || q.Rows[1].Count != 1 {
		t.Errorf("the report counts %+v %+v, want the answer 2 once and one unusable", q.Base, q.Rows)
	}
	if same := question(t, r, "same"); same.Base.Given != 2 {
		t.Errorf("numbers of both versions are %+v, want 2", same.Base)
	}
}

func submissions(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	return all.String()
}

// TestSubmissionLeavesOut holds that an answer without a place is left out of
// the submission and told, and the others are written.
func TestSubmissionLeavesOut(t *testing.T) {
	store := newStore(t)
	keep(t, store, aForm(t, "1", "| | integer | a | A |\n", "", nil), "a", "1", "gone", "2")
	folder := t.TempDir()
	x, err := screen.ExportXML(context.Background(), store, "", folder, nil)
	if err != nil || x.Records != 1 {
		t.Fatalf("%v, %+v; want a submission", err, x)
	}
	told(t, x.Notices, "Left out of 1 interviews: the answer gone, for which the form version 1 has no place.")
	if text := submissions(t, folder); !strings.Contains(text, "<a>1</a>") || strings.Contains(text, "gone") {
		t.Errorf("got:\n%s", text)
	}
}

// TestAFormThatDoesNotOpen holds that it does not keep the others from being
// exported, and that its interviews are whole.
func TestAFormThatDoesNotOpen(t *testing.T) {
	store := newStore(t)
	good := aForm(t, "2", "| | integer | a | A |\n", "", nil)
	bad := aForm(t, "1", "| | integer | b | B |\n", "", nil)
	bad.Source = []byte("no workbook")
	keep(t, store, bad, "b", "1")
	if _, err := screen.Export(context.Background(), store, "", filepath.Join(t.TempDir(), "o.xlsx"), nil); screen.Explain(err).Key != "form" {
		t.Errorf("where no form opens: %v", err)
	}
	keep(t, store, good, "a", "2")
	path, x := exported(t, store)
	told(t, x.Notices, "The form version 1 does not open")
	book, err := export.Read(context.Background(), path)
	if err != nil || len(book.Refused) > 0 || book.Heads != 2 {
		t.Fatalf("%v, %+v; want both interviews", err, book)
	}
	var texts []string
	for _, r := range book.Records {
		texts = append(texts, r.Root.Children[0].Name+"="+r.Root.Children[0].Text)
	}
	if slices.Sort(texts); !slices.Equal(texts, []string{"a=2", "b=1"}) {
		t.Errorf("the answers are %q", texts)
	}
	if _, m := merged(t, path); m.Records != 2 {
		t.Errorf("merged are %d interviews, want 2", m.Records)
	}
}

const citiesForm = "| | select_one_from_file cities.csv | city | City |\n| | select_multiple_from_file towns.geojson | town | Town | value=code |\n"

var citiesFiles = map[string]string{
	"cities.csv":    "name,label\nalm,Almaty\nosh,Osh\n",
	"towns.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","id":"t1","properties":{"title":"Town one","code":"t1"},"geometry":{"type":"Point","coordinates":[1,2]}}]}`,
}

// TestWorkbookHasItsFiles holds that a workbook whose form reads attached
// files can be merged and reported wherever it lies, also in its older forms;
// and that it still can when a spreadsheet program has dropped the files.
func TestWorkbookHasItsFiles(t *testing.T) {
	store := newStore(t)
	keep(t, store, aForm(t, "1", citiesForm, "", citiesFiles), "city", "alm", "town", "t1")
	keep(t, store, aForm(t, "2", citiesForm+"| | integer | a | A |\n", "", citiesFiles), "city", "osh", "a", "1")
	path, x := exported(t, store)
	if len(x.Notices) > 0 {
		t.Errorf("told %q", x.Notices)
	}
	all, m := merged(t, path)
	if got := noticesOf(m); len(got) > 0 {
		t.Errorf("told %q", got)
	}
	q := question(t, reported(t, all), "city")
	if len(q.Rows) < 2 || q.Rows[0].Label != "Almaty" || q.Rows[0].Count != 1 {
		t.Errorf("the report has %+v, want Almaty once", q.Rows)
	}
	bare := withoutFiles(t, path)
	all, m = merged(t, bare)
	// the older form of the sheet _forms still has them
	told(t, noticesOf(m), "The form version 2 was opened without its attached files (cities.csv, towns.geojson)")
	if got, want := columns(t, all), "city town town__t1 a"; got != want {
		t.Errorf("without the files the columns are %s, want %s", got, want)
	}
	r := reported(t, bare)
	told(t, r.Notices, "was opened without its attached files")
	if r.N != 2 {
		t.Errorf("without the files %d interviews are reported, want 2", r.N)
	}
	_, m = merged(t, bare, path)
	if got := noticesOf(m); len(got) > 0 {
		t.Errorf("a workbook with the files beside one without: %q", got)
	}
}

// withoutFiles saves a workbook as spreadsheet programs do: without the parts
// that they do not know.
func withoutFiles(t *testing.T, path string) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	dropped := 0
	for _, f := range in.File {
		if strings.HasPrefix(f.Name, "anketa/attached/") {
			dropped++
			continue
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil || dropped != 2 {
		t.Fatalf("%v, %d files were there, want 2", err, dropped)
	}
	out := filepath.Join(t.TempDir(), "bare.xlsx")
	if err := os.WriteFile(out, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}
