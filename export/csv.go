package export

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// CSV sums up the files that WriteCSV wrote.
type CSV struct {
	Files []CSVFile // data.csv, then the repeats in form order

	// Partial are the keys of the interviews of which the cells do not hold
	// everything, as a text of 40,000 characters. In a workbook those are kept
	// whole in the sheet _versions; here they are not.
	Partial []string
}

// A CSVFile is one table.
type CSVFile struct {
	Name string `json:"name"`
	Rows int    `json:"rows"` // without the heading
}

// WriteCSV writes the sheet data and the sheet of each repeat of a workbook as
// files of a folder: data.csv, members.csv, … They have the same columns in the
// same order, and a blank field where the sheet has a blank cell. The folder is
// made where there is none; in one that is there, tables of an earlier export
// are replaced, and another file with the name of a table is an *Error.
//
// A file is UTF-8 with a byte order mark, its lines end with CR LF, and fields
// stand apart as the Dialect says. Text stands in quotes, a number or a date
// does not; a number has a point unless the Dialect says else, a date is
// YYYY-MM-DD. Text that looks like a formula is
// left as it is, for a changed answer is worse: spreadsheets carry such text
// out, in quotes or not, and should be given the workbook.
//
// All files are written beside their names and get them together at the end;
// where anything fails, or ctx ends, the folder is as it was. Of the options,
// Forms, Mapping, Others, Total and Progress matter. Records are as for Write.
func WriteCSV(ctx context.Context, folder string, d Dialect, records iter.Seq2[*survey.Record, error], o Options) (CSV, error) {
	l, err := newLayout(o.Forms)
	if err != nil {
		return CSV{}, named(err, folder)
	}
	l.mapping = o.Mapping
	files, err := newFileSet(folder)
	if err != nil {
		return CSV{}, named(err, folder)
	}
	w := &csvWriter{o: o, layout: l, files: files, tables: map[*table]*csvTable{}, rivals: o.rivals()}
	err = w.begin(d)
	if err == nil {
		err = w.all(ctx, records)
	}
	if err == nil {
		err = w.finish(ctx)
	}
	if err != nil {
		files.drop()
		return CSV{}, named(err, folder)
	}
	return w.sum(), nil
}

type csvWriter struct {
	o       Options
	layout  *layout
	files   *fileSet
	tables  map[*table]*csvTable
	rivals  map[string][]*survey.Record // Options.Others by ID
	partial []string
}

// devices are names that Windows takes for itself, whatever the extension.
var devices = strings.Fields("con prn aux nul com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9")

// begin opens a file for each table and writes the headings.
func (w *csvWriter) begin(d Dialect) error {
	if d.DecimalComma && d.separator() == ',' {
		return &Error{Why: message.New("a comma cannot divide fields and begin fractions."), Hint: message.New("Choose another separator.")}
	}
	names := newNamer(40, devices...)
	for _, t := range w.layout.tables {
		name := names.give(t.sheet, t.sheet+"_") + ".csv"
		if path := filepath.Join(w.files.folder, name); !ownCSV(path) {
			return &Error{Part: name, Why: message.New("another file has that name, which Anketa did not write."), Hint: message.New("Choose another folder, or move that file away.")}
		}
		file, err := w.files.create(name)
		if err != nil {
			return err
		}
		c := &csvTable{name: name, table: t, dialect: d, to: bufio.NewWriterSize(file, 1<<16)}
		if err := c.heading(); err != nil {
			return err
		}
		w.tables[t] = c
	}
	return nil
}

const byteOrderMark = "\ufeff"

// ownCSV says whether a table may get this name: nothing has it, or a file
// that begins as ours do.
func ownCSV(path string) bool {
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() {
		return errors.Is(err, fs.ErrNotExist)
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	begins := make([]byte, 32)
	n, err := io.ReadFull(file, begins)
	head := begins[:n]
	return (err == nil || errors.Is(err, io.ErrUnexpectedEOF)) &&
		(bytes.HasPrefix(head, []byte(byteOrderMark+keyColumn)) || bytes.HasPrefix(head, []byte(byteOrderMark+parentColumn)))
}

func (w *csvWriter) all(ctx context.Context, records iter.Seq2[*survey.Record, error]) error {
	data := w.tables[w.layout.tables[0]]
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := w.add(r); err != nil {
			return err
		}
		if data.rows%50 == 0 {
			w.progress(data.rows)
		}
	}
	w.progress(data.rows)
	return ctx.Err()
}

func (w *csvWriter) progress(done int) {
	if w.o.Progress != nil {
		w.o.Progress(done, max(w.o.Total, done))
	}
}

func (w *csvWriter) add(r *survey.Record) error {
	h := r.Hash()
	rows := w.layout.laid(r, h, w.rivals[r.ID])
	if back, err := w.layout.again(rows); err != nil || back.Hash() != Map(w.layout.mapping, r).Hash() {
		w.partial = append(w.partial, r.ID)
	}
	for _, row := range rows {
		if err := w.tables[row.table].row(row.cells); err != nil {
			return err
		}
	}
	return nil
}

func (w *csvWriter) finish(ctx context.Context) error {
	for _, t := range w.tables {
		if err := t.to.Flush(); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return w.files.commit()
}

func (w *csvWriter) sum() CSV {
	out := CSV{Partial: w.partial}
	for _, t := range w.layout.tables {
		out.Files = append(out.Files, CSVFile{w.tables[t].name, w.tables[t].rows})
	}
	return out
}

// A csvTable is one file in the middle of being written.
type csvTable struct {
	name    string
	table   *table
	dialect Dialect
	to      *bufio.Writer
	rows    int
	line    []byte
}

// heading writes the names, which need no quotes: see machine. Behind a byte
// order mark, quotes confuse some readers.
func (t *csvTable) heading() error {
	b := []byte(byteOrderMark)
	for i, c := range t.table.cols {
		if i > 0 {
			b = append(b, t.dialect.separator())
		}
		b = append(b, c.name...)
	}
	_, err := t.to.Write(append(b, "\r\n"...))
	return err
}

func (t *csvTable) row(cells []cell) error {
	b := t.line[:0]
	for i, c := range cells {
		if i > 0 {
			b = append(b, t.dialect.separator())
		}
		switch c.kind {
		case blankCell:
		case textCell:
			b = append(b, '"')
			b = append(b, strings.ReplaceAll(c.text, `"`, `""`)...)
			b = append(b, '"')
		default:
			from := len(b)
			b = append(b, t.table.cols[i].kind.take(c)...)
			if t.dialect.DecimalComma && t.table.cols[i].kind == number {
				if at := bytes.IndexByte(b[from:], '.'); at >= 0 {
					b[from+at] = ','
				}
			}
		}
	}
	t.line = append(b, "\r\n"...)
	t.rows++
	_, err := t.to.Write(t.line)
	return err
}
