package screen

import (
	"context"
	"iter"
	"os"
	"slices"
	"strings"
	"time"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// ErrNothing is that of a job that has nothing to work on: no finished
// interview of the form.
var ErrNothing = message.New("there is no finished interview")

// ErrOtherForm is that of a workbook which holds another form than the first
// one, ErrOver that of a file which would be written over while it is read.
var (
	ErrOtherForm = message.New("the workbooks hold different forms: merge each form by itself")
	ErrOver      = message.New("it would be written over while it is read: choose another name")
)

// Exported sums up an export.
type Exported struct {
	Form    string          // id of the form
	Records int             // interviews in the workbook
	Media   int             // files of answers, beside the workbook
	Sealed  int             // those beside them that only the coordinator can open
	Drafts  int             // interviews that are not finished and stayed behind
	SHA256  string          // of the workbook, in hex
	Number  int             // of the export, as the laptop counts them
	Code    string          // of the history until then, to be read out over the phone
	Notices []*message.Text // what people should look at, a sentence each

	Readable bool // real interviews are in it, and nothing keeps whoever has the file from reading them
}

// Export writes the finished interviews of one form into a workbook. form is
// the form's id; "" stands for the only one that has interviews. Until the
// workbook is complete and has been read back, nothing at path changes.
func Export(ctx context.Context, store *storage.Store, form, path string, p Progress) (*Exported, error) {
	return ExportWith(ctx, "", store, form, path, p)
}

// ExportWith is Export into a workbook that a password protects; "" is none.
// CheckPassword says which passwords may.
func ExportWith(ctx context.Context, password string, store *storage.Store, form, path string, p Progress) (*Exported, error) {
	p.step(0, 0, "")
	out, err := toExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	forms, notices := out.forms.asStored(), out.forms.notices()
	elsewhere, err := numbersElsewhere(ctx, store, out.form)
	if err != nil {
		return nil, err
	}
	gone, err := withdrawnOf(ctx, store, out.form)
	if err != nil {
		return nil, err
	}
	clock, err := clockNotices(ctx, store)
	if err != nil {
		return nil, err
	}
	notices = append(notices, clock...)
	var written export.Written
	x, err := numbered(ctx, store, out.form, func(e export.Sending) (_ export.Written, err error) {
		written, err = export.Write(ctx, path, out.records(ctx, store), export.Options{
			Forms: forms, Language: forms[0].Default, Device: store.Device(), Now: time.Now(),
			Total: out.finished, Progress: p.count(""), Notices: notices, Elsewhere: elsewhere, Sendings: []export.Sending{e}, Password: password, Sealed: out.sealed,
			Mapping: out.mapping, Withdrawn: gone, Media: storeMedia(store),
		})
		if err != nil {
			return written, message.New("write workbook: %w", err)
		}
		return written, nil
	})
	if err != nil {
		return nil, err
	}
	notices = append(notices, absentNotices(written.Absent, password)...)
	return &Exported{Form: out.form, Records: written.Records, Media: written.Media, Sealed: len(out.sealed), Drafts: out.drafts, SHA256: written.SHA256, Number: x.Number, Code: x.Head.Code(),
		Readable: out.open && password == "", Notices: notices}, nil
}

// ExportAs is Export in the layout of another program, to be read by its
// scripts. It is no workbook that Anketa reads back, and is not counted among
// those that a laptop has sent. language is that of the words which a layout has
// them in, as for ReportOptions.
func ExportAs(ctx context.Context, profile export.Profile, language, password string, store *storage.Store, form, path string, p Progress) (*Exported, error) {
	p.step(0, 0, "")
	out, err := toExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	forms := out.forms.asStored()
	spoken, err := languageOf(forms[0], language)
	if err != nil {
		return nil, err
	}
	made, err := export.WriteProfile(ctx, profile, path, out.records(ctx, store), export.Options{
		Forms: forms, Language: spoken, Mapping: out.mapping, Total: out.finished, Progress: p.count(""), Password: password, Media: storeMedia(store),
	})
	if err != nil {
		return nil, message.New("write %s: %w", profile, err)
	}
	notices := append(append(out.forms.notices(), out.leftSealed()...), leftOut(made.Absent)...)
	if n := len(made.Partial); n > 0 {
		notices = append(notices, partialWords(n))
	}
	return &Exported{Form: out.form, Records: made.Tables[0].Rows, Media: made.Media, Drafts: out.drafts, Notices: notices}, nil
}

// An outgoing is what an export of one form takes from a store.
type outgoing struct {
	form             string
	finished, drafts int // interviews
	forms            *formSet
	damaged          map[string]bool // interviews that cannot be read, by id
	mapping          []export.Mapped
	sealed           []export.SealedRow
	open             bool // real interviews are among them that whoever has the file can read
}

// toExport finds what there is to export of a form; "" is as for Export.
func toExport(ctx context.Context, store *storage.Store, form string) (*outgoing, error) {
	form, err := formToExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	listed, err := store.List(ctx, storage.Filter{Form: form})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	all, damaged := inOrder(listed), leftDamaged(listed)
	finished := finishedOnly(all)
	var sealed []export.SealedRow
	for row, err := range store.SealedRows(ctx, storage.Filter{Form: form, Finished: true}) {
		if err != nil {
			return nil, message.New("read sealed interviews: %w", err)
		}
		sealed = append(sealed, exportRow(row))
	}
	if len(finished) == 0 {
		return nil, message.New("form %s: %w", form, nothingBut(damaged))
	}
	forms, err := stored(ctx, store, finished)
	if err != nil {
		return nil, err
	}
	left, err := leftToColleagues(ctx, store)
	if err != nil {
		return nil, err
	}
	forms.said = append(append(forms.said, left...), damaged...)
	mapping, err := storedMapping(ctx, store, form)
	o := &outgoing{form: form, finished: len(finished), drafts: len(all) - len(finished), forms: forms, damaged: map[string]bool{}, mapping: mapping, sealed: sealed}
	for _, s := range listed {
		if s.Damaged != nil {
			o.damaged[s.ID] = true
		}
	}
	for _, f := range finished {
		o.open = o.open || !f.Sealed && f.Kind == survey.Real
	}
	return o, err
}

// leftSealed tells of the sealed interviews where only a workbook carries them.
func (o *outgoing) leftSealed() []*message.Text {
	if len(o.sealed) == 0 {
		return nil
	}
	return []*message.Text{message.New("%d sealed interviews were left out: only Anketa's workbook carries them, and only the coordinator opens them.", len(o.sealed))}
}

func (o *outgoing) records(ctx context.Context, store *storage.Store) iter.Seq2[*survey.Record, error] {
	return store.Records(ctx, storage.Filter{Form: o.form, Finished: true, Without: o.damaged})
}

// leftToColleagues says which interviews are left out because they belong to
// others who share the laptop.
func leftToColleagues(ctx context.Context, store *storage.Store) (sentences []*message.Text, err error) {
	others, err := store.Foreign(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range others {
		sentences = append(sentences, message.New("%d finished interviews and %d drafts belong to %s and were left out: whoever has that passphrase exports them.",
			len(f.Finished), len(f.Drafts), f.Code))
	}
	return sentences, nil
}

// formToExport is the form that is named, or the only one with finished
// interviews.
func formToExport(ctx context.Context, store *storage.Store, form string) (string, error) {
	if form != "" {
		return form, nil
	}
	all, err := store.List(ctx, storage.Filter{Finished: true})
	if err != nil {
		return "", message.New("list interviews: %w", err)
	}
	var ids []string
	for _, s := range inOrder(all) {
		ids = append(ids, s.Form)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	switch len(ids) {
	case 0:
		return "", nothingBut(damagedWords(all))
	case 1:
		return ids[0], nil
	}
	return "", message.New("the store keeps interviews of %d forms: name one of %s", len(ids), strings.Join(ids, ", "))
}

// nothingBut is ErrNothing, with what is damaged.
func nothingBut(damaged []*message.Text) error {
	if len(damaged) == 0 {
		return ErrNothing
	}
	return message.New("%w. %s", ErrNothing, damaged[0])
}

func finishedOnly(all []storage.Summary) []storage.Summary {
	var out []storage.Summary
	for _, s := range all {
		if !s.Finished.IsZero() {
			out = append(out, s)
		}
	}
	return out
}

// newestFirst orders the versions of a form.
func newestFirst(forms []*survey.Form) {
	slices.SortStableFunc(forms, func(a, b *survey.Form) int { return survey.CompareVersions(b.Version, a.Version) })
}

// Merged sums up a merge.
type Merged struct {
	merge.Account
	Form    string
	Refused []Refused // everything that was not taken, and why
	SHA256  string    // of the workbook that was written, in hex
	Outside           // what was changed in the workbooks outside of Anketa
	Aside   Aside     // sealed interviews that were not opened

	Merge     int64           // its number in the store; 0 where there is no store, or nothing to keep
	Brought   int             // versions that the store did not have
	Media     int             // files of answers beside the workbook that was written
	Notes     []*message.Text // what is to be said of files of answers
	Erased    int             // interviews of the store that a workbook says were withdrawn
	Unchanged bool            // everything was known: the store and the workbook are as they were
}

// Refused is something of one workbook that was not taken.
type Refused struct {
	Path string
	export.Refusal
}

// Merge joins workbooks into one. Every one must be a workbook of the same
// form that can be read; what is wrong with any of them is told at once, and
// then nothing is written. Single rows that do not hold are left out and told
// in the result.
func Merge(ctx context.Context, paths []string, out string, p Progress) (*Merged, error) {
	return MergeWith(ctx, paths, out, MergeOptions{}, p)
}

func newMergeJob(steps int, p Progress) *mergeJob {
	return &mergeJob{set: merge.New(), total: steps, progress: p}
}

type mergeJob struct {
	set      *merge.Set
	found    formSet
	forms    []*survey.Form // of found, as they will be written
	refused  []Refused
	into     *target         // nil: into no store
	outside  *Outside        // nil: nobody has looked yet
	mapped   []export.Mapped // of the workbooks
	said     Remapping       // what was said of renamed questions in this merge
	password string          // of the workbook that is written; "" is none
	versions *versionsOf     // of the form; nil: nobody has asked yet
	opener   *Opener         // of sealed interviews; nil: none is opened
	opened   opened
	media    mergeMedia
	filed    []*survey.Record // of the workbooks: those whose answers name files
	total    int              // steps: each file, and writing
	progress Progress
}

// read takes every workbook, and gives the faults of all that cannot be.
func (m *mergeJob) read(ctx context.Context, paths []string) error {
	var faults Several
	for i, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.progress.step(i, m.total, path)
		if err := m.add(ctx, path); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

func (m *mergeJob) add(ctx context.Context, path string) error {
	book, err := export.Read(ctx, path)
	if err != nil {
		return err
	}
	if err := m.form(ctx, path, book); err != nil {
		return err
	}
	m.recover(book)
	m.mapped = append(m.mapped, book.Mapping...)
	m.media.library.AddBook(path)
	m.unseal(book)
	if m.into != nil {
		m.into.setAside(book)
	}
	m.set.Add(path, book.SHA256, book)
	m.file(book.Records)
	for _, r := range book.Refused {
		m.refused = append(m.refused, Refused{path, r})
	}
	return nil
}

// form takes the versions of the form that travel in a workbook, and refuses a
// workbook of another form than the first.
func (m *mergeJob) form(ctx context.Context, path string, book *export.Book) error {
	if len(m.forms) > 0 && m.forms[0].ID != book.Form {
		return &FileError{path, message.New("it holds interviews of the form %s, the first workbook those of %s (%w)", book.Form, m.forms[0].ID, ErrOtherForm)}
	}
	if err := m.found.addBook(book); err != nil {
		return err
	}
	if m.into != nil {
		if err := m.into.meet(ctx, m, book.Form); err != nil {
			return err
		}
	}
	before := m.forms
	m.forms = m.found.asMerged()
	if m.set == nil {
		return nil
	}
	m.set.Tell(m.found.notices())
	if !slices.Equal(before, m.forms) {
		m.set.Know(joinable(&m.found))
	}
	return nil
}

func (m *mergeJob) write(ctx context.Context, out string) (*Merged, error) {
	m.progress.step(m.total-1, m.total, out)
	here, err := m.into.numbers(ctx, m.forms[0].ID)
	if err != nil {
		return nil, err
	}
	m.media.library.AddBook(out)
	written, err := export.Write(ctx, out, m.set.Heads(), export.Options{
		Forms: m.forms, Language: m.forms[0].Default, Now: time.Now(),
		Files: m.set.Files(), Others: m.set.Others(), Notices: m.found.notices(),
		Elsewhere: append(m.set.Elsewhere(), here...), Sendings: m.set.Sendings(), Outside: m.set.Outside(),
		Mapping: m.mapping(), Withdrawn: m.set.Withdrawn(), Sealed: m.set.Sealed(), Password: m.password,
		Media: m.media.media(),
	})
	if err != nil {
		return nil, message.New("write workbook: %w", err)
	}
	m.progress.step(m.total, m.total, out)
	done := m.merged()
	done.SHA256, done.Media, done.Notes = written.SHA256, written.Media, m.media.tell(written.Absent)
	if m.password != "" {
		done.Notes = unprotected(written.Absent)
	}
	return done, nil
}

// merged sums up what was read and decided.
func (m *mergeJob) merged() *Merged {
	done := &Merged{Account: m.set.Account(), Form: m.forms[0].ID, Refused: m.allRefused(), Aside: m.opened.aside}
	if m.outside != nil {
		done.Outside = *m.outside
	}
	return done
}

func (m *mergeJob) allRefused() []Refused { return slices.Concat(m.refused, m.unresolved()) }

// recover has a workbook find out by itself what edited interviews were, but
// for those of which a workbook before it had the version.
func (m *mergeJob) recover(book *export.Book) {
	for _, e := range book.Edited {
		if e.Original == nil {
			e.Original = m.set.Version(e.Key, e.Of)
		}
	}
	book.Recover(mayHaveBeen(m.forms))
}

// unresolved gives the rows that were edited and whose version is nowhere.
func (m *mergeJob) unresolved() []Refused {
	files, rows := m.set.Unresolved()
	out := make([]Refused, len(rows))
	for i, r := range rows {
		out[i] = Refused{files[i], r}
	}
	return out
}

// apart refuses to write over what is read.
func apart(out string, in []string) error {
	there, err := os.Stat(out)
	if err != nil {
		return nil // nothing is there; writing says it if the folder is wrong
	}
	for _, path := range in {
		if info, err := os.Stat(path); err == nil && os.SameFile(info, there) {
			return &FileError{out, ErrOver}
		}
	}
	return nil
}
