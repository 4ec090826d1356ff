package screen

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strings"
	"time"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey/message"
)

// MergeOptions say what a merge does with what somebody changed in a workbook.
// The zero MergeOptions list the edits and leave the answers as they were.
type MergeOptions struct {
	AcceptEdits bool                      // those that nobody has decided about and that the form allows
	Verdicts    map[string]export.Verdict // by merge.Edit.Tag; they count before AcceptEdits
	Corrections []export.Correction       // a list to carry out
	List        string                    // the name of its file
	Who         string                    // a code; "" stands for DefaultWho
	Why         string                    // stands in the reason of what is accepted; may be blank
	When        time.Time                 // zero: now
	Opener      *Opener                   // of sealed interviews; nil: none is opened
	Password    string                    // of the workbook that is written; "" is none
	Refusals    Refusals                  // remembers what was refused; may be nil
}

// DefaultWho is who corrects where nobody is named.
const DefaultWho = "coordinator"

// A Refusals is a store that knows which edits were refused, by their tag.
type Refusals interface {
	Refused(ctx context.Context, tag []byte) (bool, error)
}

// Outside is what a merge has to say of what was changed in workbooks.
type Outside struct {
	Edits    []Edit           // of which the version is known that they were made from
	Repaired []merge.Repaired // what spreadsheets changed by themselves, and what it was
	Accepted int              // versions that were made of edits and of the list
	Faults   []*message.Text  // why lines of the list were not carried out
}

// Undecided counts the edits that nobody has decided about.
func (o *Outside) Undecided() int {
	n := 0
	for _, d := range o.Edits {
		if d.Verdict == export.Undecided {
			n++
		}
	}
	return n
}

// MergeWith is Merge with a say in what was edited outside.
func MergeWith(ctx context.Context, paths []string, out string, o MergeOptions, p Progress) (*Merged, error) {
	if err := apart(out, append(slices.Clone(paths), o.List)); err != nil {
		return nil, err
	}
	m, err := ReadMergeWith(ctx, nil, paths, o.Opener, p)
	if err != nil {
		return nil, err
	}
	m.Protect(o.Password)
	if err := m.Settle(ctx, o); err != nil {
		return nil, err
	}
	return m.Keep(ctx, out)
}

// Edits gives what was changed in the workbooks outside of Anketa, held against
// the form, as it stands.
func (m *Merging) Edits(ctx context.Context) (*Outside, error) {
	if m.job.outside == nil {
		if err := m.Settle(ctx, MergeOptions{}); err != nil {
			return nil, err
		}
	}
	return m.job.outside, nil
}

// Settle accepts and refuses edits, and carries a list of corrections out. It
// may be called again for those that are left. What was refused is remembered
// by the store, or by the workbook where there is none.
func (m *Merging) Settle(ctx context.Context, o MergeOptions) error {
	if m.known && (o.AcceptEdits || len(o.Verdicts)+len(o.Corrections) > 0) {
		if err := m.readAgain(); err != nil {
			return err
		}
	}
	if m.store != nil {
		o.Refusals, o.Who = m.store, m.store.User()
	}
	outside, err := m.job.decide(ctx, o)
	if err != nil {
		return err
	}
	if before := m.job.outside; before != nil {
		outside.Accepted += before.Accepted
		outside.Faults = slices.Concat(before.Faults, outside.Faults)
	}
	m.job.outside = outside
	return nil
}

// edited gives the edits of all workbooks, held against the form.
func (m *mergeJob) edited() (*Outside, error) {
	out := &Outside{Repaired: m.set.Repaired()}
	for _, e := range m.set.Edits() {
		out.Edits = append(out.Edits, Edit{Edit: e})
	}
	for _, group := range groupsOf(out.Edits) {
		_, follows, err := m.correcting(group).correct()
		if err != nil {
			return nil, err
		}
		for _, e := range group {
			if e.Fault == nil {
				e.Follows = follows
			}
		}
	}
	return out, nil
}

// groupsOf puts together what was edited in one row and nobody has decided
// about: it becomes one version.
func groupsOf(edits []Edit) [][]*Edit {
	by := map[string][]*Edit{}
	var order []string
	for i := range edits {
		e := &edits[i]
		if e.Verdict != export.Undecided {
			continue
		}
		key := e.ID + "\x00" + e.Of.String() + "\x00" + e.File
		if by[key] == nil {
			order = append(order, key)
		}
		by[key] = append(by[key], e)
	}
	out := make([][]*Edit, len(order))
	for i, key := range order {
		out[i] = by[key]
	}
	return out
}

