package export

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
)

// repack copies a workbook and lets change have each part.
func repack(t testing.TB, path string, change func(name, text string) string, more map[string]string) string {
	t.Helper()
	in, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var out bytes.Buffer
	z := newZip(&out)
	put := func(name, text string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if now := change(f.Name, string(text)); now != "" {
			put(f.Name, now)
		}
	}
	for name, text := range more {
		put(name, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return asFile(t, out.Bytes())
}

func asFile(t testing.TB, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "damaged.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatCannotBeRead(t *testing.T) {
	f, records := small()
	good := write(t, records, Options{Forms: []*survey.Form{f}})
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	replace := func(part, old, new string) func(*testing.T) string {
		return func(t *testing.T) string {
			done := false
			path := repack(t, good, func(name, text string) string {
				if name != part || !strings.Contains(text, old) {
					return text
				}
				done = true
				return strings.Replace(text, old, new, 1)
			}, nil)
			if !done {
				t.Fatalf("%s holds no %s", part, old)
			}
			return path
		}
	}
	as := func(data string) func(*testing.T) string {
		return func(t *testing.T) string { return asFile(t, []byte(data)) }
	}
	const sheet2 = "xl/worksheets/sheet2.xml"
	for _, c := range []struct {
		name string
		make func(*testing.T) string
		want string
	}{
		{"nothing there", func(t *testing.T) string { return filepath.Join(t.TempDir(), "none.xlsx") }, "it cannot be opened."},
		{"an empty file", as(""), "it is empty."},
		{"a CSV", as("KEY,age\n"), "it is no workbook."},
		{"an old workbook", as("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)), "it is a workbook of the old kind (.xls)"},
		{"a seal", as("age-encryption.org/v1\n-> X25519"), "it is sealed."},
		{"another archive", func(t *testing.T) string {
			return repack(t, good, func(string, string) string { return "" }, map[string]string{"a.txt": "b"})
		}, "it is an archive without a workbook in it."},
		{"another workbook", func(t *testing.T) string { return shippedPath }, "sheet _export: it is not there, so this workbook was not written by Anketa."},
		{"cut off", as(string(data[:len(data)*9/10])), "the file is damaged. (it ends early)"},
		{"two rows run into one", replace(sheet2, `</row><row r="3">`, ""), "a cell in row 2 has no possible place"},
		{"a cell that is there twice", replace(sheet2, `<c r="A3"`, `<c r="B3"`), "a cell in row 3 is there twice"},
		{"the rest of a sheet gone", func(t *testing.T) string {
			return repack(t, good, func(name, text string) string {
				if name == sheet2 {
					return text[:len(text)/2]
				}
				return text
			}, nil)
		}, "xl/worksheets/sheet2.xml: the file is damaged. (it ends early)"},
		{"a DOCTYPE", replace(sheet2, "<worksheet", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet`), "it has a DOCTYPE"},
		{"an entity", replace("xl/sharedStrings.xml", "KEY", "&a;"), "it has an unknown entity"},
		{"a text that is not there", replace(sheet2, `t="s"><v>`, `t="s"><v>9999`), "has a text that is not there"},
		{"a row before the last", replace(sheet2, `<row r="3"`, `<row r="1"`), "has no possible number"},
		{"a cell outside of every sheet", replace(sheet2, `<c r="A3"`, `<c r="XFE3"`), "has no possible place"},
		{"a sheet that is not there", func(t *testing.T) string {
			return repack(t, good, func(name, text string) string {
				if name == sheet2 {
					return ""
				}
				return text
			}, nil)
		}, "xl/worksheets/sheet2.xml: the file is damaged. (it is missing)"},
		{"a part that is there twice", func(t *testing.T) string {
			return repack(t, good, func(_, text string) string { return text }, map[string]string{sheet2: "<worksheet/>"})
		}, "it is there twice"},
		{"a part that fills the memory", func(t *testing.T) string {
			return repack(t, good, func(_, text string) string { return text }, map[string]string{"xl/media/image1.png": strings.Repeat("\x00", 64<<20)})
		}, "it would unpack to more than any workbook"},
		{"a newer format", replace("xl/sharedStrings.xml", formatName, formatFamily+"3"), "a newer Anketa wrote this workbook."},
		{"no format", replace("xl/sharedStrings.xml", formatName, "x"), "it does not say which format"},
		{"a kind that is none", replace("xl/sharedStrings.xml", ">date<", ">dates<"), "sheet _export: a column is there twice or has no kind"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(context.Background(), c.make(t))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

// A file in which a byte has flipped is refused, or what was flipped is
// nobody's: never do other answers come out of it.
func TestFlippedBytes(t *testing.T) {
	f, records := small()
	data, err := os.ReadFile(write(t, records, Options{Forms: []*survey.Form{f}}))
	if err != nil {
		t.Fatal(err)
	}
	known := map[survey.Hash]bool{}
	for _, r := range records {
		known[r.Hash()] = true
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	refused := 0
	for range 400 {
		bad := bytes.Clone(data)
		bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
		b, err := Read(context.Background(), asFile(t, bad))
		if err != nil {
			refused++
			continue
		}
		if len(b.Records)+len(b.Refused) < len(records) {
			t.Errorf("%d records and %d refusals: something was dropped in silence", len(b.Records), len(b.Refused))
		}
		for _, r := range b.Records {
			if !known[r.Hash()] {
				t.Error("a record came out that was never written")
			}
		}
	}
	if refused < 300 {
		t.Errorf("%d of 400 were refused: the test flips bytes that do not matter", refused)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	f, records := small()
	path := write(t, records, Options{Forms: []*survey.Form{f}})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// Whatever a file holds, reading it ends, without a panic and without a
// record that does not agree with its hash.
func FuzzRead(f *testing.F) {
	form, records := small()
	data, err := os.ReadFile(write(f, records[:1], Options{Forms: []*survey.Form{form}}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(context.Background(), asFile(t, data))
		if err == nil && b.Heads > len(b.Records) {
			t.Errorf("%d heads of %d records", b.Heads, len(b.Records))
		}
	})
}

// FuzzSheet has a sheet's XML as the input: a damaged archive would be refused
// before its sheets are looked at.
func FuzzSheet(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>KEY</t></is></c></row><row r="2"><c t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Add(`<x:worksheet><!-- > --><x:row r='3'><x:c r='B3' t='str'><x:f>"&gt;"</x:f><x:v><![CDATA[a<b]]>&amp;</x:v></x:c></x:row></x:worksheet>`)
	f.Add(`<?xml?><worksheet><row><c><v>1</v></c><c/></row></worksheet>`)
	f.Fuzz(func(t *testing.T, text string) {
		var out bytes.Buffer
		z := newZip(&out)
		w, _ := z.Create("sheet")
		io.WriteString(w, text)
		z.Close()
		in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		g := &grid{container: &container{parts: map[string]*zip.File{"sheet": in.File[0]}, whole: map[string]bool{}}, where: map[string]string{"s": "sheet"}}
		g.strings.add([]byte("a"))
		last := 0
		_ = g.rows(context.Background(), "s", func(line int, cells []cell) error {
			if line <= last || line > mostRows || len(cells) > mostColumns {
				t.Errorf("row %d with %d cells after row %d", line, len(cells), last)
			}
			last = line
			return nil
		})
	})
}

func TestTheScannerTakesWhatOtherProgramsWrite(t *testing.T) {
	for _, c := range []struct{ xml, want string }{
		{`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>no</t></rPh></is></c></row></sheetData></worksheet>`, "1: text a b"},
		{`<x:worksheet><x:row r='3'><x:c r='B3' t='str'><x:v><![CDATA[a<b]]>&amp;</x:v></x:c></x:row></x:worksheet>`, "3: - | text a<b&"},
		{`<w><row><c><v>1</v></c><c t="b"><v>1</v></c><c t="n"><v> 2.50 </v></c></row><row/><row><c t="e"><v>#N/A</v></c></row></w>`, "1: number 1 | bool 1 | number 2.50; 3: error #N/A"},
		{`<w><!-- <row> --><row a=">" r="7"><c r="A7" t="s"><v>0</v></c><c r="C7" t="s"><v>1</v></c></row></w>`, "7: text shared | - | text _x0041_"},
		{"<w><row><c t=\"inlineStr\"><is><t>a\r\nb&#13;&#x1F642;</t></is></c></row></w>", "1: text a\nb\r🙂"},
		{`<w><row><c t="str"><v>_x0041_</v></c></row></w>`, "1: text A"},
	} {
		var out bytes.Buffer
		z := newZip(&out)
		w, _ := z.Create("sheet")
		io.WriteString(w, c.xml)
		z.Close()
		in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		g := &grid{container: &container{parts: map[string]*zip.File{"sheet": in.File[0]}, whole: map[string]bool{}}, where: map[string]string{"s": "sheet"}}
		for _, text := range []string{"shared", "_x005F_x0041_"} {
			g.strings.add([]byte(text))
		}
		var rows []string
		err = g.rows(context.Background(), "s", func(line int, cells []cell) error {
			var texts []string
			for _, c := range cells {
				texts = append(texts, strings.TrimSuffix([]string{"-", "text ", "number ", "bool ", "error "}[c.kind]+c.text, " "))
			}
			rows = append(rows, fmt.Sprintf("%d: %s", line, strings.Join(texts, " | ")))
			return nil
		})
		if got := strings.Join(rows, "; "); err != nil || got != c.want {
			t.Errorf("%s\nreads %q, %v; want %q", c.xml, got, err, c.want)
		}
	}
}

// A strict reader of XML takes every part, whatever the answers were.
func TestEveryPartIsWellFormed(t *testing.T) {
	f := parseForm("household", "2", household)
	path := write(t, newSource(8, true).records(f, 100), Options{Forms: []*survey.Form{f, shipped(t)}, Files: []File{{Name: "a<b>.xlsx"}}})
	parts := 0
	repack(t, path, func(name, text string) string {
		parts++
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := d.Token()
			if err == io.EOF {
				return text
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}, nil)
	if parts < 15 {
		t.Errorf("%d parts: the test looked at nothing", parts)
	}
}
