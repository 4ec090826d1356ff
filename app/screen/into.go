package screen

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// A Merging is one merge between reading the workbooks and keeping what they
// bring: what each would bring is known, conflicts can be looked at and
// decided, and nothing was written yet.
//
//	m, err := screen.ReadMerge(ctx, store, paths, progress)
//	for _, c := range m.Conflicts() {
//		err = m.Decide(c.ID, merge.Decision{…})
//	}
//	merged, err := m.Keep(ctx, out)
//
// With a store it is the union of what the store has and the workbooks;
// without one, of the workbooks alone. It is for one goroutine.
type Merging struct {
	job   *mergeJob
	paths []string
	store *storage.Store // nil where there is none
	sums  []string       // of the files, in hex
	known bool           // the store has merged each of these files, and nothing has changed since
	view  Overview       // of LookMerge
}

// A Ruling is a decision about one interview.
type Ruling struct {
	ID string
	merge.Decision
}

// ReadMerge reads workbooks, all of one form. What is wrong with any of them
// is told at once. store may be nil; else it must be unlocked.
func ReadMerge(ctx context.Context, store *storage.Store, paths []string, p Progress) (*Merging, error) {
	return ReadMergeWith(ctx, store, paths, nil, p)
}

// ReadMergeWith is ReadMerge with somebody who opens sealed interviews; nil
// stands for the store's own opener.
func ReadMergeWith(ctx context.Context, store *storage.Store, paths []string, opener *Opener, p Progress) (*Merging, error) {
	m := &Merging{paths: paths, store: store, job: newMergeJob(len(paths)+1, p)}
	m.job.opener = opener
	if store == nil {
		return m, m.job.read(ctx, paths)
	}
	if opener == nil {
		var err error
		if m.job.opener, err = OpenerOf(ctx, store); err != nil {
			return nil, err
		}
	}
	if err := m.lookBack(ctx); err != nil {
		return nil, err
	}
	if !m.known {
		m.job.into = &target{store: store}
	}
	if err := m.job.read(ctx, paths); err != nil || !m.known {
		return m, err
	}
	gone, err := withdrawnOf(ctx, store, m.job.forms[0].ID)
	m.job.set.Withdraw(gone...)
	return m, err
}

// MergeInto merges workbooks into a store and writes everything that it then
// has of their form into one workbook; out may be "", and then none is
// written. What keeps a workbook from being merged is told at once, and
// nothing is kept then. Conflicts for which there is no ruling stay.
func MergeInto(ctx context.Context, store *storage.Store, paths []string, out string, rulings []Ruling, p Progress) (*Merged, error) {
	m, err := ReadMerge(ctx, store, paths, p)
	if err != nil {
		return nil, err
	}
	for _, r := range rulings {
		if err := m.Decide(r.ID, r.Decision); err != nil {
			return nil, err
		}
	}
	return m.Keep(ctx, out)
}

// lookBack finds out whether all files were merged before.
func (m *Merging) lookBack(ctx context.Context) error {
	merges, err := m.store.Merges(ctx)
	if err != nil {
		return err
	}
	before := map[string]bool{}
	for _, old := range merges {
		for _, f := range old.Files {
			before[f.SHA256] = before[f.SHA256] || old.Done && old.Undone.IsZero()
		}
	}
	m.known = true
	for _, path := range m.paths {
		sum, err := fileSum(path)
		if err != nil {
			m.known = false // reading it says what is wrong
		}
		m.sums = append(m.sums, sum)
		m.known = m.known && before[sum]
	}
	return nil
}

