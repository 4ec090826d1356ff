package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"anketa/storage/seal"
	"anketa/survey"
)

// coordinator and safe are who a form of these tests names.
func coordinators() (coordinator, safe *seal.Identity, to seal.Recipients) {
	coordinator, safe = seal.NewIdentity(), seal.NewIdentity()
	return coordinator, safe, seal.Recipients{coordinator.Recipient(), safe.Recipient()}
}

// inField has an interview in progress, and gives it as it will be finished.
func inField(t testing.TB, s *Store, text string) *survey.Record {
	t.Helper()
	ctx := context.Background()
	r := must(s.Begin(ctx, blank()))
	for i := range 5 {
		if err := s.Append(ctx, r.ID, Place{Path: "a", Interviewer: "K1"}, []survey.Edit{answer("a", text+strings.Repeat("!", i))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer(caseCode, "C-17"), answer("a", text)}); err != nil {
		t.Fatal(err)
	}
	done, _, err := s.Draft(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	done.Finished, done.Saved, done.Interviewer = time.Now(), time.Now(), "K1"
	return done
}

// secretsOf gives what opens an interview, and what of its answers stands in
// the file.
func secretsOf(t *testing.T, s *Store, id string) (all [][]byte) {
	t.Helper()
	for _, query := range []string{
		"SELECT key FROM interview WHERE id = ?", "SELECT payload FROM snapshot JOIN interview ON place = interview WHERE id = ?",
		"SELECT payload FROM journal JOIN interview ON place = interview WHERE id = ?",
	} {
		rows := must(s.db.Query(query, id))
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all = append(all, bytes.Clone(b))
		}
		rows.Close()
	}
	if len(all) < 8 {
		t.Fatalf("there are %d secrets", len(all))
	}
	return all
}

// filesWith names the files of a folder that hold a piece of one of some texts.
func filesWith(t *testing.T, folder string, secrets [][]byte) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content := must(os.ReadFile(path))
		for _, secret := range secrets {
			for at := 0; at+16 <= len(secret); at += 16 {
				if bytes.Contains(content, secret[at:at+16]) {
					found = append(found, filepath.Base(path))
					return nil
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestAfterSealingNobodyHereReadsIt(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	defer func() { s.Close() }()
	coordinator, safe, to := coordinators()
	r := inField(t, s, "her answer")
	secrets := secretsOf(t, s, r.ID)
	if len(filesWith(t, filepath.Dir(path), secrets)) == 0 {
		t.Fatal("the search finds nothing before either")
	}
	must(s.Backup(ctx))
	if err := s.FinishSealed(ctx, r, to); err != nil {
		t.Fatal(err)
	}
	must(s.Backup(ctx))
	if found := filesWith(t, filepath.Dir(path), secrets); found != nil {
		t.Errorf("what opened the answers is still in %v", found)
	}
	if got := records(t, s, Filter{}); len(got) != 0 {
		t.Errorf("a sealed interview is read: %d", len(got))
	}
	if err := s.FinishSealed(ctx, r, to); err != nil {
		t.Errorf("finishing again: %v", err)
	}
	list := must(s.List(ctx, Filter{}))
	if len(list) != 1 || !list[0].Sealed || list[0].Case != "C-17" || list[0].Interviewer != "K1" || list[0].Finished.Hour() != 0 {
		t.Errorf("the list says %+v", list)
	}
	row := onlyRow(t, s)
	for who, id := range map[string]*seal.Identity{"the coordinator": coordinator, "the key in the safe": safe} {
		o, err := OpenSealed(id, row.Payload)
		if err != nil {
			t.Fatalf("%s: %v", who, err)
		}
		if err := o.Fits(row); err != nil {
			t.Errorf("%s: %v", who, err)
		}
		if o.Record.Find("a").Text != "her answer" || o.Record.Number != 1 || o.Record.Device != s.Device() {
			t.Errorf("%s reads %+v", who, o.Record)
		}
		var rows []struct{ N int }
		if err := json.Unmarshal(o.Journal, &rows); err != nil || len(rows) != 6 || rows[5].N != 6 {
			t.Errorf("the journal that travels: %v, %v", rows, err)
		}
		if o.Head.Seq < 6 {
			t.Errorf("the history ends at %d", o.Head.Seq)
		}
	}
	if _, err := OpenSealed(seal.NewIdentity(), row.Payload); !errors.Is(err, seal.ErrIdentity) {
		t.Errorf("a stranger: %v", err)
	}
	if err := s.HandOver(ctx, r.ID, "K1"); err != nil {
		t.Error(err)
	}
	sound := func() {
		t.Helper()
		must(s.CheckAll(ctx))
		if h := must(s.Verify(ctx)); len(h.Findings) > 0 {
			t.Errorf("the history: %+v", h.Findings)
		}
	}
	sound()
	s.Close()
	s = must(unlocked(path, Options{}))
	sound()
	onlyRow(t, s)
}

func onlyRow(t *testing.T, s *Store) (row SealedRow) {
	t.Helper()
	n := 0
	for r, err := range s.SealedRows(context.Background(), Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		row = r
		n++
	}
	if n != 1 {
		t.Fatalf("%d sealed rows", n)
	}
	return row
}

func TestWhatIsNotWhatWasSealedIsRefused(t *testing.T) {
	ctx := context.Background()
	s := fresh(t)
	coordinator, _, to := coordinators()
	if err := s.FinishSealed(ctx, inField(t, s, "x"), to); err != nil {
		t.Fatal(err)
	}
	row := onlyRow(t, s)
	for at := 0; at < len(row.Payload); at += max(1, len(row.Payload)/200) {
		bad := row
		bad.Payload = bytes.Clone(row.Payload)
		bad.Payload[at] ^= 1
		if _, err := OpenSealed(coordinator, bad.Payload); err == nil {
			t.Fatalf("a bit is turned in byte %d, and nobody notices", at)
		}
	}
	o := must(OpenSealed(coordinator, row.Payload))
	for what, change := range map[string]func(*SealedRow){
		"id": func(r *SealedRow) { r.ID = "uuid:2" }, "case": func(r *SealedRow) { r.Case = "D" }, "number": func(r *SealedRow) { r.Number++ },
		"day": func(r *SealedRow) { r.Day = "2020-01-01" }, "device": func(r *SealedRow) { r.Device = "d" }, "kind": func(r *SealedRow) { r.Kind++ },
		"who": func(r *SealedRow) { r.Interviewer = "K2" }, "key": func(r *SealedRow) { r.Public = make([]byte, 32) }, "form": func(r *SealedRow) { r.Form = "f" },
	} {
		moved := row
		change(&moved)
		if err := o.Fits(moved); !errors.Is(err, ErrMoved) {
			t.Errorf("another %s: %v", what, err)
		}
	}
	// Whoever has the public key can seal, but not sign as the laptop.
	clear := must(coordinator.Open(row.Payload))
	forged := must(to.Seal(bytes.Replace(clear, []byte(`"t":"x"`), []byte(`"t":"y"`), 1)))
	if bytes.Equal(must(coordinator.Open(forged)), clear) {
		t.Fatal("nothing was forged")
	}
	if _, err := OpenSealed(coordinator, forged); !errors.Is(err, ErrSignature) {
		t.Errorf("forged: %v", err)
	}
}

// TestAgeOpensWhatIsSealed opens the text with the library of age alone.
func TestAgeOpensWhatIsSealed(t *testing.T) {
	s := fresh(t)
	coordinator, _, to := coordinators()
	if err := s.FinishSealed(context.Background(), inField(t, s, "open to age"), to); err != nil {
		t.Fatal(err)
	}
	sealed := must(seal.Dearmour([]byte(seal.Armour(onlyRow(t, s).Payload))))
	id := must(age.ParseHybridIdentity(coordinator.String()))
	clear := must(io.ReadAll(must(age.Decrypt(bytes.NewReader(sealed), id))))
	if len(clear)%4096 != 0 || bytes.Count(clear, []byte{0x80}) != 1 || clear[len(clear)-1] != 0x80 {
		t.Errorf("behind the JSON there are more than blanks and a mark, %d bytes", len(clear))
	}
	if !json.Valid(clear[:len(clear)-1]) || !bytes.Contains(clear, []byte("open to age")) {
		t.Error("it is no JSON")
	}
}

func TestWhatIsReadableStaysReadable(t *testing.T) {
	ctx := context.Background()
	s := fresh(t)
	_, _, to := coordinators()
	first := finished("uuid:1", 1, "one")
	must(s.Put(ctx, first))
	if added, err := s.PutSealed(ctx, finished("uuid:1", 1, "two", first.Hash()), to); !added || err != nil {
		t.Fatal(added, err)
	}
	if got := records(t, s, Filter{}); len(got) != 1 || got[0].Find("age").Text != "two" {
		t.Errorf("a correction of a readable interview: %v", got)
	}
	if added, err := s.PutSealed(ctx, finished("uuid:2", 2, "sealed"), to); !added || err != nil {
		t.Fatal(added, err)
	}
	if added, err := s.PutSealed(ctx, finished("uuid:2", 2, "sealed"), to); added || err != nil {
		t.Fatal(added, err)
	}
	// The coordinator's correction comes back readable.
	back := finished("uuid:2", 2, "corrected", finished("uuid:2", 2, "sealed").Hash())
	must(s.Put(ctx, back))
	if got := records(t, s, Filter{}); len(got) != 2 || got[1].Find("age").Text != "corrected" {
		t.Errorf("what came back: %v", got)
	}
	must(s.CheckAll(ctx))
}

// TestSealedSurvivesARestore damages the store after sealing: from the backup
// of before and the damaged file comes the sealed interview, and not the draft.
func TestSealedSurvivesARestore(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	coordinator, _, to := coordinators()
	r := inField(t, s, "kept")
	must(s.Backup(ctx))
	if err := s.FinishSealed(ctx, r, to); err != nil {
		t.Fatal(err)
	}
	var event []byte
	if err := s.db.QueryRow("SELECT payload FROM event ORDER BY seq LIMIT 1").Scan(&event); err != nil {
		t.Fatal(err)
	}
	s.Close()
	content := must(os.ReadFile(path))
	at := bytes.Index(content, event[len(event)/2:])
	if at < 0 {
		t.Fatal("the event is not in the file")
	}
	content[at] ^= 1
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	s = must(unlocked(path, Options{}))
	defer s.Close()
	must(s.CheckAll(ctx))
	if list := must(s.List(ctx, Filter{})); len(list) != 1 || list[0].Draft || !list[0].Sealed {
		t.Fatalf("after the restore: %+v", list)
	}
	must(OpenSealed(coordinator, onlyRow(t, s).Payload))
}

func BenchmarkFinishSealed(b *testing.B) {
	ctx := context.Background()
	s := fresh(b)
	_, _, to := coordinators()
	var done []*survey.Record
	for range b.N {
		done = append(done, inField(b, s, "x"))
	}
	b.ResetTimer()
	for _, r := range done {
		if err := s.FinishSealed(ctx, r, to); err != nil {
			b.Fatal(err)
		}
	}
}

// TestSealingIsNotTalkedOutOf: a file in which somebody wrote that there is a
// readable version already does not keep the interview from being sealed.
func TestSealingIsNotTalkedOutOf(t *testing.T) {
	_, _, to := coordinators()
	for _, statement := range []string{
		"UPDATE interview SET versions = 1",
		"UPDATE interview SET versions = 1; INSERT INTO version (interview, n, seq, tag, payload) SELECT interview, 1, 1, x'00', payload FROM journal WHERE n = 1",
	} {
		s := fresh(t)
		r := inField(t, s, "secret")
		do(t, only(s.db.Exec(statement)))
		s.live = nil
		do(t, s.FinishSealed(ctx, r, to))
		if n := must(s.Sealed(ctx)); n != 1 {
			t.Errorf("%s: %d interviews are sealed", statement, n)
		}
	}
}
