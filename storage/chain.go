package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"

	"anketa/survey/message"
)

// The history of a store is a chain: every journal row, version and event is an
// entry of it, counted from 1. An entry has the digest of what was stored, as
// it was sealed, and a link that stands for it and all entries before it. So
// the chain is verified without a key, and stays when contents are erased.
//
//	digest = SHA-256(kind, interview, n, SHA-256(sealed))
//	link   = SHA-256(link before, seq, digest)
//
// Whoever can write to the file can make another chain that holds together.
// What binds it are the heads that left the file: see Head.

// A Link stands for an entry of the history and for all before it.
type Link [sha256.Size]byte

// A digest stands for what an entry is of.
type digest [sha256.Size]byte

// digestOf gives the digest of a sealed payload in its place. Texts go in with
// their lengths, so that no two places read the same.
func digestOf(kind, id string, n int64, sealed []byte) digest {
	return digestOfSum(kind, id, n, sha256.Sum256(sealed))
}

func digestOfSum(kind, id string, n int64, payload digest) digest {
	b := make([]byte, 0, 128)
	for _, text := range []string{kind, id} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(n))
	return sha256.Sum256(append(b, payload[:]...))
}

// next links an entry to the one before it.
func (l Link) next(seq int64, d digest) Link {
	b := make([]byte, 0, 2*sha256.Size+8)
	b = append(b, l[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(seq))
	return sha256.Sum256(append(b, d[:]...))
}

// lastEntry reads the end of the history; Seq is 0 where there is none.
func lastEntry(ctx context.Context, q querier) (h Head, err error) {
	var link []byte
	err = q.QueryRowContext(ctx, "SELECT seq, link FROM chain ORDER BY seq DESC LIMIT 1").Scan(&h.Seq, &link)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, nil
	}
	if err == nil && copy(h.Link[:], link) != len(h.Link) {
		err = message.New("%w: the last entry of the history cannot be read", ErrDamaged)
	}
	return h, err
}

// chain adds an entry for a payload that is being stored, and gives its number.
// The end of the history is kept in memory, so that it costs no reading.
func (s *Store) chain(ctx context.Context, tx *sql.Tx, kind, id string, n int64, sealed []byte) (seq int64, err error) {
	last, err := s.lastEntry(ctx, tx)
	if err != nil {
		return 0, err
	}
	h, err := s.appendEntry(ctx, tx, last, digestOf(kind, id, n, sealed))
	if err != nil {
		return 0, err
	}
	s.tail = &h
	return h.Seq, nil
}

// lastEntry gives the end of the history, from memory where it is there. It
// needs s.writing.
func (s *Store) lastEntry(ctx context.Context, q querier) (Head, error) {
	if s.tail != nil {
		return *s.tail, nil
	}
	h, err := lastEntry(ctx, q)
	if err == nil {
		s.tail = &h
	}
	return h, err
}

// appendEntry adds an entry behind last and gives the new end.
func (s *Store) appendEntry(ctx context.Context, tx *sql.Tx, last Head, d digest) (Head, error) {
	h := Head{Seq: last.Seq + 1}
	h.Link = last.Link.next(h.Seq, d)
	_, err := s.exec(ctx, tx, insertEntry, h.Seq, d[:], h.Link[:])
	return h, err
}
