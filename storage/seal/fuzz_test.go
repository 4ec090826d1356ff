package seal

import (
	"bytes"
	"strings"
	"testing"
)

// The fuzzer does not find a checksum: it is given whole bytes, and those with
// the checksum mended are tried too.
func FuzzOpen(f *testing.F) {
	k := &Key{1, 2, 3}
	sealed := k.Seal(here, []byte("answer"), 128)
	f.Add(sealed)
	f.Add(k.Wrap(here, NewKey()))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		tries := [][]byte{b}
		if len(b) >= checkSize {
			tries = append(tries, mended(b))
		}
		for _, b := range tries {
			clear, err := k.Open(here, b)
			if err == nil && !bytes.Equal(b, sealed) && string(clear) != "answer" {
				t.Errorf("forged: %x", b)
			}
			if _, err := k.Unwrap(here, b); err == nil && format(b[0]) != wrappedFormat {
				t.Errorf("unwrapped: %x", b)
			}
		}
	})
}

func FuzzUnlockWith(f *testing.F) {
	locked := LockWith("six words", Least, here, []byte("secret"))
	f.Add(locked)
	f.Add(locked[:lockHeader])
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= checkSize {
			b = mended(b)
		}
		if costly(b) {
			t.Skip("spends what it asks for")
		}
		if secret, err := UnlockWith("six words", here, b); err == nil && string(secret) != "secret" {
			t.Errorf("forged: %x", b)
		}
	})
}

func FuzzParseSecret(f *testing.F) {
	f.Add(newSecret(f, NewKey()).Bytes())
	f.Add([]byte{secretVersion})
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := ParseSecret(b); err == nil && !bytes.Equal(s.Bytes(), b) {
			t.Errorf("%x is read as %x", b, s.Bytes())
		}
	})
}

func FuzzParseRecipients(f *testing.F) {
	f.Add(NewIdentity().Recipient().String())
	f.Add("age1pq1 AGE-SECRET-KEY-PQ-1")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRecipients(text)
		if err != nil {
			for _, word := range strings.Fields(text) {
				if len(word) > 20 && strings.Contains(err.Error(), word) {
					t.Errorf("the error repeats %q", word)
				}
			}
			return
		}
		if again, err := ParseRecipients(r.String()); err != nil || again.Fingerprint() != r.Fingerprint() {
			t.Errorf("%q is not read back", text)
		}
	})
}
