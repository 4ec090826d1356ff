package export

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// An Edited is an interview whose rows are not as Anketa wrote them, and not
// by what spreadsheets do alone: somebody changed an answer in another program.
// Nothing is taken from it by itself. Changes holds it against the version that
// was exported, wherever that comes from.
type Edited struct {
	Sheet string
	Row   int // of the interview, as Excel counts
	Key   string
	Of    survey.Hash // the version that was exported, by the row's _hash

	// Original is that version where the workbook itself gives it; else nil.
	Original *survey.Record

	// Taken says that Original stands in Book.Records for this row, so that the
	// row is counted there.
	Taken bool

	rows     []*row // the interview's first
	layout   *layout
	places   []survey.Position // that are not what _check says
	unread   error             // why they are no record at all; nil where they are one
	headings map[*table]*heading
}

// Refusal is what is said of the row as long as the version that was exported
// is not at hand.
func (e *Edited) Refusal() Refusal {
	return Refusal{Sheet: e.Sheet, Row: e.Row, Key: e.Key, Interview: true, Why: e.why(),
		Hint: message.New("Merge it together with a workbook that has the interview as it was, or undo the change; answers are corrected in Anketa.")}
}

func (e *Edited) why() *message.Text {
	if e.unread != nil {
		return message.New("The row cannot be read: %w.", e.unread)
	}
	switch n := len(e.places); n {
	case 0:
		return message.New("Something of the interview is not as Anketa wrote it: a row of its repeats was taken out or added, or a cell was changed.")
	case 1:
		return message.New("A cell was changed: %s.", e.places[0])
	case 2, 3:
		return message.New("%d cells were changed: %s.", n, message.ListOf(e.places))
	}
	return message.New("%d cells were changed, the first: %s.", len(e.places), message.ListOf(e.places[:3]))
}

// A deferred is a row of the sheet data that waits until all rows have been
// seen: only together they tell of columns that were sorted apart.
type deferred struct {
	row      *row
	want     survey.Hash
	original *survey.Record // where the row gives it back, and a derived column was changed
}

// kept is a row whose memory the next one does not take.
func (w *row) kept() *row {
	out := *w
	out.cells, out.marks = slices.Clone(w.cells), slices.Clone(w.marks)
	return &out
}

// repaired takes a row for what it was before a spreadsheet changed it.
func (rd *reading) repaired(w *row, want survey.Hash) *survey.Record {
	r, found := rd.repair(w, want)
	rd.book.Repaired = append(rd.book.Repaired, found...)
	return r
}

// settleDeferred says of each deferred row what it is. rows is how many the
// sheet data has.
func (rd *reading) settleDeferred(rows int) error {
	apart := rd.sortedApart(rows)
	for _, d := range rd.deferred {
		if why := rd.notEdited(d, apart); why != nil {
			rd.refuse(Refusal{Sheet: d.row.table.sheet, Row: d.row.line, Key: d.row.key, Why: why, Hint: takeAgain, Interview: true})
			continue
		}
		e := rd.edited(d)
		if e.Original == nil {
			rd.book.Edited = append(rd.book.Edited, e)
			continue
		}
		edits, repairs := e.Changes(e.Original)
		if _, twice := rd.taken[e.Key]; !twice || len(edits) == 0 {
			e.Taken = true
			if err := rd.accept(d.row, d.want, e.Original); err != nil {
				return err
			}
		}
		if len(edits) == 0 {
			rd.book.Repaired = append(rd.book.Repaired, repairs...)
			continue
		}
		rd.book.Edited = append(rd.book.Edited, e)
	}
	return nil
}

func (rd *reading) edited(d *deferred) *Edited {
	e := &Edited{
		Sheet: d.row.table.sheet, Row: d.row.line, Key: d.row.key, Of: d.want, Original: d.original,
		rows: rd.family(d.row), layout: rd.said.layout, headings: rd.headings,
	}
	_, e.unread = rd.gather(d.row)
	for _, w := range e.rows {
		for _, c := range w.changed() {
			e.places = append(e.places, rd.place(w, c))
		}
	}
	if behind := rd.wholes[e.Key+" "+d.want.String()]; behind != nil && e.Original == nil {
		e.Original = behind.record
	}
	if other := rd.others[d.want]; other != nil && other.ID == e.Key && e.Original == nil {
		e.Original = other
	}
	return e
}

