package agile

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"io"
)

// A Scratch keeps in a file what is too much for the memory, for as long as a
// program runs: encrypted with AES-256-CTR under a key that is in memory only,
// so that nobody can read the file once the Scratch is gone. It does not tell
// whether somebody changed the file.
type Scratch struct {
	file  File
	block cipher.Block
	size  int64
}

// NewScratch draws a key for an empty file.
func NewScratch(file File) *Scratch {
	return &Scratch{file: file, block: newAES(random(keyBytes))}
}

// Append keeps b, which it encrypts where it is, and says where it lies.
func (s *Scratch) Append(b []byte) (at int64, err error) {
	at = s.size
	s.turn(b, at)
	n, err := s.file.WriteAt(b, at)
	s.size += int64(n+aes.BlockSize-1) / aes.BlockSize * aes.BlockSize // no part of the stream serves twice
	return at, err
}

// Read fills b with what was appended at that place.
func (s *Scratch) Read(b []byte, at int64) error {
	if n, err := s.file.ReadAt(b, at); n < len(b) {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	s.turn(b, at)
	return nil
}

// turn encrypts and decrypts: the vector is the number of the block.
func (s *Scratch) turn(b []byte, at int64) {
	vector := make([]byte, aes.BlockSize)
	binary.BigEndian.PutUint64(vector[8:], uint64(at/aes.BlockSize))
	cipher.NewCTR(s.block, vector).XORKeyStream(b, b)
}
