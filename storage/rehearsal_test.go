package storage

import (
	"encoding/json"
	"errors"
	"testing"

	"anketa/storage/seal"
)

// TestTryRecovery goes the way over the coordinator, which changes nothing but
// that it was gone; with other recipients it is another way.
func TestTryRecovery(t *testing.T) {
	id, other := seal.NewIdentity(), seal.NewIdentity()
	s := shared(t)
	due := func(want bool) {
		t.Helper()
		for _, r := range must(s.Rehearsals(ctx)) {
			if r.Code == firstCode && r.Due() != want || r.Code == "K2" && r.Due() {
				t.Errorf("%+v", r)
			}
		}
	}
	due(false) // there is no way yet
	do(t, s.SetRecovery(ctx, seal.Recipients{id.Recipient()}))
	due(true)
	before := must(s.RequestRecovery(ctx, firstCode))
	answer, once, _, err := AnswerRecovery(id, before, seal.Least)
	do(t, err)
	changed := func(f func(*answerJSON)) []byte {
		var a answerJSON
		do(t, json.Unmarshal(answer, &a))
		f(&a)
		return must(json.Marshal(a))
	}
	for _, c := range []struct {
		what   string
		answer []byte
		once   string
		want   error
	}{
		{"another code", answer, seal.NewPaper(), ErrPassphrase},
		{"for somebody else", changed(func(a *answerJSON) { a.Code = "K2" }), once, ErrNoAnswer},
		{"of another laptop", changed(func(a *answerJSON) { a.Device = "0" }), once, ErrNoAnswer},
		{"to an older request", changed(func(a *answerJSON) { a.Of = []byte{1} }), once, ErrNoAnswer},
		{"no answer", before, once, ErrNoAnswer},
		{"a broken one", changed(func(a *answerJSON) { a.Locked = a.Locked[:40] }), once, ErrBroken},
	} {
		if err := s.TryRecovery(ctx, c.answer, c.once); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	due(true)
	do(t, s.TryRecovery(ctx, answer, once))
	due(false)
	s.Lock()
	if err := s.TryRecovery(ctx, answer, once); err == nil {
		t.Error("a locked store takes a rehearsal")
	}
	as(t, s, firstCode) // by the passphrase of before
	due(false)
	do(t, s.SetRecovery(ctx, seal.Recipients{other.Recipient()}))
	due(true)
	if err := s.TryRecovery(ctx, answer, once); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("the answer of the coordinator before: %v", err)
	}
}
