package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// Write makes a workbook of the records at path: one row of the sheet data for
// each, in the order in which they come. It is written beside path, read back,
// compared, and only then takes the name; where anything fails, or ctx ends,
// what was at path is untouched and nothing is left beside it. Only a workbook
// that Anketa wrote is replaced: see Replaceable.
//
// Every record must have its own ID; other versions of one go into
// Options.Others. An error of records ends the writing and is returned. Every
// error of Write itself is an *Error.
func Write(ctx context.Context, path string, records iter.Seq2[*survey.Record, error], o Options) (Written, error) {
	ctx = WithPasswords(ctx, o.Password)
	if err := replaceable(ctx, path); err != nil {
		return Written{}, err
	}
	to := newSpill(filepath.Dir(path))
	defer to.close()
	w, err := newWriter(o, to)
	if err != nil {
		return Written{}, named(err, path)
	}
	if err := w.all(ctx, records); err != nil {
		return Written{}, named(err, path)
	}
	media, err := w.media(ctx, path)
	if err != nil {
		return Written{}, named(err, path)
	}
	if err := w.finish(media.list); err != nil {
		media.drop()
		return Written{}, named(err, path)
	}
	written := Written{Records: len(w.heads), Rows: w.filled(), Absent: media.absent()}
	written.Media = len(media.list) - len(written.Absent)
	if written.SHA256, err = w.save(ctx, path, media); err != nil {
		return Written{}, named(err, path)
	}
	return written, nil
}

// A writer holds the sheets while records go into them.
type writer struct {
	o       Options
	layout  *layout
	frame   *frame
	strings *stringTable

	tables   []*sheet // beside layout.tables
	labels   []*labels
	versions *sheet
	sheets   []*sheet // in the order of the workbook

	heads  []survey.Hash // of the rows of the sheet data
	others []survey.Hash
	sealed []survey.Hash // of Options.Sealed

	sealedRows int // of the sheet _sealed
	mediaRows  int // of the sheet _media
	names      mediaNames
	ids        map[string]bool
	rivals     map[string][]*survey.Record // Options.Others by ID

	corrections []Correction

	proofs map[string]proof // of the sheets by name, once they are written
	needed []bool           // see stringTable
}

func newWriter(o Options, to *spill) (*writer, error) {
	if o.Total >= mostRows {
		return nil, tooLarge(dataSheet)
	}
	l, err := newLayout(o.Forms)
	if err != nil {
		return nil, err
	}
	l.mapping = o.Mapping
	f, err := newFrame()
	if err != nil {
		return nil, message.New("styles: %w", err)
	}
	w := &writer{o: o, layout: l, frame: f, strings: newStringTable(to), ids: map[string]bool{}, rivals: o.rivals(), names: mediaNames{}}
	for _, t := range l.tables {
		s := w.sheet(t.sheet, tableLook(t))
		s.answers = true
		if err := s.row(tableHead(t)); err != nil {
			return nil, err
		}
		w.tables = append(w.tables, s)
	}
	for _, t := range l.tables {
		words, err := newLabels(w, t)
		if err != nil {
			return nil, err
		}
		w.labels = append(w.labels, words)
	}
	w.versions = w.sheet(versionsSheet, ownLook(80, 40, 14, 10, 10, 8, 8, 60))
	return w, w.versions.row(headings(versionsHead...))
}

func (w *writer) sheet(name string, l look) *sheet {
	return newSheet(name, l, w.strings, w.frame.ids)
}

// all writes the rows of every record.
func (w *writer) all(ctx context.Context, records iter.Seq2[*survey.Record, error]) error {
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
		if len(w.heads)%50 == 0 {
			w.progress()
		}
	}
	w.progress()
	for _, r := range w.o.Others {
		h := r.Hash()
		if err := faithful(r, h); err != nil {
			return err
		}
		if err := whole(w.versions, r, h, otherRole, ""); err != nil {
			return err
		}
		w.others = append(w.others, h)
		w.names.add(r.ID, r.Attachments()...)
	}
	return nil
}

func (w *writer) progress() {
	if w.o.Progress != nil {
		w.o.Progress(len(w.heads), max(w.o.Total, len(w.heads)))
	}
}

