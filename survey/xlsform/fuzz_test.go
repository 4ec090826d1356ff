package xlsform

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// FuzzRead wants every file read or refused: no panic and no form that is
// half there.
func FuzzRead(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(oleSignature))
	f.Add([]byte("type,name\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		start := time.Now()
		form, faults := Read(data, Options{})
		if took := time.Since(start); took > 20*time.Second {
			t.Errorf("took %v", took)
		}
		if form == nil && faults.Err() == nil {
			t.Error("neither a form nor a fault")
		}
	})
}

// FuzzReadMarkdown begins with every form of testdata.
func FuzzReadMarkdown(f *testing.F) {
	for _, name := range []string{"headers", "languages", "types", "groups", "choices", "files", "rules", "parameters", "settings"} {
		data, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		for _, form := range strings.Split(string(data), "\n-- ") {
			f.Add(form)
		}
	}
	attached := fstest.MapFS{"a.csv": {Data: []byte("name,label\n1,One\n")}, "a.xml": {Data: []byte("<r><i><name>1</name></i></r>")}}
	f.Fuzz(func(t *testing.T, text string) {
		form, faults := ReadMarkdown(text, Options{Attached: attached})
		if form == nil && faults.Err() == nil {
			t.Error("neither a form nor a fault")
		}
	})
}

// FuzzSheet wants every number that the check of a sheet has seen to arrive:
// the library drops what it does not understand without a word.
func FuzzSheet(f *testing.F) {
	base := small(f)
	edit(f, base, "xl/worksheets/sheet2.xml", func(s string) string { f.Add(s); return s })
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1"><v>5</v></c><c><v>1</v></c></row><row><c r="C2" t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, part string) {
		a, fault := openArchive(edit(t, base, "xl/worksheets/sheet2.xml", func(string) string { return part }))
		if fault != nil {
			t.Fatal(fault)
		}
		b, fault := readBook(a, wanted)
		if fault != nil {
			return
		}
		s := b.sheets[0]
		for at, m := range s.marks {
			if m.kind == number && (at.row > len(s.rows) || at.col > len(s.rows[at.row-1]) || s.rows[at.row-1][at.col-1] == "") {
				t.Errorf("the number in row %d, column %d is lost", at.row, at.col)
			}
		}
	})
}

// FuzzScan wants the check of a sheet to come to an end, whatever it holds.
func FuzzScan(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, part string) {
		s := scan{strings: 1, marks: map[cellAt]mark{}}
		if tokens([]byte(part), s.token) == nil && s.cells > maxCells {
			t.Errorf("%d cells", s.cells)
		}
	})
}
