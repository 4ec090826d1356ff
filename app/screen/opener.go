package screen

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// An Opener opens the sealed interviews of workbooks, of laptops that are
// known.
type Opener struct {
	Identity *seal.Identity                      // nil: none is opened
	Known    func(public ed25519.PublicKey) bool // whether interviews that this key signed are taken
}

// Settings of a coordinator's store.
const identitySetting = "identity"

// OpenerOf gives that of a store: the identity that it holds, and the laptops
// that were enrolled.
func OpenerOf(ctx context.Context, store *storage.Store) (*Opener, error) {
	o := &Opener{}
	text, err := store.Setting(ctx, identitySetting)
	if err != nil {
		return nil, err
	}
	if text != "" {
		if o.Identity, err = seal.ParseIdentity(text); err != nil {
			return nil, message.New("the identity in the store: %w", err)
		}
	}
	signers, err := store.Signers(ctx)
	if err != nil {
		return nil, err
	}
	enrolled := map[string]bool{}
	for _, s := range signers {
		enrolled[string(s.Public)] = !s.Enrolled.IsZero()
	}
	o.Known = func(public ed25519.PublicKey) bool { return enrolled[string(public)] }
	return o, nil
}

// HoldIdentity keeps an identity in the store, so that merging into it needs no
// more than unlocking.
func HoldIdentity(ctx context.Context, store *storage.Store, id *seal.Identity) error {
	return store.SetSetting(ctx, identitySetting, id.String())
}

// HeldIdentity gives the identity that a store holds; nil where it holds none.
func HeldIdentity(ctx context.Context, store *storage.Store) (*seal.Identity, error) {
	o, err := OpenerOf(ctx, store)
	if err != nil {
		return nil, err
	}
	return o.Identity, nil
}

// A Stranger is a laptop whose sealed interviews were set aside.
type Stranger struct {
	Device      string `json:"device"`
	Interviewer string `json:"interviewer"`
	Fingerprint string `json:"fingerprint"`
	Interviews  int    `json:"interviews"`
}

// Aside says which sealed interviews were set aside. They are kept as they are.
type Aside struct {
	Closed    int        `json:"closed"`    // there was no identity to open them
	Others    int        `json:"others"`    // they were sealed to other keys than those of the identity
	Strangers []Stranger `json:"strangers"` // of laptops that are not enrolled
}

// Sentences tell it, and the command that opens them. store is the store's file
// where there is one, else "".
func (a Aside) Sentences(store string) (out []*message.Text) {
	if a.Closed > 0 {
		do := message.New("Give --identity FILE.key; the laptops are then named, with what --laptop needs.")
		if store != "" {
			do = message.New("Put it into the store: anketa identity keep --identity FILE.key --store %s", shellWord(store))
		}
		out = append(out, message.New("%d sealed interviews were set aside: no identity was there that opens them. %s", a.Closed, do))
	}
	if a.Others > 0 {
		do := message.New("--identity FILE.key")
		if store != "" {
			do = message.New("--identity FILE.key --store %s", shellWord(store))
		}
		out = append(out, message.New("%d sealed interviews were set aside: they were sealed to other keys than those of the identity at hand. Merge their workbooks again with the identity whose fingerprint the form has (anketa identity show FORM.xlsx): %s", a.Others, do))
	}
	var prints []string
	for _, s := range a.Strangers {
		var do *message.Text
		if prints = append(prints, s.Fingerprint); store != "" {
			do = message.New(", then: anketa laptops enrol %q --store %s", s.Fingerprint, shellWord(store))
		}
		out = append(out, message.New("%d sealed interviews were set aside: the laptop %s (%s) is not known. Its key is %s: have it read out there (anketa laptops --store FILE)%s",
			s.Interviews, merge.ShortDevice(s.Device), s.Interviewer, s.Fingerprint, do))
	}
	if store == "" && len(prints) > 0 {
		out = append(out, message.New("When the keys are right, merge again with --identity FILE.key --laptop %q", strings.Join(prints, ",")))
	}
	return out
}

// shellWord is a file as it is typed behind a command.
func shellWord(path string) string {
	if strings.ContainsAny(path, " \t\"'$`&|;<>()*?#~!\\") {
		return strconv.Quote(path)
	}
	return path
}

// opened is what a merge opened and what it set aside.
type opened struct {
	aside     Aside
	waiting   []storage.SealedRow
	taken     []storage.SealedRow
	trails    []storage.Trail
	strangers map[string]int       // where in aside, by key
	met       map[survey.Hash]bool // rows that are in aside
}

