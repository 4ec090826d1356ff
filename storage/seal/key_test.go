package seal

import (
	"bytes"
	"errors"
	"testing"
)

var here = Place{Kind: "journal", Owner: "b3", N: 7}

func TestWhatIsSealedOpensOnlyThere(t *testing.T) {
	k := NewKey()
	for _, clear := range []string{"", "a", "\x80\x00", "answer"} {
		sealed := k.Seal(here, []byte(clear), 128)
		if got, err := k.Open(here, sealed); err != nil || string(got) != clear {
			t.Errorf("Open = %q, %v; want %q", got, err, clear)
		}
		for _, at := range []Place{{"journal", "b3", 8}, {"journal", "b", 7}, {"journalb", "3", 7}, {"version", "b3", 7}} {
			if _, err := k.Open(at, sealed); !errors.Is(err, ErrForged) {
				t.Errorf("at %v: %v; want ErrForged", at, err)
			}
		}
		if _, err := NewKey().Open(here, sealed); !errors.Is(err, ErrForged) {
			t.Errorf("another key: %v; want ErrForged", err)
		}
	}
}

func TestLockRoundTrip(t *testing.T) {
	locked := LockWith("ключ от двери", Least, here, []byte("secret"))
	for _, typed := range []string{"ключ от двери", "КЛЮЧ  ОТ ДВЕРИ ", "rk.x jn ldthb", "RK>X JN LDTHB"} {
		if got, err := UnlockWith(typed, here, locked); err != nil || string(got) != "secret" {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if _, err := UnlockWith("ключ от окна", here, locked); !errors.Is(err, ErrPassphrase) {
		t.Errorf("another phrase: %v", err)
	}
}

func TestSecretRoundTrip(t *testing.T) {
	a, err := NewSecret(NewKey())
	if err != nil {
		t.Fatal(err)
	}
	b, err := ParseSecret(a.Bytes())
	if err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Fatal("a secret is not what it was", err)
	}
	c, _ := NewSecret(&a.Shared)
	handed, err := a.SealFor(c.HandPublic(), here, []byte("key"))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.OpenHanded(here, handed); err != nil || string(got) != "key" {
		t.Errorf("OpenHanded = %q, %v", got, err)
	}
	if _, err := a.OpenHanded(here, handed); !errors.Is(err, ErrForged) {
		t.Errorf("opened by the giver: %v", err)
	}
}

func TestRecipients(t *testing.T) {
	a, b := NewIdentity(), NewIdentity()
	r, err := ParseRecipients(a.Recipient().String() + "\n " + b.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := r.Seal([]byte("record"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []*Identity{a, b} {
		if got, err := id.Open(sealed); err != nil || string(got) != "record" {
			t.Errorf("Open = %q, %v", got, err)
		}
	}
	if _, err := NewIdentity().Open(sealed); !errors.Is(err, ErrIdentity) {
		t.Errorf("a stranger: %v", err)
	}
	scryptWork = 4
	file, err := a.WrapFile("six words")
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"six words", "SIX WORDS", "ышч цщквы"} {
		if id, err := OpenIdentityFile(file, typed); err != nil || id.String() != a.String() {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestPaper(t *testing.T) {
	code := NewPaper()
	if err := CheckPaper(code); err != nil {
		t.Fatal(code, err)
	}
	t.Log(code)
}
