package seal

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"golang.org/x/crypto/chacha20poly1305"
)

// A Key seals with XChaCha20-Poly1305, whose nonces are long enough to be drawn
// at random for as many messages as a store will ever hold.
type Key [chacha20poly1305.KeySize]byte

// NewKey draws a key.
func NewKey() *Key {
	k := new(Key)
	rand.Read(k[:])
	return k
}

// Clear forgets the key.
func (k *Key) Clear() {
	if k != nil {
		clear(k[:])
	}
}

// Seal gives bytes that open only with the same key at the same place. How
// long the clear text is they tell no closer than to the next multiple of pad.
func (k *Key) Seal(at Place, clear []byte, pad int) []byte {
	return k.box([]byte{byte(sealedFormat)}, at, clear, padded(len(clear), pad))
}

// Open gives back what was sealed. The error is ErrBroken or ErrForged.
func (k *Key) Open(at Place, sealed []byte) ([]byte, error) {
	clear, err := k.unbox(sealedFormat, 1, at, sealed)
	if err != nil {
		return nil, err
	}
	return unpad(clear)
}

// Wrap seals another key.
func (k *Key) Wrap(at Place, other *Key) []byte {
	return k.box([]byte{byte(wrappedFormat)}, at, other[:], len(other))
}

// Unwrap gives back the key that was wrapped. The error is ErrBroken or
// ErrForged.
func (k *Key) Unwrap(at Place, wrapped []byte) (*Key, error) {
	b, err := k.unbox(wrappedFormat, 1, at, wrapped)
	if err != nil {
		return nil, err
	}
	if len(b) != len(Key{}) {
		return nil, ErrForged
	}
	return (*Key)(b), nil
}

// Tag gives 32 bytes by which something can be found again that nobody without
// the key can read from them, or guess and try.
func (k *Key) Tag(clear []byte) []byte {
	sub := k.derive("anketa/tag/1")
	defer sub.Clear()
	mac := hmac.New(sha256.New, sub[:])
	mac.Write(clear)
	return mac.Sum(nil)
}

// Sub gives the key for a purpose. From it neither this key nor that for
// another purpose can be found.
func (k *Key) Sub(purpose string) *Key {
	return k.derive("anketa/sub/1/" + purpose)
}

// derive expands the key, which is uniform already, without extracting.
func (k *Key) derive(info string) *Key {
	b, err := hkdf.Expand(sha256.New, k[:], info, len(Key{}))
	if err != nil {
		panic("seal: " + err.Error())
	}
	return (*Key)(b)
}

func (k *Key) aead() cipher.AEAD {
	a, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		panic("seal: " + err.Error())
	}
	return a
}
