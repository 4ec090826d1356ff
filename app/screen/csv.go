package screen

import (
	"context"

	"anketa/export"
	"anketa/storage"
	"anketa/survey/message"
)

// Tables sums up an export as CSV.
type Tables struct {
	export.CSV
	Form    string // id of the form
	Records int    // interviews in the tables
	Drafts  int    // of a store: interviews that are not finished and stayed behind

	Notices []*message.Text // what people should look at, a sentence each

	Refused []export.Refusal // of a workbook: what was not taken, and why
}

// ExportCSV writes the finished interviews of one form into CSV files of a
// folder: see export.WriteCSV. form is as for Export.
func ExportCSV(ctx context.Context, store *storage.Store, form, folder string, d export.Dialect, p Progress) (*Tables, error) {
	p.step(0, 0, "")
	out, err := toExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	made, err := export.WriteCSV(ctx, folder, d, out.records(ctx, store), export.Options{Forms: out.forms.asStored(), Mapping: out.mapping, Total: out.finished, Progress: p.count("")})
	if err != nil {
		return nil, message.New("write tables: %w", err)
	}
	return &Tables{CSV: made, Form: out.form, Records: made.Files[0].Rows, Drafts: out.drafts, Notices: append(out.forms.notices(), out.leftSealed()...)}, nil
}

// ExportTables is ExportCSV as the window tells of it.
func ExportTables(ctx context.Context, store *storage.Store, form, folder string, d export.Dialect, p Progress) (*Exported, error) {
	t, err := ExportCSV(ctx, store, form, folder, d, p)
	if err != nil {
		return nil, err
	}
	if n := len(t.Partial); n > 0 {
		t.Notices = append(t.Notices, partialWords(n))
	}
	return &Exported{Form: t.Form, Records: t.Records, Drafts: t.Drafts, Notices: t.Notices}, nil
}

// WorkbookToCSV writes the tables of a workbook as CSV files of a folder: one
// that a laptop exported, or a merged one. Rows that do not hold are left out
// and told in the result.
func WorkbookToCSV(ctx context.Context, path, folder string, d export.Dialect, p Progress) (*Tables, error) {
	p.step(0, 0, path)
	book, err := export.Read(ctx, path)
	if err != nil {
		return nil, err
	}
	in := &mergeJob{}
	if err := in.form(ctx, path, book); err != nil {
		return nil, err
	}
	heads := book.Records[:book.Heads]
	made, err := export.WriteCSV(ctx, folder, d, until(ctx, heads), export.Options{
		Forms: in.forms, Mapping: book.Mapping, Others: book.Records[book.Heads:], Total: len(heads), Progress: p.count(folder),
	})
	if err != nil {
		return nil, message.New("write tables: %w", err)
	}
	return &Tables{CSV: made, Form: book.Form, Records: len(heads), Refused: book.Left(), Notices: book.Told()}, nil
}
