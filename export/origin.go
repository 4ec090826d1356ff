package export

import (
	"bytes"
	"context"
	"slices"
	"strings"

	"anketa/survey"
)

// formSheets copies the form's own sheets out of the workbook that it was read
// from, cell by cell and in their order, so that the export opens as the form.
// A form that came from no workbook has none.
func (w *writer) formSheets() ([]*sheet, error) {
	if len(w.o.Forms) == 0 || sniff(w.o.Forms[0].Source) != nil {
		return nil, nil
	}
	f, ctx := w.o.Forms[0], context.Background()
	c, err := open(ctx, f.ID, bytes.NewReader(f.Source), int64(len(f.Source)))
	if err != nil {
		return nil, err
	}
	g, err := openGrid(ctx, c)
	if err != nil {
		return nil, err
	}
	var out []*sheet
	for _, name := range g.names {
		target, travels := formSheet(f, g, name)
		if !travels {
			continue
		}
		s, err := w.copySheet(ctx, g, name, target)
		if err != nil {
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
	return name, ours
}

// copySheet keeps the rows where they stand, as faults of a form are told by
// row.
func (w *writer) copySheet(ctx context.Context, g *grid, name, target string) (*sheet, error) {
	s := w.sheet(target, look{tab: formTab, frozen: 2, asNumbers: true})
	return s, g.rows(ctx, name, func(line int, cells []cell) error {
		for s.rows < line-1 {
			if err := s.row(nil); err != nil {
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
			s.look.widths = fit([][]cell{cells}, 14, 40)
		}
		return s.row(cells)
	})
}
