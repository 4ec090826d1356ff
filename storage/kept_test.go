package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/storage/seal"
)

// shelved is a store with a row in every table outside the history, closed.
func shelved(t *testing.T, path string) {
	t.Helper()
	s := reopened(t, path)
	id := must(s.Begin(ctx, blank())).ID
	gone := must(s.Begin(ctx, blank())).ID
	x := must(s.BeginExport(ctx, "core"))
	laptop := Signer{Public: must(seal.NewSecret(seal.NewKey())).Public(), Device: "d", Code: "K7"}
	for _, err := range []error{
		s.Enroll(ctx, Person{Code: "K2", Passphrase: secondPhrase}),
		s.HandOver(ctx, id, "K2"),
		s.SetSetting(ctx, "recipients", "pin"),
		s.SetSetting(ctx, "window", "dark"),
		s.SaveForm(ctx, "core", "3", "Core", []byte("workbook")),
		s.SaveForm(ctx, "core", "4", "Core", []byte("workbook 4")),
		only(s.Withdraw(ctx, OnRequest, gone)),
		s.RecordExport(ctx, x),
		only(s.KeepMerge(ctx, Merge{Form: "core"}, nil, nil, nil)),
		s.Refuse(ctx, []byte("an edit")),
		s.Enrol(ctx, laptop),
		s.Close(),
	} {
		do(t, err)
	}
}

// editing changes a store as somebody does who has the file and an editor of
// databases, and gives what the next unlocking and the doctor say.
func editing(t *testing.T, path string, queries ...string) (altered, findings string) {
	t.Helper()
	meddle(t, path, queries...)
	s := reopened(t, path)
	var told []string
	for _, f := range s.Altered() {
		told = append(told, f.String())
	}
	findings = findingsOf(t, s)
	do(t, s.Close())
	return strings.Join(told, "\n"), findings
}

// TestRowsOutsideTheHistory: of every table a row is deleted, inserted, swapped
// with another, and replaced by an older one. Each is noticed at the next
// unlocking, and the doctor names it.
func TestRowsOutsideTheHistory(t *testing.T) {
	for _, c := range []struct{ table, insert, alter string }{
		{"setting", "INSERT INTO setting SELECT 'other', value FROM setting WHERE name = 'window'", "UPDATE setting SET value = (SELECT value FROM setting WHERE name = 'window') WHERE name = 'recipients'"},
		{"form", "INSERT INTO form (tag, about, workbook) SELECT x'01', about, workbook FROM form LIMIT 1", "UPDATE form SET workbook = (SELECT workbook FROM form f WHERE f.place = 2) WHERE place = 1"},
		{"slot", "INSERT INTO slot (code, locked, public, hand, failed, since) SELECT 'K9', locked, public, hand, 0, 0 FROM slot WHERE id = 2", "UPDATE slot SET paper = locked WHERE id = 2"},
		{"interview", "INSERT INTO interview (id, number, draft, versions, saves, edits, owner, key, about) SELECT 'uuid:1', 9, 0, 0, saves, 0, 2, key, about FROM interview LIMIT 1", "UPDATE interview SET number = 7"},
		{"tombstone", "INSERT INTO tombstone SELECT x'01', payload FROM tombstone", "UPDATE tombstone SET tag = x'02'"},
		{"outgoing", "INSERT INTO outgoing SELECT 5, payload FROM outgoing", "UPDATE outgoing SET number = 3"},
		{"merge", "INSERT INTO merge SELECT 5, payload FROM merge", "UPDATE merge SET id = 3"},
		{"refusal", "INSERT INTO refusal VALUES (x'01')", "UPDATE refusal SET tag = x'02'"},
		{"arrival", "INSERT INTO arrival SELECT x'01', kind, payload FROM arrival", "UPDATE arrival SET kind = 'waiting'"},
	} {
		says := "The " + shelfSays(c.table).String() + " are not those that Anketa kept"
		gone := "DELETE FROM " + c.table
		switch c.table {
		case "interview":
			gone = "PRAGMA foreign_keys = off; DELETE FROM snapshot; DELETE FROM interview"
		case "slot":
			gone = "UPDATE interview SET owner = 1; DELETE FROM slot WHERE code = 'K2'"
		case "setting", "form":
			gone += " WHERE rowid IN (SELECT rowid FROM form LIMIT 1)"
			if c.table == "setting" {
				gone = "DELETE FROM setting WHERE name = 'recipients'"
			}
		}
		for what, q := range map[string]string{"deleted from them": gone, "added to them": c.insert, "changed them": c.alter} {
			path := filepath.Join(t.TempDir(), "anketa.db")
			shelved(t, path)
			altered, findings := editing(t, path, q)
			for where, text := range map[string]string{"unlocking": altered, "the doctor": findings} {
				if !strings.Contains(text, says) || !strings.Contains(text, what) {
					t.Errorf("%s, %s: %s says %q", c.table, what, where, text)
				}
			}
		}
	}
}

