package seal

import "crypto/ed25519"

// Sign signs a message in a context: a signature made for one context is none
// in another.
func Sign(key ed25519.PrivateKey, context string, message []byte) []byte {
	return ed25519.Sign(key, signed(context, message))
}

// Verify tells whether the owner of the public key signed that message in that
// context. A key or signature of the wrong length verifies nothing.
func Verify(public ed25519.PublicKey, context string, message, signature []byte) bool {
	return len(public) == ed25519.PublicKeySize && ed25519.Verify(public, signed(context, message), signature)
}

// KeyFingerprint gives a public key that signs as five groups of four digits,
// to be read aloud and compared: 66 bits of a SHA-256.
func KeyFingerprint(public ed25519.PublicKey) string {
	return quads("anketa/signer/1\n"+string(public), 5)
}

func signed(context string, message []byte) []byte {
	return append(appendField([]byte("anketa/sign/1"), context), message...)
}
