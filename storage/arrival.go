package storage

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// This file is what a coordinator's store keeps of sealed interviews: the keys
// that laptops sign with, the rows that cannot be taken yet, and the journals
// of those that were opened.

const (
	signerKind  kind = "signer"  // by the key
	waitingKind kind = "waiting" // by the row
	auditKind   kind = "audit"   // by the interview's version
)

// A Signer is somebody on a laptop whose interviews are taken.
type Signer struct {
	Public   ed25519.PublicKey `json:"public"`
	Device   string            `json:"device"`
	Code     string            `json:"code"`           // the interviewer's, as the first row said
	Name     string            `json:"name,omitempty"` // as the coordinator calls it
	Enrolled time.Time         `json:"enrolled,omitzero"`
}

// Fingerprint gives the key as it is read aloud.
func (s Signer) Fingerprint() string { return seal.KeyFingerprint(s.Public) }

// A Waiting is a sealed row that was not taken yet: its laptop is not known, or
// there was no identity to open it.
type Waiting struct {
	SealedRow
	Merge int64 // that it went into at last; 0 while it waits
}

// A Trail is the journal of an interview that was opened.
type Trail struct {
	ID      string          `json:"id"`
	Version survey.Hash     `json:"-"`
	Device  string          `json:"device"`
	Number  int             `json:"number"`
	Journal json.RawMessage `json:"journal"` // see Changes
}

// arrivalTag is how a row is found.
func (s *Store) arrivalTag(k kind, of []byte) []byte {
	return s.ring.secret.Shared.Tag(append([]byte("arrival\x00"+string(k)+"\x00"), of...))
}

func (s *Store) saveArrival(ctx context.Context, tx *sql.Tx, k kind, of []byte, v any) error {
	clear, err := json.Marshal(v)
	if err != nil {
		return err
	}
	tag := s.arrivalTag(k, of)
	payload, err := s.sealShared(k, hex.EncodeToString(tag), clear)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO arrival (tag, kind, payload) VALUES (?, ?, ?) ON CONFLICT (tag) DO UPDATE SET payload = excluded.payload", tag, string(k), payload)
	return err
}

func (s *Store) hasArrival(ctx context.Context, q querier, k kind, of []byte) (has bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM arrival WHERE tag = ?", s.arrivalTag(k, of)).Scan(&has)
	return has, err
}

// arrivals reads all rows of a kind.
func arrivals[T any](ctx context.Context, s *Store, k kind) (all []T, err error) {
	err = s.look(ctx, "read what arrived", func(ctx context.Context, tx *sql.Tx) error {
		all = nil
		return eachRow(ctx, tx, "SELECT tag, payload FROM arrival WHERE kind = '"+string(k)+"' ORDER BY tag", func(rows *sql.Rows) error {
			var tag, payload []byte
			if err := rows.Scan(&tag, &payload); err != nil {
				return err
			}
			clear, err := s.openShared(k, hex.EncodeToString(tag), payload)
			if err != nil {
				return err
			}
			var v T
			if err := json.Unmarshal(clear, &v); err != nil {
				return message.New("%w: a %s cannot be read", ErrDamaged, k)
			}
			all = append(all, v)
			return nil
		})
	})
	return all, err
}

// Signers gives the keys that are known, enrolled or not, by device and code.
func (s *Store) Signers(ctx context.Context) ([]Signer, error) {
	all, err := arrivals[Signer](ctx, s, signerKind)
	slices.SortFunc(all, func(a, b Signer) int {
		return strings.Compare(a.Device+"\x00"+a.Code+"\x00"+string(a.Public), b.Device+"\x00"+b.Code+"\x00"+string(b.Public))
	})
	return all, err
}

// Enrol takes the interviews of a signer from now on, under a name.
func (s *Store) Enrol(ctx context.Context, who Signer) error {
	who.Enrolled = s.now().Round(0)
	return s.change(ctx, "enrol laptop", func(ctx context.Context, tx *sql.Tx) error {
		if err := s.saveArrival(ctx, tx, signerKind, who.Public, who); err != nil {
			return err
		}
		return s.note(ctx, tx, Event{What: EventSigner, Why: who.Fingerprint()})
	})
}

