package agile

import (
	"bytes"
	"crypto/aes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
)

// An info is the stream EncryptionInfo: a head of eight bytes and XML
// ([MS-OFFCRYPTO] 2.3.4.10).
type info struct {
	XMLName   xml.Name   `xml:"http://schemas.microsoft.com/office/2006/encryption encryption"`
	Data      parameters `xml:"keyData"`
	Integrity struct {
		Key   blob `xml:"encryptedHmacKey,attr"`
		Value blob `xml:"encryptedHmacValue,attr"`
	} `xml:"dataIntegrity"`
	Keys []*passwordKey `xml:"keyEncryptors>keyEncryptor>encryptedKey"`
}

// parameters say how one thing is encrypted.
type parameters struct {
	SaltSize  int    `xml:"saltSize,attr"`
	BlockSize int    `xml:"blockSize,attr"`
	KeyBits   int    `xml:"keyBits,attr"`
	HashSize  int    `xml:"hashSize,attr"`
	Cipher    string `xml:"cipherAlgorithm,attr"`
	Chaining  string `xml:"cipherChaining,attr"`
	Hash      string `xml:"hashAlgorithm,attr"`
	Salt      blob   `xml:"saltValue,attr"`
}

// A passwordKey is the workbook's key, locked with a password.
type passwordKey struct {
	XMLName xml.Name
	Spins   int `xml:"spinCount,attr"`
	parameters
	VerifierInput blob `xml:"encryptedVerifierHashInput,attr"`
	VerifierHash  blob `xml:"encryptedVerifierHashValue,attr"`
	Key           blob `xml:"encryptedKeyValue,attr"`
}

const passwordSpace = "http://schemas.microsoft.com/office/2006/keyEncryptor/password"

type blob []byte

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *blob) UnmarshalText(text []byte) (err error) {
	*b, err = base64.StdEncoding.DecodeString(string(text))
	return err
}

func (b blob) String() string { return base64.StdEncoding.EncodeToString(b) }

// infoHead is version 4.4 and the flag of agile encryption.
var infoHead = []byte{4, 0, 4, 0, 0x40, 0, 0, 0}

// mostInfo is far more than the XML of a few keys has.
const mostInfo = 1 << 16

// strongest are the parameters of a new file beside its salts.
const strongest = `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"`

// bytes writes the stream of a new file, with the prefixes that Excel uses.
func (i *info) bytes() []byte {
	k := i.Keys[0]
	return fmt.Appendf(bytes.Clone(infoHead), `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\r\n"+
		`<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="%[1]s">`+
		`<keyData %[2]s saltValue="%[3]s"/><dataIntegrity encryptedHmacKey="%[4]s" encryptedHmacValue="%[5]s"/>`+
		`<keyEncryptors><keyEncryptor uri="%[1]s"><p:encryptedKey spinCount="%[6]d" %[2]s saltValue="%[7]s" `+
		`encryptedVerifierHashInput="%[8]s" encryptedVerifierHashValue="%[9]s" encryptedKeyValue="%[10]s"/>`+
		`</keyEncryptor></keyEncryptors></encryption>`,
		passwordSpace, strongest, i.Data.Salt, i.Integrity.Key, i.Integrity.Value, k.Spins, k.Salt, k.VerifierInput, k.VerifierHash, k.Key)
}

func readInfo(b []byte) (*info, error) {
	if len(b) < len(infoHead) || !bytes.Equal(b[:len(infoHead)], infoHead) {
		return nil, ErrUnknown
	}
	i := &info{}
	if xml.Unmarshal(b[len(infoHead):], i) != nil {
		return nil, ErrDamaged
	}
	return i, nil
}

// scheme looks at the parameters before anything is done with them.
func (p parameters) scheme() (scheme, error) {
	h, known := hashes[p.Hash]
	if !known || p.Cipher != "AES" || p.Chaining != "ChainingModeCBC" {
		return scheme{}, ErrUnknown
	}
	size := h().Size()
	if p.BlockSize != aes.BlockSize || p.HashSize != size || p.SaltSize != len(p.Salt) || len(p.Salt) < 8 || len(p.Salt) > 64 {
		return scheme{}, ErrDamaged
	}
	switch p.KeyBits {
	case 128, 192, 256:
		return scheme{h, p.KeyBits / 8, p.Salt}, nil
	}
	return scheme{}, ErrDamaged
}

// lock locks the key with a password.
func lock(key []byte, password string, spins int) *passwordKey {
	s := newScheme()
	spun, input := s.spun(password, spins), random(saltBytes)
	vector := fit(s.salt, aes.BlockSize)
	return &passwordKey{
		Spins: spins, parameters: parameters{Salt: s.salt},
		VerifierInput: seal(s.block(spun, verifierInput), vector, input),
		VerifierHash:  seal(s.block(spun, verifierHash), vector, s.sum(input)),
		Key:           seal(s.block(spun, keyValue), vector, key),
	}
}

// unlock is the way back.
func (i *info) unlock(password string) ([]byte, error) {
	for _, k := range i.Keys {
		if k.XMLName.Space == passwordSpace {
			return k.unlock(password)
		}
	}
	return nil, ErrUnknown
}

func (k *passwordKey) unlock(password string) ([]byte, error) {
	s, err := k.scheme()
	switch {
	case err != nil:
		return nil, err
	case k.Spins < 0 || k.Spins > mostSpins:
		return nil, ErrUnknown
	}
	spun, vector := s.spun(password, k.Spins), fit(s.salt, aes.BlockSize)
	input := open(s.block(spun, verifierInput), vector, k.VerifierInput)
	want := open(s.block(spun, verifierHash), vector, k.VerifierHash)
	key := open(s.block(spun, keyValue), vector, k.Key)
	if size := s.hash().Size(); len(input) == 0 || len(want) < size || len(key) < s.key {
		return nil, ErrDamaged
	} else if !bytes.Equal(s.sum(input), want[:size]) {
		return nil, ErrPassword
	}
	return key[:s.key], nil
}
