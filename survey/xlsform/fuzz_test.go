package xlsform

import (
	"encoding/xml"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"anketa/survey/ooxml"
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

// FuzzSheet wants every number of a sheet to arrive at its place, as
// encoding/xml sees them.
func FuzzSheet(f *testing.F) {
	base := small(f)
	edit(f, base, "xl/worksheets/sheet2.xml", func(s string) string { f.Add(s); return s })
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1"><v>5</v></c><c><v>1</v></c></row><row><c r="C2" t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(`<w><sheetData><row r="3"><c r="B3" t="inlineStr"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c><c><f>1</f></c></row></sheetData></w>`)
	f.Fuzz(func(t *testing.T, part string) {
		a, fault := openArchive(edit(t, base, "xl/worksheets/sheet2.xml", func(string) string { return part }))
		if fault != nil {
			t.Fatal(fault)
		}
		b, fault := readBook(a, wanted)
		if fault != nil {
			return
		}
		var seen struct {
			Rows []struct {
				R     string `xml:"r,attr"`
				Cells []struct {
					R string `xml:"r,attr"`
					T string `xml:"t,attr"`
					V string `xml:"v"`
				} `xml:"c"`
			} `xml:"sheetData>row"`
		}
		if err := xml.Unmarshal([]byte(part), &seen); err != nil {
			t.Skip() // names with two prefixes
		}
		rows, row := b.sheets[0].rows, 0
		for _, r := range seen.Rows {
			if row++; r.R != "" {
				row, _ = strconv.Atoi(r.R)
			}
			col := 0
			for _, c := range r.Cells {
				col++
				if at, ok := parseCell([]byte(c.R)); ok {
					col = at.col
				}
				if (c.T == "" || c.T == "n") && c.V != "" && (row > len(rows) || col > len(rows[row-1]) || rows[row-1][col-1] == "") {
					t.Errorf("the number %q in row %d, column %d is lost", c.V, row, col)
				}
			}
		}
	})
}

// FuzzScan wants the reading of a sheet to come to an end, whatever it holds.
func FuzzScan(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, part string) {
		s := scan{texts: &texts{all: []byte("x"), ends: []uint32{1}, made: make([]string, 1)}, out: &sheet{}}
		x := ooxml.NewScanner(strings.NewReader(part))
		for x.Next() == nil && s.tag(x) == nil {
		}
		cells := 0
		for _, row := range s.out.rows {
			cells += len(row)
		}
		if cells > maxCells {
			t.Errorf("%d cells", cells)
		}
	})
}
