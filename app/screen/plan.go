package screen

import (
	"context"
	"slices"
	"time"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey"
)

// Plan is what a merge would do.
type Plan struct {
	merge.Account       // as it would be told after the merge, of the workbooks that can be read
	Outside             // what was changed in the workbooks, and waits for somebody to accept or refuse it
	Aside         Aside // sealed interviews that cannot be opened yet
	Books         []Planned
}

// Holds says whether the merge would write something: every workbook can be
// read, and all are of one form.
func (p *Plan) Holds() bool {
	return !slices.ContainsFunc(p.Books, func(b Planned) bool { return b.Fault != nil })
}

// Planned is what one workbook would bring, after those before it.
type Planned struct {
	Path    string
	Fault   error // why it cannot be merged; then the rest is blank
	SHA256  string
	Device  string // that wrote it; "" where a merge did
	Created time.Time
	People  []string // codes of its interviewers

	Form       string
	Versions   []string // of the form, with which its interviews were made, newest first
	Interviews int      // as rows
	Held       int      // versions of interviews, in all
	Sealed     int      // interviews that came sealed; those that could be opened count above too
	Absent     int      // files of answers that did not come with it

	merge.Balance
	Conflicts []merge.Conflict // that it would begin, or add a side to
	Refused   []export.Refusal
}

// PlanMerge says what merging workbooks would do, and writes nothing. A
// workbook that cannot be merged is told in its place, and the others are
// looked at.
func PlanMerge(ctx context.Context, paths []string, p Progress) (*Plan, error) {
	m := &mergeJob{set: merge.New()}
	out := &Plan{}
	for i, path := range paths {
		p.step(i, len(paths), path)
		b := m.plan(ctx, path)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out.Books = append(out.Books, b)
	}
	edits, err := m.edited()
	if err != nil {
		return nil, err
	}
	out.Outside = *edits
	for _, r := range m.unresolved() {
		for i := range out.Books {
			if out.Books[i].Path == r.Path {
				out.Books[i].Refused = append(out.Books[i].Refused, r.Refusal)
				break
			}
		}
	}
	m.settle(out.Books)
	out.Account, out.Aside = m.set.Account(), m.opened.aside
	p.step(len(paths), len(paths), "")
	return out, nil
}

// PlanInto says what merging workbooks into a store would do, as PlanMerge
// does, and keeps nothing.
func PlanInto(ctx context.Context, store *storage.Store, paths []string, p Progress) (*Plan, error) {
	m, err := LookMerge(ctx, store, paths, p)
	if m == nil {
		return nil, err
	}
	v := m.Overview()
	out := &Plan{Account: v.Account, Aside: v.Aside, Books: v.Books}
	if v.Faults() == len(v.Books) {
		return out, nil
	}
	outside, err := m.Edits(ctx)
	if err != nil {
		return nil, err
	}
	out.Outside = *outside
	return out, nil
}

func (m *mergeJob) plan(ctx context.Context, path string) Planned {
	book, err := export.Read(ctx, path)
	if err == nil {
		err = m.form(ctx, path, book)
	}
	if err != nil {
		return Planned{Path: path, Fault: err}
	}
	sealed := len(book.Sealed)
	m.recover(book)
	m.mapped = append(m.mapped, book.Mapping...)
	m.media.library.AddBook(path)
	m.unseal(book)
	if m.into != nil {
		m.into.setAside(book)
	}
	for _, r := range book.Refused {
		m.refused = append(m.refused, Refused{path, r})
	}
	m.file(book.Records)
	before := m.conflicts(book)
	b := Planned{
		Path: path, SHA256: book.SHA256, Device: book.Device, Created: book.Created, People: peopleIn(book),
		Form: book.Form, Versions: versionsIn(book), Interviews: book.Heads, Held: len(book.Records), Sealed: sealed,
		Balance: m.set.Add(path, book.SHA256, book), Refused: book.Refused,
		Absent: m.media.absent(book.Records),
	}
	for _, c := range m.conflicts(book) {
		if !slices.ContainsFunc(before, func(old merge.Conflict) bool { return sameSides(old, c) }) {
			b.Conflicts = append(b.Conflicts, c)
		}
	}
	return b
}

// settle brings the balances to where they stand when all workbooks have come:
// an edited row is known once the version arrives that it was made from.
func (m *mergeJob) settle(books []Planned) {
	files := m.set.Account().Files
	for i := range books {
		if books[i].Fault == nil && len(files) > 0 {
			books[i].Balance, files = files[0].Balance, files[1:]
		}
	}
}

// conflicts gives those of the interviews in a workbook, as the set stands, by
// id.
func (m *mergeJob) conflicts(book *export.Book) []merge.Conflict {
	var ids []string
	for _, r := range book.Records {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	var out []merge.Conflict
	for _, id := range slices.Compact(ids) {
		if c, ok := m.set.Conflict(id); ok {
			out = append(out, c)
		}
	}
	return out
}

func sameSides(a, b merge.Conflict) bool {
	return a.ID == b.ID && slices.EqualFunc(a.Heads, b.Heads, func(x, y *survey.Record) bool { return x.Hash() == y.Hash() })
}

func versionsIn(book *export.Book) []string {
	var out []string
	for _, r := range book.Records {
		if !slices.Contains(out, r.Version) {
			out = append(out, r.Version)
		}
	}
	slices.SortFunc(out, func(a, b string) int { return survey.CompareVersions(b, a) })
	return out
}

func peopleIn(book *export.Book) []string {
	var out []string
	for _, r := range book.Records {
		if r.Interviewer != "" && !slices.Contains(out, r.Interviewer) {
			out = append(out, r.Interviewer)
		}
	}
	slices.Sort(out)
	return out
}
