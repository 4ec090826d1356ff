package seal

import (
	"crypto/ed25519"
	"crypto/rand"

	"filippo.io/age"

	"anketa/survey/message"
)

// A Secret is all that one person on one laptop can open and sign with. It is
// what a passphrase locks.
type Secret struct {
	User   Key                 // wraps the keys of this person's interviews
	Shared Key                 // the same for all persons of the laptop: settings, forms, tags
	Sign   ed25519.PrivateKey  // signs what this person finishes
	Hand   *age.X25519Identity // opens what a colleague hands over
}

// ErrSecret is that of bytes which are no secret.
var ErrSecret = message.New("the bytes are no secret of a person")

const (
	secretVersion = 1
	handSize      = len("AGE-SECRET-KEY-1") + 58 // Bech32 of 32 bytes, with its check
	secretSize    = 1 + 32 + 32 + ed25519.SeedSize + handSize
)

// NewSecret makes the secret of a new person. The first on a laptop gives a
// new shared key, the others get theirs.
func NewSecret(shared *Key) (*Secret, error) {
	_, sign, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, message.New("make the key that signs: %w", err)
	}
	hand, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, message.New("make the key for a hand-over: %w", err)
	}
	return &Secret{User: *NewKey(), Shared: *shared, Sign: sign, Hand: hand}, nil
}

// Bytes gives the secret as it is locked. The caller clears them.
func (s *Secret) Bytes() []byte {
	b := make([]byte, 0, secretSize)
	b = append(b, secretVersion)
	b = append(b, s.User[:]...)
	b = append(b, s.Shared[:]...)
	b = append(b, s.Sign[:ed25519.SeedSize]...) // Seed would leave a copy behind
	return append(b, s.Hand.String()...)
}

// ParseSecret reads what Bytes gave; the error is ErrSecret.
func ParseSecret(b []byte) (*Secret, error) {
	if len(b) != secretSize || b[0] != secretVersion {
		return nil, ErrSecret
	}
	s := new(Secret)
	b = b[1:]
	b = b[copy(s.User[:], b):]
	b = b[copy(s.Shared[:], b):]
	s.Sign = ed25519.NewKeyFromSeed(b[:ed25519.SeedSize])
	hand, err := age.ParseX25519Identity(string(b[ed25519.SeedSize:]))
	if err != nil || hand.String() != string(b[ed25519.SeedSize:]) {
		return nil, ErrSecret
	}
	s.Hand = hand
	return s, nil
}

// Clear forgets the secret, as far as Go lets it: the key for hand-overs is
// left to the garbage collector.
func (s *Secret) Clear() {
	if s == nil {
		return
	}
	s.User.Clear()
	s.Shared.Clear()
	clear(s.Sign)
	s.Sign, s.Hand = nil, nil
}

// Public is what the signatures of this person are verified with.
func (s *Secret) Public() ed25519.PublicKey {
	return s.Sign.Public().(ed25519.PublicKey)
}

// HandPublic is what colleagues of the same laptop seal for this person with.
func (s *Secret) HandPublic() string { return s.Hand.Recipient().String() }

// SealFor seals for the colleague with that public key, at a place: only that
// person opens it, and only somebody who has unlocked this laptop's store can
// have made it.
func (s *Secret) SealFor(public string, at Place, clear []byte) ([]byte, error) {
	to, err := age.ParseX25519Recipient(public)
	if err != nil {
		return nil, message.New("the colleague's key for a hand-over cannot be read: let them unlock the store once, then hand over again")
	}
	sealed, err := encrypt(clear, to)
	if err != nil {
		return nil, message.New("seal for a colleague: %w", err)
	}
	return s.Shared.box([]byte{byte(handedFormat)}, at, sealed, len(sealed)), nil
}

// OpenHanded gives back what a colleague sealed for this person. The error is
// ErrBroken or ErrForged, the latter also for what was sealed for another.
func (s *Secret) OpenHanded(at Place, handed []byte) ([]byte, error) {
	sealed, err := s.Shared.unbox(handedFormat, 1, at, handed)
	if err != nil {
		return nil, err
	}
	clear, err := decrypt(sealed, s.Hand)
	if err != nil {
		return nil, ErrForged
	}
	return clear, nil
}
