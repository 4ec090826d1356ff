package screen

import (
	"context"

	"anketa/export"
	"anketa/survey/message"
)

// WorkbookAs writes the interviews of a workbook, as a merged one, in the layout
// of another program, in a language as ExportAs. Rows that do not hold are left out and told beside the
// result.
func WorkbookAs(ctx context.Context, profile export.Profile, language, in, out string, p Progress) (*Exported, []export.Refusal, error) {
	p.step(0, 0, in)
	if err := apart(out, []string{in}); err != nil {
		return nil, nil, err
	}
	book, err := export.Read(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	job := &mergeJob{}
	if err := job.form(ctx, in, book); err != nil {
		return nil, nil, err
	}
	heads := book.Records[:book.Heads]
	if len(heads) == 0 {
		return nil, nil, &FileError{in, ErrNothing}
	}
	spoken, err := languageOf(job.forms[0], language)
	if err != nil {
		return nil, nil, err
	}
	made, err := export.WriteProfile(ctx, profile, out, until(ctx, heads), export.Options{
		Forms: job.forms, Language: spoken, Mapping: book.Mapping, Total: len(heads), Progress: p.count(out),
	})
	if err != nil {
		return nil, nil, message.New("write %s: %w", profile, err)
	}
	x := &Exported{Form: book.Form, Records: made.Tables[0].Rows, Notices: append(job.found.notices(), book.Told()...)}
	if n := len(made.Partial); n > 0 {
		x.Notices = append(x.Notices, partialWords(n))
	}
	return x, book.Left(), nil
}

func partialWords(n int) *message.Text {
	return message.New("%d interviews hold more than the cells of this layout; only Anketa's workbook has all of it.", n)
}