// TestAnOlderRowIsNoticed puts rows back as they were.
func TestAnOlderRowIsNoticed(t *testing.T) {
	for table, change := range map[string]func(s *Store) error{
		"setting": func(s *Store) error { return s.SetSetting(ctx, "recipients", "other pin") },
		"slot":    func(s *Store) error { return s.ChangePassphrase(ctx, firstPhrase, secondPhrase) },
		"outgoing": func(s *Store) error {
			x := must(s.Exports(ctx))[0]
			x.SHA256 = "9f"
			return s.RecordExport(ctx, &x)
		},
		"merge":   func(s *Store) error { return s.MergeWrote(ctx, 1, "out.xlsx", "9f") },
		"arrival": func(s *Store) error { return s.Enrol(ctx, must(s.Signers(ctx))[0]) },
	} {
		path := filepath.Join(t.TempDir(), "anketa.db")
		shelved(t, path)
		older := filepath.Join(t.TempDir(), "older.db")
		do(t, copyFile(path, older))
		s := reopened(t, path)
		do(t, change(s))
		do(t, s.Close())
		altered, findings := editing(t, path, "ATTACH '"+older+"' AS older", "PRAGMA foreign_keys = off", "DELETE FROM "+table, "INSERT INTO "+table+" SELECT * FROM older."+table)
		for _, text := range []string{altered, findings} {
			if !strings.Contains(text, shelfSays(table).String()) || !strings.Contains(text, "put older ones in their place") {
				t.Errorf("%s: %q", table, text)
			}
		}
	}
}

// TestALockOfAnotherStore: its passphrase is right, and opens nothing here.
func TestALockOfAnotherStore(t *testing.T) {
	path, other := known(t), known(t)
	meddle(t, path, "ATTACH '"+other+"' AS other", "UPDATE slot SET locked = (SELECT locked FROM other.slot), public = (SELECT public FROM other.slot), hand = (SELECT hand FROM other.slot)")
	s := must(Open(ctx, path, Options{Now: func() time.Time { return monday }, Effort: seal.Least}))
	defer s.Close()
	if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.Is(err, ErrForged) || !strings.Contains(err.Error(), "was taken from another store") {
		t.Error(err)
	}
	if s.State() != Locked {
		t.Error("it is open")
	}
}

// TestAHistoryWrittenAnew: somebody deletes a change, and writes the chain, the
// head beside the store and no backup anew, so that all holds together. Events
// know better.
func TestAHistoryWrittenAnew(t *testing.T) {
	path := known(t)
	do(t, os.RemoveAll(backupFolder(path)))
	meddle(t, path, "DELETE FROM journal WHERE interview = 1 AND n = 3", "UPDATE interview SET edits = 2 WHERE place = 1")
	chainAnew(t, path)
	s := reopened(t, path)
	if got := findingsOf(t, s); s.Break() != nil || !strings.Contains(got, "is not the one that event") && !strings.Contains(got, "was written at another place") {
		t.Errorf("%+v: %s", s.Break(), got)
	}
}

// chainAnew enters all rows that a store has, as somebody can who has no key.
func chainAnew(t *testing.T, path string) {
	t.Helper()
	db := must(connect(ctx, path, building))
	defer db.Close()
	v := newVerifying(db, nil)
	do(t, v.contents(ctx))
	rows := map[int64]stored{}
	var seqs []int64
	for seq, row := range v.rows {
		rows[seq], seqs = row, append(seqs, seq)
	}
	slices.Sort(seqs)
	do(t, only(db.Exec("DELETE FROM chain")))
	h := Head{Time: monday}
	for _, seq := range seqs {
		h.Seq++
		row := rows[seq]
		at := "interview = (SELECT place FROM interview WHERE id = '" + row.ID + "') AND n = " + fmt.Sprint(row.N)
		if row.Kind == string(eventKind) {
			at, row.digest = fmt.Sprint("seq = ", seq), digestOfSum(row.Kind, "", h.Seq, row.sealed)
		}
		h.Link = h.Link.next(h.Seq, row.digest)
		do(t, only(db.Exec("INSERT INTO chain (seq, digest, link) VALUES (?, ?, ?)", h.Seq, row.digest[:], h.Link[:])))
		do(t, only(db.Exec("UPDATE "+row.Kind+" SET seq = ? WHERE "+at, h.Seq)))
	}
	do(t, writeHead(path, h))
}