func (m *mergeJob) correcting(group []*Edit) *correcting {
	original := m.set.Version(group[0].ID, group[0].Of)
	c := &correcting{original: original, edits: group}
	if original != nil {
		c.form = joinable(&m.found).of(original.Form, original.Version)
	}
	return c
}

// decide accepts and refuses what the options say, and gives all edits as they
// stand then.
func (m *mergeJob) decide(ctx context.Context, o MergeOptions) (*Outside, error) {
	if o.When.IsZero() {
		o.When = time.Now()
	}
	o.When = o.When.UTC().Truncate(time.Second)
	if o.Who == "" {
		o.Who = DefaultWho
	}
	edits, err := m.edited()
	if err != nil {
		return nil, err
	}
	o.Corrections = o.consistent(edits)
	wanted, comments := m.wanted(ctx, o, edits)
	for _, group := range groupsOf(edits.Edits) {
		var accepted []*Edit
		for _, e := range group {
			switch v := wanted[e.Tag]; {
			case v == export.Accepted && m.set.Done(e.Edit): // by the row of another workbook
				m.judge(e, v, o)
			case v == export.Accepted && e.Fault == nil:
				accepted = append(accepted, e)
			case v == export.Refused:
				m.judge(e, v, o)
			}
		}
		if err := m.accept(accepted, o, comments, edits); err != nil {
			return nil, err
		}
	}
	if err := m.carryOut(o, edits); err != nil {
		return nil, err
	}
	return edits, nil
}

func (m *mergeJob) judge(e *Edit, v export.Verdict, o MergeOptions) {
	e.Verdict, e.Who, e.When = v, o.Who, o.When
	m.set.Judge(e.Edit, v, o.Who, o.When)
}

// wanted gives what is to become of each edit, and why in words.
func (m *mergeJob) wanted(ctx context.Context, o MergeOptions, edits *Outside) (map[string]export.Verdict, map[string]string) {
	wanted, comments := map[string]export.Verdict{}, map[string]string{}
	for i := range edits.Edits {
		e := &edits.Edits[i]
		if e.Verdict != export.Undecided {
			continue
		}
		if o.AcceptEdits && !otherwise(o.Corrections, e) {
			wanted[e.Tag] = export.Accepted
		}
		if tag, err := hex.DecodeString(e.Tag); err == nil && o.Refusals != nil {
			if refused, err := o.Refusals.Refused(ctx, tag); err == nil && refused {
				wanted[e.Tag] = export.Refused
			}
		}
		if v, why := verdictIn(o.Corrections, e); v != export.Undecided {
			wanted[e.Tag], comments[e.Tag] = v, why
		}
	}
	maps.Copy(wanted, o.Verdicts)
	return wanted, comments
}

// accept makes one version of what was edited in a row.
func (m *mergeJob) accept(group []*Edit, o MergeOptions, comments map[string]string, edits *Outside) error {
	if len(group) == 0 {
		return nil
	}
	r, follows, err := m.correcting(group).correct()
	if err != nil || r == nil {
		return err
	}
	var why []string
	for _, e := range group {
		if s := cmpOr(comments[e.Tag], o.Why); s != "" && !slices.Contains(why, s) {
			why = append(why, s)
		}
	}
	r.Author, r.Saved = o.Who, o.When
	r.Reason = export.EditedIn(baseName(group[0].File), group[0].Row, strings.Join(why, "; "))
	m.set.Make(r)
	edits.Accepted++
	for _, e := range group {
		if e.Fault == nil {
			e.Follows = follows
			m.judge(e, export.Accepted, o)
		}
	}
	return nil
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// baseName is the name of a file without its folders, wherever it was made.
func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// ledger has the store remember what was refused, here or as a workbook says.
func (m *mergeJob) ledger(ctx context.Context, store *storage.Store, merge int64) error {
	var tags [][]byte
	for _, j := range m.set.Outside() {
		tag, err := hex.DecodeString(j.Tag)
		if j.Verdict != export.Refused || err != nil {
			continue
		}
		tags = append(tags, tag)
	}
	if err := store.RefuseIn(ctx, merge, tags); err != nil {
		return message.New("note a refusal: %w", err)
	}
	return nil
}
