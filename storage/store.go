package storage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"modernc.org/sqlite"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// Options are what a caller may say of a store.
type Options struct {
	Now     func() time.Time // for the journal and for names of backups; nil is time.Now
	Reserve int64            // bytes that a file beside the store keeps free for the last answers on a full disk; 0 keeps none
	Effort  seal.Effort      // of new passphrases; zero is what takes about a second here
}

// A Store is an open file of interviews. No other program can open the file
// until Close.
type Store struct {
	db     *sql.DB
	path   string
	now    func() time.Time
	device string
	room   atomic.Uint32 // a Room

	calibrated sync.Once
	cost       seal.Effort // see effort

	writing  sync.Mutex // one change at a time; guards what follows
	prepared map[string]*sql.Stmt
	live     *live
	tail     *Head                // the end of the history; nil where it must be read
	last     *os.File             // of the end of the history, once it was written: see noteLast
	told     int64                // entries that the head beside the store has
	behind   *Break               // found at Open
	clock    clock                // of the journal and of events
	suspect  bool                 // the disk failed: see renew
	watcher  watcher              // what of the shelf changes
	shelf    *shelf               // what the tables must come to; nil where it must be read
	missed   map[string]int       // passphrases that could not be counted in the file, by code
	tried    map[string]time.Time // when a passphrase was tried last, by code; with the program's own clock
	reserve  int64                // how large the file is that keeps space free; 0: none is kept

	steps []string // that its layout comes from

	keys    sync.RWMutex // guards what follows; whoever changes it has writing too
	altered []Finding    // found by whoever unlocked it
	second  string       // the second folder for backups
	ring    *keyring     // of whoever is here; nil while locked
	plain   bool         // the file is of version 1, in clear
	peopled bool         // somebody can unlock it
}

// prepare sets what holds for the whole program, before its first file. On
// Linux locks then belong to the open file and not to the program, which would
// give them all up when anything in it closes the same file; elsewhere there
// is no such choice, and no error is worth more than what hold does.
var prepare = sync.OnceFunc(func() {
	sqlite.StrictPragmas(true)
	_, _ = sqlite.OFDLocking(true)
})

// Open opens the store in a file and makes it where there is none. A store of
// an older version is copied into the folder "backup" beside it and converted.
//
// The error is ErrLocked, ErrNewer or ErrForeign, and then the file was not
// touched; ErrDamaged; or that of the system: fs.ErrPermission, fs.ErrNotExist
// for the folder, syscall.EROFS, syscall.ENOSPC.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	return open(ctx, path, o, steps())
}

func open(ctx context.Context, path string, o Options, steps []string) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	full, err := hold(path)
	if err != nil {
		return nil, message.New("open store %s: %w", path, err)
	}
	s := &Store{path: full, now: o.Now, reserve: o.Reserve, cost: o.Effort, steps: steps, tried: map[string]time.Time{}, missed: map[string]int{}}
	if err := s.open(context.WithoutCancel(ctx)); err != nil {
		s.Close()
		return nil, message.New("open store %s: %w", path, explain(err))
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	steps := s.steps
	if err := swap(s.path); err != nil {
		return message.New("finish the restore: %w", err)
	}
	if err := finishSealing(s.path); err != nil {
		return message.New("finish the encryption: %w", err)
	}
	version, err := inspect(s.path, len(steps))
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(ctx, s.path, steps); err != nil {
			return message.New("create: %w", err)
		}
		version, err = inspect(s.path, len(steps))
	}
	if err != nil {
		return err
	}
	if err := settleLeft(ctx, s.path); err != nil {
		return err
	}
	if version > plainVersion && version < len(steps) {
		if err := upgrade(ctx, s.path, version, steps, s.now()); err != nil {
			return err
		}
	}
	if s.db, err = s.current(ctx, steps); err != nil {
		return err
	}
	if err := s.examine(ctx); err != nil {
		return err
	}
	sweep(s.path)
	if err := s.db.QueryRowContext(ctx, "SELECT device FROM laptop").Scan(&s.device); err != nil {
		return err
	}
	if s.plain = version == plainVersion; !s.plain {
		if err := s.db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM slot").Scan(&s.peopled); err != nil {
			return err
		}
	}
	if err := s.meetHead(ctx); err != nil {
		return err
	}
	s.lookAtRoom()
	return nil
}

// current connects to a store of the newest version. Where a program was killed
// while it converted, the header tells the newer version until the connection
// has rolled that back: then it is converted now.
func (s *Store) current(ctx context.Context, steps []string) (*sql.DB, error) {
	db, err := s.connect(ctx)
	if err != nil {
		return nil, err
	}
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		db.Close()
		return nil, err
	}
	if version == len(steps) || version == plainVersion {
		return db, nil
	}
	if err := db.Close(); err != nil {
		return nil, err
	}
	if err := upgrade(ctx, s.path, version, steps, s.now()); err != nil {
		return nil, err
	}
	return s.connect(ctx)
}

// connect opens the file with one connection, whose changes of the shelf are
// heard.
func (s *Store) connect(ctx context.Context) (*sql.DB, error) {
	return connectHeard(ctx, s.path, daily, s.watcher.hear)
}

