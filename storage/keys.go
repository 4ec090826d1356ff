package storage

import (
	"crypto/sha256"
	"encoding/binary"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// A keyring is what the person who unlocked the store seals and opens with.
type keyring struct {
	slot   int64
	code   string
	secret *seal.Secret
	locked []byte // the secret under the passphrase
}

// A kind says what a payload is. With its owner and its number it is bound
// into what is sealed, so that none opens in the place of another.
type kind string

const (
	aboutKind    kind = "about"    // of an interview, by how often it was saved
	snapshotKind kind = "snapshot" // of a draft, by the journal row it is after
	journalKind  kind = "journal"  // of an interview, by the row's number
	versionKind  kind = "version"  // of an interview, by its number
	keyKind      kind = "key"      // of an interview, by its owner's slot
	settingKind  kind = "setting"  // by its name
	formKind     kind = "form"     // by its tag
	workbookKind kind = "workbook" // by the form's tag
)

// replacedKind names what stands in clear of a version: which ones it replaces.
const replacedKind kind = "what is replaced by version"

// steps of size are all that can be told of a payload's length from the file.
var stepOf = map[kind]int{
	aboutKind: 256, snapshotKind: 1024, journalKind: 128, versionKind: 1024,
	partKind:    4096,
	settingKind: 256, eventKind: 256, formKind: 256, workbookKind: 4096,
}

// step is that of a kind; what is rare may be larger than it need be.
func (k kind) step() int {
	if n := stepOf[k]; n > 0 {
		return n
	}
	return 1024
}

// keyPlace is where the key of an interview belongs.
func (e *entry) keyPlace() seal.Place {
	return seal.Place{Kind: string(keyKind), Owner: e.id, N: e.owner}
}

// keyOf gives the key of an interview; ErrNoKey where it is a colleague's.
func (s *Store) keyOf(e *entry) (*seal.Key, error) {
	if e.open != nil {
		return e.open, nil
	}
	if s.ring == nil || e.owner != s.ring.slot {
		return nil, message.New("interview %s: %w", e.id, ErrNoKey)
	}
	if e.keyless() { // of a sealed interview there is only what lists show
		shared := s.ring.secret.Shared
		e.open = &shared
		return e.open, nil
	}
	key, err := s.ring.secret.User.Unwrap(e.keyPlace(), e.key)
	if err != nil {
		return nil, unread("interview "+e.id, keyKind, 0, err)
	}
	e.open = key
	return key, nil
}

// keyless says that the interview is sealed for the coordinator: its own key
// was destroyed.
func (e *entry) keyless() bool { return e.place > 0 && len(e.key) == 0 }

// newKey gives an interview its key, and whoever is here as its owner.
func (s *Store) newKey(e *entry) {
	e.owner, e.open = s.ring.slot, seal.NewKey()
	e.key = s.ring.secret.User.Wrap(e.keyPlace(), e.open)
}

// sealOf seals a payload of an interview.
func (s *Store) sealOf(e *entry, k kind, n int64, clear []byte) ([]byte, error) {
	key, err := s.keyOf(e)
	if err != nil {
		return nil, err
	}
	return key.Seal(seal.Place{Kind: string(k), Owner: e.id, N: n}, clear, k.step()), nil
}

// openOf opens a payload of an interview. The error is ErrNoKey; or ErrDamaged
// with ErrBroken or ErrForged.
func (s *Store) openOf(e *entry, k kind, n int64, sealed []byte) ([]byte, error) {
	key, err := s.keyOf(e)
	if err != nil {
		return nil, err
	}
	clear, err := key.Open(seal.Place{Kind: string(k), Owner: e.id, N: n}, sealed)
	if err != nil {
		return nil, unread("interview "+e.id, k, n, err)
	}
	return clear, nil
}

// sealShared seals what everybody reads who can unlock the store.
func (s *Store) sealShared(k kind, owner string, clear []byte) ([]byte, error) {
	if s.ring == nil {
		return nil, ErrNoKey
	}
	return s.ring.secret.Shared.Seal(seal.Place{Kind: string(k), Owner: owner}, clear, k.step()), nil
}

func (s *Store) openShared(k kind, owner string, sealed []byte) ([]byte, error) {
	if s.ring == nil {
		return nil, ErrNoKey
	}
	clear, err := s.ring.secret.Shared.Open(seal.Place{Kind: string(k), Owner: owner}, sealed)
	if err != nil {
		return nil, unread("the store", k, 0, err)
	}
	return clear, nil
}

// unread names a payload that cannot be opened.
func unread(of any, k kind, n int64, err error) error {
	if n > 0 {
		return message.New("%w: %s: %s %d: %w", ErrDamaged, of, k, n, err)
	}
	return message.New("%w: %s: %s: %w", ErrDamaged, of, k, err)
}

// versionTag is how a version is found by its hash.
func (s *Store) versionTag(h survey.Hash) []byte { return s.ring.secret.Shared.Tag(h[:]) }

// formTag is how a form is found by its id and version.
func (s *Store) formTag(id, version string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(id)))
	b = append(append(b, id...), version...)
	sum := sha256.Sum256(b)
	return s.ring.secret.Shared.Tag(sum[:])
}
