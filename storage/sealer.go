package storage

import (
	"crypto/sha256"
	"encoding/binary"

	"anketa/survey"
)

// A sealer stands between every payload and the disk. No payload is written
// or read in any other way.
type sealer interface {
	// seal gives what is stored. The label is not stored: the same one opens it.
	seal(l label, clear []byte) ([]byte, error)
	// open gives back what was sealed under that label.
	open(l label, sealed []byte) ([]byte, error)
	// tag gives the name under which something is found again that may not be
	// named in clear.
	tag(clear [sha256.Size]byte) []byte
}

// A label says what a payload is and where it belongs, so that one cannot be
// put in the place of another.
type label struct {
	owner string // the interview's id, the setting's name, the tag of a form
	kind  kind
	n     int64 // which one of them, where there are several
}

type kind string

const (
	aboutKind    kind = "about"
	snapshotKind kind = "snapshot"
	journalKind  kind = "journal"
	versionKind  kind = "version"
	settingKind  kind = "setting"
	formKind     kind = "form"
	workbookKind kind = "workbook"
)

// clearText leaves payloads as they are.
type clearText struct{}

func (clearText) seal(_ label, clear []byte) ([]byte, error)  { return clear, nil }
func (clearText) open(_ label, sealed []byte) ([]byte, error) { return sealed, nil }
func (clearText) tag(clear [sha256.Size]byte) []byte          { return clear[:] }

// versionTag is how a version is found by its hash.
func (s *Store) versionTag(h survey.Hash) []byte { return s.sealer.tag(h) }

// formTag is how a form is found by its id and version.
func (s *Store) formTag(id, version string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(id)))
	b = append(append(b, id...), version...)
	return s.sealer.tag(sha256.Sum256(b))
}
