package seal

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"anketa/survey/message"
)

// What keeps sealed bytes from being opened.
var (
	// ErrBroken: the bytes are not those that were written. The disk or a copy
	// damaged them; whoever changes them on purpose makes the checksum right.
	ErrBroken = message.New("the bytes are damaged")
	// ErrForged: the bytes are whole, but not what was sealed under this key at
	// this place.
	ErrForged = message.New("this was not sealed at this place under this key")
)

// A format is the first byte of everything sealed here. It is bound into the
// associated data, so that one cannot be taken for another.
type format byte

const (
	sealedFormat  format = 1
	wrappedFormat format = 2
	lockedFormat  format = 3
	handedFormat  format = 4
)

const (
	checkSize = 8
	leastSize = 1 + chacha20poly1305.NonceSizeX + chacha20poly1305.Overhead + checkSize
)

// A Place is where sealed bytes belong: they open nowhere else.
type Place struct {
	Kind  string // of what they are: "journal"
	Owner string // to whom they belong: the id of an interview
	N     int64  // which one of several
}

// bind is the associated data of a place: the same for no two of them, nor
// for two headers.
func (p Place) bind(header []byte) []byte {
	return p.appendBind(make([]byte, 0, 64+len(header)+len(p.Kind)+len(p.Owner)), header)
}

func (p Place) appendBind(b, header []byte) []byte {
	b = append(b, "anketa/seal/1"...)
	b = appendField(b, header)
	b = appendField(b, p.Kind)
	b = appendField(b, p.Owner)
	return binary.BigEndian.AppendUint64(b, uint64(p.N))
}

func appendField[T string | []byte](b []byte, field T) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
	return append(b, field...)
}

// box gives header ‖ nonce ‖ ciphertext and tag ‖ checksum. The clear text is
// padded to size bytes where it is shorter.
func (k *Key) box(header []byte, at Place, clear []byte, size int) []byte {
	start := len(header) + chacha20poly1305.NonceSizeX
	b := make([]byte, start+size, start+size+chacha20poly1305.Overhead+checkSize)
	nonce := b[copy(b, header):start]
	rand.Read(nonce)
	if n := copy(b[start:], clear); n < size {
		b[start+n] = padMark
	}
	b = k.aead().Seal(b[:start], nonce, b[start:], at.bind(header))
	return append(b, checksum(b)...)
}

// unbox gives what is in a box whose header has that many bytes and begins
// with the format, padding included.
func (k *Key) unbox(f format, header int, at Place, boxed []byte) ([]byte, error) {
	if err := Intact(boxed); err != nil {
		return nil, err
	}
	start, end := header+chacha20poly1305.NonceSizeX, len(boxed)-checkSize
	if format(boxed[0]) != f || end < start {
		return nil, ErrForged
	}
	clear, err := k.aead().Open(nil, boxed[header:start], boxed[start:end], at.bind(boxed[:header]))
	if err != nil {
		return nil, ErrForged
	}
	return clear, nil
}

// Intact tells without any key whether sealed, wrapped, locked or handed bytes
// are those that were written; the error is ErrBroken. It sees accidents, not
// forgeries: for those there is Open.
func Intact(sealed []byte) error {
	end := len(sealed) - checkSize
	if len(sealed) < leastSize || !bytes.Equal(checksum(sealed[:end]), sealed[end:]) {
		return ErrBroken
	}
	return nil
}

func checksum(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:checkSize]
}

const padMark = 0x80

// padded is the length of n bytes, the mark behind them, and the zeros up to
// the next multiple.
func padded(n, multiple int) int {
	multiple = max(multiple, 1)
	return (n/multiple + 1) * multiple
}

// unpad gives what stands before the mark.
func unpad(b []byte) ([]byte, error) {
	n := len(bytes.TrimRight(b, "\x00")) - 1
	if n < 0 || b[n] != padMark {
		return nil, ErrForged
	}
	return b[:n], nil
}
