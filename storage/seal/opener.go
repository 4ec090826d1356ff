package seal

import "golang.org/x/crypto/chacha20poly1305"

// An Opener opens many sealed bytes with memory of its own, one after the other.
// It holds them against their checksum only where they do not open: what opens
// is what was sealed.
type Opener struct {
	bound, clear []byte
}

// Open is Key.Open. What it gives is the Opener's: it holds until the next call.
func (o *Opener) Open(k *Key, at Place, sealed []byte) ([]byte, error) {
	clear, err := o.unbox(k, sealedFormat, at, sealed)
	if err != nil {
		return nil, err
	}
	return unpad(clear)
}

// Unwrap is Key.Unwrap into a key of the caller's.
func (o *Opener) Unwrap(into, k *Key, at Place, wrapped []byte) error {
	b, err := o.unbox(k, wrappedFormat, at, wrapped)
	if err != nil {
		return err
	}
	defer clear(b)
	if len(b) != len(into) {
		return ErrForged
	}
	copy(into[:], b)
	return nil
}

func (o *Opener) unbox(k *Key, f format, at Place, boxed []byte) ([]byte, error) {
	const start = 1 + chacha20poly1305.NonceSizeX
	end := len(boxed) - checkSize
	if end >= start && format(boxed[0]) == f {
		o.bound = at.appendBind(o.bound[:0], boxed[:1])
		clear, err := k.aead().Open(o.clear[:0], boxed[1:start], boxed[start:end], o.bound)
		if err == nil {
			o.clear = clear
			return clear, nil
		}
	}
	if err := Intact(boxed); err != nil {
		return nil, err
	}
	return nil, ErrForged
}
