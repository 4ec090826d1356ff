package storage

import (
	"bytes"
	"errors"
	"testing"
)

// TestStow: what waits in memory is opened by its person alone, who has to
// unlock for it.
func TestStow(t *testing.T) {
	s := shared(t)
	clear := []byte("an answer that found no room")
	sealed := must(s.Stow(clear))
	if bytes.Contains(sealed, clear[:9]) {
		t.Error("it is not sealed")
	}
	s.Lock()
	if _, err := s.Unstow(sealed); !errors.Is(err, ErrNoKey) {
		t.Errorf("locked: %v", err)
	}
	if _, err := s.Stow(clear); !errors.Is(err, ErrNoKey) {
		t.Errorf("locked: %v", err)
	}
	as(t, s, "K2")
	if _, err := s.Unstow(sealed); !errors.Is(err, ErrNoKey) {
		t.Errorf("a colleague: %v", err)
	}
	s.Lock()
	as(t, s, firstCode)
	if got := must(s.Unstow(sealed)); !bytes.Equal(got, clear) {
		t.Errorf("it came back as %q", got)
	}
	sealed[len(sealed)-1] ^= 1
	if _, err := s.Unstow(sealed); !errors.Is(err, ErrNoKey) {
		t.Errorf("a flipped bit: %v", err)
	}
}
