package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anketa/storage/seal"
	"anketa/survey"
)

// everyRow is every row of the store, as it stands in the file.
func everyRow(t *testing.T, s *Store) map[string]bool {
	t.Helper()
	var tables []string
	err := eachRow(ctx, s.db, "SELECT name FROM sqlite_schema WHERE type = 'table'", func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		tables = append(tables, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, table := range tables {
		err := eachRow(ctx, s.db, "SELECT * FROM "+table, func(rows *sql.Rows) error {
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			row, err := scanAny(rows, len(columns))
			all[fmt.Sprint(table, " ", row.row)] = true
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// wholeDay is a store with something of every kind in it.
func wholeDay(t *testing.T) (s *Store, draft, done string) {
	t.Helper()
	s = fresh(t)
	draft = must(s.Begin(ctx, blank())).ID
	done = must(s.Begin(ctx, blank())).ID
	for n := range 3 {
		for _, id := range []string{draft, done} {
			if err := s.Append(ctx, id, Place{Done: n}, []survey.Edit{nthAnswer(n)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	first := finished(done, 2, "34")
	for _, err := range []error{
		s.Finish(ctx, first),
		only(s.Put(ctx, finished(done, 2, "35", records(t, s, Filter{})[0].Hash()))),
		s.SaveForm(ctx, "core", "3", "Core", []byte("workbook")),
		s.SaveForm(ctx, "core", "4", "Core", []byte("workbook 4")),
		s.SetSetting(ctx, "window", "dark"),
		s.SetSetting(ctx, "form", "core"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return s, draft, done
}

// sealedPlaces are where payloads stand, with the words by which a fault is
// named, without a key and with one.
var sealedPlaces = []struct{ table, column, where, without, with string }{
	{"interview", "about", "draft", "the head of", "about"},
	{"interview", "key", "draft", "the key of", "key"},
	{"snapshot", "payload", "1", "the snapshot of", "snapshot"},
	{"journal", "payload", "n = 2", "journal row 2 of", "journal 2"},
	{"version", "payload", "n = 1", "version 1 of", "version 1"},
	{"version", "payload", "n = 2", "version 2 of", "version 2"},
	{"setting", "value", "name = 'window'", "setting window", "setting"},
	{"form", "about", "place = 1", "the name of form 1", "form"},
	{"form", "workbook", "place = 1", "the workbook of form 1", "workbook"},
	{"slot", "locked", "1", "the lock of K1", ""},
}

// TestAFlippedBitIsNamed flips a bit of every kind of payload, at its
// beginning, in its middle and at its end.
func TestAFlippedBitIsNamed(t *testing.T) {
	s, _, _ := wholeDay(t)
	if _, err := s.CheckAll(ctx); err != nil {
		t.Fatal(err)
	}
	for _, p := range sealedPlaces {
		var place int64
		var was []byte
		key := map[bool]string{true: "rowid", false: "interview"}[p.table != "journal" && p.table != "setting"]
		if p.table == "setting" {
			key = "1"
		}
		if err := s.db.QueryRow("SELECT "+key+", "+p.column+" FROM "+p.table+" WHERE "+p.where+" LIMIT 1").Scan(&place, &was); err != nil {
			t.Fatal(p, err)
		}
		put := func(b []byte) {
			t.Helper()
			if _, err := s.db.Exec("UPDATE "+p.table+" SET "+p.column+" = ? WHERE "+p.where+" AND "+key+" = ?", b, place); err != nil {
				t.Fatal(err)
			}
		}
		for _, at := range []int{0, len(was) / 2, len(was) - 1} {
			b := slices.Clone(was)
			b[at] ^= 1
			put(b)
			if _, err := whole(ctx, s.db); !errors.Is(err, ErrDamaged) || !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), p.without) {
				t.Errorf("byte %d of %s.%s, without a key: %v", at, p.table, p.column, err)
			}
			if p.with == "" {
				continue
			}
			if _, err := s.readAll(ctx); !errors.Is(err, ErrDamaged) || !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), p.with) {
				t.Errorf("byte %d of %s.%s, with the key: %v", at, p.table, p.column, err)
			}
		}
		put(was)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Errorf("put back: %v", err)
	}
}

// TestNothingOpensInAnotherPlace moves payloads, whose checksums stay right:
// with the key, each is seen; so are numbers that were changed in clear.
func TestNothingOpensInAnotherPlace(t *testing.T) {
	for _, c := range []struct{ what, statement string }{
		{"a snapshot of an older row", "UPDATE snapshot SET upto = 1"},
		{"a journal row in another's place", "UPDATE journal SET payload = (SELECT payload FROM journal j WHERE j.interview = 1 AND j.n = 1) WHERE interview = 1 AND n = 2"},
		{"a journal row of another interview", "UPDATE journal SET payload = (SELECT payload FROM journal j WHERE j.interview = 2 AND j.n = 2) WHERE interview = 1 AND n = 2"},
		{"the head of another interview", "UPDATE interview SET about = (SELECT about FROM interview WHERE place = 2), saves = (SELECT saves FROM interview WHERE place = 2) WHERE place = 1"},
		{"the key of another interview", "UPDATE interview SET key = (SELECT key FROM interview WHERE place = 2) WHERE place = 1"},
		{"another's id", "UPDATE interview SET id = 'uuid:0' WHERE place = 1"},
		{"another number", "UPDATE interview SET number = 9 WHERE place = 1"},
		{"an older head", "UPDATE interview SET saves = saves - 1 WHERE place = 1"},
		{"a shorter journal", "DELETE FROM journal WHERE interview = 1 AND n = 3; UPDATE interview SET edits = 2 WHERE place = 1"},
		{"a version in another's place", "UPDATE version SET payload = (SELECT payload FROM version v WHERE v.n = 1) WHERE n = 2"},
		{"a version under another's hash", "UPDATE version SET tag = x'00' WHERE n = 1"},
		{"a version that is said to be sealed for the coordinator", "UPDATE version SET sealed = 1 WHERE n = 2"},
		{"a newest version that is said to be replaced", "INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 1 FROM version WHERE n = 2"},
		{"an older version in the place of the newest", "DELETE FROM replaced; INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 1 FROM version WHERE n = 2"},
		{"an older version beside the newest", "DELETE FROM replaced"},
		{"a setting in another's place", "UPDATE setting SET value = (SELECT value FROM setting s WHERE s.name = 'form') WHERE name = 'window'"},
		{"a form under another's name", "UPDATE form SET about = (SELECT about FROM form f WHERE f.place = 2) WHERE place = 1"},
		{"a workbook of another form", "UPDATE form SET workbook = (SELECT workbook FROM form f WHERE f.place = 2) WHERE place = 1"},
	} {
		s, _, _ := wholeDay(t)
		if _, err := s.db.Exec(c.statement); err != nil {
			t.Fatal(c.what, err)
		}
		if _, err := s.readAll(ctx); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestASlotOfAnotherPerson puts one person's lock in the place of another's.
func TestASlotOfAnotherPerson(t *testing.T) {
	s := shared(t)
	if _, err := s.db.Exec("UPDATE slot SET locked = (SELECT locked FROM slot WHERE code = 'K1') WHERE code = 'K2'"); err != nil {
		t.Fatal(err)
	}
	for _, phrase := range []string{firstPhrase, secondPhrase} {
		if err := s.Unlock(ctx, "K2", phrase); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%v", err)
		}
	}
}

// TestWhatIsHiddenIsMissed: rows that stay, and are taken out of every list by
// what stands in clear, are seen without a key.
func TestWhatIsHiddenIsMissed(t *testing.T) {
	for _, c := range []struct{ what, statement, says string }{
		{"a draft", "UPDATE interview SET draft = 0 WHERE draft", "has a snapshot"},
		{"all versions", "UPDATE interview SET versions = 0", "has lost a version"},
		{"all heads", "INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 1 FROM version WHERE n = 2", "has no newest version"},
	} {
		s, _, _ := wholeDay(t)
		if _, err := s.db.Exec(c.statement); err != nil {
			t.Fatal(c.what, err)
		}
		if _, err := s.CheckAll(ctx); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
	}
}

// TestAVersionSaidToBeSealedIsNoSilence: an export that would leave it out says
// so.
func TestAVersionSaidToBeSealedIsNoSilence(t *testing.T) {
	s, _, _ := wholeDay(t)
	do(t, only(s.db.Exec("UPDATE version SET sealed = 1")))
	if r, err := firstRecord(s); !errors.Is(err, ErrForged) {
		t.Errorf("record %v, error %v", r, err)
	}
}

// TestKeysWrittenBesideALock: public keys in clear that somebody replaced are
// put right at the next unlocking.
func TestKeysWrittenBesideALock(t *testing.T) {
	s := shared(t)
	slotOf := func() *slot { return must(findSlot(ctx, s.db, "K2")) }
	before, k1 := slotOf(), must(findSlot(ctx, s.db, firstCode))
	do(t, only(s.db.Exec("UPDATE slot SET public = ?, hand = ? WHERE code = 'K2'", k1.public, k1.hand)))
	as(t, s, "K2")
	if now := slotOf(); string(now.public) != string(before.public) || now.hand != before.hand {
		t.Error("the keys of another person stay beside the lock")
	}
}

// TestNoKeyOutlivesALock: that of the draft in hand is cleared with the others.
func TestNoKeyOutlivesALock(t *testing.T) {
	s, draft, _ := wholeDay(t)
	do(t, s.Append(ctx, draft, Place{}, []survey.Edit{nthAnswer(5)}))
	key, ring := s.live.open, s.ring.secret
	s.Lock()
	if *key != (seal.Key{}) || ring.User != (seal.Key{}) || ring.Shared != (seal.Key{}) || ring.Sign != nil {
		t.Error("a key outlives the lock")
	}
}
