package export

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

// writeCSV gives the files of an export by name.
func writeCSV(t *testing.T, folder string, separator byte, records []*survey.Record, o Options) (CSV, map[string]string) {
	t.Helper()
	made, err := WriteCSV(context.Background(), folder, Dialect{Separator: separator}, sequence(records), o)
	if err != nil {
		t.Fatal(err)
	}
	return made, folderOf(t, folder)
}

func folderOf(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

// Text is quoted and left as it is, numbers and dates are not quoted, what was
// not asked is blank.
func TestCSVToTheLetter(t *testing.T) {
	f := parseForm("f", "1", "\n\ttext say\n\tinteger age\n\tdecimal wage\n\tdate since\n\tmultiple langs ru kk\n\trepeat kin\n\t\ttext name\n")
	given := func(name, text string) *survey.Answer {
		return &survey.Answer{Name: name, State: survey.Given, Text: text}
	}
	record := func(id string, answers ...*survey.Answer) *survey.Record {
		return &survey.Record{ID: id, Form: "f", Version: "1", Root: &survey.Answer{Children: answers}}
	}
	records := []*survey.Record{
		record("uuid:1", given("say", `=1+1; "да", 007`), given("age", "-3"), given("wage", "1234.5"), given("since", "2024-02-29"), given("langs", "kk"),
			&survey.Answer{Name: "kin", Key: "k7", Children: []*survey.Answer{given("name", "Алия\nи брат")}}),
		record("uuid:2", &survey.Answer{Name: "say", State: survey.Refused}, given("age", "12345678901234567890")),
	}
	for _, c := range []struct {
		separator byte
		data, kin string
	}{
		{',', "\ufeffKEY,say,age,wage,since,langs,langs__ru,langs__kk,_form\r\n" +
			`"uuid:1","=1+1; ""да"", 007",-3,1234.5,2024-02-29,"kk",0,1,"f"` + "\r\n" +
			`"uuid:2",,"12345678901234567890",,,,,,"f"` + "\r\n",
			"\ufeffPARENT_KEY,KEY,position,name,_states\r\n" + `"uuid:1","uuid:1/kin[#k7]",1,"Алия` + "\n" + `и брат",` + "\r\n"},
		{'\t', "\ufeffKEY\tsay\tage\twage\tsince\tlangs\tlangs__ru\tlangs__kk\t_form\r\n" +
			"\"uuid:1\"\t\"=1+1; \"\"да\"\", 007\"\t-3\t1234.5\t2024-02-29\t\"kk\"\t0\t1\t\"f\"\r\n" +
			"\"uuid:2\"\t\t\"12345678901234567890\"\t\t\t\t\t\t\"f\"\r\n",
			"\ufeffPARENT_KEY\tKEY\tposition\tname\t_states\r\n\"uuid:1\"\t\"uuid:1/kin[#k7]\"\t1\t\"Алия\nи брат\"\t\r\n"},
	} {
		made, files := writeCSV(t, filepath.Join(t.TempDir(), "csv"), c.separator, records, Options{Forms: []*survey.Form{f}})
		if got := firstFields(files["data.csv"], c.separator, 9); got != c.data {
			t.Errorf("data.csv is\n%q, want\n%q", got, c.data)
		}
		if got := firstFields(files["kin.csv"], c.separator, 5); got != c.kin {
			t.Errorf("kin.csv is\n%q, want\n%q", got, c.kin)
		}
		if got := fmt.Sprint(made); got != "{[{data.csv 2} {kin.csv 1}] []}" || len(files) != 2 {
			t.Errorf("made %s, %d files", got, len(files))
		}
	}
}

// firstFields cuts each line after n fields, none of which holds CR LF.
func firstFields(text string, separator byte, n int) string {
	var out strings.Builder
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		quoted, fields := false, 0
		end := strings.IndexFunc(line, func(r rune) bool {
			if r == '"' {
				quoted = !quoted
			} else if r == rune(separator) && !quoted {
				fields++
			}
			return fields == n
		})
		if end < 0 {
			end = len(line)
		}
		out.WriteString(line[:end] + "\r\n")
	}
	return out.String()
}

// The files hold what the sheets of the workbook hold, field by field, also of
// hostile answers; only a date is shown as people write it.
func TestCSVIsTheWorkbook(t *testing.T) {
	f := parseForm("household", "2", household)
	records, others := newSource(8, true).records(f, 80), newSource(9, true).records(f, 2)
	others[0].ID = records[3].ID
	o := Options{Forms: []*survey.Form{f}, Others: others}
	made, files := writeCSV(t, t.TempDir(), ',', records, o)
	grid := gridOf(t, write(t, records, o))
	dates := 0
	for _, file := range made.Files {
		rows := parsed(t, files[file.Name], ',')
		sheet := strings.TrimSuffix(file.Name, ".csv")
		line := 0
		err := grid.rows(context.Background(), sheet, func(_ int, cells []cell) error {
			for i, got := range rows[line] {
				c := cellAt(cells, i)
				want := c.text
				if c.kind == numberCell && c.style == dateStyle {
					want = serialToDay(c.text)
					dates++
				}
				if got != want {
					t.Errorf("%s, line %d, %s: %q, want %q", file.Name, line, rows[0][i], got, want)
				}
			}
			line++
			return nil
		})
		if err != nil || line != len(rows) || file.Rows != line-1 || line < 2 {
			t.Errorf("%s: %v, %d lines of %d, said %d", file.Name, err, len(rows), line, file.Rows)
		}
	}
	if len(made.Files) != 3 || dates < 50 {
		t.Errorf("%d files and %d dates were compared", len(made.Files), dates)
	}
	if !strings.Contains(strings.Join(parsed(t, files["data.csv"], ',')[4], " "), records[3].ID) {
		t.Fatal("the rows are in another order")
	}
	kept := map[string]bool{}
	for _, row := range listed(t, grid, versionsSheet) {
		kept[row[keyColumn]] = kept[row[keyColumn]] || row[roleColumn] == rowRole
	}
	for _, id := range made.Partial {
		if !kept[id] {
			t.Errorf("%s is said to be partial and the workbook does not keep it whole", id)
		}
		delete(kept, id)
	}
	for id, row := range kept {
		if row {
			t.Errorf("%s is kept whole in the workbook, and not said to be partial", id)
		}
	}
	if len(made.Partial) == 0 {
		t.Error("no interview is partial: the test says nothing")
	}
}

