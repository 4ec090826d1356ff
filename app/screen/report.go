package screen

import (
	"context"
	"iter"
	"slices"
	"time"

	"anketa/export"
	"anketa/export/report"
	"anketa/survey"
	"anketa/survey/message"
)

// ReportOptions say what a report shows.
type ReportOptions struct {
	Language string        // code or name of a language of the form; "" is its default
	Kinds    []survey.Kind // which interviews count; nil: real ones, or simulated ones where there is nothing else
	Small    int           // counts from 1 to Small-1 are hidden; 0 hides none
}

// Reported is a report that was written.
type Reported struct {
	*report.Report
	Refused []export.Refusal // rows of the workbook that were not taken, and why
	Notices []*message.Text  // what people should look at, a sentence each
}

// MakeReport reads a workbook and writes a report of its interviews. Of an
// interview with a conflict, the version in the sheet data counts.
func MakeReport(ctx context.Context, in, out string, o ReportOptions, p Progress) (*Reported, error) {
	if err := apart(out, []string{in}); err != nil {
		return nil, err
	}
	p.step(0, 3, in)
	book, err := export.Read(ctx, in)
	if err != nil {
		return nil, err
	}
	var set formSet
	if err := set.addBook(book); err != nil {
		return nil, err
	}
	forms := set.asStored()
	form := forms[0]
	language, err := languageOf(form, o.Language)
	if err != nil {
		return nil, err
	}
	p.step(1, 3, in)
	r, err := report.Build(form, until(ctx, asMapped(book.Mapping, book.Records[:book.Heads])), report.Options{
		Language: language, Kinds: o.Kinds, Small: o.Small, Now: time.Now(), Program: "Anketa " + Version,
	}, forms[1:]...)
	if err != nil {
		return nil, message.New("count answers: %w", err)
	}
	if n := len(book.Sealed); r.N == 0 && n > 0 {
		return nil, &FileError{in, message.New("%w of the kind asked for, but %d sealed ones: merge it with the coordinator's key, and take the result", ErrNothing, n)}
	}
	if r.N == 0 {
		return nil, &FileError{in, message.New("%w of the kind asked for", ErrNothing)}
	}
	p.step(2, 3, out)
	if err := r.Write(ctx, out); err != nil {
		return nil, message.New("write report: %w", err)
	}
	p.step(3, 3, out)
	return &Reported{r, book.Left(), slices.Concat(set.notices(), book.Told())}, nil
}

// until gives records until the job is cancelled.
func until(ctx context.Context, records []*survey.Record) iter.Seq2[*survey.Record, error] {
	return func(yield func(*survey.Record, error) bool) {
		for _, r := range records {
			if !yield(r, ctx.Err()) || ctx.Err() != nil {
				return
			}
		}
	}
}

// languageOf finds a language of the form by its code, its name or both.
func languageOf(form *survey.Form, word string) (int, error) {
	if word == "" {
		return form.Default, nil
	}
	for i, l := range form.Languages {
		if word == l.Code || word == l.Name || word == l.ID {
			return i, nil
		}
	}
	return 0, message.New("the form has no language %q", word)
}