// notEdited says why a row is no edit of an interview; nil where it may be one.
func (rd *reading) notEdited(d *deferred, apart map[*column]bool) *message.Text {
	var sorted []string
	changed := d.row.changed()
	for _, c := range changed {
		if apart[c] {
			sorted = append(sorted, c.name)
		}
	}
	filled, answers := 0, 0
	for _, c := range d.row.table.cols {
		if c.checked() && c.path != "" && d.row.cells[c.at].kind != blankCell {
			filled++
		}
	}
	for _, c := range changed {
		if c.path != "" {
			answers++
		}
	}
	switch {
	case len(sorted) > 0:
		return message.New("The columns were sorted apart: what stands in %s belongs to other rows.", strings.Join(sorted[:min(len(sorted), 3)], ", "))
	case answers > 5 && answers*3 > filled*2:
		return message.New("Most of the row is not what its _check and _hash were made from: it belongs to another interview.")
	}
	return nil
}

// fewestSorted is from how many rows on a change of places is no accident.
const fewestSorted = 3

// sortedApart finds columns whose answers stand in other rows than they did:
// what the rows say that the column held is all there, in another order.
func (rd *reading) sortedApart(rows int) map[*column]bool {
	out := map[*column]bool{}
	if len(rd.deferred) < fewestSorted {
		return out
	}
	for _, c := range rd.said.layout.tables[0].cols {
		if c.checked() && c.name != keyColumn && rd.moved(c) >= max(fewestSorted, rows/10) {
			out[c] = true
		}
	}
	return out
}

// moved counts the rows whose cell of a column is another row's; 0 where the
// cells are not the ones that were written.
func (rd *reading) moved(c *column) int {
	moved, balance := 0, map[byte]int{}
	at := c.table(rd).letterAt(c)
	for _, d := range rd.deferred {
		said := d.row.text(checkColumn)
		if at >= len(said) {
			continue
		}
		bare := *d.row // a state stays where it is when cells are moved
		bare.marks = make([]mark, len(bare.marks))
		if d.row.marks[c.at] != (mark{}) {
			continue
		}
		now := bare.letter(c)
		balance[said[at]]++
		balance[now]--
		if now != said[at] {
			moved++
		}
	}
	for _, n := range balance {
		if n != 0 {
			return 0
		}
	}
	return moved
}

func (c *column) table(rd *reading) *table { return rd.said.layout.tables[0] }

// derivedAgree says whether the columns that follow from others do; where a
// spreadsheet changed one it is repaired and told.
func (rd *reading) derivedAgree(w *row, h *heading) bool {
	var found []Repair
	for _, c := range w.table.cols {
		if c.of == nil || !h.has(c) {
			continue
		}
		want := c.derive(c.of.kind.take(w.cells[c.of.at]), w.state(c.of))
		switch now := w.cells[c.at]; {
		case number.take(now) == want:
		case slices.Contains(number.readings(now), want):
			found = append(found, w.repaired(c, now, number.put(want)))
		default:
			return false
		}
	}
	rd.book.Repaired = append(rd.book.Repaired, found...)
	return true
}

// Left gives everything that was not taken: what was refused, and the rows that
// were edited and whose version the workbook does not hold.
func (b *Book) Left() []Refusal {
	out := slices.Clone(b.Refused)
	for _, e := range b.Edited {
		if !e.Taken {
			out = append(out, e.Refusal())
		}
	}
	return out
}

// Told says in a sentence each what people should know of what was changed in
// the workbook, where the answers as they were exported are taken.
func (b *Book) Told() []*message.Text {
	taken := 0
	for _, e := range b.Edited {
		if e.Taken {
			taken++
		}
	}
	var out []*message.Text
	if taken > 0 {
		out = append(out, message.New("Answers of %d interviews were changed in the workbook outside of Anketa. They count as they were exported; a merge can accept the changes.", taken))
	}
	if n := len(b.Sealed); n > 0 {
		out = append(out, message.New("%d sealed interviews in the workbook are not counted: only the coordinator can open them. Merge the workbook with the coordinator's key, and take the result.", n))
	}
	if n := len(b.Repaired); n > 0 {
		out = append(out, message.New("%d cells that another program had changed by itself were read as what they had been; a merge lists them.", n))
	}
	return out
}
