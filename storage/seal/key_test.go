package seal

import (
	"bytes"
	"errors"
	"testing"
)

var here = Place{Kind: "journal", Owner: "b3", N: 7}

// elsewhere are places that a careless encoding would take for here, or that
// differ in one part.
var elsewhere = []Place{{}, {"journal", "b3", 8}, {"journal", "b4", 7}, {"version", "b3", 7}, {"journalb", "3", 7}, {"journa", "lb3", 7}, {"", "journalb3", 7}, {"journal", "b3", -7}}

// A kind is one format of this package: how it is made for a place and how it
// is opened again. Whoever changes the bytes and mends the checksum gets
// forged.
type kind struct {
	name   string
	make   func(at Place) []byte
	open   func(at Place, sealed []byte) ([]byte, error)
	other  func(at Place, sealed []byte) ([]byte, error) // with another key
	forged []error
}

func kinds(t testing.TB) []kind {
	k, stranger, content := NewKey(), NewKey(), NewKey()
	shared := NewKey()
	giver, taker := newSecret(t, shared), newSecret(t, shared)
	unwrap := func(k *Key) func(at Place, b []byte) ([]byte, error) {
		return func(at Place, b []byte) ([]byte, error) {
			got, err := k.Unwrap(at, b)
			if err != nil {
				return nil, err
			}
			return got[:], nil
		}
	}
	unlock := func(passphrase string) func(at Place, b []byte) ([]byte, error) {
		return func(at Place, b []byte) ([]byte, error) { return UnlockWith(passphrase, at, b) }
	}
	return []kind{
		{"sealed", func(at Place) []byte { return k.Seal(at, content[:], 64) }, k.Open, stranger.Open, []error{ErrForged}},
		{"wrapped", func(at Place) []byte { return k.Wrap(at, content) }, unwrap(k), unwrap(stranger), []error{ErrForged}},
		{"locked", func(at Place) []byte { return LockWith("six words", Least, at, content[:]) }, unlock("six words"), unlock("six word"), []error{ErrPassphrase, ErrEffort}},
		{"handed", func(at Place) []byte {
			b, err := giver.SealFor(taker.HandPublic(), at, content[:])
			if err != nil {
				t.Fatal(err)
			}
			return b
		}, taker.OpenHanded, giver.OpenHanded, []error{ErrForged}},
	}
}

