package export

import (
	"strconv"
	"time"
)

// The sheet _export, last of all, says what the workbook is and what was
// written: enough to read it without the form, and to notice what is missing.
// Each row is one statement; item says which.
//
//	item      sheet    column  kind    path     value
//	format                                      anketa-workbook/1
//	form                                        eeca_migrant_core
//	rows      data                              120
//	digest    data                              9f86d0…
//	question  data     age     number  g/age
//	derived   data     q__a    chosen  g/q      a
//	repeat    members                  g/members
//
// Places come in form order, each behind the group or repeat that it is in.
var manifestHead = []string{"item", "sheet", "column", "kind", "path", "value"}

// formatName changes when an older program could no longer read the workbook.
// A workbook is splitFormat only where a question has more than one column.
const (
	formatFamily = "anketa-workbook/"
	formatName   = formatFamily + "1"
	splitFormat  = formatFamily + "2"
)

const (
	formatItem  = "format"
	programItem = "program"
	createdItem = "created"
	deviceItem  = "device"
	formItem    = "form"
	versionItem = "form_version"
	rowsItem    = "rows"
	digestItem  = "digest"
	derivedItem = "derived"
)

// manifest writes the sheet _export.
func (w *writer) manifest() (*sheet, error) {
	s := w.sheet(exportSheet, ownLook(14, 20, 34, 12, 40, 50))
	m := &statements{sheet: s}
	m.err = s.row(headings(manifestHead...))
	format := formatName
	if w.layout.split {
		format = splitFormat
	}
	m.say(formatItem, "", "", "", "", format)
	m.say(programItem, "", "", "", "", "Anketa")
	m.say(createdItem, "", "", "", "", w.o.Now.Format(time.RFC3339Nano))
	m.say(deviceItem, "", "", "", "", w.o.Device)
	for i, f := range w.o.Forms {
		if i == 0 {
			m.say(formItem, "", "", "", "", f.ID)
		}
		m.say(versionItem, "", "", "", "", f.Version)
	}
	m.sendings(w.o.Sendings)
	m.elsewhere(w.o.Elsewhere)
	m.say(digestItem, dataSheet, "", "", "", digest(w.heads))
	m.say(digestItem, versionsSheet, "", "", "", digest(w.others))
	for i, t := range w.layout.tables {
		m.say(rowsItem, t.sheet, "", "", "", strconv.Itoa(w.tables[i].rows-1))
	}
	if n := len(w.o.Withdrawn); n > 0 {
		m.say(rowsItem, withdrawnSheet, "", "", "", strconv.Itoa(n))
	}
	if w.mediaRows > 0 {
		m.say(rowsItem, mediaSheet, "", "", "", strconv.Itoa(w.mediaRows))
	}
	m.say(rowsItem, versionsSheet, "", "", "", strconv.Itoa(w.versions.rows-1))
	if len(w.sealed) > 0 {
		m.say(rowsItem, sealedSheet, "", "", "", strconv.Itoa(w.sealedRows))
		m.say(digestItem, sealedSheet, "", "", "", digest(w.sealed))
	}
	m.places(w.layout.root, w.layout.tables[0])
	return s, m.err
}

// statements writes statements until one fails.
type statements struct {
	sheet *sheet
	err   error
}

func (m *statements) say(texts ...string) {
	if m.err == nil {
		m.err = m.sheet.row(words(noStyle, texts...))
	}
}

func (m *statements) question(c *column, t *table) {
	m.say(questionPlace.String(), t.sheet, c.name, c.kind.String(), c.path)
	for _, d := range t.cols {
		if d.of == c {
			m.say(derivedItem, t.sheet, d.name, d.derived.String(), d.path, d.code)
		}
	}
}

func (m *statements) places(p *place, t *table) {
	for _, kid := range p.kids {
		switch kid.kind {
		case questionPlace:
			for _, c := range kid.columns {
				m.question(c, t)
			}
		case groupPlace:
			m.say(groupPlace.String(), t.sheet, "", "", kid.path)
			m.places(kid, t)
		default:
			m.say(repeatPlace.String(), kid.table.sheet, "", "", kid.path)
			m.places(kid, kid.table)
		}
	}
}