// add writes one record: its rows, and the record whole where its rows do not
// give it back.
func (w *writer) add(r *survey.Record) error {
	if r.ID == "" || keyText(settle(r.ID)) != r.ID || w.ids[r.ID] {
		return &Error{Part: "sheet " + dataSheet, Why: message.New("two interviews have the same key, or one has none."),
			Hint: message.New("Each interview is one row; its other versions are kept apart.")}
	}
	w.ids[strings.Clone(r.ID)] = true // else all of the record stays
	h := r.Hash()
	rows := w.layout.laid(r, h, w.rivals[r.ID])
	if err := w.keepWhole(r, h, rows); err != nil {
		return err
	}
	for _, row := range rows {
		at := slices.Index(w.layout.tables, row.table)
		if err := w.tables[at].row(row.cells); err != nil {
			return err
		}
		if err := w.labels[at].add(row); err != nil {
			return err
		}
		row.table.free = append(row.table.free, row)
	}
	if others := w.rivals[r.ID]; len(others) > 0 {
		w.corrected(r, others)
	}
	w.heads = append(w.heads, h)
	w.names.add(r.ID, r.Attachments()...)
	return nil
}

// laid gives the rows of a record as the tables hold them; rivals are its
// other versions.
func (l *layout) laid(r *survey.Record, h survey.Hash, rivals []*survey.Record) []*row {
	rows := l.spread(Map(l.mapping, r))
	rows[0].set(hashColumn, h.String())
	rows[0].set(conflictColumn, conflict(r, h, rivals))
	return rows
}

// again is the way back from laid, by what stands in the cells.
func (l *layout) again(rows []*row) (*survey.Record, error) {
	rows = asRead(rows)
	return l.gather(rows[0], func(t *table, parent string) []*row {
		var of []*row
		for _, row := range rows[1:] {
			if row.table == t && row.parent == parent {
				of = append(of, row)
			}
		}
		return of
	})
}

// keepWhole puts the record into the sheet _versions too where its rows do
// not give it back exactly.
func (w *writer) keepWhole(r *survey.Record, h survey.Hash, rows []*row) error {
	if w.layout.holds(rows, r) {
		return nil
	}
	back, err := w.layout.again(rows)
	seen := ""
	if err == nil && alike(back, r) {
		return nil
	}
	if err == nil {
		got := back.Hash()
		if got == h {
			return nil
		}
		seen = got.String()
	}
	if err := faithful(r, h); err != nil {
		return err
	}
	return whole(w.versions, r, h, rowRole, seen)
}

// faithful refuses a record that cannot be written at all.
func faithful(r *survey.Record, h survey.Hash) error {
	back, err := survey.Decode([]byte(ascii(survey.Encode(r))))
	if err == nil && back.Hash() == h {
		return nil
	}
	return &Error{Part: r.ID, Why: message.New("this interview holds text that no file can hold."), Hint: message.New("Open it, correct the answer that shows a question mark in a box, and export again."), Err: err}
}

// conflict says whether another version of the record stands beside this one,
// and the two have not joined.
func conflict(r *survey.Record, h survey.Hash, others []*survey.Record) string {
	if len(others) == 0 {
		return "0"
	}
	versions := map[survey.Hash]*survey.Record{h: r}
	for _, v := range others {
		versions[v.Hash()] = v
	}
	l := survey.LineageOf(slices.Collect(maps.Keys(versions)), func(v survey.Hash) *survey.Record { return versions[v] })
	if l.Join == h || len(l.Heads) == 1 && l.Heads[0] == h {
		return "0"
	}
	return "1"
}

// rivals gives Others by ID.
func (o Options) rivals() map[string][]*survey.Record {
	out := map[string][]*survey.Record{}
	for _, r := range o.Others {
		out[r.ID] = append(out[r.ID], r)
	}
	return out
}

// release lets the packed sheets go: what follows needs the versions only.
func (w *writer) release() {
	w.strings.spill.close()
	w.frame, w.strings, w.tables, w.labels, w.versions, w.sheets = nil, nil, nil, nil, nil, nil
}

// filled counts the rows with answers.
func (w *writer) filled() int {
	n := 0
	for _, s := range w.tables {
		n += s.rows - 1
	}
	return n
}

// digest sums up a set of versions, in whatever order.
func digest(versions []survey.Hash) string {
	sorted := slices.Clone(versions)
	slices.SortFunc(sorted, func(a, b survey.Hash) int { return slices.Compare(a[:], b[:]) })
	sum := sha256.New()
	for _, h := range sorted {
		sum.Write(h[:])
	}
	return hex.EncodeToString(sum.Sum(nil))
}
