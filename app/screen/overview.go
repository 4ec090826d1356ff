package screen

import (
	"context"
	"maps"
	"slices"
	"time"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// An Overview is what a merge would do, as a person looks at it before it is
// done.
type Overview struct {
	Books     []Planned // of every workbook, also of those that cannot be merged
	Account   merge.Account
	Conflicts []Conflicted
	Edits     []EditRow
	Repaired  []merge.Repaired // what spreadsheets changed by themselves, and what it was
	Ledger    Ledger
	Aside     Aside // sealed interviews that cannot be opened yet
}

// Faults counts the workbooks that cannot be merged.
func (o *Overview) Faults() int {
	n := 0
	for _, b := range o.Books {
		if b.Fault != nil {
			n++
		}
	}
	return n
}

// LookMerge reads workbooks to merge them into a store, as ReadMerge does, but
// leaves out those that cannot be merged: the overview says why. Where the
// password of one is missing, the error says so beside the merge.
func LookMerge(ctx context.Context, store *storage.Store, paths []string, p Progress) (*Merging, error) {
	opener, err := OpenerOf(ctx, store)
	if err != nil {
		return nil, err
	}
	m := &Merging{store: store, job: newMergeJob(len(paths)+1, p)}
	m.job.into, m.job.opener = &target{store: store}, opener
	var books []Planned
	var closed error
	for i, path := range paths {
		p.step(i, m.job.total, path)
		b := m.job.plan(ctx, path)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if _, _, locked := LockedBook(b.Fault); locked && closed == nil {
			closed = b.Fault
		}
		if b.Fault == nil {
			m.paths = append(m.paths, path)
		}
		books = append(books, b)
	}
	m.view.Books = books
	if err := m.overview(ctx); err != nil {
		return nil, err
	}
	p.step(m.job.total, m.job.total, "")
	return m, closed
}

// Overview says how the merge stands; for merges that LookMerge began. It is
// worked out by the jobs, so that asking costs nothing.
func (m *Merging) Overview() *Overview { return &m.view }

func (m *Merging) overview(ctx context.Context) error {
	v := &Overview{Books: m.view.Books}
	m.view = *v
	if len(m.paths) == 0 {
		return nil
	}
	outside, err := m.Edits(ctx)
	if err != nil {
		return err
	}
	m.job.settle(v.Books)
	v.Account = m.Account()
	v.Conflicts, v.Edits, v.Repaired = m.Conflicts(), m.editRows(outside.Edits), outside.Repaired
	v.Ledger.Laptops, v.Ledger.Unnumbered = m.job.set.Laptops()
	v.Aside = m.job.opened.aside
	v.Ledger.Refused = m.job.allRefused()
	m.job.versions = nil
	m.Renamings(Remapping{}) // counts, so that asking costs nothing
	m.view = *v
	return nil
}

// Choices are what a person has decided about a merge before it is kept.
type Choices struct {
	Sides       map[string]map[string]survey.Hash // which head counts, by interview and place
	Verdicts    map[string]export.Verdict         // by merge.Edit.Tag
	Corrections []export.Correction               // a list to carry out
	List        string                            // the name of its file
	Why         string                            // of decisions; may not be blank where there are any
	Password    string                            // of the workbook; "" is none
	Mapping     Remapping                         // renamed questions and recoded choices
}

// ErrNewConflicts is that of corrections after which answers are in conflict
// that were not before. Nothing was kept; the overview has the conflicts.
var ErrNewConflicts = message.New("what was accepted contradicts other versions: decide which answer counts")

// Carry does what was chosen and keeps the merge; out may be "", and then no
// workbook is written. A conflict of which not every answer is chosen stays.
func (m *Merging) Carry(ctx context.Context, c Choices, out string, p Progress) (*Merged, error) {
	m.job.progress = p
	p.step(0, m.job.total, "")
	known := m.view.Conflicts
	m.Protect(c.Password)
	if !c.Mapping.Blank() {
		if err := m.Remap(c.Mapping); err != nil {
			return nil, err
		}
	}
	if len(c.Verdicts)+len(c.Corrections) > 0 {
		if err := m.Settle(ctx, MergeOptions{Verdicts: c.Verdicts, Corrections: c.Corrections, List: c.List, Why: c.Why}); err != nil {
			return nil, err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(c.Sides)) {
		if err := m.choose(id, known, c); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(m.Conflicts(), func(now Conflicted) bool { return !met(known, now.Conflict) }) {
		if err := m.overview(ctx); err != nil {
			return nil, err
		}
		return nil, ErrNewConflicts
	}
	return m.Keep(ctx, out)
}

// met says whether a conflict is one of those that were shown.
func met(known []Conflicted, c merge.Conflict) bool {
	return slices.ContainsFunc(known, func(k Conflicted) bool { return sameSides(k.Conflict, c) })
}

func (m *Merging) choose(id string, known []Conflicted, choices Choices) error {
	c, ok := m.job.set.Conflict(id)
	sides := choices.Sides[id]
	if !ok || !met(known, c) || !Complete(c, sides) {
		return nil
	}
	return m.Decide(id, merge.Decision{Choices: sides, Who: m.store.User(), Why: choices.Why, When: time.Now()})
}

// Complete says whether a side is chosen for everything that needs one.
func Complete(c merge.Conflict, sides map[string]survey.Hash) bool {
	return len(sides) > 0 && !slices.ContainsFunc(c.Disputes, func(d merge.Dispute) bool {
		_, chosen := sides[d.Place]
		return !chosen && d.Proposed < 0
	})
}

// An EditRow is an edit with the words to show it in.
type EditRow struct {
	Edit
	Was, Now  string // codes of sensitive choices; blank for other sensitive questions
	Sensitive bool

	Device string // laptop of the interview; "" where the version is not at hand
	Number int    // of the interview on it
}

func (m *Merging) editRows(edits []Edit) []EditRow {
	out := make([]EditRow, len(edits))
	for i, e := range edits {
		out[i] = EditRow{Edit: e, Was: e.Old.Text, Now: e.New.Text}
		if r := m.job.set.Version(e.ID, e.Of); r != nil {
			out[i].Device, out[i].Number = r.Device, r.Number
		}
		form, it := m.asked(e)
		if it == nil {
			continue
		}
		row := &out[i]
		row.Sensitive = it.Sensitivity >= codesOnly
		if row.Sensitive {
			row.Label = ""
		} else if row.Label == "" {
			row.Label = words(it.Label, form.Default, form)
		}
		row.Was, row.Now = valueWords(form, it, e.Old), valueWords(form, it, e.New)
	}
	return out
}

// asked finds the question that was edited, in the version of the form that it
// was answered in.
func (m *Merging) asked(e Edit) (*survey.Form, *survey.Item) {
	r := m.job.set.Version(e.ID, e.Of)
	for _, f := range m.job.forms {
		if r != nil && f.Version != r.Version {
			continue
		}
		for _, it := range f.Items {
			if string(it.Path()) == e.Path.Names() {
				return f, it
			}
		}
	}
	return nil, nil
}

func valueWords(form *survey.Form, it *survey.Item, v export.Value) string {
	switch {
	case v.State != survey.Given:
		return v.State.String()
	case it.Sensitivity >= codesOnly && it.List == nil:
		return ""
	case it.Sensitivity >= codesOnly:
		return v.Text
	}
	return inWords(form, it, v.Text, form.Default)
}

// VerdictsIn gives what a list of corrections says of edits, by tag.
func VerdictsIn(list []export.Correction, edits []EditRow) map[string]export.Verdict {
	out := map[string]export.Verdict{}
	for i := range edits {
		if v, _ := verdictIn(list, &edits[i].Edit); v != export.Undecided {
			out[edits[i].Tag] = v
		}
	}
	return out
}
