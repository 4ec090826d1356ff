package export

import (
	"context"
	"iter"
	"os"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// A Profile is the layout of another program's export, so that scripts which
// were written for it go on working. It is for reading elsewhere: Anketa reads
// none of it back.
type Profile string

const (
	// Central is the zip of CSV files that ODK Central gives, with group names:
	// one file for the interviews and one for each repeat, FORM.csv and
	// FORM-REPEAT.csv, in UTF-8 without a byte order mark.
	//
	// What differs: SubmitterID and SubmitterName are the interviewer's code;
	// SubmissionDate is when the interview was finished; ReviewState is "edited"
	// where it was corrected, and Edits is 1 then; the files of answers stand in
	// the folder media under the names that the cells have; notes have no columns. A question that was refused, or that the respondent could not
	// answer, is blank unless its list has a code for that.
	Central Profile = "odk-central"

	// Kobo is the workbook that KoboToolbox gives as "XML values and headers",
	// with groups in the headings, choices as one column and one for each, and
	// repeats as sheets of their own.
	//
	// What differs: _id counts the interviews of the workbook, as _index does;
	// _submission_time is when the interview was finished; _submitted_by is the
	// interviewer's code; notes have no columns. Blanks are as in Central.
	Kobo Profile = "kobo"

	// KoboLabels is the same as Kobo gives it in the words of one language,
	// Options.Language: questions, groups and choices by their labels.
	KoboLabels Profile = "kobo-labels"
)

// Profiles are all there are.
var Profiles = []Profile{Central, Kobo, KoboLabels}

// Profiled sums up an export in another program's layout.
type Profiled struct {
	Tables  []CSVFile // as files or sheets, the interviews first
	Partial []string  // keys of interviews that hold more than the cells do

	Media  int         // files of answers, in Central's folder media
	Absent []MediaFile // those that answers name and that are not in it
}

// WriteProfile writes the records in the layout of another program: a zip for
// Central, a workbook for Kobo. It is written beside path and then takes the
// name, as with Write; only a file that WriteProfile wrote is replaced. Of the
// options Forms, Language, Mapping, Total, Progress and Media matter. Every error is an *Error, but for
// those of records and ctx.
func WriteProfile(ctx context.Context, profile Profile, path string, records iter.Seq2[*survey.Record, error], o Options) (Profiled, error) {
	l, err := newLayout(o.Forms)
	if err != nil {
		return Profiled{}, named(err, path)
	}
	l.mapping = o.Mapping
	w := &profileWriter{profile: profile, o: o, layout: l, indexes: map[*table]int{}}
	switch profile {
	case Central:
		w.begin(w.centralColumns)
		err = w.central(ctx, path, records)
	case Kobo:
		w.begin(w.koboColumns)
		err = w.kobo(ctx, path, records)
	case KoboLabels:
		w.begin(w.koboLabels)
		err = w.kobo(ctx, path, records)
	default:
		err = &Error{Why: message.New("there is no layout %s.", string(profile)), Hint: message.New("Choose one of odk-central, kobo and kobo-labels.")}
	}
	if err != nil {
		return Profiled{}, named(err, path)
	}
	return w.sum(), nil
}

// A profileColumn is one column of another program's table.
type profileColumn struct {
	name string
	cell func(e *entry) cell
}

// An entry is a row with what it belongs to.
type entry struct {
	*row
	record *survey.Record
	files  int    // of an interview's files, how many are in the export
	key    string // as ODK has it
	parent *entry // nil for an interview
	index  int    // in its table, from 1
}

type profileWriter struct {
	profile Profile
	o       Options
	layout  *layout
	columns map[*table][]profileColumn
	names   map[*table]string // of files or sheets
	indexes map[*table]int    // of the last row
	media   []MediaFile       // files of answers that are to be had; only Central takes some
	absent  []MediaFile
	partial []string
}

func (w *profileWriter) begin(columns func(t *table) []profileColumn) {
	w.columns = map[*table][]profileColumn{}
	for _, t := range w.layout.tables {
		w.columns[t] = columns(t)
	}
}

// all gives put the rows of every record, each interview before its repeats.
func (w *profileWriter) all(ctx context.Context, records iter.Seq2[*survey.Record, error], put func(t *table, cells []cell) error) error {
	done := 0
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = w.add(ctx, r, put)
		}
		if err != nil {
			return err
		}
		if done++; done%50 == 0 {
			w.progress(done)
		}
	}
	w.progress(done)
	return ctx.Err()
}

func (w *profileWriter) progress(done int) {
	if w.o.Progress != nil {
		w.o.Progress(done, max(w.o.Total, done))
	}
}

func (w *profileWriter) add(ctx context.Context, r *survey.Record, put func(t *table, cells []cell) error) error {
	r = Map(w.layout.mapping, r)
	rows := w.layout.spread(r)
	if back, err := w.layout.again(rows); err != nil || !alike(back, r) && back.Hash() != r.Hash() {
		w.partial = append(w.partial, r.ID)
	}
	files, err := w.files(ctx, r)
	if err != nil {
		return err
	}
	entries := map[string]*entry{}
	for _, row := range rows {
		e := &entry{row: row, record: r, files: files, key: row.key, parent: entries[row.parent]}
		if e.parent != nil {
			e.key = e.parent.key + "/" + row.table.above + "[" + row.text(positionColumn) + "]"
		}
		entries[row.key] = e
		w.indexes[row.table]++
		e.index = w.indexes[row.table]
		columns := w.columns[row.table]
		cells := make([]cell, len(columns))
		for i, c := range columns {
			cells[i] = c.cell(e)
		}
		if err := put(row.table, cells); err != nil {
			return err
		}
	}
	return nil
}

func (w *profileWriter) sum() Profiled {
	out := Profiled{Partial: w.partial, Media: len(w.media), Absent: w.absent}
	for _, t := range w.layout.tables {
		out.Tables = append(out.Tables, CSVFile{w.names[t], w.indexes[t]})
	}
	return out
}

// write gives a file its name when it is whole and opens as the archive that
// it is.
func (w *profileWriter) write(ctx context.Context, path string, fill func(*os.File) error) error {
	return WriteWhole(ctx, path, fill, func(beside string) error {
		file, err := os.Open(beside)
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		_, err = open(ctx, beside, file, info.Size())
		return err
	})
}

// questions are those of a table below p, in form order.
func (l *layout) questions(p *place, t *table) []*place {
	var out []*place
	for _, kid := range p.kids {
		switch {
		case kid.kind == questionPlace && kid.table == t:
			out = append(out, kid)
		case kid.kind != questionPlace:
			out = append(out, l.questions(kid, t)...)
		}
	}
	return out
}

// answer is what stands in the row for a question, whichever of its columns
// holds it.
func (e *entry) answer(p *place) cell {
	for _, c := range p.columns {
		if a := e.cells[c.at]; a.kind != blankCell {
			return a
		}
	}
	return cell{}
}

// answerText is that as text.
func (e *entry) answerText(p *place) string {
	for _, c := range p.columns {
		if text := c.kind.take(e.cells[c.at]); text != "" {
			return text
		}
	}
	return ""
}

// within is the path of a question below its table's place, joined with a
// sign.
func within(p *place, t *table, sign string) string {
	return strings.ReplaceAll(below(t, p.path), "/", sign)
}

func isKind(p *place, k survey.QuestionKind) bool {
	return slices.ContainsFunc(p.columns, func(c *column) bool { return c.items[0].Type.Kind == k })
}

func told(text string) cell { return cell{textCell, codeStyle, legible(text)}.orBlank() }
