package screen

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// A Door is what stands before a desk: the store, and nothing of what it
// keeps. It is opened by the first person, who makes the keys, by a passphrase,
// or by a recovery code.
type Door struct {
	Settings Settings // those that are known before: language, look, text size, idleness

	store *storage.Store
	users []storage.User
	form  *namedForm // the one named at the start; nil for the one used last
	queue Queue
	now   func() time.Time

	goOn    bool // the store is taken as it is, though it is behind: see Break
	chosen  bool // settings that could not be kept yet
	opening atomic.Bool
	mu      sync.Mutex
	user    string // whose desk it was; "" at the start
	desk    *Desk  // while its keys are still there
	waits   bool   // answers of that user wait in memory, sealed
	opened  bool
}

// namedForm is a form that was read before the store could be.
type namedForm struct {
	form   *survey.Form
	faults survey.ErrorList
}

// Options are how a store is opened.
type Options struct {
	Store  string      // the file
	Form   string      // a form to use from now on; "" for the one used last, at first the shipped one; Shipped names that
	Queue  Queue       // takes the writes of answers; nil writes at once
	Effort seal.Effort // what a new passphrase costs; zero is measured
}

// Open opens the store and reads the form, where one is named. queue takes the
// writes of answers; nil writes at once.
func Open(ctx context.Context, store, form string, queue Queue) (*Door, error) {
	return Options{Store: store, Form: form, Queue: queue}.Open(ctx)
}

// Open opens the store and reads the form.
func (o Options) Open(ctx context.Context) (*Door, error) {
	d := &Door{queue: o.Queue, now: time.Now}
	if d.queue == nil {
		d.queue = atOnce{}
	}
	var err error
	if d.form, err = named(o.Form); err != nil {
		return nil, err
	}
	if d.store, err = storage.Open(ctx, o.Store, storage.Options{Reserve: storage.Reserve, Effort: o.Effort}); err != nil {
		return nil, &FileError{o.Store, err}
	}
	if d.Settings, err = openSettings(ctx, d.store); err == nil {
		d.users, err = d.store.Users(ctx)
	}
	if err != nil {
		d.store.Close()
		return nil, err
	}
	return d, nil
}

// named reads the form with that name; "" names none.
func named(path string) (*namedForm, error) {
	if path == "" {
		return nil, nil
	}
	file := path
	if path == Shipped {
		file = ""
	}
	form, faults, err := LoadForm(file)
	if err == nil {
		err = faults.Err()
	}
	if err != nil {
		return nil, &FileError{path, err}
	}
	return &namedForm{form, faults}, nil
}

// State says who can open the door: nobody yet, for it is new or was never
// locked, or who has a passphrase.
func (d *Door) State() storage.State { return d.store.State() }

// Users are the people who can open it, as they were when the door was shut.
func (d *Door) Users() []storage.User { return d.users }

// LookAgain asks the store who they are, and how long each has to wait. The
// store may be busy.
func (d *Door) LookAgain(ctx context.Context) ([]storage.User, error) { return d.store.Users(ctx) }

// Recipients are the people to whom finished interviews are sealed, as the
// form that a new store begins with names them; none where it names none.
func (d *Door) Recipients() (seal.Recipients, error) {
	form := d.form
	if form == nil {
		var err error
		if form, err = named(Shipped); err != nil {
			return nil, err
		}
	}
	return recipients(form.form)
}

func recipients(form *survey.Form) (seal.Recipients, error) {
	text := form.Settings["recipient"]
	if text == "" {
		return nil, nil
	}
	r, err := seal.ParseRecipients(text)
	if err != nil {
		return nil, message.New("the form's recipient: %w", err)
	}
	return r, nil
}

// Enroll makes the first person's keys; a store that an earlier version kept in
// clear is converted. That takes as long as it is large.
func (d *Door) Enroll(ctx context.Context, p storage.Person) (*Desk, error) {
	desk, err := d.open(ctx, p.Code, func() (err error) {
		if err = d.store.Enroll(ctx, p); err == nil {
			d.users, err = d.store.Users(ctx)
		}
		return err
	})
	if err != nil || len(p.Recipients) == 0 {
		return desk, err
	}
	if to, err := desk.Recipients(); err == nil && to.Fingerprint() == p.Recipients.Fingerprint() { // it was compared
		_ = desk.ConfirmRecipients(ctx, desk.Form) // else it is asked again
	}
	return desk, nil
}

// Unlock opens the door with a passphrase. The error is seal.ErrPassphrase, or
// a *storage.WaitError after several of those.
func (d *Door) Unlock(ctx context.Context, code, passphrase string) (*Desk, error) {
	return d.open(ctx, code, func() error { return d.store.Unlock(ctx, code, passphrase) })
}

// UnlockPaper opens it with the recovery code and sets a new passphrase.
func (d *Door) UnlockPaper(ctx context.Context, code, paper, passphrase string) (*Desk, error) {
	return d.open(ctx, code, func() error { return d.store.UnlockPaper(ctx, code, seal.TidyPaper(paper), passphrase) })
}

// ErrOthersAnswers is that of a door behind which answers of somebody else
// still wait to be saved.
var ErrOthersAnswers = message.New("answers of another person are not saved yet")

func (d *Door) open(ctx context.Context, code string, open func() error) (*Desk, error) {
	d.opening.Store(true)
	defer d.opening.Store(false)
	d.mu.Lock()
	defer d.mu.Unlock()
	if (d.desk != nil || d.waits) && code != d.user {
		return nil, ErrOthersAnswers
	}
	if err := open(); err != nil {
		return nil, err
	}
	desk := d.desk
	if desk == nil {
		desk = &Desk{Store: d.store, now: d.now, queue: d.queue}
		if err := desk.start(ctx, d.form); err != nil {
			d.store.Lock()
			return nil, err
		}
		if d.chosen { // while there was nowhere to keep it
			desk.Settings.Language = d.Settings.Language
			_ = keepKnown(ctx, d.store, desk.Settings)
		}
	}
	d.opened = true
	if d.goOn {
		_ = d.store.GoOn(ctx) // on a full disk it is told again
	}
	return desk, nil
}

// Break says what is wrong with a store that is not the one that was closed
// here; nil where it is.
func (d *Door) Break() *storage.Break { return d.store.Break() }

// GoOn takes the store as it is in spite of that, when it is unlocked.
func (d *Door) GoOn() { d.goOn = true }

// Opening says whether somebody is being let in.
func (d *Door) Opening() bool { return d.opening.Load() }

// Lock clears the keys. Writes under way must have come back. It does nothing,
// and says so, where the door was opened meanwhile.
func (d *Door) Lock() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.opened {
		return false
	}
	d.desk = nil
	d.store.Lock()
	return true
}

// Wait keeps the door shut for everybody but the user whose desk it was: their
// answers wait in memory, sealed.
func (d *Door) Wait() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waits = true
}

// Close lets go of the store.
func (d *Door) Close() error {
	if d.desk != nil {
		return d.desk.Close()
	}
	return d.store.Close()
}

// Shut gives the door of the desk, with the keys still there, so that what is
// not saved yet can be. Only the same person can open it until Door.Lock.
func (d *Desk) Shut() *Door {
	return &Door{Settings: d.Settings.known(), store: d.Store, users: d.users, queue: d.queue, now: d.now, user: d.User(), desk: d}
}

// Lock clears the keys and gives the door.
func (d *Desk) Lock() *Door {
	door := d.Shut()
	door.Lock()
	return door
}
