package agile

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"hash"
	"unicode/utf16"
)

// What a new file is protected with. The rounds are those of Excel.
const (
	spins     = 100_000
	mostSpins = 1_000_000 // about a second
	keyBytes  = 32
	saltBytes = 16
)

// A scheme is what one set of parameters names: how to hash and how long the
// key is. New files have the strongest; others are read.
type scheme struct {
	hash func() hash.Hash
	key  int // bytes
	salt []byte
}

var hashes = map[string]func() hash.Hash{
	"SHA1": sha1.New, "SHA-1": sha1.New, "SHA256": sha256.New, "SHA384": sha512.New384, "SHA512": sha512.New,
}

// Block keys tell apart what is derived from one password or one salt
// ([MS-OFFCRYPTO] 2.3.4.13 and 2.3.4.14).
var (
	verifierInput = []byte{0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79}
	verifierHash  = []byte{0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e}
	keyValue      = []byte{0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6}
	hmacKey       = []byte{0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6}
	hmacValue     = []byte{0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33}
)

func newScheme() scheme {
	return scheme{sha512.New, keyBytes, random(saltBytes)}
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}

func (s scheme) sum(parts ...[]byte) []byte {
	h := s.hash()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}

// spun is what all keys of a password come from (2.3.4.11).
func (s scheme) spun(password string, spins int) []byte {
	h, sum, round := s.hash(), s.sum(s.salt, inUTF16(password)), make([]byte, 4)
	for i := range spins {
		binary.LittleEndian.PutUint32(round, uint32(i))
		h.Reset()
		h.Write(round)
		h.Write(sum)
		sum = h.Sum(sum[:0])
	}
	return sum
}

func inUTF16(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// block makes the cipher of one purpose out of a spun password.
func (s scheme) block(spun, purpose []byte) cipher.Block {
	return newAES(fit(s.sum(spun, purpose), s.key))
}

// vector is the initialization vector of one purpose or segment (2.3.4.12).
func (s scheme) vector(purpose []byte) []byte {
	return fit(s.sum(s.salt, purpose), aes.BlockSize)
}

// fit makes b n bytes long, as 2.3.4.11 pads and cuts.
func fit(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, 0x36)
	}
	return b[:n]
}

func newAES(key []byte) cipher.Block {
	b, err := aes.NewCipher(key)
	if err != nil {
		panic("agile: " + err.Error()) // the lengths were looked at
	}
	return b
}

// seal encrypts b, padded with zeros to whole blocks.
func seal(b cipher.Block, vector, clear []byte) []byte {
	out := make([]byte, (len(clear)+aes.BlockSize-1)/aes.BlockSize*aes.BlockSize)
	copy(out, clear)
	cipher.NewCBCEncrypter(b, vector).CryptBlocks(out, out)
	return out
}

// open decrypts whole blocks; nil where they are none.
func open(b cipher.Block, vector, sealed []byte) []byte {
	if len(sealed)%aes.BlockSize != 0 {
		return nil
	}
	out := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(b, vector).CryptBlocks(out, sealed)
	return out
}

// segmentBytes is how much of a workbook is encrypted with one vector.
const segmentBytes = 4096

func segmentNumber(n int64) []byte {
	return binary.LittleEndian.AppendUint32(nil, uint32(n))
}