func fileSum(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Account is the balance as it stands.
func (m *Merging) Account() merge.Account { return m.job.set.Account() }

// Conflicts gives the interviews that wait for a decision, by id.
func (m *Merging) Conflicts() []Conflicted {
	var out []Conflicted
	for _, id := range m.job.set.Conflicts() {
		c, _ := m.job.set.Conflict(id)
		out = append(out, m.conflicted(c))
	}
	return out
}

// Decide ends the conflict of one interview; see merge.Set.Decide.
func (m *Merging) Decide(id string, d merge.Decision) error {
	if m.known {
		if err := m.readAgain(); err != nil {
			return err
		}
	}
	_, err := m.job.set.Decide(id, d)
	return err
}

// Protect has the workbook of the merge get a password; "" is none.
// CheckPassword says which passwords may.
func (m *Merging) Protect(password string) { m.job.password = password }

// Keep keeps what the merge brings in the store, under one number, and writes
// the workbook. The store has everything before the workbook is written.
func (m *Merging) Keep(ctx context.Context, out string) (*Merged, error) {
	if out != "" {
		if err := apart(out, m.paths); err != nil {
			return nil, err
		}
	}
	if _, err := m.Edits(ctx); err != nil {
		return nil, err
	}
	if m.store == nil {
		return m.job.write(ctx, out)
	}
	if m.known && !m.filesAreNew(ctx) {
		done, err := m.unchanged(ctx, out)
		if done != nil || err != nil {
			return done, err
		}
	}
	if m.known {
		if err := m.readAgain(); err != nil {
			return nil, err
		}
	}
	return m.keep(ctx, out)
}

// readAgain reads the workbooks with what the store has, where it was thought
// that nothing would come of it.
func (m *Merging) readAgain() error {
	m.known = false
	before := m.job
	m.job = newMergeJob(before.total, before.progress)
	m.job.into, m.job.opener = &target{store: m.store}, before.opener
	m.job.said, m.job.password = before.said, before.password
	return m.job.read(context.Background(), m.paths)
}

// unchanged gives the result where the store and the workbook already are what
// the merge would make of them; nil where they are not.
func (m *Merging) unchanged(ctx context.Context, out string) (*Merged, error) {
	merges, err := m.store.Merges(ctx)
	if err != nil {
		return nil, err
	}
	versions, err := m.store.CountVersions(ctx)
	if err != nil {
		return nil, err
	}
	if more, err := m.opensMore(ctx); more || err != nil {
		return nil, err
	}
	last := merges[len(merges)-1]
	if !last.Undone.IsZero() || last.Form != m.job.forms[0].ID || last.Versions != versions {
		return nil, nil
	}
	if out != "" {
		if sum, err := fileSum(out); m.job.password != "" || err != nil || absolute(out) != last.Out || sum != last.SHA256 {
			return nil, nil
		}
	}
	m.job.progress.step(m.job.total, m.job.total, out)
	return &Merged{Account: m.job.set.Account().AllKnown(), Form: last.Form, Refused: m.job.allRefused(), SHA256: last.SHA256, Unchanged: true, Outside: *m.job.outside, Aside: m.job.opened.aside}, nil
}

// opensMore says whether sealed interviews were opened that wait in the store, as
// with an identity that was not at hand before.
func (m *Merging) opensMore(ctx context.Context) (bool, error) {
	if len(m.job.opened.taken) == 0 {
		return false, nil
	}
	waiting, err := m.store.Waiting(ctx)
	return slices.ContainsFunc(waiting, func(w storage.Waiting) bool {
		return slices.ContainsFunc(m.job.opened.taken, func(r storage.SealedRow) bool {
			return r.ID == w.ID && bytes.Equal(r.Payload, w.Payload)
		})
	}), err
}

func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

func (m *Merging) keep(ctx context.Context, out string) (*Merged, error) {
	if _, err := m.Edits(ctx); err != nil {
		return nil, err
	}
	set := m.job.set
	account, err := json.Marshal(set.Account())
	if err != nil {
		return nil, err
	}
	what := storage.Merge{Form: m.job.forms[0].ID, Account: account}
	for _, f := range set.Files() {
		what.Files = append(what.Files, storage.MergedFile{Name: f.Name, SHA256: f.SHA256})
	}
	if err := m.keepForms(ctx); err != nil {
		return nil, err
	}
	if mapping := m.job.mapping(); len(mapping) > 0 || !m.job.said.Blank() {
		if err := keepMapping(ctx, m.store, what.Form, mapping); err != nil {
			return nil, err
		}
	}
	if err := m.job.opened.keep(ctx, m.store); err != nil {
		return nil, err
	}
	erased, err := m.store.TakeWithdrawals(ctx, withdrawalsOf(what.Form, set.Withdrawn()))
	if err != nil {
		return nil, err
	}
	kept, err := m.store.KeepMerge(ctx, what, set.Fresh(), set.Again(), m.job.progress.count(""))
	if err != nil {
		return nil, err
	}
	notes, err := m.keepFiles(ctx)
	if err != nil {
		return nil, message.New("the store has merge %d, but not all files of its answers: %w", kept.ID, err)
	}
	if err := m.store.TookWaiting(ctx, kept.ID, m.job.opened.taken); err != nil {
		return nil, err
	}
	if err := m.job.ledger(ctx, m.store, kept.ID); err != nil {
		return nil, err
	}
	merged := m.job.merged()
	if out != "" {
		if merged, err = m.job.write(ctx, out); err != nil {
			return nil, message.New("the store has merge %d, but its workbook could not be written: %w", kept.ID, err)
		}
		if err := m.store.MergeWrote(ctx, kept.ID, absolute(out), merged.SHA256); err != nil {
			return nil, err
		}
	}
	if out == "" {
		merged.Notes = notes
	}
	merged.Merge, merged.Brought, merged.Erased = kept.ID, kept.Brought, erased
	return merged, nil
}

// keepForms keeps the versions of the form that the store does not have, so
// that its interviews can be looked at.
func (m *Merging) keepForms(ctx context.Context) error {
	for _, f := range slices.Backward(m.job.forms) {
		if _, err := m.store.Form(ctx, f.ID, f.Version); err == nil || len(f.Source) == 0 {
			continue
		}
		if err := m.store.SaveForm(ctx, f.ID, f.Version, f.Title, f.Source); err != nil {
			return err
		}
	}
	return nil
}

// A target is the store that workbooks are merged into.
type target struct {
	store   *storage.Store
	met     bool
	mapped  []export.Mapped
	foreign map[string]bool // interviews of other people who use the store
}

// meet puts what the store has of a form into the set, once.
func (t *target) meet(ctx context.Context, m *mergeJob, form string) (err error) {
	if t.met {
		return nil
	}
	t.met, t.foreign = true, map[string]bool{}
	if t.mapped, err = storedMapping(ctx, t.store, form); err != nil {
		return err
	}
	gone, err := withdrawnOf(ctx, t.store, form)
	if err != nil {
		return err
	}
	m.set.Withdraw(gone...)
	all, err := t.store.List(ctx, storage.Filter{Others: true})
	if err != nil {
		return err
	}
	names := map[string]bool{}
	for _, s := range all {
		if !s.Mine {
			t.foreign[s.ID] = true
		} else if s.Damaged == nil && s.Form == form && !names[s.Version] {
			names[s.Version] = true
			if err := m.found.addStored(ctx, t.store, formName{form, s.Version}); err != nil {
				return err
			}
		}
	}
	for r, err := range t.store.Versions(ctx, storage.Filter{Form: form}) {
		if err != nil {
			return err
		}
		m.set.Put(r)
	}
	waiting, err := t.store.Waiting(ctx)
	for _, w := range waiting {
		if w.Form == form {
			m.set.PutSealed(exportRow(w.SealedRow))
		}
	}
	return err
}

// setAside takes out of a workbook what must not come into the store.
func (t *target) setAside(book *export.Book) {
	keep := func(records []*survey.Record) []*survey.Record {
		return slices.DeleteFunc(records, func(r *survey.Record) bool {
			if !t.foreign[r.ID] {
				return false
			}
			book.Refused = append(book.Refused, export.Refusal{Sheet: "data", Key: r.ID, Interview: true,
				Why:  message.New("The interview belongs to another person who uses this store."),
				Hint: message.New("Merge it where that person has unlocked the store.")})
			return true
		})
	}
	book.Records, book.Repeated = keep(book.Records), keep(book.Repeated)
	book.Edited = slices.DeleteFunc(book.Edited, func(e *export.Edited) bool {
		if !t.foreign[e.Key] {
			return false
		}
		if !e.Taken {
			book.Refused = append(book.Refused, e.Refusal())
		}
		return true
	})
}

// numbers says of the store's own running numbers what became of them.
func (t *target) numbers(ctx context.Context, form string) ([]export.Numbers, error) {
	if t == nil {
		return nil, nil
	}
	return numbersElsewhere(ctx, t.store, form)
}
