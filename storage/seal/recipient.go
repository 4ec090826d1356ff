package seal

import (
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"filippo.io/age"

	"anketa/survey/message"
)

// A Recipient is one public key that records are sealed to.
type Recipient struct{ key *age.HybridRecipient }

// String gives the key as age writes it: age1pq1…
func (r Recipient) String() string { return r.key.String() }

// Recipients are the public keys of a form: the coordinator's and that of the
// recovery kept apart from it. Each opens alone what is sealed to both.
type Recipients []Recipient

// pads is to what multiple sealed records are padded.
const pads = 4 << 10

// ParseRecipients reads one or two public keys with white space between them,
// as the form's setting "recipient" holds them.
func ParseRecipients(text string) (Recipients, error) {
	words := strings.Fields(text)
	switch {
	case len(words) == 0:
		return nil, message.New("the setting recipient holds no age public key: put the coordinator's there, it begins with age1pq1")
	case len(words) > 2:
		return nil, message.New("the setting recipient holds %d words, and one or two age public keys are allowed: take out what is too many", len(words))
	}
	var keys Recipients
	for i, word := range words {
		r, err := parseRecipient(word)
		if err != nil {
			return nil, message.New("the setting recipient, key %d: %w", i+1, err)
		}
		keys = append(keys, r)
	}
	if len(keys) == 2 && keys[0].String() == keys[1].String() {
		return nil, message.New("the setting recipient holds the same key twice: put the recovery key beside the coordinator's, or only one")
	}
	return keys, nil
}

// parseRecipient never repeats the word: it might be a secret key.
func parseRecipient(word string) (Recipient, error) {
	upper := strings.ToUpper(word)
	switch {
	case strings.HasPrefix(upper, "AGE-SECRET-KEY-"):
		return Recipient{}, message.New("this is a secret key, which whoever has the form can now use: make a new identity and put its public key here, it begins with age1pq1")
	case strings.HasPrefix(upper, "AGE1") && !strings.HasPrefix(upper, "AGE1PQ1"):
		return Recipient{}, message.New("this key of age is not post-quantum: make an identity with Anketa, or with age-keygen -pq, and put its public key here, it begins with age1pq1")
	case !strings.HasPrefix(upper, "AGE1PQ1"):
		return Recipient{}, message.New("this is no age public key: put one here that begins with age1pq1")
	}
	key, err := age.ParseHybridRecipient(strings.ToLower(word))
	if err != nil {
		return Recipient{}, message.New("this age public key is not whole: copy all of it, about 1,960 characters, once more")
	}
	return Recipient{key}, nil
}

// Fingerprint gives eight groups of four digits, the same for the same keys in
// any order, to be read aloud and compared: 106 bits of a SHA-256. That of no
// keys is empty.
func (r Recipients) Fingerprint() string {
	if len(r) == 0 {
		return ""
	}
	keys := r.texts()
	slices.Sort(keys)
	return quads("anketa/recipients/1\n"+strings.Join(keys, "\n"), 8)
}

// quads sums a text up in n groups of four digits.
func quads(text string, n int64) string {
	sum := sha256.Sum256([]byte(text))
	number := new(big.Int).SetBytes(sum[:])
	number.Mod(number, new(big.Int).Exp(big.NewInt(10), big.NewInt(4*n), nil))
	var all []string
	for quad := range slices.Chunk(fmt.Appendf(nil, "%0*d", int(4*n), number), 4) {
		all = append(all, string(quad))
	}
	return strings.Join(all, " ")
}

// String gives the keys as ParseRecipients reads them.
func (r Recipients) String() string { return strings.Join(r.texts(), " ") }

func (r Recipients) texts() []string {
	var keys []string
	for _, key := range r {
		keys = append(keys, key.String())
	}
	return keys
}

// Seal gives an age file that the identity of any of the recipients opens, and
// not this laptop. Padded, it tells how long the clear text is no closer than
// to the next multiple of 4 kB.
func (r Recipients) Seal(clear []byte) ([]byte, error) {
	if len(r) == 0 {
		return nil, message.New("there is no public key to seal to: put the coordinator's into the form's setting recipient")
	}
	var to []age.Recipient
	for _, key := range r {
		to = append(to, key.key)
	}
	b := make([]byte, padded(len(clear), pads))
	b[copy(b, clear)] = padMark
	sealed, err := encrypt(b, to...)
	if err != nil {
		return nil, message.New("seal to the form's recipient: %w", err)
	}
	return sealed, nil
}