func parsed(t *testing.T, text string, separator rune) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.Comma = separator
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// Names that Windows keeps for devices name no file.
func TestCSVNames(t *testing.T) {
	f := parseForm("f", "1", "\n\trepeat aux\n\t\ttext a\n\trepeat aux_\n\t\ttext b\n\trepeat roster\n\t\ttext c\n")
	made, _ := writeCSV(t, t.TempDir(), ',', nil, Options{Forms: []*survey.Form{f}})
	if got := fmt.Sprint(made.Files); got != "[{data.csv 0} {aux_.csv 0} {aux__.csv 0} {roster.csv 0}]" {
		t.Errorf("the files are %s", got)
	}
}

// An export that does not come to its end leaves the folder as it was, also
// where there was none.
func TestAFailedCSVLeavesNothing(t *testing.T) {
	f, records := small()
	o := Options{Forms: []*survey.Form{f}}
	broken := errors.New("the store cannot be read")
	for _, c := range []struct {
		name    string
		records func(cancel func()) iter.Seq2[*survey.Record, error]
		want    string
	}{
		{"the store fails", func(func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) { _ = yield(records[0], nil) && yield(nil, broken) }
		}, "the store cannot be read"},
		{"the user cancels", func(cancel func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) {
				_ = yield(records[0], nil)
				cancel()
				yield(records[1], nil)
			}
		}, "context canceled"},
		{"the user cancels at the end", func(cancel func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) { yield(records[0], nil); cancel() }
		}, "context canceled"},
	} {
		for _, there := range []bool{true, false} {
			folder := filepath.Join(t.TempDir(), "csv")
			var before map[string]string
			if there {
				_, before = writeCSV(t, folder, ',', records[:2], o)
			}
			ctx, cancel := context.WithCancel(context.Background())
			_, err := WriteCSV(ctx, folder, Dialect{}, c.records(cancel), o)
			cancel()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %s", c.name, err, c.want)
			}
			if !there {
				if _, err := os.Stat(folder); err == nil {
					t.Errorf("%s: the folder was left", c.name)
				}
				continue
			}
			if after := folderOf(t, folder); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("%s: the folder has changed", c.name)
			}
		}
	}
}

// Tables of one export never stand beside those of another: where one of them
// cannot have its name, none gets it.
func TestFilesGetTheirNamesTogether(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "a"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := newFileSet(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a", "b", "none/c"} {
		file, err := set.create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString("new"); err != nil {
			t.Fatal(err)
		}
	}
	if err := set.commit(); err == nil || !strings.Contains(err.Error(), "cannot be replaced") {
		t.Errorf("ended with %v", err)
	}
	set.drop()
	if got := fmt.Sprint(folderOf(t, folder)); got != "map[a:old]" {
		t.Errorf("the folder holds %s", got)
	}
}

func TestCSVReplaces(t *testing.T) {
	f, records := small()
	o := Options{Forms: []*survey.Form{f}}
	folder := t.TempDir()
	_, one := writeCSV(t, folder, ',', records[:1], o)
	_, again := writeCSV(t, folder, ',', records[:1], o)
	if fmt.Sprint(one) != fmt.Sprint(again) || len(one) != 3 {
		t.Error("the same interviews give other files")
	}
	made, three := writeCSV(t, folder, ';', records, o)
	if made.Files[0].Rows != 3 || len(three) != 3 || len(parsed(t, three["members.csv"], ';')) != 7 {
		t.Errorf("made %v, %d files", made, len(three))
	}
	theirs := []byte("name;size\r\n")
	if err := os.WriteFile(filepath.Join(folder, "members.csv"), theirs, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := WriteCSV(context.Background(), folder, Dialect{}, sequence(records[:1]), o)
	if err == nil || err.Error() != folder+", members.csv: another file has that name, which Anketa did not write. Choose another folder, or move that file away." {
		t.Errorf("somebody's file: %v", err)
	}
	after := folderOf(t, folder)
	if after["data.csv"] != three["data.csv"] || !bytes.Equal([]byte(after["members.csv"]), theirs) || len(after) != 3 {
		t.Error("the folder has changed")
	}
	_, err = WriteCSV(context.Background(), filepath.Join(folder, "data.csv"), Dialect{}, sequence(nil), o)
	if err == nil || !strings.Contains(err.Error(), "a file has that name") {
		t.Errorf("a file in the place of the folder: %v", err)
	}
	_, err = WriteCSV(context.Background(), filepath.Join(folder, "none", "csv"), Dialect{}, sequence(nil), o)
	if err == nil || !strings.Contains(err.Error(), "the folder cannot be made") {
		t.Errorf("a folder below none: %v", err)
	}
}

func TestCSVProgress(t *testing.T) {
	f := parseForm("household", "2", household)
	var told []string
	writeCSV(t, t.TempDir(), ',', newSource(1, false).records(f, 120), Options{Forms: []*survey.Form{f}, Total: 120,
		Progress: func(done, total int) { told = append(told, fmt.Sprintf("%d/%d", done, total)) }})
	if got, want := strings.Join(told, " "), "50/120 100/120 120/120"; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}
