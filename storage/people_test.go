package storage

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

const secondPhrase = "violet marble engine tunnel coffee dragon"

// shared is a store of two people, the first of whom is here.
func shared(t *testing.T) *Store {
	t.Helper()
	s := fresh(t)
	if err := s.Enroll(ctx, Person{Code: "K2", Passphrase: secondPhrase}); err != nil {
		t.Fatal(err)
	}
	return s
}

func as(t *testing.T, s *Store, code string) {
	t.Helper()
	if err := s.Unlock(ctx, code, map[string]string{firstCode: firstPhrase, "K2": secondPhrase}[code]); err != nil {
		t.Fatal(err)
	}
}

// TestStates goes through the life of a store.
func TestStates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	clock := monday
	open := func() *Store {
		return must(Open(ctx, path, Options{Now: func() time.Time { return clock }, Effort: seal.Least}))
	}
	want := func(s *Store, state State, user string) {
		t.Helper()
		if s.State() != state || s.User() != user {
			t.Errorf("state %d of %q, want %d of %q", s.State(), s.User(), state, user)
		}
	}
	s := open()
	want(s, Fresh, "")
	if _, err := s.Begin(ctx, blank()); !errors.Is(err, ErrNoKey) {
		t.Errorf("a draft before anybody is here: %v", err)
	}
	if err := s.SetOpenSetting(ctx, "language", "ru"); err != nil {
		t.Error(err)
	}
	paper := seal.NewPaper()
	for _, c := range []struct {
		person Person
		want   error
	}{
		{Person{Code: "K1", Passphrase: "password"}, ErrWeak},
		{Person{Passphrase: firstPhrase}, ErrNoCode},
		{Person{Code: "K1", Passphrase: firstPhrase, Paper: paper}, nil},
		{Person{Code: "K1", Passphrase: secondPhrase}, ErrTaken},
		{Person{Code: "K2", Passphrase: secondPhrase}, nil},
	} {
		if err := s.Enroll(ctx, c.person); !errors.Is(err, c.want) {
			t.Errorf("enroll %q: %v, want %v", c.person.Code, err, c.want)
		}
	}
	want(s, Unlocked, "K1")
	r := must(s.Begin(ctx, blank()))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open()
	defer s.Close()
	want(s, Locked, "")
	if v := must(s.OpenSetting(ctx, "language")); v != "ru" {
		t.Errorf("the open setting is %q", v)
	}
	if err := s.Enroll(ctx, Person{Code: "K3", Passphrase: secondPhrase}); !errors.Is(err, ErrNoKey) {
		t.Errorf("enroll at a locked store: %v", err)
	}
	if err := s.Unlock(ctx, "K9", firstPhrase); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody's code: %v", err)
	}
	for _, c := range []struct{ code, phrase string }{{"K1", secondPhrase}, {"K2", firstPhrase}, {"K1", ""}} {
		if err := s.Unlock(ctx, c.code, c.phrase); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%s by another passphrase: %v", c.code, err)
		}
		want(s, Locked, "")
	}
	if err := s.UnlockPaper(ctx, "K2", paper, "unseen pebble orbit cargo maple thirty"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("by another's printed code: %v", err)
	}
	if err := s.UnlockPaper(ctx, "K1", paper, "unseen pebble orbit cargo maple thirty"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Draft(ctx, r.ID); err != nil {
		t.Error(err)
	}
	s.Lock()
	want(s, Locked, "")
	if err := s.Unlock(ctx, "K1", firstPhrase); !errors.Is(err, ErrPassphrase) {
		t.Errorf("by the old passphrase: %v", err)
	}
	if err := s.Unlock(ctx, "K1", "UNSEEN  pebble orbit cargo maple thirty "); err != nil {
		t.Error(err)
	}
	var codes []string
	for _, u := range must(s.Users(ctx)) {
		codes = append(codes, u.Code)
		if len(u.Public) == 0 {
			t.Errorf("%s has no public key", u.Code)
		}
	}
	if !slices.Equal(codes, []string{"K1", "K2"}) {
		t.Errorf("users %v", codes)
	}
}