// keep keeps what waits and the journals of what was opened.
func (o *opened) keep(ctx context.Context, store *storage.Store) error {
	if err := store.KeepWaiting(ctx, o.waiting); err != nil {
		return err
	}
	return store.KeepTrails(ctx, o.trails)
}

// unseal opens the sealed interviews of a workbook: those that hold become
// records, the others stay sealed or are refused.
func (m *mergeJob) unseal(book *export.Book) {
	m.set.Withdraw(book.Withdrawn...)
	if len(book.Sealed) == 0 {
		return
	}
	var rows []storage.SealedRow
	var from, left []export.SealedRow
	for _, r := range book.Sealed {
		if m.set.IsWithdrawn(r.Key) {
			left = append(left, r) // for the balance; nobody opens it
			continue
		}
		row, err := storedRow(r)
		if err != nil {
			book.Refused = append(book.Refused, refusedSealed(r, message.New("its text cannot be read"), takeSealedAgain, true))
			continue
		}
		rows, from = append(rows, row), append(from, r)
	}
	var results []storage.OpenedRow
	if m.opener != nil && m.opener.Identity != nil {
		results = storage.OpenRows(m.opener.Identity, rows)
	}
	for i, row := range rows {
		if results == nil {
			m.opened.closed(from[i])
			m.opened.waiting, left = append(m.opened.waiting, row), append(left, from[i])
			continue
		}
		switch r := results[i]; {
		case errors.Is(r.Err, seal.ErrIdentity):
			if m.opened.first(from[i]) {
				m.opened.aside.Others++
			}
			m.opened.waiting, left = append(m.opened.waiting, row), append(left, from[i])
		case r.Err != nil:
			book.Refused = append(book.Refused, refusedSealed(from[i], message.New("%w", r.Err), takeSealedAgain, true))
		case !m.opener.Known(row.Public):
			m.opened.stranger(row, from[i])
			m.opened.waiting, left = append(m.opened.waiting, row), append(left, from[i])
		default:
			book.Records = append(book.Records, r.Record)
			m.media.open(m.opener.Identity, row.ID, r.Files)
			m.opened.taken = append(m.opened.taken, row)
			m.opened.trails = append(m.opened.trails, storage.Trail{ID: row.ID, Version: r.Record.Hash(), Device: row.Device, Number: row.Number, Journal: json.RawMessage(r.Journal)})
			m.set.Unsealed(from[i])
		}
	}
	book.Sealed = left
}

// refusedSealed names a row and its laptop; gone says that it is not kept.
func refusedSealed(r export.SealedRow, why, hint *message.Text, gone bool) export.Refusal {
	return export.Refusal{
		Sheet: "_sealed", Key: r.Key, Interview: gone,
		Why:  message.New("The sealed interview %d of the laptop %s is not taken: %s.", r.Number, merge.ShortDevice(r.Device), why),
		Hint: hint,
	}
}

var takeSealedAgain = message.New("Ask for the workbook again; if it comes the same, have the laptop's key read out.")

// first says whether a row was not met in an earlier workbook.
func (o *opened) first(r export.SealedRow) bool {
	if o.met == nil {
		o.met = map[survey.Hash]bool{}
	}
	h := r.Hash()
	before := o.met[h]
	o.met[h] = true
	return !before
}

func (o *opened) closed(r export.SealedRow) {
	if o.first(r) {
		o.aside.Closed++
	}
}

func (o *opened) stranger(row storage.SealedRow, r export.SealedRow) {
	if !o.first(r) {
		return
	}
	if o.strangers == nil {
		o.strangers = map[string]int{}
	}
	key := string(row.Public) + row.Device
	i, known := o.strangers[key]
	if !known {
		i = len(o.aside.Strangers)
		o.strangers[key] = i
		o.aside.Strangers = append(o.aside.Strangers, Stranger{Device: row.Device, Interviewer: row.Interviewer, Fingerprint: seal.KeyFingerprint(row.Public)})
	}
	o.aside.Strangers[i].Interviews++
}

// exportRow and storedRow are the two ways between what a store keeps and what
// a workbook carries.
func exportRow(r storage.SealedRow) export.SealedRow {
	return export.SealedRow{Key: r.ID, Case: r.Case, Interviewer: r.Interviewer, Day: r.Day, Kind: r.Kind, Number: r.Number,
		Device: r.Device, Form: r.Form, Version: r.Version, Public: hex.EncodeToString(r.Public), Text: export.ArmourText(seal.Armour(r.Payload)), Files: r.Files}
}

