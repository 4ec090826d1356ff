package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"anketa/survey"
)

// A Sheet is a sheet of a workbook: its name and the cells of each row, the
// headings first.
type Sheet struct {
	Name string
	Rows [][]string
}

// Add appends a row.
func (s *Sheet) Add(cells ...string) { s.Rows = append(s.Rows, cells) }

// Workbook writes sheets as an .xlsx with the parts and the spelling of Excel:
// texts are shared, whole numbers are numbers, cells say where they stand and
// what they look like, blank cells are left out.
func Workbook(sheets ...*Sheet) []byte {
	var packed bytes.Buffer
	w := workbook{texts: map[string]int{}, zip: zip.NewWriter(&packed)}
	var names, relations, kinds bytes.Buffer
	for i, s := range sheets {
		part := fmt.Sprintf("worksheets/sheet%d.xml", i+1)
		w.part("xl/"+part, w.sheet(s))
		fmt.Fprintf(&names, `<sheet name="%s" sheetId="%d" r:id="rId%[2]d"/>`, escaped(s.Name), i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="%s/worksheet" Target="%s"/>`, i+1, relationTypes, part)
		fmt.Fprintf(&kinds, `<Override PartName="/xl/%s" ContentType="%s.worksheet+xml"/>`, part, contentTypes)
	}
	fmt.Fprintf(&relations, `<Relationship Id="rIdS" Type="%s/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdF" Type="%[1]s/styles" Target="styles.xml"/>`, relationTypes)
	w.part("xl/sharedStrings.xml", w.shared())
	w.part("xl/workbook.xml", []byte(`<workbook xmlns="`+mainSpace+`" xmlns:r="`+relationTypes+`"><sheets>`+names.String()+`</sheets></workbook>`))
	w.part("xl/_rels/workbook.xml.rels", []byte(`<Relationships xmlns="`+relationSpace+`">`+relations.String()+`</Relationships>`))
	w.part("xl/styles.xml", []byte(`<styleSheet xmlns="`+mainSpace+`"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`))
	w.part("_rels/.rels", []byte(`<Relationships xmlns="`+relationSpace+`"><Relationship Id="rId1" Type="`+relationTypes+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`))
	w.part("[Content_Types].xml", []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="`+contentTypes+`.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="`+contentTypes+`.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="`+contentTypes+`.styles+xml"/>`+kinds.String()+`</Types>`))
	must(w.zip.Close())
	return packed.Bytes()
}

const (
	mainSpace     = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relationSpace = "http://schemas.openxmlformats.org/package/2006/relationships"
	contentTypes  = "application/vnd.openxmlformats-officedocument.spreadsheetml"
)

// A workbook is one on its way; what is written goes to memory and cannot
// fail.
type workbook struct {
	zip   *zip.Writer
	texts map[string]int
	order []string
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (w *workbook) part(name string, body []byte) {
	out, err := w.zip.Create(name)
	must(err)
	_, err = io.WriteString(out, xml.Header)
	must(err)
	_, err = out.Write(body)
	must(err)
}

func (w *workbook) sheet(s *Sheet) []byte {
	var b bytes.Buffer
	b.WriteString(`<worksheet xmlns="` + mainSpace + `"><sheetData>`)
	for i, cells := range s.Rows {
		fmt.Fprintf(&b, `<row r="%d" spans="1:%d">`, i+1, len(cells))
		for j, text := range cells {
			if text == "" {
				continue
			}
			at := survey.ColumnName(j+1) + strconv.Itoa(i+1)
			if n, err := strconv.Atoi(text); err == nil && strconv.Itoa(n) == text {
				fmt.Fprintf(&b, `<c r="%s"><v>%d</v></c>`, at, n)
			} else {
				fmt.Fprintf(&b, `<c r="%s" s="1" t="s"><v>%d</v></c>`, at, w.text(text))
			}
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.Bytes()
}

// text gives the number of a shared text.
func (w *workbook) text(s string) int {
	n, known := w.texts[s]
	if !known {
		n = len(w.order)
		w.texts[s], w.order = n, append(w.order, s)
	}
	return n
}

// escaped is text as XML has it; characters that XML forbids become U+FFFD.
func escaped(text string) string {
	var b strings.Builder
	must(xml.EscapeText(&b, []byte(text)))
	return b.String()
}

func (w *workbook) shared() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<sst xmlns="%s" uniqueCount="%d">`, mainSpace, len(w.order))
	for _, s := range w.order {
		b.WriteString(`<si><t xml:space="preserve">` + escaped(s) + `</t></si>`)
	}
	b.WriteString(`</sst>`)
	return b.Bytes()
}