// TestALockedStoreGivesNothing calls every method that needs a key.
func TestALockedStoreGivesNothing(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	s.Lock()
	for what, err := range map[string]error{
		"Begin":            only(s.Begin(ctx, blank())),
		"Append":           s.Append(ctx, r.ID, Place{}, nil),
		"Draft":            second(s.Draft(ctx, r.ID)),
		"Finish":           s.Finish(ctx, finished(r.ID, 1, "1")),
		"Discard":          s.Discard(ctx, r.ID),
		"Put":              only(s.Put(ctx, finished("uuid:b", 8, "1"))),
		"List":             only(s.List(ctx, Filter{})),
		"Records":          only(firstRecord(s)),
		"SaveForm":         s.SaveForm(ctx, "a", "1", "", nil),
		"Form":             only(s.Form(ctx, "a", "1")),
		"Forms":            only(s.Forms(ctx)),
		"Earlier":          only(s.Earlier(ctx, "a", "1")),
		"Setting":          only(s.Setting(ctx, "a")),
		"SetSetting":       s.SetSetting(ctx, "a", "b"),
		"HandOver":         s.HandOver(ctx, r.ID, firstCode),
		"Foreign":          only(s.Foreign(ctx)),
		"CheckAll":         only(s.CheckAll(ctx)),
		"ChangePassphrase": s.ChangePassphrase(ctx, firstPhrase, secondPhrase),
	} {
		if !errors.Is(err, ErrNoKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if made, err := s.Backup(ctx); !made || err != nil {
		t.Errorf("a backup needs no key: %v, %v", made, err)
	}
	as(t, s, firstCode)
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
}

func only[A any](_ A, err error) error { return err }

func firstRecord(s *Store) (*survey.Record, error) {
	for r, err := range s.Records(ctx, Filter{}) {
		return r, err
	}
	return nil, nil
}

// TestAColleagueGetsNothing but that the interviews are there.
func TestAColleagueGetsNothing(t *testing.T) {
	s := shared(t)
	draft := must(s.Begin(ctx, blank()))
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	as(t, s, "K2")
	own := must(s.Begin(ctx, blank()))
	for what, err := range map[string]error{
		"Draft":    second(s.Draft(ctx, draft.ID)),
		"Append":   s.Append(ctx, draft.ID, Place{}, nil),
		"Finish":   s.Finish(ctx, finished(draft.ID, 1, "1")),
		"Discard":  s.Discard(ctx, draft.ID),
		"Put":      only(s.Put(ctx, finished("uuid:a", 7, "35"))),
		"HandOver": s.HandOver(ctx, draft.ID, "K2"),
	} {
		if !errors.Is(err, ErrNoKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if n := len(records(t, s, Filter{})); n != 0 {
		t.Errorf("%d records of a colleague", n)
	}
	if list := must(s.List(ctx, Filter{})); len(list) != 1 || list[0].ID != own.ID || !list[0].Mine {
		t.Errorf("list %+v", list)
	}
	got := map[string]Summary{}
	for _, sum := range must(s.List(ctx, Filter{Others: true})) {
		got[sum.ID] = sum
	}
	for id, want := range map[string]Summary{
		draft.ID: {ID: draft.ID, Number: 1, Draft: true, Owner: "K1"},
		"uuid:a": {ID: "uuid:a", Number: 7, Owner: "K1"},
	} {
		if !reflect.DeepEqual(got[id], want) {
			t.Errorf("of a colleague's interview the list shows %+v, want %+v", got[id], want)
		}
	}
	if got := must(s.Foreign(ctx)); !reflect.DeepEqual(got, []Foreign{{Code: "K1", Finished: []int{7}, Drafts: []int{1}}}) {
		t.Errorf("foreign %+v", got)
	}
	if v, err := s.Setting(ctx, "none"); v != "" || err != nil {
		t.Errorf("what is shared: %q, %v", v, err)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
}

// TestHandOver gives a draft and a finished interview to a colleague, who gives
// one back.
func TestHandOver(t *testing.T) {
	s := shared(t)
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{Done: 1}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	if err := s.HandOver(ctx, draft.ID, "K9"); !errors.Is(err, ErrNotFound) {
		t.Errorf("to nobody: %v", err)
	}
	for _, id := range []string{draft.ID, "uuid:a"} {
		if err := s.HandOver(ctx, id, "K2"); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, err := s.Draft(ctx, draft.ID); !errors.Is(err, ErrNoKey) {
		t.Errorf("afterwards the one who gave it reads it: %v", err)
	}
	must(s.Backup(ctx))
	for range 2 { // the second time it is taken over already
		as(t, s, "K2")
		if r, place, err := s.Draft(ctx, draft.ID); err != nil || r.Find("age").Text != "34" || place.Done < 1 {
			t.Errorf("the colleague has %v, %v, %v", r, place, err)
		}
		if n := len(records(t, s, Filter{})); n != 1 {
			t.Errorf("the colleague has %d records", n)
		}
		if err := s.Append(ctx, draft.ID, Place{Done: 2}, []survey.Edit{answer("sex", "2")}); err != nil {
			t.Error(err)
		}
	}
	if err := s.HandOver(ctx, draft.ID, "K1"); err != nil {
		t.Fatal(err)
	}
	as(t, s, "K1")
	if r, _, err := s.Draft(ctx, draft.ID); err != nil || r.Find("sex").Text != "2" {
		t.Errorf("back again: %v, %v", r, err)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
}

// TestAPassphraseChangesOneRow compares every other row byte for byte.
func TestAPassphraseChangesOneRow(t *testing.T) {
	s := shared(t)
	_, _, _ = fillWithMarker(t, s)
	before := everyRow(t, s)
	if err := s.ChangePassphrase(ctx, secondPhrase, "unseen pebble orbit cargo maple thirty"); !errors.Is(err, ErrPassphrase) {
		t.Errorf("with a wrong old one: %v", err)
	}
	if err := s.ChangePassphrase(ctx, firstPhrase, "12345678"); !errors.Is(err, ErrWeak) {
		t.Errorf("to a weak one: %v", err)
	}
	if err := s.ChangePassphrase(ctx, firstPhrase, "unseen pebble orbit cargo maple thirty"); err != nil {
		t.Fatal(err)
	}
	changed := 0
	after := everyRow(t, s)
	for row := range before {
		if !after[row] {
			changed++
		}
	}
	if changed != 1 || len(before) < 700 {
		t.Errorf("%d of %d rows changed, want 1", changed, len(before))
	}
	for row := range after {
		if table, _, _ := strings.Cut(row, " "); !before[row] && table != "slot" && table != "event" && table != "chain" {
			t.Errorf("a new row in %s", table)
		}
	}
	as(t, s, "K2")
	if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.Is(err, ErrPassphrase) {
		t.Errorf("by the old one: %v", err)
	}
	if err := s.Unlock(ctx, firstCode, "unseen pebble orbit cargo maple thirty"); err != nil {
		t.Error(err)
	}
}

// TestARequestIsOfWhoAsks: with another's secret under one's own code, or from
// another laptop, the coordinator gives no code.
func TestARequestIsOfWhoAsks(t *testing.T) {
	id := seal.NewIdentity()
	s := fresh(t)
	do(t, s.Enroll(ctx, Person{Code: "K2", Passphrase: secondPhrase, Recipients: seal.Recipients{id.Recipient()}}))
	for _, c := range []struct {
		what   string
		change func(*requestJSON)
		want   error
	}{
		{"as it is", func(*requestJSON) {}, nil},
		{"another's code", func(q *requestJSON) { q.Code = firstCode }, ErrNoRequest},
		{"another laptop", func(q *requestJSON) { q.Device = "0" }, ErrNoRequest},
	} {
		var q requestJSON
		do(t, json.Unmarshal(must(s.RequestRecovery(ctx, "K2")), &q))
		c.change(&q)
		_, once, _, err := AnswerRecovery(id, must(json.Marshal(q)), seal.Least)
		if !errors.Is(err, c.want) || (once != "") != (c.want == nil) {
			t.Errorf("%s: code %q, error %v", c.what, once, err)
		}
	}
}

// TestAnOldPassphraseOpensNoBackup once another one was chosen and a backup was
// made. A lock that somebody wrote into the file goes into none.
func TestAnOldPassphraseOpensNoBackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	must(s.Begin(ctx, blank()))
	must(s.Backup(ctx))
	first := must(Backups(path))[0].Path
	opens := func(phrase string) error {
		copied := filepath.Join(t.TempDir(), "copy.db")
		do(t, copyFile(first, copied))
		b := must(Open(ctx, copied, Options{Effort: seal.Least}))
		defer b.Close()
		return b.Unlock(ctx, firstCode, phrase)
	}
	do(t, opens(firstPhrase))
	do(t, s.ChangePassphrase(ctx, firstPhrase, secondPhrase))
	must(s.Backup(ctx))
	if err := opens(firstPhrase); !errors.Is(err, ErrPassphrase) {
		t.Errorf("by the old passphrase: %v", err)
	}
	do(t, opens(secondPhrase))

	do(t, only(s.db.Exec("UPDATE slot SET locked = ?", seal.LockWith(firstPhrase, seal.Least, seal.Place{}, []byte("x")))))
	if _, err := s.Backup(ctx); err != nil {
		t.Fatal(err)
	}
	do(t, opens(secondPhrase))
}
