package export

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// maker makes a sheet of the workbook that is being written.
type maker func(name string, l look) *sheet

// formSheetsOf copies the form's own sheets out of the workbook that it was
// read from, cell by cell and in their order, so that what is written opens
// as the form. A form that came from no workbook has none.
func formSheetsOf(f *survey.Form, make maker) ([]*sheet, error) {
	if sniff(f.Source) != nil {
		return nil, nil
	}
	ctx := context.Background()
	c, err := open(ctx, f.ID, bytes.NewReader(f.Source), int64(len(f.Source)))
	if err != nil {
		return nil, err
	}
	g, err := openGrid(ctx, c, nil)
	if err != nil {
		return nil, err
	}
	var out []*sheet
	for _, name := range g.names {
		target, travels := formSheet(f, g, name)
		if !travels {
			continue
		}
		s := make(target, look{tab: formTab, frozen: 2, asNumbers: true})
		if err := copySheet(ctx, g, name, s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// formSheet says whether a sheet of the form's workbook belongs to the form,
// and what it is called here: a workbook with one sheet may call it anything.
func formSheet(f *survey.Form, g *grid, name string) (string, bool) {
	if len(g.names) == 1 {
		return formSheets[0], true
	}
	low := strings.ToLower(name)
	ours := slices.Contains(formSheets, low) ||
		slices.ContainsFunc(f.Sheets, func(s survey.Sheet) bool { return strings.EqualFold(s.Name, name) })
	taken := slices.ContainsFunc(ownSheets, func(own string) bool { return strings.EqualFold(own, name) })
	return name, ours && !taken
}

// copySheet keeps the rows where they stand, as faults of a form are told by
// row.
func copySheet(ctx context.Context, g *grid, name string, to *sheet) error {
	return g.rows(ctx, name, func(line int, cells []cell) error {
		for to.rows < line-1 {
			if err := to.row(nil); err != nil {
				return err
			}
		}
		if line == 1 {
			cells = slices.Clone(cells)
			for i := range cells {
				if cells[i].style == noStyle {
					cells[i].style = headStyle
				}
			}
			to.look.widths = fit([][]cell{cells}, 14, 40)
		}
		return to.row(cells)
	})
}

// formWorkbook is a workbook of the form alone. What a form was read from may
// be much more: a workbook with other people's answers.
func formWorkbook(f *survey.Form) ([]byte, error) {
	frame, err := newFrame()
	if err != nil {
		return nil, err
	}
	texts := newStringTable(nil)
	sheets, err := formSheetsOf(f, func(name string, l look) *sheet { return newSheet(name, l, texts, frame.ids) })
	if err != nil || len(sheets) == 0 {
		return nil, err
	}
	for _, s := range sheets {
		if err := s.close(); err != nil {
			return nil, err
		}
	}
	texts.close()
	files, err := attachedOf(f, true)
	if err != nil {
		return nil, err
	}
	frame.attach(files)
	var out bytes.Buffer
	err = frame.save(&out, sheets, texts)
	return out.Bytes(), err
}

// The sheet _forms holds the other versions of the form, each as a workbook in
// base64: the sheets survey, choices and settings are those of the newest. Two
// forms may call themselves the same version: content, an Identity, tells them
// apart.
var (
	formsHead = []string{"form", "form_version", "part", "parts", "text", "content"}
	formsKey  = []string{"form", "form_version", "content"}
)

func (w *writer) olderForms() (*sheet, error) {
	s := w.sheet(formsSheet, ownLook(24, 16, 8, 8, 60, 10))
	if err := s.row(headings(formsHead...)); err != nil {
		return nil, err
	}
	for _, f := range w.o.Forms[1:] {
		data, err := formWorkbook(f)
		if err != nil {
			return nil, message.New("version %s: %w", f.Version, err)
		}
		if len(data) == 0 {
			continue
		}
		content := IdentityOf(f).String()
		parts := split(base64.StdEncoding.EncodeToString(data), pieceSize)
		for i, part := range parts {
			if err := s.row(words(ownStyle, f.ID, f.Version, strconv.Itoa(i+1), strconv.Itoa(len(parts)), part, content)); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// olderForms is the way back.
func (rd *reading) olderForms(ctx context.Context) error {
	if !rd.grid.has(formsSheet) {
		return nil
	}
	all, _, err := rd.collect(ctx, formsSheet, formsKey)
	for _, p := range all {
		text, complete := p.join()
		data, err := base64.StdEncoding.DecodeString(text)
		if !complete || err != nil {
			rd.refuse(Refusal{Sheet: formsSheet, Row: p.line, Why: message.New("An older version of the form is not complete."), Hint: takeAgain})
			continue
		}
		rd.book.Older = append(rd.book.Older, data)
	}
	return err
}
