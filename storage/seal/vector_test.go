package seal

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew: only for a format that no program has written yet")

// vectors are what this program wrote when its formats were fixed. Whatever
// changes later, it must still open them, and derive the same.
type vectors struct {
	Key        []byte
	Clear      string
	Sealed     []byte // Clear, padded to 32
	Wrapped    []byte // another key, its bytes being Tag's
	Tag        []byte // of Clear
	Sub        []byte // for the purpose "snapshot"
	Passphrase string
	Canonical  string
	Locked     []byte // Clear
	Secret     []byte
	Handed     []byte // Clear, from and to the person of Secret
	Signature  []byte // of Clear in the context "record"
	Identity   string
	ToIdentity []byte // Clear, sealed to the identity
	File       string // the identity, wrapped with Passphrase as typed
	Print      string // the identity's fingerprint
	Paper      string
}

const vectorFile = "testdata/vectors.json"

func TestFormatsAreThoseOfTheFirstDay(t *testing.T) {
	if *update {
		writeVectors(t)
	}
	b, err := os.ReadFile(vectorFile)
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	k := (*Key)(v.Key)
	s, err := ParseSecret(v.Secret)
	if err != nil {
		t.Fatal(err)
	}
	id, err := OpenIdentityFile([]byte(v.File), v.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	opened := map[string]func() ([]byte, error){
		"sealed":      func() ([]byte, error) { return k.Open(here, v.Sealed) },
		"locked":      func() ([]byte, error) { return UnlockWith(v.Passphrase, here, v.Locked) },
		"handed":      func() ([]byte, error) { return s.OpenHanded(here, v.Handed) },
		"to identity": func() ([]byte, error) { return id.Open(v.ToIdentity) },
	}
	for name, open := range opened {
		if got, err := open(); err != nil || string(got) != v.Clear {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	wrapped, err := k.Unwrap(here, v.Wrapped)
	if err != nil {
		t.Fatal(err)
	}
	derived := map[string][2][]byte{
		"wrapped":     {wrapped[:], v.Tag},
		"tag":         {k.Tag([]byte(v.Clear)), v.Tag},
		"sub":         {k.Sub("snapshot")[:], v.Sub},
		"canonical":   {[]byte(Canonical(v.Passphrase)), []byte(v.Canonical)},
		"secret":      {s.Bytes(), v.Secret},
		"signature":   {Sign(s.Sign, "record", []byte(v.Clear)), v.Signature},
		"identity":    {[]byte(id.String()), []byte(v.Identity)},
		"fingerprint": {[]byte(Recipients{id.Recipient()}.Fingerprint()), []byte(v.Print)},
		"paper":       {[]byte(TidyPaper(strings.ToLower(v.Paper))), []byte(v.Paper)},
	}
	for name, pair := range derived {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("%s: %q; was %q", name, pair[0], pair[1])
		}
	}
	if !Verify(s.Sign.Public().(ed25519.PublicKey), "record", []byte(v.Clear), v.Signature) {
		t.Error("the signature does not verify")
	}
}

func writeVectors(t *testing.T) {
	lowerWork(t)
	k, id := NewKey(), NewIdentity()
	s := newSecret(t, k)
	v := vectors{Key: k[:], Clear: "ответ: 42", Passphrase: "Шуба Объезд хижина", Secret: s.Bytes(), Identity: id.String(), Paper: NewPaper()}
	clear := []byte(v.Clear)
	v.Sealed, v.Tag, v.Sub = k.Seal(here, clear, 32), k.Tag(clear), k.Sub("snapshot")[:]
	v.Wrapped = k.Wrap(here, (*Key)(v.Tag))
	v.Canonical = Canonical(v.Passphrase)
	v.Locked = LockWith(v.Passphrase, Least, here, clear)
	v.Handed = must(s.SealFor(s.HandPublic(), here, clear))(t)
	v.Signature = Sign(s.Sign, "record", clear)
	v.ToIdentity = must(Recipients{id.Recipient()}.Seal(clear))(t)
	v.File = string(must(id.WrapFile(v.Passphrase))(t))
	v.Print = Recipients{id.Recipient()}.Fingerprint()
	b := must(json.MarshalIndent(v, "", "\t"))(t)
	if err := os.WriteFile(vectorFile, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(b []byte, err error) func(*testing.T) []byte {
	return func(t *testing.T) []byte {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}
