package seal

import (
	"bytes"
	"errors"
	"testing"
)

func TestSecretIsReadBack(t *testing.T) {
	s := newSecret(t, NewKey())
	got, err := ParseSecret(s.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), s.Bytes()) || got.User != s.User || got.Shared != s.Shared || !got.Sign.Equal(s.Sign) || got.HandPublic() != s.HandPublic() {
		t.Error("a secret is not what it was")
	}
	if other := newSecret(t, &s.Shared); other.User == s.User || other.Sign.Equal(s.Sign) || other.Shared != s.Shared {
		t.Error("two persons of a laptop share more, or less, than the shared key")
	}
}

func TestWhatIsNoSecretIsRefused(t *testing.T) {
	good := newSecret(t, NewKey()).Bytes()
	for i := range good[secretSize-handSize:] {
		b := bytes.Clone(good)
		b[secretSize-handSize+i] ^= 1
		if _, err := ParseSecret(b); !errors.Is(err, ErrSecret) {
			t.Errorf("hand key, character %d: %v", i, err)
		}
	}
	newer := append([]byte{secretVersion + 1}, good[1:]...)
	for name, b := range map[string][]byte{"nothing": nil, "cut": good[:len(good)-1], "longer": append(good, 0), "of a newer program": newer} {
		if _, err := ParseSecret(b); !errors.Is(err, ErrSecret) {
			t.Errorf("%s: %v; want ErrSecret", name, err)
		}
	}
}

func TestClearedSecretIsGone(t *testing.T) {
	s := newSecret(t, NewKey())
	sign := s.Sign
	s.Clear()
	if s.User != (Key{}) || s.Shared != (Key{}) || s.Sign != nil || s.Hand != nil || !bytes.Equal(sign, make([]byte, len(sign))) {
		t.Error("a cleared secret is still there")
	}
	s.Clear()
	(*Secret)(nil).Clear()
}

func TestHandOver(t *testing.T) {
	shared := NewKey()
	giver, taker, third := newSecret(t, shared), newSecret(t, shared), newSecret(t, shared)
	handed, err := giver.SealFor(taker.HandPublic(), here, []byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := taker.OpenHanded(here, handed); err != nil || string(got) != "key" {
		t.Errorf("the taker: %q, %v", got, err)
	}
	for name, s := range map[string]*Secret{"the giver": giver, "a third person": third, "another laptop": newSecret(t, NewKey())} {
		if _, err := s.OpenHanded(here, handed); !errors.Is(err, ErrForged) {
			t.Errorf("%s: %v; want ErrForged", name, err)
		}
	}
	// who has not unlocked the store cannot plant an interview in a colleague's list
	planted, err := newSecret(t, NewKey()).SealFor(taker.HandPublic(), here, []byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := taker.OpenHanded(here, planted); !errors.Is(err, ErrForged) {
		t.Errorf("planted: %v; want ErrForged", err)
	}
	if _, err := giver.SealFor("age1nobody", here, nil); err == nil {
		t.Error("sealed for nobody")
	}
}

func TestSignatureIsThatOfItsContext(t *testing.T) {
	s := newSecret(t, NewKey())
	signature := Sign(s.Sign, "record", []byte("message"))
	tests := []struct {
		context, message string
		want             bool
	}{
		{"record", "message", true},
		{"record", "messag", false},
		{"recordm", "essage", false},
		{"receipt", "message", false},
		{"", "recordmessage", false},
	}
	for _, test := range tests {
		if got := Verify(s.Public(), test.context, []byte(test.message), signature); got != test.want {
			t.Errorf("%q in %q: %v", test.message, test.context, got)
		}
	}
	for i := range signature {
		signature[i] ^= 1
		if Verify(s.Public(), "record", []byte("message"), signature) {
			t.Errorf("byte %d of the signature does not count", i)
		}
		signature[i] ^= 1
	}
	if Verify(nil, "record", []byte("message"), signature) || Verify(s.Public(), "record", []byte("message"), nil) || Verify(newSecret(t, NewKey()).Public(), "record", []byte("message"), signature) {
		t.Error("no key, no signature or another key verifies")
	}
}