func storedRow(r export.SealedRow) (storage.SealedRow, error) {
	payload, err := seal.Dearmour([]byte(r.Text))
	if err != nil {
		return storage.SealedRow{}, err
	}
	public, err := hex.DecodeString(r.Public)
	return storage.SealedRow{ID: r.Key, Case: r.Case, Interviewer: r.Interviewer, Day: r.Day, Kind: r.Kind, Number: r.Number,
		Device: r.Device, Form: r.Form, Version: r.Version, Public: public, Payload: payload, Files: r.Files}, err
}

// Laptops gives the laptops whose keys a store knows, and how many of their
// interviews wait.
func Laptops(ctx context.Context, store *storage.Store) ([]Laptop, error) {
	signers, err := store.Signers(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := store.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]Laptop, len(signers))
	for i, s := range signers {
		out[i].Signer = s
		for _, w := range waiting {
			if s.Public.Equal(w.Public) {
				out[i].Waiting++
			}
		}
	}
	return out, nil
}

// A Laptop is somebody on a laptop who signs interviews.
type Laptop struct {
	storage.Signer
	Waiting int
}

// What keeps a laptop from being found.
var (
	ErrNoLaptop    = message.New("no laptop with this fingerprint or device has sent a sealed interview")
	ErrManyLaptops = message.New("several keys are of this device: name one by its fingerprint")
)

// EnrolLaptop takes the interviews of a laptop from now on, under a name, and
// merges those that wait. which is the fingerprint of its key, or its device,
// also as merge.ShortDevice has it.
func EnrolLaptop(ctx context.Context, store *storage.Store, which, name string, p Progress) (*Laptop, []*Merged, error) {
	all, err := Laptops(ctx, store)
	if err != nil {
		return nil, nil, err
	}
	bare := func(text string) string {
		return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == '-' }), "")
	}
	var found *Laptop
	for i, l := range all {
		if bare(l.Fingerprint()) != bare(which) && l.Device != which && merge.ShortDevice(l.Device) != which {
			continue
		}
		if found != nil {
			return nil, nil, ErrManyLaptops
		}
		found = &all[i]
	}
	if found == nil {
		return nil, nil, ErrNoLaptop
	}
	found.Name = name
	if err := store.Enrol(ctx, found.Signer); err != nil {
		return nil, nil, err
	}
	merged, err := MergeWaiting(ctx, store, p)
	return found, merged, err
}

// MergeWaiting merges the sealed interviews that wait in a store and can be
// taken now, each form by itself.
func MergeWaiting(ctx context.Context, store *storage.Store, p Progress) (all []*Merged, err error) {
	opener, err := OpenerOf(ctx, store)
	if err != nil || opener.Identity == nil {
		return nil, err
	}
	waiting, err := store.Waiting(ctx)
	if err != nil {
		return nil, err
	}
	by := map[string][]export.SealedRow{}
	var forms []string
	for _, w := range waiting {
		if opener.Known(w.Public) {
			by[w.Form] = append(by[w.Form], exportRow(w.SealedRow))
			forms = append(forms, w.Form)
		}
	}
	slices.Sort(forms)
	for _, form := range slices.Compact(forms) {
		m := &Merging{store: store, job: newMergeJob(1, p)}
		m.job.into, m.job.opener = &target{store: store}, opener
		if err := m.takeWaiting(ctx, form, by[form]); err != nil {
			return all, err
		}
		merged, err := m.Keep(ctx, "")
		if err != nil {
			return all, err
		}
		all = append(all, merged)
	}
	return all, nil
}

// waitedName stands where the name of a workbook would.
const waitedName = "(sealed interviews that waited)"

func (m *Merging) takeWaiting(ctx context.Context, form string, rows []export.SealedRow) error {
	j := m.job
	for _, r := range rows {
		if err := j.found.addStored(ctx, m.store, formName{form, r.Version}); err != nil {
			return err
		}
	}
	if err := j.into.meet(ctx, j, form); err != nil {
		return err
	}
	j.forms = j.found.asMerged()
	if len(j.forms) == 0 {
		return message.New("form %s: %w", form, storage.ErrNotFound)
	}
	j.set.Tell(j.found.notices())
	j.set.Know(joinable(&j.found))
	book := &export.Book{Form: form, Sealed: rows}
	j.unseal(book)
	j.into.setAside(book)
	j.set.Add(waitedName, "", book)
	j.file(book.Records)
	for _, r := range book.Refused {
		j.refused = append(j.refused, Refused{waitedName, r})
	}
	return nil
}
