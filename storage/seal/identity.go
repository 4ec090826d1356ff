package seal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"filippo.io/age"

	"anketa/survey/message"
)

// An Identity is the secret key of a recipient: it opens what was sealed.
type Identity struct{ key *age.HybridIdentity }

// ErrIdentity is that of a record or file which another identity opens.
var ErrIdentity = message.New("this was sealed to other keys: open it with the identity whose public key the form had")

// scryptWork is log2 of scrypt's N in an identity file; 18 takes a second and
// 256 MiB. mostScrypt bounds what a file from elsewhere can ask for.
var scryptWork = 18

const mostScrypt = 20

// NewIdentity makes a post-quantum identity of age.
func NewIdentity() *Identity {
	key, err := age.GenerateHybridIdentity()
	if err != nil {
		panic("seal: " + err.Error())
	}
	return &Identity{key}
}

// ParseIdentity reads a secret key as age writes it, AGE-SECRET-KEY-PQ-1…,
// also typed from paper: in small letters, with white space in it, after lines
// that begin with #.
func ParseIdentity(text string) (*Identity, error) {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(strings.TrimSpace(line), "#") {
			b.WriteString(strings.Join(strings.Fields(line), ""))
		}
	}
	word := strings.ToUpper(b.String())
	if !strings.HasPrefix(word, "AGE-SECRET-KEY-PQ-1") {
		return nil, message.New("this is no secret key of a coordinator: it begins with AGE-SECRET-KEY-PQ-1")
	}
	key, err := age.ParseHybridIdentity(word)
	if err != nil {
		return nil, message.New("the secret key has a wrong, missing or extra character: compare it with the printed one")
	}
	return &Identity{key}, nil
}

// String gives the secret key as age writes it, to be printed: 77 characters.
func (id *Identity) String() string { return id.key.String() }

// Recipient is the public key of the identity.
func (id *Identity) Recipient() Recipient { return Recipient{id.key.Recipient()} }

// Open gives what Recipients.Seal sealed. The error is ErrIdentity or
// ErrBroken.
func (id *Identity) Open(sealed []byte) ([]byte, error) {
	b, err := decrypt(sealed, id.key)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, ErrIdentity
	}
	if err != nil {
		return nil, ErrBroken
	}
	clear, err := unpad(b)
	if err != nil {
		return nil, ErrBroken
	}
	return clear, nil
}

// WrapFile gives an armoured age file with the identity in it, locked with the
// passphrase as it is typed here: age -d opens it, and age -d -i takes it.
func (id *Identity) WrapFile(passphrase string) ([]byte, error) {
	to, err := age.NewScryptRecipient(tidy(passphrase))
	if err != nil {
		return nil, message.New("the identity file needs a passphrase: give one")
	}
	to.SetWorkFactor(scryptWork)
	text := fmt.Sprintf("# public key: %s\n%s\n", id.Recipient(), id)
	sealed, err := encrypt([]byte(text), to)
	if err != nil {
		return nil, message.New("lock the identity: %w", err)
	}
	return []byte(Armour(sealed)), nil
}

// OpenIdentityFile reads what WrapFile gave, with the passphrase typed in
// either layout or with Caps Lock on. The error is ErrPassphrase, ErrBroken, or
// ErrIdentity where the file opens with no passphrase at all.
func OpenIdentityFile(data []byte, passphrase string) (*Identity, error) {
	sealed, err := Dearmour(data)
	if err != nil {
		return nil, err
	}
	for _, phrase := range spellings(passphrase) {
		text, err := unlockFile(sealed, phrase)
		if errors.Is(err, ErrPassphrase) {
			continue
		}
		if err != nil {
			return nil, err
		}
		defer clear(text)
		return ParseIdentity(string(text))
	}
	return nil, ErrPassphrase
}

func unlockFile(sealed []byte, phrase string) ([]byte, error) {
	id, err := age.NewScryptIdentity(phrase)
	if err != nil {
		return nil, ErrPassphrase
	}
	id.SetMaxWorkFactor(mostScrypt)
	text, err := decrypt(sealed, id)
	var other *age.NoIdentityMatchError
	switch {
	case err == nil:
		return text, nil
	case !errors.As(err, &other):
		return nil, ErrBroken
	case !slices.Equal(other.StanzaTypes, []string{"scrypt"}):
		return nil, ErrIdentity
	default:
		return nil, ErrPassphrase
	}
}
