package storage

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/survey/message"
)

// A chained is a small store with a history: three interviews with changes, and
// one version.
type chained struct {
	t    testing.TB
	db   *sql.DB
	last Head
}

const chainedSchema = `
CREATE TABLE interview (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, number INTEGER NOT NULL) STRICT;
CREATE TABLE journal (interview INTEGER NOT NULL, n INTEGER NOT NULL, seq INTEGER, payload BLOB NOT NULL, PRIMARY KEY (interview, n)) STRICT, WITHOUT ROWID;
CREATE TABLE version (interview INTEGER NOT NULL, n INTEGER NOT NULL, seq INTEGER, payload BLOB NOT NULL, PRIMARY KEY (interview, n)) STRICT;
CREATE TABLE event (seq INTEGER PRIMARY KEY, payload BLOB NOT NULL) STRICT;
CREATE TABLE chain (seq INTEGER PRIMARY KEY, digest BLOB NOT NULL, link BLOB NOT NULL) STRICT;
INSERT INTO interview VALUES (1, 'uuid:a', 1), (2, 'uuid:b', 2), (3, 'uuid:c', 3)`

func newChained(t testing.TB) *chained {
	t.Helper()
	prepare()
	db := must(sql.Open("sqlite", building.dsn(filepath.Join(t.TempDir(), "a.db"), false)))
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	must(db.Exec(chainedSchema))
	return &chained{t: t, db: db}
}

// add stores a row and its entry. Its payload is known by its place.
func (c *chained) add(kind string, interview, n int64) {
	tx := must(c.db.Begin())
	defer tx.Rollback()
	c.addIn(tx, kind, interview, n)
	if err := tx.Commit(); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chained) addIn(tx *sql.Tx, kind string, interview, n int64) {
	payload := fmt.Appendf(nil, "%s %d %d", kind, interview, n)
	id := fmt.Sprintf("uuid:%c", 'a'+rune(interview)-1)
	if kind == string(eventKind) {
		id, n = "", c.last.Seq+1
	}
	h, err := (&Store{}).appendEntry(ctx, tx, c.last, digestOf(kind, id, n, payload))
	if err == nil && kind == string(eventKind) {
		_, err = tx.Exec("INSERT INTO event VALUES (?, ?)", h.Seq, payload)
	} else if err == nil {
		_, err = tx.Exec("INSERT INTO "+kind+" (interview, n, seq, payload) VALUES (?, ?, ?, ?)", interview, n, h.Seq, payload)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.last = h
}

// usual is what most tests begin with: entries 1–9 are changes 1–3 of each of
// three interviews in turn, 10 is a version of the first, 11 an event.
func usual(t testing.TB) *chained {
	c := newChained(t)
	for n := range int64(3) {
		for i := range int64(3) {
			c.add("journal", i+1, n+1)
		}
	}
	c.add("version", 1, 1)
	c.add(string(eventKind), 0, 0)
	return c
}

// rewrite makes the links anew, as somebody does who knows how.
func (c *chained) rewrite() {
	rows := must(c.db.Query("SELECT seq, digest FROM chain ORDER BY seq"))
	type entry struct {
		seq    int64
		digest []byte
	}
	var all []entry
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.seq, &e.digest); err != nil {
			c.t.Fatal(err)
		}
		all = append(all, e)
	}
	rows.Close()
	var link Link
	for i, e := range all {
		link = link.next(int64(i+1), digest(e.digest))
		c.do("UPDATE chain SET seq = ?, link = ? WHERE seq = ?", i+1, link[:], e.seq)
	}
}

