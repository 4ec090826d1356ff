package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"anketa/survey/message"
)

// shelved carries out f, and keeps what the tables come to then, where it
// changed a row of the shelf and somebody is here.
func (s *Store) shelved(f func(ctx context.Context, tx *sql.Tx) error) func(ctx context.Context, tx *sql.Tx) error {
	return func(ctx context.Context, tx *sql.Tx) error {
		s.watcher.heard = nil
		err := f(ctx, tx)
		if err == nil && s.ring != nil && len(s.watcher.heard) > 0 {
			err = s.note(ctx, tx, Event{What: EventKept})
		}
		s.watcher.heard = nil
		return err
	}
}

// shelfNow gives what an event carries: what the tables come to with all that
// this transaction has changed so far.
func (s *Store) shelfNow(ctx context.Context, tx *sql.Tx) ([]byte, error) {
	if s.shelf == nil {
		known, err := s.keptShelf(ctx, tx)
		if err != nil {
			return nil, err
		}
		if known == nil { // nothing was kept before: all that is there is from now on
			known, err = countShelf(ctx, tx, &s.ring.secret.Shared)
			s.watcher.heard = nil
		}
		if err != nil {
			return nil, err
		}
		s.shelf = known
	}
	if err := s.knowAll(ctx, tx); err != nil {
		return nil, err
	}
	key := s.ring.secret.Shared.Sub("shelf")
	defer key.Clear()
	for _, c := range s.watcher.heard {
		s.shelf[c.table].add(key, c)
	}
	s.watcher.heard = nil
	return s.shelf.encode(), nil
}

// knowAll counts the tables that an older program did not.
func (s *Store) knowAll(ctx context.Context, tx *sql.Tx) error {
	missing := func(t tableSum) bool { return !t.known }
	if !slices.ContainsFunc(s.shelf[:], missing) {
		return nil
	}
	now, err := countShelf(ctx, tx, &s.ring.secret.Shared)
	if err != nil {
		return err
	}
	for i, t := range s.shelf {
		if missing(t) {
			s.shelf[i] = now[i]
			s.watcher.heard = slices.DeleteFunc(s.watcher.heard, func(c rowChange) bool { return c.table == i })
		}
	}
	return nil
}

// keptShelf gives what the last event says of the tables; nil where no event
// does, as in a store of before.
func (s *Store) keptShelf(ctx context.Context, q querier) (kept *shelf, err error) {
	errFound := errors.New("found")
	err = eachRow(ctx, q, "SELECT seq, payload FROM event ORDER BY seq DESC", func(rows *sql.Rows) error {
		var seq int64
		var sealed []byte
		if err := rows.Scan(&seq, &sealed); err != nil {
			return err
		}
		if e, ok := s.openEvent(seq, sealed); ok {
			kept = decodeShelf(e.shelf)
		}
		if kept != nil {
			return errFound
		}
		return nil
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return kept, err
}

// shelfFindings holds the tables against what the last event says of them;
// older says that none does, as in a store of before.
func (s *Store) shelfFindings(ctx context.Context, q querier) (found []Finding, older bool, err error) {
	kept, err := s.keptShelf(ctx, q)
	if err != nil || kept == nil {
		return nil, err == nil, err
	}
	now, err := countShelf(ctx, q, &s.ring.secret.Shared)
	if err != nil {
		return nil, false, err
	}
	return kept.differs(now), false, nil
}

// meetShelf is done by whoever unlocks the store; older is that of
// shelfFindings. It needs s.writing.
func (s *Store) meetShelf(ctx context.Context) (older bool) {
	found, older, err := s.shelfFindings(ctx, s.db)
	if err != nil {
		return false // whatever is to be read next tells
	}
	s.keys.Lock()
	defer s.keys.Unlock()
	s.altered = found
	return older
}

// Altered gives what was wrong, when the store was unlocked, with the rows that
// stand outside its history: somebody wrote to the file who had no key.
func (s *Store) Altered() []Finding {
	s.keys.RLock()
	defer s.keys.RUnlock()
	return slices.Clone(s.altered)
}

// SettingsAltered says that settings are among that, so that none of them, nor
// that there is none, is to be relied on.
func (s *Store) SettingsAltered() bool {
	return slices.ContainsFunc(s.Altered(), func(f Finding) bool { return f.Table == settingTable })
}

// Accept takes what stands outside the history as it is, after Altered: that of
// some tables, or all. That it was otherwise stays in the history.
func (s *Store) Accept(ctx context.Context, tables ...string) error {
	var found []Finding
	err := s.change(ctx, "accept what was altered", func(ctx context.Context, tx *sql.Tx) (err error) {
		found, _, err = s.shelfFindings(ctx, tx)
		if len(tables) > 0 {
			found = slices.DeleteFunc(found, func(f Finding) bool { return !slices.Contains(tables, f.Table) })
		}
		if err != nil || len(found) == 0 {
			return err
		}
		if err := s.adopt(ctx, tx, found); err != nil {
			return err
		}
		return s.note(ctx, tx, Event{What: EventAccepted, Tables: tablesOf(found)})
	})
	if err == nil {
		s.adopted(tablesOf(found))
	}
	return err
}

// AcceptSettings is Accept for the settings alone.
func (s *Store) AcceptSettings(ctx context.Context) error { return s.Accept(ctx, settingTable) }

// AcceptButSettings is Accept for all else.
func (s *Store) AcceptButSettings(ctx context.Context) error {
	tables := slices.DeleteFunc(tablesOf(s.Altered()), func(t string) bool { return t == settingTable })
	if len(tables) == 0 {
		return nil
	}
	return s.Accept(ctx, tables...)
}

// adopt takes the tables of some findings as they are. The next event says so.
func (s *Store) adopt(ctx context.Context, tx *sql.Tx, found []Finding) error {
	if _, err := s.shelfNow(ctx, tx); err != nil {
		return err
	}
	now, err := countShelf(ctx, tx, &s.ring.secret.Shared)
	if err != nil {
		return err
	}
	for i, t := range shelfTables {
		if slices.Contains(tablesOf(found), t.name) {
			s.shelf[i] = now[i]
		}
	}
	return nil
}

// adopted is for after the commit.
func (s *Store) adopted(tables []string) {
	s.keys.Lock()
	defer s.keys.Unlock()
	s.altered = slices.DeleteFunc(s.altered, func(f Finding) bool { return slices.Contains(tables, f.Table) })
}

func tablesOf(found []Finding) (names []string) {
	for _, f := range found {
		names = append(names, f.Table)
	}
	return names
}

// shelfSays names a table for people.
func shelfSays(table string) *message.Text {
	for _, t := range shelfTables {
		if t.name == table {
			return t.says
		}
	}
	return message.New("rows of %q", table)
}

// ShelfTables are the names of the tables that stand outside the history, as
// findings name them.
func ShelfTables() (names []string) {
	for _, t := range shelfTables {
		names = append(names, t.name)
	}
	return names
}
