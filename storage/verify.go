package storage

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"time"

	"anketa/survey/message"
)

// headEvery is after how many entries the head beside the store is written
// anew, where nothing else gives a reason to.
const headEvery = 64

// keepHead writes the head beside the store. Where that fails, as on a full
// disk, the next one is written instead: an older head is still one that the
// store must have. It needs s.writing.
func (s *Store) keepHead(ctx context.Context) {
	met := s.clock.session != "" // a file that could not be opened tells nothing
	if !met || s.behind != nil || s.plain || s.db == nil || s.path == "" {
		return
	}
	h, err := s.lastEntry(ctx, s.db)
	if err != nil || h.Seq == s.told {
		return
	}
	h.Time = sane(s.now())
	s.closeLast()
	if writeHead(s.path, h) == nil {
		s.told = h.Seq
	}
}

// keepHeadNow is keepHead for whoever does not write.
func (s *Store) keepHeadNow() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.keepHead(context.Background())
}

// A Break says that a store is not the one that it was when it was closed: an
// older copy of the file was put in its place, or another one.
type Break struct {
	Missing int64  // entries at the end of the history that are gone; 0 where it is another history
	Known   Head   // what the file beside the store says
	Now     Head   // what the store has
	Backup  Backup // the newest one that has what the store has not; zero where none has
}

// Break says what was found at Open; nil where the store is the one that it was.
func (s *Store) Break() *Break {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.behind
}

// meetHead holds the store against the head beside it. It reads two rows.
func (s *Store) meetHead(ctx context.Context) error {
	known, err := readHead(s.path)
	s.clock = startClock(s.now(), known.Time)
	if err != nil || s.plain {
		return nil // the doctor tells that there is none
	}
	s.behind, err = findBreak(ctx, s.db, known)
	if s.behind != nil {
		s.behind.Backup = s.furtherBackup(ctx)
	}
	synced, _ := readHeadFile(HeadFile(s.path))
	s.told = synced.Seq
	return err
}

func findBreak(ctx context.Context, q querier, known Head) (*Break, error) {
	if known.Seq == 0 {
		return nil, nil
	}
	now, err := lastEntry(ctx, q)
	if err != nil {
		return nil, err
	}
	had, err := hasEntry(ctx, q, known)
	if err != nil || had {
		return nil, err
	}
	return &Break{Missing: max(known.Seq-now.Seq, 0), Known: known, Now: now}, nil
}

// hasEntry says whether a history has a head.
func hasEntry(ctx context.Context, q querier, h Head) (bool, error) {
	var link []byte
	err := q.QueryRowContext(ctx, "SELECT link FROM chain WHERE seq = ?", h.Seq).Scan(&link)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return string(link) == string(h.Link[:]), err
}

// furtherBackup finds the newest backup that has what the store has not.
func (s *Store) furtherBackup(ctx context.Context) Backup {
	all, _ := Backups(s.path)
	for _, b := range all {
		h, err := b.Head(ctx)
		if err != nil || h.Seq == 0 {
			continue
		}
		if had, err := hasEntry(ctx, s.db, h); err == nil && !had {
			return b
		}
	}
	return Backup{}
}

// Head gives the end of the history that a backup has.
func (b Backup) Head(ctx context.Context) (Head, error) {
	db, err := openReadOnly(b.Path)
	if err != nil {
		return Head{}, err
	}
	defer db.Close()
	h, err := lastEntry(ctx, db)
	h.Time = b.Made
	return h, err
}

// GoOn takes the store as it is after a Break. What is missing is written down,
// and the head beside it is that of the store from now on.
func (s *Store) GoOn(ctx context.Context) error {
	b := s.Break()
	if b == nil {
		return nil
	}
	e := Event{What: EventRolledBack, Known: b.Known.String(), Number: int(b.Missing)}
	if err := s.Note(ctx, e); err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	s.behind = nil
	s.keepHead(ctx)
	return nil
}

// Head gives the end of the history.
func (s *Store) Head(ctx context.Context) (h Head, err error) {
	err = s.lookClear(ctx, "read the history", func(ctx context.Context, tx *sql.Tx) error {
		h, err = lastEntry(ctx, tx)
		return err
	})
	h.Time = sane(s.now())
	return h, err
}