func (c *chained) do(query string, args ...any) {
	c.t.Helper()
	if _, err := c.db.Exec(query, args...); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chained) findings(w ...Witness) string {
	c.t.Helper()
	h, err := verifyHistory(ctx, c.db, w)
	if err != nil {
		c.t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range h.Findings {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

func TestTamperingIsNamed(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(c *chained)
		want string
	}{
		{"nothing", func(c *chained) {}, ""},
		{"a row is erased", func(c *chained) { c.do("DELETE FROM journal WHERE interview = 2") }, ""},
		{"a bit is flipped", func(c *chained) { c.do("UPDATE journal SET payload = x'78' WHERE interview = 2 AND n = 3") },
			"Change 3 of interview 2 was altered after it was stored (entry 8).\n"},
		{"a version is altered", func(c *chained) { c.do("UPDATE version SET payload = x'78'") },
			"Version 1 of interview 1 was altered after it was stored (entry 10).\n"},
		{"an event is altered", func(c *chained) { c.do("UPDATE event SET payload = x'78'") },
			"Event 11 was altered after it was stored (entry 11).\n"},
		{"payloads are swapped", func(c *chained) {
			c.do("UPDATE journal SET payload = CASE interview WHEN 1 THEN CAST('journal 2 3' AS BLOB) ELSE CAST('journal 1 3' AS BLOB) END WHERE n = 3 AND interview < 3")
		}, "Change 3 of interview 1 and change 3 of interview 2 were put in each other's place.\n"},
		{"entries are swapped, as if the second came first", func(c *chained) {
			c.do("UPDATE journal SET seq = CASE seq WHEN 4 THEN 5 ELSE 4 END WHERE seq IN (4, 5)")
		}, "Change 2 of interview 2 and change 2 of interview 1 were reordered in the history.\n"},
		{"a row moves to another interview", func(c *chained) { c.do("UPDATE journal SET interview = 3, n = 4 WHERE seq = 4") },
			"Change 4 of interview 3 was altered after it was stored (entry 4).\n"},
		{"an interview takes another's number and id", func(c *chained) { c.do("UPDATE interview SET id = 'uuid:z', number = 9 WHERE place = 3") },
			"Change 1 of interview 9 was altered after it was stored (entry 3).\nChange 2 of interview 9 was altered after it was stored (entry 6).\nChange 3 of interview 9 was altered after it was stored (entry 9).\n"},
		{"an interview is deleted", func(c *chained) {
			c.do("DELETE FROM interview WHERE place = 1; DELETE FROM journal WHERE interview = 1")
		},
			"Version 1 of an interview that is gone was altered after it was stored (entry 10).\n"},
		{"a row is inserted", func(c *chained) { c.do("INSERT INTO journal VALUES (1, 4, 12, x'78')") },
			"Change 4 of interview 1 was inserted: the history does not know it.\n"},
		{"a row is inserted without an entry", func(c *chained) { c.do("INSERT INTO journal VALUES (1, 4, NULL, x'78')") },
			"Change 4 of interview 1 was inserted: the history does not know it.\n"},
		{"a row is inserted with the entry of another", func(c *chained) { c.do("INSERT INTO version VALUES (1, 2, 10, x'78')") },
			"Version 2 of interview 1 was inserted: the history does not know it.\n"},
		{"a row is inserted before that of which it takes the entry", func(c *chained) { c.do("INSERT INTO journal VALUES (1, 0, 10, x'78')") },
			"Change 0 of interview 1 was inserted: the history does not know it.\n"},
		{"the middle is cut out", func(c *chained) { c.do("DELETE FROM chain WHERE seq IN (5, 6)") },
			"Change 2 of interview 2 was inserted: the history does not know it.\nEntries 5–6 of the history were cut out.\nChange 2 of interview 3 was inserted: the history does not know it.\n"},
		{"the middle is cut out with its rows", func(c *chained) { c.do("DELETE FROM chain WHERE seq = 5; DELETE FROM journal WHERE seq = 5") },
			"Entry 5 of the history was cut out.\n"},
		{"the middle is cut out and the rest renumbered", func(c *chained) {
			c.do("DELETE FROM chain WHERE seq = 5; DELETE FROM journal WHERE seq = 5")
			c.do("UPDATE chain SET seq = seq - 1 WHERE seq > 5; UPDATE journal SET seq = seq - 1 WHERE seq > 5; UPDATE version SET seq = 9; UPDATE event SET seq = 10")
		}, "The history does not hold together at entries 5–10: something there, or before it, was altered, reordered or cut.\nEvent 10 was altered after it was stored (entry 10).\n"},
		{"a digest is changed", func(c *chained) { c.do("UPDATE chain SET digest = zeroblob(32) WHERE seq = 7") },
			"Change 3 of interview 1 was altered after it was stored (entry 7).\nThe history does not hold together at entry 7: something there, or before it, was altered, reordered or cut.\n"},
		{"a link is cut short", func(c *chained) { c.do("UPDATE chain SET link = zeroblob(3) WHERE seq = 7") },
			"The history does not hold together at entries 7–8: something there, or before it, was altered, reordered or cut.\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := usual(t)
			test.do(c)
			if got := c.findings(); got != test.want {
				t.Errorf("got:\n%swant:\n%s", got, test.want)
			}
		})
	}
}

// TestWhatIsKnownOutside is about a history that holds together and is not the
// one that was.
func TestWhatIsKnownOutside(t *testing.T) {
	c := usual(t)
	beside := Witness{Head: c.last, From: message.New("the file beside the store")}
	early := Witness{Head: must(lastEntryAt(c.db, 4)), From: message.New("the backup of Monday")}
	phone := Witness{Only: c.last.Code(), From: message.New("the code of yesterday")}
	if got := c.findings(beside, early, phone); got != "" {
		t.Errorf("before anything was done: %s", got)
	}
	for _, test := range []struct {
		name string
		do   func(c *chained)
		want string
	}{
		{"the end is cut off", func(c *chained) {
			c.do("DELETE FROM chain WHERE seq > 9; DELETE FROM version; DELETE FROM event")
		}, `The history does not have the code of yesterday: it was rolled back or written anew, or the code was misheard.
The history was rolled back: the last 2 entries, which the file beside the store has, are missing.
`},
		{"the middle is cut out, and all is linked anew", func(c *chained) {
			c.do("DELETE FROM chain WHERE seq = 2; DELETE FROM journal WHERE seq = 2")
			c.do("UPDATE journal SET seq = seq - 1 WHERE seq > 2; UPDATE version SET seq = 9; DELETE FROM event; DELETE FROM chain WHERE seq = 11")
			c.rewrite()
		}, `The history was written anew: entry 4 is not the one that the backup of Monday has.
The history does not have the code of yesterday: it was rolled back or written anew, or the code was misheard.
The history was rolled back: the last 2 entries, which the file beside the store has, are missing.
`},
		{"everything is gone", func(c *chained) {
			c.do("DELETE FROM chain; DELETE FROM journal; DELETE FROM version; DELETE FROM event")
		}, `The history does not have the code of yesterday: it was rolled back or written anew, or the code was misheard.
The history was rolled back: the last 11 entries, which the file beside the store has, are missing.
The history was rolled back: the last 4 entries, which the backup of Monday has, are missing.
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := usual(t)
			test.do(c)
			if got := c.findings(beside, early, phone); got != test.want {
				t.Errorf("got:\n%swant:\n%s", got, test.want)
			}
		})
	}
}

func lastEntryAt(db *sql.DB, seq int64) (h Head, err error) {
	var link []byte
	err = db.QueryRow("SELECT seq, link FROM chain WHERE seq = ?", seq).Scan(&h.Seq, &link)
	copy(h.Link[:], link)
	return h, err
}

// TestSpeedOfVerify tells how long a large history takes.
func TestSpeedOfVerify(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	c := newChained(t)
	tx := must(c.db.Begin())
	for n := range int64(100_000) {
		c.addIn(tx, "journal", n%3+1, n/3+1)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	h := must(verifyHistory(context.Background(), c.db, nil))
	t.Logf("%d entries in %v", h.Entries, time.Since(began))
	if !h.Whole() || h.Entries != 100_000 {
		t.Errorf("%d entries, %d findings", h.Entries, len(h.Findings))
	}
}

func TestHeadBesideTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	if _, err := readHead(path); err != ErrNoHead {
		t.Errorf("where there is none: %v", err)
	}
	h := Head{Seq: 12, Time: monday}
	h.Link[0], h.Link[31] = 0xff, 1
	for range 2 {
		if err := writeHead(path, h); err != nil {
			t.Fatal(err)
		}
	}
	got, err := readHead(path)
	if err != nil || got.Seq != 12 || got.Link != h.Link || !got.Time.Equal(monday) {
		t.Errorf("got %v: %v", got, err)
	}
	if got, err := ParseHead(h.String()); err != nil || got.Link != h.Link || got.Seq != 12 {
		t.Errorf("parsed %v: %v", got, err)
	}
	for _, bad := range []string{"", "12", "12:zz", "-1:" + strings.Repeat("00", 32), "12:00"} {
		if _, err := ParseHead(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestCodes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	for range 1000 {
		h := Head{Seq: 1}
		for i := range h.Link {
			h.Link[i] = byte(r.Uint32())
		}
		code := h.Code()
		typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
		if again, err := NormalCode(typed); err != nil || again != code || len(code) != 9 {
			t.Fatalf("%q typed as %q is %q: %v", code, typed, again, err)
		}
		seen[code] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d codes of 1000 heads", len(seen))
	}
	for typed, want := range map[string]string{"o1l2-3i4z": "0112-314Z", "K7QM3XPA": "K7QM-3XPA"} {
		if got, err := NormalCode(typed); err != nil || got != want {
			t.Errorf("%q is %q: %v", typed, got, err)
		}
	}
	for _, bad := range []string{"", "K7QM", "K7QM-3XPAA", "U7QM-3XPA", "ЖЖЖЖ"} {
		if _, err := NormalCode(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
