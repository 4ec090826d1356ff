package seal

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"
)

func TestSealedToTheRecipientsOnly(t *testing.T) {
	coordinator, recovery := NewIdentity(), NewIdentity()
	r := parsed(t, coordinator.Recipient().String()+"\n "+recovery.Recipient().String())
	for _, clear := range []string{"", "record", "\x80\x00", strings.Repeat("r", pads), strings.Repeat("r", 200_000)} {
		sealed, err := r.Seal([]byte(clear))
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range []*Identity{coordinator, recovery} {
			if got, err := id.Open(sealed); err != nil || string(got) != clear {
				t.Errorf("%d bytes came back as %d, %v", len(clear), len(got), err)
			}
		}
		if _, err := NewIdentity().Open(sealed); !errors.Is(err, ErrIdentity) {
			t.Errorf("a stranger: %v; want ErrIdentity", err)
		}
	}
	if _, err := (Recipients{}).Seal(nil); err == nil {
		t.Error("sealed to nobody")
	}
}

func parsed(t testing.TB, text string) Recipients {
	t.Helper()
	r, err := ParseRecipients(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSealedLengthsTellLittle(t *testing.T) {
	r := parsed(t, NewIdentity().Recipient().String())
	a, _ := r.Seal(nil)
	b, _ := r.Seal(make([]byte, pads-1))
	c, _ := r.Seal(make([]byte, pads))
	if len(a) != len(b) || len(c) != len(b)+pads {
		t.Errorf("0, 4095 and 4096 bytes sealed are %d, %d and %d", len(a), len(b), len(c))
	}
}

func TestDamagedRecordsAreNoticed(t *testing.T) {
	id := NewIdentity()
	sealed, err := parsed(t, id.Recipient().String()).Seal([]byte("record"))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(sealed); i += 7 {
		sealed[i] ^= 1
		if _, err := id.Open(sealed); !errors.Is(err, ErrBroken) && !errors.Is(err, ErrIdentity) {
			t.Errorf("byte %d: %v", i, err)
		}
		sealed[i] ^= 1
		if _, err := id.Open(sealed[:i]); !errors.Is(err, ErrBroken) {
			t.Errorf("cut to %d: %v; want ErrBroken", i, err)
		}
	}
}

// What is sealed outlives Anketa: the stock age program reads it, as the age
// package does, with the mark and the zeros of the padding at its end.
func TestStockAgeOpens(t *testing.T) {
	lowerWork(t)
	id := NewIdentity()
	sealed, err := parsed(t, id.Recipient().String()).Seal([]byte("record"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := id.WrapFile("Six words")
	if err != nil {
		t.Fatal(err)
	}
	phrase, err := age.NewScryptIdentity("Six words")
	if err != nil {
		t.Fatal(err)
	}
	keys := stock(t, armor.NewReader(bytes.NewReader(file)), phrase)
	ids, err := age.ParseIdentities(strings.NewReader(keys))
	if err != nil || len(ids) != 1 {
		t.Fatalf("%d identities in the file, %v", len(ids), err)
	}
	got := stock(t, bytes.NewReader(sealed), ids[0])
	if want := "record\x80" + strings.Repeat("\x00", pads-7); got != want {
		t.Errorf("stock age reads %q", got[:20])
	}
}

func stock(t *testing.T, sealed io.Reader, id age.Identity) string {
	t.Helper()
	r, err := age.Decrypt(sealed, id)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestParseRecipients(t *testing.T) {
	id := NewIdentity()
	key, classic := id.Recipient().String(), newSecret(t, NewKey()).HandPublic()
	tests := []struct{ text, want string }{
		{"", "the setting recipient holds no age public key: put the coordinator's there, it begins with age1pq1"},
		{" \n", "the setting recipient holds no age public key: put the coordinator's there, it begins with age1pq1"},
		{"anna@example.org", "the setting recipient, key 1: this is no age public key: put one here that begins with age1pq1"},
		{key + " x", "the setting recipient, key 2: this is no age public key: put one here that begins with age1pq1"},
		{key[:100], "the setting recipient, key 1: this age public key is not whole: copy all of it, about 1,960 characters, once more"},
		{key[:50] + flipped(key[50]) + key[51:], "the setting recipient, key 1: this age public key is not whole: copy all of it, about 1,960 characters, once more"},
		{classic, "the setting recipient, key 1: this key of age is not post-quantum: make an identity with Anketa, or with age-keygen -pq, and put its public key here, it begins with age1pq1"},
		{id.String(), "the setting recipient, key 1: this is a secret key, which whoever has the form can now use: make a new identity and put its public key here, it begins with age1pq1"},
		{key + " " + key, "the setting recipient holds the same key twice: put the recovery key beside the coordinator's, or only one"},
		{"a b c", "the setting recipient holds 3 words, and one or two age public keys are allowed: take out what is too many"},
	}
	for _, test := range tests {
		_, err := ParseRecipients(test.text)
		if err == nil || err.Error() != test.want {
			t.Errorf("%.60q: %v; want %s", test.text, err, test.want)
		}
	}
	if got := parsed(t, strings.ToUpper(key)); got.String() != key {
		t.Error("a key in capitals is another one")
	}
}

// flipped is another character that keys have.
func flipped(c byte) string {
	if c == 'q' {
		return "p"
	}
	return "q"
}

func TestFingerprintIsThatOfTheSet(t *testing.T) {
	a, b := NewIdentity().Recipient().String(), NewIdentity().Recipient().String()
	one, both := parsed(t, a).Fingerprint(), parsed(t, a+" "+b).Fingerprint()
	if got := parsed(t, b+"\t"+a).Fingerprint(); got != both {
		t.Errorf("in the other order %s; was %s", got, both)
	}
	if one == both || one == parsed(t, b).Fingerprint() {
		t.Error("two sets have one fingerprint")
	}
	if !regexp.MustCompile(`^\d{4}( \d{4}){7}$`).MatchString(both) {
		t.Errorf("%q is no eight groups of four digits", both)
	}
	if got := (Recipients{}).Fingerprint(); got != "" {
		t.Errorf("no keys have the fingerprint %q", got)
	}
}
