package agile

import (
	"crypto/cipher"
	"crypto/hmac"
	"errors"
	"io"
)

// A File is where a Writer writes: an empty file that it can read back.
type File interface {
	io.ReaderAt
	io.WriterAt
}

// mostBytes keeps a file below the two gigabytes that this kind of compound
// file can have.
const mostBytes = 2_000_000_000

// ErrTooLarge is that of a workbook which no protected file can hold.
var ErrTooLarge = errors.New("it is too large to be protected with a password")

// ErrPasswordLength is that of a password which is empty or longer than
// MostPassword.
var ErrPasswordLength = errors.New("a password has 1 to 255 characters")

// A Writer encrypts what is written to it. Nothing of it can be opened before
// Close.
type Writer struct {
	to       File
	password string
	spins    int
	key      []byte
	scheme   scheme
	block    cipher.Block
	buf      []byte // of a segment that is not full
	out      []byte // encrypted, to be written
	segments int64
	size     int64 // of what was written in clear
	at       int64 // in to, where out goes
	err      error
}

// NewWriter protects what is written to it with a password of up to
// MostPassword units. The file must be empty.
func NewWriter(to File, password string) (*Writer, error) {
	if n := len(inUTF16(password)) / 2; n == 0 || n > MostPassword {
		return nil, ErrPasswordLength
	}
	w := &Writer{to: to, password: password, spins: spins, key: random(keyBytes), scheme: newScheme(), at: sectorBytes}
	w.block = newAES(w.key)
	w.out = make([]byte, sizeBytes, blockBytes+segmentBytes)
	return w, nil
}

const (
	sizeBytes  = 8       // before the package: how long it is
	blockBytes = 1 << 18 // are written at once
)

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	w.size += int64(len(p))
	if w.size > mostBytes {
		w.fail(ErrTooLarge)
	}
	for rest := p; len(rest) > 0 && w.err == nil; {
		n := min(segmentBytes-len(w.buf), len(rest))
		w.buf, rest = append(w.buf, rest[:n]...), rest[n:]
		if len(w.buf) == segmentBytes {
			w.segment()
		}
	}
	if w.err != nil {
		return 0, w.err
	}
	return len(p), nil
}

func (w *Writer) segment() {
	w.out = append(w.out, seal(w.block, w.scheme.vector(segmentNumber(w.segments)), w.buf)...)
	w.segments++
	w.buf = w.buf[:0]
	if len(w.out) >= blockBytes {
		w.flush()
	}
}

func (w *Writer) flush() {
	n, err := w.to.WriteAt(w.out, w.at)
	w.at += int64(n)
	w.out = w.out[:0]
	w.fail(err)
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Close completes the file, which it does not close.
func (w *Writer) Close() error {
	if len(w.buf) > 0 {
		w.segment()
	}
	body := &entry{name: packageStream, kind: streamType}
	if w.segments == 0 || w.at == sectorBytes && len(w.out) < cutoff {
		body.data = append(little.AppendUint64(nil, uint64(w.size)), w.out[sizeBytes:]...)
	} else if w.whole(); w.err == nil {
		body.size = uint64(w.at - sectorBytes)
	}
	if w.err != nil {
		return w.err
	}
	described, err := w.info(body)
	if err != nil {
		return err
	}
	root := &entry{name: "Root Entry", kind: rootType, kids: []*entry{dataSpaces(), stream(infoStream, described.bytes()), body}}
	return writeCompound(w.to, root, sectors(int64(body.size)))
}

// whole writes what is left, and then the size, which stands before it.
func (w *Writer) whole() {
	w.flush()
	if w.err == nil {
		_, err := w.to.WriteAt(little.AppendUint64(nil, uint64(w.size)), sectorBytes)
		w.fail(err)
	}
}

// info sums up the package and locks its key.
func (w *Writer) info(body *entry) (*info, error) {
	proof := random(w.scheme.hash().Size())
	mac := hmac.New(w.scheme.hash, proof)
	mac.Write(body.data)
	if body.size > 0 {
		if _, err := io.Copy(mac, io.NewSectionReader(w.to, sectorBytes, int64(body.size))); err != nil {
			return nil, err
		}
	}
	out := &info{Data: parameters{Salt: w.scheme.salt}, Keys: []*passwordKey{lock(w.key, w.password, w.spins)}}
	out.Integrity.Key = seal(w.block, w.scheme.vector(hmacKey), proof)
	out.Integrity.Value = seal(w.block, w.scheme.vector(hmacValue), mac.Sum(nil))
	return out, nil
}