// TestAForgedRestore: somebody deletes changes and writes the note of a restore
// that never was. The doctor tells of it for ever, and settings stay suspect.
func TestAForgedRestore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	shelved(t, path)
	_, _ = editing(t, path, "DELETE FROM setting WHERE name = 'recipients'", "DELETE FROM refusal", "DELETE FROM event WHERE seq = 2",
		`INSERT INTO open_setting VALUES ('restored', '{"what":"unlock","who":"K2","number":4,"erased":[{"first":2,"last":2}],"tables":["form"],"why":"lies"}')`)
	for range 2 {
		s := reopened(t, path)
		h := must(s.Verify(ctx))
		if len(h.Taken) != 1 {
			t.Fatalf("%+v", h.Taken)
		}
		want := "it was noted that the store had been restored from backup 4. Lost with that: entry 2 of the history. Not as Anketa had kept them: the settings, the refusals. If nobody restored it then, somebody took this out of the file."
		if got := h.Taken[0].String(); !strings.HasSuffix(got, want) {
			t.Errorf("%s\nwant: %s", got, want)
		}
		if !s.SettingsAltered() || len(s.Altered()) != 1 {
			t.Errorf("%v", s.Altered())
		}
		do(t, s.Close())
	}
	s := reopened(t, path)
	do(t, s.Accept(ctx, "setting"))
	if s.SettingsAltered() || findingsOf(t, s) != "" {
		t.Error("it was accepted")
	}
	if all := must(s.Verify(ctx)).Taken; len(all) != 2 || !strings.Contains(all[1].String(), "K1 took as they were") || !strings.Contains(all[1].String(), "the settings") {
		t.Errorf("%v", all)
	}
}

// TestAForgedReplacement: a row in clear says that a version is replaced, or the
// one that says so is gone. Records and exports do not go on in silence.
func TestAForgedReplacement(t *testing.T) {
	for what, q := range map[string]string{
		"by a version that there is":      "INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 1 FROM version WHERE n = 2",
		"by a version that there is not":  "INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 9 FROM version WHERE n = 2",
		"all are":                         "DELETE FROM replaced; INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 9 FROM version",
		"none is":                         "DELETE FROM replaced",
		"a version is no finished one":    "UPDATE interview SET versions = 0",
		"a version is under another hash": "UPDATE version SET tag = x'00' WHERE n = 2",
		"a version is gone":               "DELETE FROM version WHERE n = 2",
	} {
		s, _, _ := wholeDay(t)
		do(t, only(s.db.Exec(q)))
		n := 0
		for r, err := range s.Records(ctx, Filter{}) {
			if n++; err == nil || r != nil || !errors.Is(err, ErrDamaged) {
				t.Errorf("%s: record %v, error %v", what, r, err)
			}
		}
		if n == 0 {
			t.Errorf("%s: nothing is said", what)
		}
	}
	s := fresh(t)
	one := must(s.Begin(ctx, blank())).ID
	do(t, s.Finish(ctx, finished(one, 1, "34")))
	do(t, only(s.db.Exec("INSERT INTO replaced (interview, tag, n) SELECT interview, tag, 9 FROM version")))
	if r, err := firstRecord(s); !errors.Is(err, ErrForged) {
		t.Errorf("the only version: record %v, error %v", r, err)
	}
}

// TestWhateverIsDoneTheShelfHolds: after all that people do, and without any of
// it, what was kept is what is there.
func TestWhateverIsDoneTheShelfHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	shelved(t, path)
	s := reopened(t, path)
	if got := fmt.Sprint(s.Altered()) + findingsOf(t, s); got != "[]" {
		t.Error(got)
	}
	kept := must(s.keptShelf(ctx, s.db))
	for i, table := range kept {
		if table.rows == 0 || !table.known {
			t.Errorf("%s: nothing is kept", shelfTables[i].name)
		}
	}
}

// TestAStoreOfBeforeIsKeptFromNowOn: its events say nothing of the tables.
func TestAStoreOfBeforeIsKeptFromNowOn(t *testing.T) {
	path := known(t)
	meddle(t, path, "DELETE FROM event", "DELETE FROM chain", "DELETE FROM journal", "DELETE FROM version", "UPDATE interview SET edits = 0, versions = 0",
		"INSERT INTO open_setting VALUES ('second_folder', '/stick')")
	do(t, os.Remove(HeadFile(path)))
	_ = os.Remove(lastFile(path))
	s := reopened(t, path)
	if s.Altered() != nil || s.SecondFolder() != "/stick" {
		t.Errorf("%v, folder %q", s.Altered(), s.SecondFolder())
	}
	do(t, s.Close())
	altered, _ := editing(t, path, "DELETE FROM setting", "INSERT INTO open_setting VALUES ('second_folder', '//elsewhere')")
	if !strings.Contains(altered, "there were 1, and 0 are there") {
		t.Error(altered)
	}
	if s = reopened(t, path); s.SecondFolder() != "" {
		t.Errorf("somebody names the folder %q", s.SecondFolder())
	}
}
