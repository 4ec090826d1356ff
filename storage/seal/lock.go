package seal

import (
	"crypto/rand"
	"encoding/binary"
	"runtime/debug"

	"golang.org/x/crypto/argon2"

	"anketa/survey/message"
)

// What keeps locked bytes from being unlocked, beside ErrBroken.
var (
	// ErrPassphrase: another passphrase, or bytes of another place.
	ErrPassphrase = message.New("the passphrase is wrong")
	// ErrEffort: the bytes ask for more memory or time than any lock made here,
	// or for less than is safe. Nothing was computed.
	ErrEffort = message.New("the lock asks for an effort that no lock of this program has")
)

const (
	saltSize   = 16
	effortSize = 4 + 4 + 1
	lockHeader = 1 + effortSize + saltSize
)

// LockWith gives bytes that only the passphrase opens, typed in either layout
// and any case: see Canonical. They carry their salt and effort. It panics
// where UnlockWith would refuse the effort.
func LockWith(passphrase string, e Effort, at Place, secret []byte) []byte {
	if !e.bounded() {
		panic("seal: effort out of bounds")
	}
	header := e.append([]byte{byte(lockedFormat)})
	salt := make([]byte, saltSize)
	rand.Read(salt)
	k := e.derive(passphrase, salt)
	defer k.Clear()
	return k.box(append(header, salt...), at, secret, len(secret))
}

// UnlockWith gives back the secret. The error is ErrBroken, ErrEffort or
// ErrPassphrase.
func UnlockWith(passphrase string, at Place, locked []byte) ([]byte, error) {
	if err := Intact(locked); err != nil {
		return nil, err
	}
	if format(locked[0]) != lockedFormat || len(locked) < leastSize-1+lockHeader {
		return nil, ErrPassphrase
	}
	e := parseEffort(locked[1 : 1+effortSize])
	if !e.bounded() {
		return nil, ErrEffort
	}
	k := e.derive(passphrase, locked[1+effortSize:lockHeader])
	defer k.Clear()
	secret, err := k.unbox(lockedFormat, lockHeader, at, locked)
	if err != nil {
		return nil, ErrPassphrase
	}
	return secret, nil
}

// derive gives the key of a passphrase. What Argon2id needed of memory goes
// back to the system at once: on a laptop of 4 GB the window wants it.
func (e Effort) derive(passphrase string, salt []byte) *Key {
	phrase := []byte(Canonical(passphrase))
	defer clear(phrase)
	k := (*Key)(argon2.IDKey(phrase, salt, e.Passes, e.KiB, e.Lanes, uint32(len(Key{}))))
	if e.KiB >= Floor.KiB {
		debug.FreeOSMemory()
	}
	return k
}

func (e Effort) append(b []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, e.Passes)
	b = binary.BigEndian.AppendUint32(b, e.KiB)
	return append(b, e.Lanes)
}

func parseEffort(b []byte) Effort {
	return Effort{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:]), b[8]}
}
