package xlsform

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestRefused wants a sentence for every file that is no form, at once.
func TestRefused(t *testing.T) {
	good := small(t)
	sheet := "xl/worksheets/sheet2.xml"
	inSheet := func(change func(string) string) []byte { return edit(t, good, sheet, change) }
	protected := append(append([]byte{}, oleSignature...), append(make([]byte, 600), oleEncryption...)...)
	cases := []struct {
		name, code string
		data       []byte
	}{
		{"empty", "FILE_001", nil},
		{"password", "FILE_002", protected},
		{"xls", "FILE_003", append(append([]byte{}, oleSignature...), make([]byte, 600)...)},
		{"web page", "FILE_004", []byte("<html><table><tr><td>type</td></tr></table>")},
		{"csv", "FILE_005", []byte("type,name,label\ntext,a,A\n")},
		{"picture", "FILE_006", []byte("\x89PNG\r\n\x1a\n\x00\x00")},
		{"word document", "FILE_006", edit(t, emptyZip(t), "word/document.xml", func(string) string { return "<w/>" })},
		{"opendocument", "FILE_007", edit(t, edit(t, emptyZip(t), "mimetype", func(string) string { return "x" }), "content.xml", func(string) string { return "<x/>" })},
		{"binary workbook", "FILE_008", edit(t, emptyZip(t), "xl/workbook.bin", func(string) string { return "x" })},
		{"two sheets of one name", "FILE_016", edit(t, good, "xl/workbook.xml", func(s string) string { return strings.Replace(s, `name="settings"`, `name="Survey"`, 1) })},
		{"zip without files", "FILE_006", emptyZip(t)},
		{"only a signature", "FILE_010", []byte("PK\x03\x04")},
		{"same part twice", "FILE_012", edit(t, good, "XL/workbook.xml", func(string) string { return "<x/>" })},
		{"zip bomb in a sheet", "FILE_013", inSheet(func(s string) string { return s + strings.Repeat(" ", 100<<20) })},
		{"doctype", "FILE_015", inSheet(func(s string) string {
			return strings.Replace(s, "<worksheet", "<!DOCTYPE x [<!ENTITY e 'y'>]><worksheet", 1)
		})},
		{"sheet cut", "FILE_014", inSheet(func(s string) string { return s[:len(s)*2/3] })},
		{"sheet blank", "FILE_014", inSheet(func(string) string { return "" })},
		{"control character", "FILE_014", inSheet(func(s string) string { return strings.Replace(s, "<sheetData>", "<sheetData>\x01", 1) })},
		{"text that is not there", "FILE_014", inSheet(func(s string) string { return strings.Replace(s, `t="s"><v>1<`, `t="s"><v>999<`, 1) })},
		{"rows out of order", "FILE_014", inSheet(func(s string) string { return strings.Replace(s, `r="3"`, `r="1"`, 1) })},
		{"cells out of order", "FILE_014", inSheet(func(s string) string { return strings.Replace(s, `r="C2"`, `r="A2"`, 1) })},
		{"sparse rows", "FILE_014", inSheet(sparse)},
		{"sheet missing", "FILE_014", edit(t, good, "xl/_rels/workbook.xml.rels", func(s string) string { return strings.Replace(s, "sheet2.xml", "sheet7.xml", 1) })},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			start := time.Now()
			f, faults := Read(c.data, Options{})
			if f != nil || len(faults) != 1 || faults[0].Code != c.code || faults[0].Hint == nil {
				t.Errorf("got form %v, faults %v %v; want %s alone", f != nil, codes(faults), faults, c.code)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// sparse adds 4,000 rows with one cell in the last column.
func sparse(s string) string {
	var b strings.Builder
	for i := 10; i < 4010; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, i, i)
	}
	return strings.Replace(s, "</sheetData>", b.String()+"</sheetData>", 1)
}

func emptyZip(t testing.TB) []byte {
	t.Helper()
	return append([]byte("PK\x05\x06"), make([]byte, 18)...)
}

// TestTruncated cuts a workbook at many places: each is refused.
func TestTruncated(t *testing.T) {
	data := shippedForm(t)
	for n := 1; n < len(data); n += 1 + len(data)/200 {
		if f, faults := Read(data[:n], Options{}); f != nil || faults.Err() == nil {
			t.Fatalf("cut after %d bytes: opened", n)
		}
	}
}

// TestFlipped flips bytes all over a workbook. Either the file is refused or
// nothing of the form is different: no row is ever lost in silence.
func TestFlipped(t *testing.T) {
	good := small(t)
	want := summary(Read(good, Options{}))
	refused := 0
	for i := 0; i < len(good); i += 3 {
		bad := bytes.Clone(good)
		bad[i] ^= 0x55
		f, faults := Read(bad, Options{})
		if faults.Err() != nil {
			refused++
			continue
		}
		if got := summary(f, faults); got != want {
			t.Fatalf("byte %d flipped: got\n%s\nwant\n%s", i, got, want)
		}
	}
	if refused < len(good)/9 {
		t.Errorf("only %d of %d damaged files were refused", refused, len(good)/3)
	}
}

// TestFalseSize wants a part whose size in the directory is a lie refused.
func TestFalseSize(t *testing.T) {
	data := bytes.Clone(small(t))
	name := []byte("xl/worksheets/sheet2.xml")
	entry := bytes.LastIndex(data, name) - 46
	if entry < 0 || !bytes.HasPrefix(data[entry:], []byte("PK\x01\x02")) {
		t.Fatal("no entry in the directory")
	}
	binary.LittleEndian.PutUint32(data[entry+24:], 100)
	if f, faults := Read(data, Options{}); f != nil || faults.Err() == nil {
		t.Error("opened")
	}
}

// TestBombBeside wants a part that a form does not use never unpacked: a
// workbook of answers is read for its form in the same way.
func TestBombBeside(t *testing.T) {
	data := edit(t, small(t), "xl/media/a.png", func(string) string { return strings.Repeat("\x00", 64<<20) })
	if _, faults := Read(data, Options{}); faults.Err() != nil {
		t.Error(faults)
	}
}

// TestManyFaults wants a form with thousands of faults to tell the first ones.
func TestManyFaults(t *testing.T) {
	rows := strings.Repeat("| | telepathy | q | Q |\n", 3000)
	_, faults := ReadMarkdown("| survey |\n| | type | name | label |\n"+rows, Options{})
	if len(faults) != maxFaults+1 || faults.Err() == nil || !strings.Contains(faults[maxFaults].Msg.String(), "more faults") {
		t.Errorf("%d faults are told, the last is %v", len(faults), faults[len(faults)-1])
	}
}
