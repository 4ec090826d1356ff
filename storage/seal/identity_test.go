package seal

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"filippo.io/age/armor"
)

// lowerWork makes identity files that cost nothing to open.
func lowerWork(t testing.TB) {
	was := scryptWork
	scryptWork = 2
	t.Cleanup(func() { scryptWork = was })
}

func TestIdentityIsTypedFromPaper(t *testing.T) {
	id := NewIdentity()
	text := id.String()
	if len(text) != 77 || !strings.HasPrefix(text, "AGE-SECRET-KEY-PQ-1") {
		t.Errorf("%d characters: %.20s", len(text), text)
	}
	for _, typed := range []string{text, strings.ToLower(text), text[:30] + " " + text[30:60] + "\n" + text[60:], "# public key: age1pq1\n\n" + text + "\r\n"} {
		if got, err := ParseIdentity(typed); err != nil || got.String() != text {
			t.Errorf("%q: %v", typed[:10], err)
		}
	}
	const wrong = "the secret key has a wrong, missing or extra character: compare it with the printed one"
	const other = "this is no secret key of a coordinator: it begins with AGE-SECRET-KEY-PQ-1"
	tests := []struct{ typed, want string }{
		{"", other},
		{id.Recipient().String(), other},
		{newSecret(t, NewKey()).Hand.String(), other},
		{text[:76], wrong},
		{text + "Q", wrong},
		{text + text, wrong},
		{text[:40] + strings.ToUpper(flipped(text[40]|0x20)) + text[41:], wrong},
	}
	for i, test := range tests {
		if _, err := ParseIdentity(test.typed); err == nil || err.Error() != test.want {
			t.Errorf("%d: %v; want %s", i, err, test.want)
		}
	}
}

func TestIdentityFileOpensInEitherLayout(t *testing.T) {
	lowerWork(t)
	id := NewIdentity()
	for phrase, typed := range map[string][]string{
		"six words":          {"six words", " six  words", "SIX WORDS", "ышч цщквы", "ЫШЧ ЦЩКВЫ"},
		"Ключ от двери":      {"Ключ от двери", "кЛЮЧ ОТ ДВЕРИ", "Rk.x jn ldthb"},
		"шуба объезд хижина": {"шуба объезд хижина", "ie,f j,]tpl [b;byf", "IE,F J,]TPL [B;BYF", "ШУБА ОБЪЕЗД ХИЖИНА"},
	} {
		file, err := id.WrapFile(phrase)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range typed {
			if got, err := OpenIdentityFile(file, s); err != nil || got.String() != id.String() {
				t.Errorf("%q typed as %q: %v", phrase, s, err)
			}
		}
		if _, err := OpenIdentityFile(append([]byte("\r\n"), file...), phrase); err != nil {
			t.Errorf("with a line before it: %v", err)
		}
		for _, s := range []string{"", "six word"} {
			if _, err := OpenIdentityFile(file, s); !errors.Is(err, ErrPassphrase) {
				t.Errorf("%q: %v; want ErrPassphrase", s, err)
			}
		}
	}
	if _, err := id.WrapFile(" \n"); err == nil {
		t.Error("wrapped with no passphrase")
	}
}

func TestDamagedIdentityFile(t *testing.T) {
	lowerWork(t)
	file, err := NewIdentity().WrapFile("six words")
	if err != nil {
		t.Fatal(err)
	}
	for i := range file {
		b := bytes.Clone(file)
		if b[i] ^= 1; len(bytes.TrimSpace(b[i:i+1])) == 0 {
			continue // white space around the armour does not count
		}
		if _, err := OpenIdentityFile(b, "six words"); !isOneOf(err, []error{ErrBroken, ErrPassphrase, ErrIdentity}) {
			t.Fatalf("byte %d: %v", i, err)
		}
	}
	for i, b := range [][]byte{nil, file[:len(file)/2], []byte("AGE-SECRET-KEY-PQ-1"), file[100:]} {
		if _, err := OpenIdentityFile(b, "six words"); !errors.Is(err, ErrBroken) {
			t.Errorf("%d: %v; want ErrBroken", i, err)
		}
	}
}

func TestSealedRecordIsNoIdentityFile(t *testing.T) {
	lowerWork(t)
	id := NewIdentity()
	file, err := id.WrapFile("six words")
	if err != nil {
		t.Fatal(err)
	}
	record := rearmoured(t, file, func([]byte) []byte {
		return must(Recipients{id.Recipient()}.Seal(nil))(t)
	})
	if _, err := OpenIdentityFile(record, "six words"); !errors.Is(err, ErrIdentity) {
		t.Errorf("%v; want ErrIdentity", err)
	}
}

// A file from elsewhere cannot make the program take all memory.
func TestHostileWorkFactorIsRefused(t *testing.T) {
	lowerWork(t)
	scryptWork = 1
	file, err := NewIdentity().WrapFile("six words")
	if err != nil {
		t.Fatal(err)
	}
	hostile := rearmoured(t, file, func(b []byte) []byte {
		line, rest, _ := bytes.Cut(b[bytes.Index(b, []byte("-> scrypt")):], []byte("\n"))
		line = append(bytes.TrimSuffix(line, []byte(" 1")), " 30"...)
		return append(append([]byte("age-encryption.org/v1\n"), append(line, '\n')...), rest...)
	})
	if _, err := OpenIdentityFile(hostile, "six words"); !errors.Is(err, ErrBroken) {
		t.Errorf("%v; want ErrBroken", err)
	}
}

// rearmoured is an armoured file whose inside was changed.
func rearmoured(t *testing.T, file []byte, change func([]byte) []byte) []byte {
	t.Helper()
	b, err := io.ReadAll(armor.NewReader(bytes.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := armor.NewWriter(&out)
	if _, err := w.Write(change(b)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