// KeepWaiting keeps sealed rows that cannot be taken yet, and whose they are.
func (s *Store) KeepWaiting(ctx context.Context, rows []SealedRow) error {
	if len(rows) == 0 {
		return nil
	}
	return s.change(ctx, "keep sealed rows", func(ctx context.Context, tx *sql.Tx) error {
		for _, r := range rows {
			known, err := s.hasArrival(ctx, tx, waitingKind, r.sum())
			if err != nil {
				return err
			}
			if !known {
				if err := s.saveArrival(ctx, tx, waitingKind, r.sum(), Waiting{SealedRow: r}); err != nil {
					return err
				}
			}
			if known, err = s.hasArrival(ctx, tx, signerKind, r.Public); err != nil || known {
				continue
			}
			if err := s.saveArrival(ctx, tx, signerKind, r.Public, Signer{Public: r.Public, Device: r.Device, Code: r.Interviewer}); err != nil {
				return err
			}
		}
		return nil
	})
}

// sum names a sealed row.
func (r SealedRow) sum() []byte {
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %x\n", fmt.Sprint(r.beside()), []byte(r.Public))
	sum.Write(r.Payload)
	return sum.Sum(nil)
}

// Waiting gives the sealed rows that wait, by number and id; those that a merge
// took wait again where it was undone.
func (s *Store) Waiting(ctx context.Context) ([]Waiting, error) {
	all, err := arrivals[Waiting](ctx, s, waitingKind)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	merges, err := s.Merges(ctx)
	if err != nil {
		return nil, err
	}
	taken := map[int64]bool{}
	for _, m := range merges {
		taken[m.ID] = m.Undone.IsZero()
	}
	all = slices.DeleteFunc(all, func(w Waiting) bool { return w.Merge > 0 && taken[w.Merge] })
	slices.SortFunc(all, func(a, b Waiting) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		if a.ID != b.ID {
			return strings.Compare(a.ID, b.ID)
		}
		return bytes.Compare(a.Payload, b.Payload)
	})
	return all, nil
}

// TookWaiting says which merge rows that waited went into.
func (s *Store) TookWaiting(ctx context.Context, merge int64, rows []SealedRow) error {
	return s.change(ctx, "take sealed rows", func(ctx context.Context, tx *sql.Tx) error {
		for _, r := range rows {
			known, err := s.hasArrival(ctx, tx, waitingKind, r.sum())
			if err == nil && known {
				err = s.saveArrival(ctx, tx, waitingKind, r.sum(), Waiting{r, merge})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// KeepTrails keeps the journals of interviews that were opened.
func (s *Store) KeepTrails(ctx context.Context, trails []Trail) error {
	if len(trails) == 0 {
		return nil
	}
	return s.change(ctx, "keep journals", func(ctx context.Context, tx *sql.Tx) error {
		for _, t := range trails {
			if err := s.saveArrival(ctx, tx, auditKind, append([]byte(t.ID), t.Version[:]...), t); err != nil {
				return err
			}
		}
		return nil
	})
}

// Trails gives the journals of interviews that were opened, by device and
// number.
func (s *Store) Trails(ctx context.Context) ([]Trail, error) {
	all, err := arrivals[Trail](ctx, s, auditKind)
	slices.SortFunc(all, func(a, b Trail) int {
		if a.Device != b.Device {
			return strings.Compare(a.Device, b.Device)
		}
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, err
}

// OpenedRow is what came of opening a sealed row.
type OpenedRow struct {
	*Opened
	Err error // as of OpenSealed, or ErrMoved
}

// OpenRows opens sealed rows, several at a time, and holds each against what
// stood beside it.
func OpenRows(id *seal.Identity, rows []SealedRow) []OpenedRow {
	out := make([]OpenedRow, len(rows))
	_ = inParallel(len(rows), func(i int) error {
		o, err := OpenSealed(id, rows[i].Payload)
		if err == nil {
			err = o.Fits(rows[i])
		}
		out[i] = OpenedRow{o, err}
		return nil
	})
	return out
}