// Verify holds the history of the store against itself, against what the store
// has, and against all heads that are known outside: beside the store, in
// backups, in exports, and those that are given. Where somebody is here, what is
// missing must have been erased on purpose. Saves go on meanwhile. The error is
// that of reading.
func (s *Store) Verify(ctx context.Context, outside ...Witness) (*History, error) {
	outside = append(fileWitnesses(ctx, s.path), outside...)
	unlocked := s.State() == Unlocked
	if unlocked {
		sent, err := s.Exports(ctx)
		if err != nil && !errors.Is(err, ErrDamaged) { // of those that were altered the tables tell
			return nil, err
		}
		for _, x := range sent {
			outside = append(outside, Witness{Head: x.Head, From: message.New("export %d", x.Number)})
		}
	}
	h, err := verifyHistory(ctx, s.db, outside)
	if err != nil || !unlocked {
		return h, err
	}
	events, unread, err := s.readEvents(ctx)
	if err != nil {
		return nil, err
	}
	h.judge(events, unread)
	return h, s.judgeKept(ctx, h, events)
}

// judge finds what is missing and was not erased on purpose.
func (h *History) judge(events []Event, unread []int64) {
	h.Events = true
	var gone []Span
	for _, e := range events {
		gone = append(gone, e.Erased...)
		if e.What == EventRestored || e.What == EventAccepted {
			h.Taken = append(h.Taken, Taken{e})
		}
		if e.Back {
			h.Back = append(h.Back, e.Time)
		}
	}
	for _, seq := range unread {
		h.Findings = append(h.Findings, Finding{Flaw: Unreadable, Span: Span{seq, seq}, Rows: []Row{{Kind: string(eventKind), N: seq}}})
	}
	var seqs []int64
	for _, s := range h.Gone {
		for seq := s.First; seq <= s.Last; seq++ {
			seqs = append(seqs, seq)
		}
	}
	for _, s := range spans(without(seqs, gone)) {
		h.Findings = append(h.Findings, Finding{Flaw: Lost, Span: s})
	}
}

// verifyFile is Verify for a file that nobody has open. Nothing is unlocked, so
// what is missing is only counted.
func verifyFile(ctx context.Context, path string, outside []Witness) (*History, error) {
	db, done, err := openUntouched(ctx, path)
	if err != nil {
		return nil, explain(err)
	}
	defer done()
	var chained bool
	err = db.QueryRowContext(ctx, "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'chain'").Scan(&chained)
	if err != nil || !chained {
		return nil, explain(err)
	}
	h, err := verifyHistory(ctx, db, append(fileWitnesses(ctx, path), outside...))
	return h, explain(err)
}

// behindHead is Break for a file that nobody has open.
func behindHead(ctx context.Context, path string) (*Break, error) {
	known, err := readHead(path)
	if err != nil {
		return nil, nil
	}
	db, done, err := openUntouched(ctx, path)
	if err != nil {
		return nil, err
	}
	defer done()
	return findBreak(ctx, db, known)
}

// fileHasEntry is hasEntry for a file that nobody has open.
func fileHasEntry(ctx context.Context, path string, h Head) bool {
	db, done, err := openUntouched(ctx, path)
	if err != nil {
		return false
	}
	defer done()
	had, err := hasEntry(ctx, db, h)
	return err == nil && had
}

// headAnew puts the head of a restored store to where swap takes it from.
func headAnew(ctx context.Context, restored, path string) error {
	db, err := openReadOnly(restored)
	if err != nil {
		return err
	}
	defer db.Close()
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version == plainVersion {
		return err // a store in clear has no history
	}
	h, err := lastEntry(ctx, db)
	if err != nil {
		return err
	}
	before, _ := readHead(path)
	h.Time = before.Time
	return writeHead(complete(path), h)
}

// fileWitnesses are the heads that stand in files beside a store.
func fileWitnesses(ctx context.Context, path string) (all []Witness) {
	if h, err := readHead(path); err == nil {
		all = append(all, Witness{Head: h, From: message.New("the file %s", filepath.Base(HeadFile(path)))})
	}
	backups, _ := Backups(path)
	for _, b := range backups {
		if h, err := b.Head(ctx); err == nil {
			all = append(all, Witness{Head: h, From: message.New("the backup of %s", b.Made.Format(time.DateTime))})
		}
	}
	return all
}
