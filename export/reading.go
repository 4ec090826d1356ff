package export

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// Read takes the records out of a workbook that Write made, whoever has saved
// it since. It needs no form. A workbook that cannot be read at all is an
// *Error; what of it cannot be taken is in Book.Refused, and the rest is
// whole: each record is exactly what was written, by its hash.
func Read(ctx context.Context, path string) (*Book, error) {
	b := &Book{hashes: map[*survey.Record]survey.Hash{}}
	var others []*survey.Record
	err := read(ctx, path, b, func(r *survey.Record, h survey.Hash, head bool) error {
		b.hashes[r] = h
		if head {
			b.Records = append(b.Records, r)
		} else {
			others = append(others, r)
		}
		return nil
	})
	if err != nil {
		return nil, named(err, path)
	}
	b.Heads = len(b.Records)
	b.Records = append(b.Records, others...)
	return b, nil
}

// named puts the file's path into an error, and makes one that is no *Error
// one.
func named(err error, path string) error {
	var e *Error
	if errors.As(err, &e) {
		e.Path = path
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{Path: path, Why: message.New("it cannot be written or read."), Err: err}
}

// read hands every record to keep as it comes, so that a workbook can be gone
// through without holding it. Where it ends with an error, none of them holds.
func read(ctx context.Context, path string, b *Book, keep func(*survey.Record, survey.Hash, bool) error) error {
	return bookAt(ctx, path, b, nil, func(rd *reading) error {
		rd.keep = keep
		return rd.all(ctx)
	})
}

// bookAt opens a workbook, hands it to use, and reads what of it use has not,
// to the checksum of each part. Where needed is not nil, the other shared texts
// are not kept.
func bookAt(ctx context.Context, path string, b *Book, needed []bool, use func(*reading) error) error {
	file, err := os.Open(path)
	if err != nil {
		return &Error{Why: message.New("it cannot be opened."), Hint: message.New("Look whether it is still there, and whether another program holds it."), Err: errors.Unwrap(err)}
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	c, err := begin(ctx, path, file, info.Size())
	if err != nil {
		return err
	}
	if b.SHA256, err = sum(ctx, file); err != nil {
		return err
	}
	b.Path, b.passwords = path, passwordsOf(ctx)
	g, err := openGrid(ctx, c, needed)
	if err != nil {
		return err
	}
	if len(g.strings.pieces) > thriftBytes/pieceBytes {
		defer thrifty()()
	}
	if err := use(&reading{grid: g, book: b}); err != nil {
		return err
	}
	return c.rest(ctx)
}

// A reading is a workbook in the middle of being read.
type reading struct {
	grid *grid
	book *Book
	keep func(*survey.Record, survey.Hash, bool) error

	said      *statement
	headings  map[*table]*heading
	instances map[*table]map[string][]*row // of the repeats, by PARENT_KEY
	wholes    map[string]*wholeRecord      // behind rows, by KEY and _hash
	taken     map[string]survey.Hash       // the version of each KEY that was read
	claimed   []survey.Hash                // by the rows of the sheet data
	deferred  []*deferred                  // rows that are not as they were written
	others    map[survey.Hash]*survey.Record
	tried     int // hashes of what a row may have been
	kept      int // bytes of rows that wait in memory for others

	proving bool // the rows are not taken, only their sums: see proof
}

func (rd *reading) all(ctx context.Context) error {
	said, err := readManifest(ctx, rd.grid)
	if err != nil {
		return err
	}
	rd.said, rd.taken, rd.headings = said, map[string]survey.Hash{}, map[*table]*heading{}
	said.tell(rd.book)
	if rd.book.Content, err = rd.grid.content(ctx); err != nil {
		return err
	}
	if !rd.proving {
		if err := rd.repeats(ctx); err != nil {
			return err
		}
	}
	others, err := rd.versions(ctx)
	if err != nil {
		return err
	}
	rd.others = map[survey.Hash]*survey.Record{}
	for _, o := range others {
		rd.others[o.hash] = o.record
	}
	if err := rd.mapping(ctx); err != nil {
		return err
	}
	rd.said.layout.mapping = rd.book.Mapping
	if !rd.proving {
		if err := rd.data(ctx); err != nil {
			return err
		}
		rd.orphans()
	}
	if err := rd.sealed(ctx); err != nil {
		return err
	}
	if err := rd.mediaList(ctx); err != nil {
		return err
	}
	if err := rd.files(ctx); err != nil {
		return err
	}
	if err := rd.outside(ctx); err != nil {
		return err
	}
	if err := rd.withdrawn(ctx); err != nil {
		return err
	}
	if err := rd.olderForms(ctx); err != nil {
		return err
	}
	for _, o := range others {
		if err := rd.keep(o.record, o.hash, false); err != nil {
			return err
		}
	}
	return nil
}

func (rd *reading) refuse(r Refusal) { rd.book.Refused = append(rd.book.Refused, r) }

// repeats reads the rows of all repeats, which are few beside the answers.
func (rd *reading) repeats(ctx context.Context) error {
	rd.instances = map[*table]map[string][]*row{}
	for _, t := range rd.said.layout.tables[1:] {
		rows := map[string][]*row{}
		rd.instances[t] = rows
		n, err := rd.table(ctx, t, func(w *row, _ *heading) error {
			if err := rd.wait(w); err != nil {
				return err
			}
			w.parent = keyText(w.text(parentColumn))
			w.position, _ = strconv.Atoi(w.text(positionColumn))
			rows[w.parent] = append(rows[w.parent], w)
			return nil
		})
		if err != nil {
			return err
		}
		if rd.headings[t] != nil {
			rd.count(t.sheet, n)
		}
	}
	return nil
}

// count compares the rows of a sheet with what was written.
func (rd *reading) count(sheet string, n int) {
	if want, said := rd.said.rows[sheet]; said && n != want {
		rd.refuse(Refusal{Sheet: sheet, Why: message.New("%d rows are here, and %d were written.", n, want),
			Hint: message.New("Rows were deleted or added, or the file is not complete: ask for it again. What is here was looked at row by row.")})
	}
}

func (rd *reading) data(ctx context.Context) error {
	t := rd.said.layout.tables[0]
	n, err := rd.table(ctx, t, func(w *row, h *heading) error { return rd.interview(w, h) })
	if err != nil {
		return err
	}
	if rd.headings[t] == nil {
		return nil
	}
	rd.count(t.sheet, n)
	if err := rd.settleDeferred(n); err != nil {
		return err
	}
	if n == rd.said.rows[t.sheet] && digest(rd.claimed) != rd.said.digests[t.sheet] {
		rd.refuse(Refusal{Sheet: t.sheet, Why: message.New("Its rows are not the ones that were written."),
			Hint: message.New("A row was replaced by another workbook's: ask for the file again. What is here was looked at row by row.")})
	}
	return nil
}

// interview takes one row of the sheet data, or says why not.
func (rd *reading) interview(w *row, h *heading) error {
	refuse := func(why, hint *message.Text) error {
		rd.refuse(Refusal{Sheet: w.table.sheet, Row: w.line, Key: w.key, Why: why, Hint: hint, Interview: true})
		return nil
	}
	rd.adopt(w)
	claim := w.text(hashColumn)
	if claim == "" {
		return refuse(message.New("The row has no _hash, so Anketa did not write it."), message.New("If it was typed in by hand, enter the interview in Anketa."))
	}
	want, err := survey.ParseHash(claim)
	if err != nil {
		return refuse(message.New("Its _hash was changed."), takeAgain)
	}
	rd.claimed = append(rd.claimed, want)
	r := rd.record(w, want)
	if r == nil {
		r = rd.repaired(w, want)
	}
	if r == nil {
		rd.deferred = append(rd.deferred, &deferred{row: w.kept(), want: want})
		return rd.wait(w)
	}
	if !rd.derivedAgree(w, h) {
		rd.deferred = append(rd.deferred, &deferred{row: w.kept(), want: want, original: r})
		return rd.wait(w)
	}
	return rd.accept(w, want, r)
}

// accept takes the record of a row, which is what was written.
func (rd *reading) accept(w *row, want survey.Hash, r *survey.Record) error {
	if before, twice := rd.taken[w.key]; twice {
		if before == want {
			rd.book.Repeated = append(rd.book.Repeated, r)
			return nil
		}
		rd.refuse(Refusal{Sheet: w.table.sheet, Row: w.line, Key: w.key, Interview: true,
			Why:  message.New("The interview stands in two rows with different content; the upper one was taken."),
			Hint: message.New("Take the row out that does not belong here.")})
		return nil
	}
	rd.taken[w.key] = want
	return rd.keep(r, want, true)
}

var takeAgain = message.New("Take the workbook as it was exported, or undo the change; answers are corrected in Anketa.")

// record gives the record of a row: from the row and those of its repeats, or
// from behind it where the row does not hold everything. nil where they are not
// what was written.
func (rd *reading) record(w *row, want survey.Hash) *survey.Record {
	r, err := rd.gather(w)
	seen := ""
	if err == nil {
		got := r.Hash()
		if got == want {
			return r
		}
		seen = got.String()
	}
	if behind := rd.wholes[w.key+" "+want.String()]; behind != nil && behind.seen == seen {
		return behind.record
	}
	return nil
}

// adopt marks the rows of repeats that belong to a row, taken or not.
func (rd *reading) adopt(w *row) {
	for _, t := range rd.said.layout.tables[1:] {
		if t.parent != w.table {
			continue
		}
		for _, kid := range rd.instances[t][w.key] {
			if !kid.used {
				kid.used = true
				rd.adopt(kid)
			}
		}
	}
}

// orphans tells of rows of repeats that belong to no row. Where the sheet that
// they belong to cannot be read, that has been told.
func (rd *reading) orphans() {
	for _, t := range rd.said.layout.tables[1:] {
		if rd.headings[t.parent] == nil {
			continue
		}
		var lost []*row
		for _, rows := range rd.instances[t] {
			for _, w := range rows {
				if !w.used {
					lost = append(lost, w)
				}
			}
		}
		byLine(lost)
		for _, w := range lost {
			rd.refuse(Refusal{Sheet: t.sheet, Row: w.line, Key: w.key, Why: message.New("No row of the sheet %s has its PARENT_KEY.", t.parent.sheet),
				Hint: message.New("Put the row that is missing back, or take the workbook as it was exported.")})
		}
	}
}

// files reads what a merge has noted; others have no such sheet.
func (rd *reading) files(ctx context.Context) error {
	if !rd.grid.has(filesSheet) {
		return nil
	}
	return rd.grid.rows(ctx, filesSheet, func(line int, cells []cell) error {
		if line == 1 || len(cells) == 0 {
			return nil
		}
		f := File{Name: textAt(cells, 0), SHA256: textAt(cells, 1)}
		for i, n := range []*int{&f.Read, &f.Added, &f.Known, &f.Superseded, &f.Conflict, &f.Refused, &f.Joined, &f.Withdrawn, &f.Waiting} {
			*n, _ = strconv.Atoi(number.take(cellAt(cells, i+2)))
		}
		rd.book.Files = append(rd.book.Files, f)
		return nil
	})
}

func cellAt(cells []cell, i int) cell {
	if i < 0 || i >= len(cells) {
		return cell{}
	}
	return cells[i]
}

func textAt(cells []cell, i int) string { return plain.take(cellAt(cells, i)) }

// keyText takes off what may have come around a key when it was pasted.
func keyText(s string) string { return strings.TrimSpace(s) }

// tell puts what the workbook says of itself into the book.
func (m *statement) tell(b *Book) {
	b.Form, b.Device, b.Elsewhere, b.Sendings = m.facts[formItem], m.facts[deviceItem], m.numbers, m.sent
	if len(m.versions) > 0 {
		b.Version = m.versions[0]
	}
	b.Created, _ = time.Parse(time.RFC3339Nano, m.facts[createdItem])
}