// upgrade converts a store of an older version, of which it first makes a
// copy. A program that is killed meanwhile leaves the older or the newer one.
func upgrade(ctx context.Context, path string, from int, steps []string, now time.Time) error {
	db, err := connect(ctx, path, building)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := lawful(ctx, db, steps); err != nil {
		return err
	}
	if err := sound(ctx, db, "PRAGMA quick_check", "ok"); err != nil {
		return err
	}
	if err := backup(ctx, db, path, from, now); err != nil {
		return message.New("backup: %w", err)
	}
	if err := convert(ctx, db, from, steps); err != nil {
		return err
	}
	return sound(ctx, db, "PRAGMA quick_check", "ok")
}

// examine finds a file that is damaged, or in which somebody left code to run.
func (s *Store) examine(ctx context.Context) error {
	law := s.steps
	if law == nil {
		law = steps()
	}
	if err := lawful(ctx, s.db, law); err != nil {
		return err
	}
	return sound(ctx, s.db, "PRAGMA quick_check(1)", "ok")
}

// Close writes everything into the one file and lets go of it. A Store that
// is nil or closed may be closed again.
func (s *Store) Close() error {
	if s == nil {
		return nil
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.path == "" {
		s.setRing(nil)
		return nil
	}
	s.noteAlone(context.Background(), Event{What: EventLock})
	s.keepHead(context.Background())
	s.closeLast()
	s.setRing(nil)
	defer func() { release(s.path); s.path = "" }()
	if s.db == nil {
		return nil
	}
	s.trim()
	if err := s.db.Close(); err != nil {
		return message.New("close store: %w", explain(err))
	}
	return nil
}

// Device is the laptop's random id, made with the store.
func (s *Store) Device() string { return s.device }

// change carries out f as one transaction. That it was committed is all that
// nil means. A context that ends does not break off what has begun: SQLite
// would have to close the connection, and the lock would go with it. The error
// is ErrNoKey where nobody is here.
func (s *Store) change(ctx context.Context, step string, f func(ctx context.Context, tx *sql.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.ring == nil {
		return message.New("%s: %w", message.Step(step), ErrNoKey)
	}
	return s.write(ctx, step, f)
}

// changeClear is change for what stands in the file in clear.
func (s *Store) changeClear(ctx context.Context, step string, f func(ctx context.Context, tx *sql.Tx) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.write(ctx, step, f)
}

func (s *Store) write(ctx context.Context, step string, f func(ctx context.Context, tx *sql.Tx) error) error {
	if err := s.renewed(context.WithoutCancel(ctx)); err != nil {
		return message.New("%s: %w", message.Step(step), explain(err))
	}
	s.prepareStatements(context.WithoutCancel(ctx))
	f = s.shelved(f)
	err := s.transact(ctx, step, sql.TxOptions{}, f)
	if errors.Is(err, syscall.ENOSPC) && s.giveUpReserve() {
		s.unlearn()
		err = s.transact(ctx, step, sql.TxOptions{}, f)
	}
	switch {
	case err != nil:
		s.unlearn() // it may be of what was undone
		s.suspect = code(err) == codeIOErr
	case s.tail != nil && s.tail.Seq-s.told >= headEvery:
		s.keepHead(ctx)
	default:
		s.noteLast()
	}
	s.lookAtRoom()
	return err
}

// unlearn drops what memory has of the file.
func (s *Store) unlearn() { s.live, s.tail, s.shelf = nil, nil, nil }

// renewed opens the file anew where an I/O error came before.
func (s *Store) renewed(ctx context.Context) error {
	if !s.suspect {
		return nil
	}
	if err := s.renew(ctx); err != nil {
		return message.New("open the store again: %w", err)
	}
	return nil
}

// renew opens the file anew after an I/O error, and examines it. What the
// system still holds of a file whose write or sync failed is not to be relied
// on; what can be read again is on the disk.
func (s *Store) renew(ctx context.Context) error {
	c, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	drop(c)
	_ = c.Close()
	if err := settle(ctx, s.db, s.path); err != nil {
		return err
	}
	if err := s.examine(ctx); err != nil {
		return err
	}
	s.suspect = false
	return nil
}

// look is change for reading.
func (s *Store) look(ctx context.Context, step string, f func(ctx context.Context, tx *sql.Tx) error) error {
	done, err := s.reading(ctx)
	if err != nil {
		return message.New("%s: %w", message.Step(step), err)
	}
	defer done()
	return s.lookClear(ctx, step, f)
}

// lookClear is changeClear for reading.
func (s *Store) lookClear(ctx context.Context, step string, f func(ctx context.Context, tx *sql.Tx) error) error {
	return s.transact(ctx, step, sql.TxOptions{ReadOnly: true}, f)
}

// reading keeps the keys until done is called. The error is that of the
// context, or ErrNoKey.
func (s *Store) reading(ctx context.Context) (done func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.keys.RLock()
	if s.ring == nil {
		s.keys.RUnlock()
		return nil, ErrNoKey
	}
	return s.keys.RUnlock, nil
}

func (s *Store) transact(ctx context.Context, step string, o sql.TxOptions, f func(ctx context.Context, tx *sql.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return message.New("%s: %w", message.Step(step), err)
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, &o)
	if err != nil {
		return message.New("%s: %w", message.Step(step), explain(err))
	}
	defer tx.Rollback()
	if err := f(ctx, tx); err != nil {
		return message.New("%s: %w", message.Step(step), explain(err))
	}
	if err := tx.Commit(); err != nil {
		return message.New("%s: %w", message.Step(step), explain(err))
	}
	return nil
}

// trim moves what is in the -wal file into the store and empties it, so that
// what was deleted is in no file any more, and little depends on the -wal file
// coming along. What it is done after was committed all the same, and is done
// the next time.
func (s *Store) trim() {
	_, _ = s.db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
}
