package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
)

// chain adds an entry for a payload that is being stored, and gives its number.
//
//	digest = SHA-256(kind, interview, n, SHA-256(sealed))
//	link   = SHA-256(link before, seq, digest)
func (s *Store) chain(ctx context.Context, tx *sql.Tx, k, id string, n int64, sealed []byte) (seq int64, err error) {
	link := make([]byte, sha256.Size)
	err = tx.QueryRowContext(ctx, "SELECT seq, link FROM chain ORDER BY seq DESC LIMIT 1").Scan(&seq, &link)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, err
	}
	seq++
	digest := digestOf(k, id, n, sealed)
	b := binary.BigEndian.AppendUint64(link, uint64(seq))
	next := sha256.Sum256(append(b, digest[:]...))
	_, err = tx.ExecContext(ctx, "INSERT INTO chain (seq, digest, link) VALUES (?, ?, ?)", seq, digest[:], next[:])
	return seq, err
}

func digestOf(k, id string, n int64, sealed []byte) [sha256.Size]byte {
	payload := sha256.Sum256(sealed)
	b := make([]byte, 0, 128)
	for _, text := range []string{k, id} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(text)))
		b = append(b, text...)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(n))
	return sha256.Sum256(append(b, payload[:]...))
}
