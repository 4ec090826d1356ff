package xlsform

import (
	"path"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// readBook reads the sheets of a workbook that wanted says yes to; of the
// others it gives the names. Everything is read to its end before anything
// counts: a workbook that is damaged anywhere in what a form needs is refused.
func readBook(a *archive, wanted func(name string, only bool) bool) (*book, *survey.Error) {
	if a.has("content.xml") && a.has("mimetype") {
		return nil, refused("FILE_007", message.New("The file is an OpenDocument spreadsheet (.ods)."), message.New("Open it in LibreOffice and save it as .xlsx."))
	}
	if a.has("xl/workbook.bin") {
		return nil, refused("FILE_008", message.New("The file is a binary workbook (.xlsb)."), message.New("Open it in Excel and save it as .xlsx."))
	}
	main, fault := a.mainPart()
	if fault != nil {
		return nil, fault
	}
	if _, fault := a.scan("[Content_Types].xml", func(*ooxml.Scanner) error { return nil }); fault != nil {
		return nil, fault
	}
	folder := path.Dir(main)
	relations, fault := a.relations(path.Join(folder, "_rels", path.Base(main)+".rels"), folder)
	if fault != nil {
		return nil, fault
	}
	parts, from1904, fault := a.contents(main, relations)
	if fault != nil {
		return nil, fault
	}
	dates, fault := a.dateStyles(only(relations, "styles", "xl/styles.xml"))
	if fault != nil {
		return nil, fault
	}
	texts, fault := a.texts(only(relations, "sharedStrings", "xl/sharedStrings.xml"))
	if fault != nil {
		return nil, fault
	}
	b := &book{}
	for _, p := range parts {
		out := &sheet{name: p.sheet}
		b.sheets = append(b.sheets, out)
		if !wanted(p.sheet, len(parts) == 1) {
			continue
		}
		s := scan{texts: texts, looks: looks{dates, from1904}, out: out}
		there, fault := a.scan(p.name, s.tag)
		switch {
		case fault != nil:
			return nil, fault
		case !there:
			return nil, damaged(p.name)
		}
		out.read = true
	}
	return b, nil
}

// sheetPart is a sheet and where it is kept.
type sheetPart struct{ sheet, name string }

// mainPart finds the part that lists the sheets; nearly always it is
// xl/workbook.xml.
func (a *archive) mainPart() (string, *survey.Error) {
	relations, fault := a.relations("_rels/.rels", "")
	if fault != nil {
		return "", fault
	}
	for _, r := range relations {
		if name := strings.TrimPrefix(r.target, "/"); r.kind == "officeDocument" && a.has(name) && strings.HasPrefix(name, "xl/") {
			return name, nil
		}
	}
	return "", refused("FILE_006", message.New("The file is a zip archive and no Excel workbook."), message.New("Choose the .xlsx file itself."))
}

// contents reads the list of sheets, and from when the workbook counts days.
func (a *archive) contents(main string, relations map[string]relation) (parts []sheetPart, from1904 bool, fault *survey.Error) {
	_, fault = a.scan(main, func(s *ooxml.Scanner) error {
		switch {
		case s.Tag.Begins("workbookPr"):
			v := s.Tag.Attr("date1904")
			from1904 = v == "1" || v == "true"
		case s.Tag.Begins("sheet"):
			if r := relations[s.Tag.Attr("id")]; r.kind == "worksheet" {
				parts = append(parts, sheetPart{s.Tag.Attr("name"), r.target})
			}
		}
		return nil
	})
	names := map[string]bool{}
	for _, p := range parts {
		if key := sheetKey(p.sheet); fault == nil && names[key] {
			fault = refused("FILE_016", message.New("The workbook has two sheets with the name %q.", p.sheet), message.New("Rename or delete one of them."))
		} else {
			names[key] = true
		}
	}
	return parts, from1904, fault
}

// texts are the texts that cells share. One is made only when a cell has it:
// in a workbook of answers a form needs few of them.
type texts struct {
	all  []byte
	ends []uint32 // of each text in all; a part is never as large as 4 GB
	made []string
}

// texts reads the shared texts. Of formatted text the letters count; how it is
// pronounced, rPh, is no text.
func (a *archive) texts(name string) (*texts, *survey.Error) {
	t := &texts{}
	spoken := false
	_, fault := a.scan(name, func(s *ooxml.Scanner) error {
		switch tag := &s.Tag; {
		case tag.Is("si") && tag.End:
			t.ends = append(t.ends, uint32(len(t.all)))
		case tag.Is("rPh"):
			spoken = !tag.End
		case tag.End && !spoken && tag.Is("t"):
			t.all = append(t.all, s.Text...)
		}
		return nil
	})
	t.made = make([]string, len(t.ends))
	return t, fault
}

// get gives the text of a number.
func (t *texts) get(n int) (string, bool) {
	if n < 0 || n >= len(t.ends) {
		return "", false
	}
	if t.made[n] == "" {
		start := uint32(0)
		if n > 0 {
			start = t.ends[n-1]
		}
		t.made[n] = ooxml.Unescape(string(t.all[start:t.ends[n]]))
	}
	return t.made[n], true
}