func newSecret(t testing.TB, shared *Key) *Secret {
	t.Helper()
	s, err := NewSecret(shared)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestOpensAtItsPlaceAndNowhereElse(t *testing.T) {
	for _, k := range kinds(t) {
		sealed := k.make(here)
		if err := Intact(sealed); err != nil {
			t.Errorf("%s: fresh bytes: %v", k.name, err)
		}
		if _, err := k.open(here, sealed); err != nil {
			t.Errorf("%s: %v", k.name, err)
		}
		if _, err := k.other(here, sealed); !errors.Is(err, k.forged[0]) {
			t.Errorf("%s with another key: %v; want %v", k.name, err, k.forged[0])
		}
		for _, at := range elsewhere {
			if _, err := k.open(at, sealed); !errors.Is(err, k.forged[0]) {
				t.Errorf("%s moved to %v: %v; want %v", k.name, at, err, k.forged[0])
			}
		}
		if bytes.Equal(sealed, k.make(here)) {
			t.Errorf("%s twice gives the same bytes", k.name)
		}
	}
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	for _, k := range kinds(t) {
		sealed := k.make(here)
		for i := range sealed {
			bit := byte(1) << (i % 8)
			sealed[i] ^= bit
			if err := Intact(sealed); !errors.Is(err, ErrBroken) {
				t.Fatalf("%s, byte %d: Intact: %v", k.name, i, err)
			}
			if _, err := k.open(here, sealed); !errors.Is(err, ErrBroken) {
				t.Fatalf("%s, byte %d: %v; want ErrBroken", k.name, i, err)
			}
			if i < len(sealed)-checkSize && !costly(sealed) {
				if _, err := k.open(here, mended(sealed)); !isOneOf(err, k.forged) {
					t.Fatalf("%s, byte %d with the checksum mended: %v; want one of %v", k.name, i, err, k.forged)
				}
			}
			sealed[i] ^= bit
		}
	}
}

// costly tells whether locked bytes ask for an effort that would be spent, and
// is too much for a test.
func costly(b []byte) bool {
	if len(b) < lockHeader || format(b[0]) != lockedFormat {
		return false
	}
	e := parseEffort(b[1:])
	return e.bounded() && (e.KiB > 1<<10 || e.Passes > 4)
}

func mended(sealed []byte) []byte {
	b := bytes.Clone(sealed[:len(sealed)-checkSize])
	return append(b, checksum(b)...)
}

func isOneOf(err error, wanted []error) bool {
	for _, w := range wanted {
		if errors.Is(err, w) {
			return true
		}
	}
	return false
}

func TestCutBytesAreNoticed(t *testing.T) {
	for _, k := range kinds(t) {
		sealed := k.make(here)
		for n := range sealed {
			if _, err := k.open(here, sealed[:n]); !errors.Is(err, ErrBroken) {
				t.Fatalf("%s cut to %d: %v; want ErrBroken", k.name, n, err)
			}
			if n < checkSize {
				continue
			}
			if _, err := k.open(here, mended(sealed[:n])); !isOneOf(err, append(k.forged, ErrBroken)) {
				t.Fatalf("%s cut to %d with the checksum mended: %v", k.name, n, err)
			}
		}
	}
}

// What was made as one kind opens as no other, under the same key and place.
func TestOneKindIsNotTakenForAnother(t *testing.T) {
	k := NewKey()
	if _, err := k.Unwrap(here, k.Seal(here, make([]byte, 31), 32)); !errors.Is(err, ErrForged) {
		t.Errorf("sealed bytes unwrapped: %v", err)
	}
	if _, err := k.Open(here, k.Wrap(here, NewKey())); !errors.Is(err, ErrForged) {
		t.Errorf("wrapped bytes opened: %v", err)
	}
	b := k.Seal(here, make([]byte, 31), 32)
	b[0] = byte(wrappedFormat)
	if _, err := k.Unwrap(here, mended(b)); !errors.Is(err, ErrForged) {
		t.Errorf("sealed bytes called wrapped: %v", err)
	}
}

func TestSealKeepsAnyBytesAndHidesTheirNumber(t *testing.T) {
	k := NewKey()
	for _, clear := range []string{"", "a", "\x80", "\x80\x00\x00", "\x00", string(make([]byte, 127)), string(make([]byte, 128))} {
		for _, pad := range []int{-1, 0, 1, 128} {
			sealed := k.Seal(here, []byte(clear), pad)
			if got, err := k.Open(here, sealed); err != nil || string(got) != clear {
				t.Errorf("%q padded to %d came back as %q, %v", clear, pad, got, err)
			}
			if inside := len(sealed) - leastSize; pad > 1 && inside%pad != 0 {
				t.Errorf("%d bytes padded to %d are %d", len(clear), pad, inside)
			}
		}
	}
	if a, b := k.Seal(here, nil, 128), k.Seal(here, make([]byte, 127), 128); len(a) != len(b) {
		t.Errorf("0 and 127 bytes are told apart: %d, %d", len(a), len(b))
	}
}

func TestKeysOfAKeyAreApart(t *testing.T) {
	k := NewKey()
	seen := map[Key]string{*k: "itself"}
	for _, purpose := range []string{"", "a", "ab", "tag", "anketa/tag/1"} {
		sub := *k.Sub(purpose)
		if other, ok := seen[sub]; ok {
			t.Errorf("%q and %q have one key", purpose, other)
		}
		seen[sub] = purpose
		if sub != *k.Sub(purpose) {
			t.Errorf("%q has two keys", purpose)
		}
	}
	if !bytes.Equal(k.Tag([]byte("a")), k.Tag([]byte("a"))) || bytes.Equal(k.Tag([]byte("a")), k.Tag([]byte("b"))) || bytes.Equal(k.Tag([]byte("a")), NewKey().Tag([]byte("a"))) {
		t.Error("a tag is not that of its text and key")
	}
	k.Clear()
	if *k != (Key{}) {
		t.Error("a cleared key is still there")
	}
}
