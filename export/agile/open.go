package agile

import (
	"context"
	"crypto/cipher"
	"crypto/hmac"
	"io"
	"sync"
)

// A Package is the workbook in a protected file. It is decrypted where it is
// read, and safe for several readers at once.
type Package struct {
	sealed *chain
	scheme scheme
	block  cipher.Block
	size   int64

	lock  sync.Mutex
	first int64  // the segment with which clear begins
	clear []byte // the segments that were read last
}

// Protected says whether a password would open the file: nil, or ErrUnknown
// where it is another kind of compound file, as an .xls, or ErrDamaged.
func Protected(file io.ReaderAt, size int64) error {
	c, err := openCompound(file, size)
	if err == nil {
		_, err = c.info()
	}
	return err
}

// Open unlocks a file with a password and looks at all of it before it gives
// anything: ErrPassword, ErrDamaged and ErrUnknown say why it does not.
func Open(ctx context.Context, file io.ReaderAt, size int64, password string) (*Package, error) {
	c, err := openCompound(file, size)
	if err != nil {
		return nil, err
	}
	described, err := c.info()
	if err != nil {
		return nil, err
	}
	p := &Package{}
	if p.scheme, err = described.Data.scheme(); err != nil {
		return nil, err
	}
	key, err := described.unlock(password)
	switch {
	case err != nil:
		return nil, err
	case len(key) != p.scheme.key:
		return nil, ErrDamaged
	}
	p.block = newAES(key)
	if p.sealed, err = c.stream(packageStream); err != nil {
		return nil, err
	}
	return p, p.check(ctx, described)
}

func (c *compound) info() (*info, error) {
	s, err := c.stream(infoStream)
	if err != nil {
		return nil, ErrUnknown
	}
	if s.size > mostInfo {
		return nil, ErrDamaged
	}
	b := make([]byte, s.size)
	if _, err := s.ReadAt(b, 0); err != nil {
		return nil, err
	}
	return readInfo(b)
}

// check compares the proof of integrity, and then believes the size.
func (p *Package) check(ctx context.Context, described *info) error {
	size := p.scheme.hash().Size()
	key := open(p.block, p.scheme.vector(hmacKey), described.Integrity.Key)
	want := open(p.block, p.scheme.vector(hmacValue), described.Integrity.Value)
	if len(key) < size || len(want) < size {
		return ErrDamaged
	}
	mac := hmac.New(p.scheme.hash, key[:size])
	if _, err := io.CopyBuffer(mac, &patient{ctx, io.NewSectionReader(p.sealed, 0, p.sealed.size)}, make([]byte, blockBytes)); err != nil {
		return err
	}
	if !hmac.Equal(mac.Sum(nil), want[:size]) {
		return ErrDamaged
	}
	head := make([]byte, sizeBytes)
	if _, err := p.sealed.ReadAt(head, 0); err != nil {
		return err
	}
	if p.size = int64(little.Uint64(head)); p.size < 0 || p.size > p.sealed.size-sizeBytes {
		return ErrDamaged
	}
	return nil
}

// patient ends reading when ctx does.
type patient struct {
	ctx context.Context
	in  io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.in.Read(b)
}

// Size is how many bytes the workbook has.
func (p *Package) Size() int64 { return p.size }

// ReadAt implements io.ReaderAt.
func (p *Package) ReadAt(b []byte, at int64) (int, error) {
	if at < 0 {
		return 0, ErrDamaged
	}
	done := 0
	for done < len(b) && at < p.size {
		n, err := p.some(b[done:], at)
		if err != nil {
			return done, err
		}
		done, at = done+n, at+int64(n)
	}
	if done < len(b) {
		return done, io.EOF
	}
	return done, nil
}

// ahead is how many segments are decrypted at once.
const ahead = 16

// some gives what of b the segments around a place hold.
func (p *Package) some(b []byte, at int64) (int, error) {
	p.lock.Lock()
	defer p.lock.Unlock()
	from := p.first * segmentBytes
	if at < from || at >= from+int64(len(p.clear)) {
		if err := p.decrypt(at / segmentBytes); err != nil {
			return 0, err
		}
		from = p.first * segmentBytes
	}
	clear := p.clear[:min(int64(len(p.clear)), p.size-from)]
	return copy(b, clear[at-from:]), nil
}

func (p *Package) decrypt(first int64) error {
	from := sizeBytes + first*segmentBytes
	n := min(ahead*segmentBytes, p.sealed.size-from)
	if p.clear == nil {
		p.clear = make([]byte, ahead*segmentBytes)
	}
	p.clear = p.clear[:n]
	p.first = first
	if _, err := p.sealed.ReadAt(p.clear, from); err != nil {
		p.clear = p.clear[:0]
		return err
	}
	for i := int64(0); i < n; i += segmentBytes {
		part := p.clear[i:min(i+segmentBytes, n)]
		part = part[:len(part)/cipherBlock*cipherBlock]
		cipher.NewCBCDecrypter(p.block, p.scheme.vector(segmentNumber(first+i/segmentBytes))).CryptBlocks(part, part)
	}
	return nil
}

// cipherBlock is that of AES.
const cipherBlock = 16
