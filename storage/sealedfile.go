package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"slices"

	"anketa/storage/seal"
	"anketa/survey"
)

// The files of a sealed interview are age files of their own, for the same
// recipients. The interview, which is signed, says of each what it is called,
// how large it is and what is in it, and which age file holds it: another one in
// its place is noticed.

// sealedCalled is what an age file is called: its name tells nothing of what is
// in it.
const sealedCalled = "sealed.age"

// A SealedFile is a file of a sealed interview, as the interview says.
type SealedFile struct {
	Name   string `json:"name"` // as the answer gives it
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // in hex
	Sealed string `json:"sealed"` // the name of the age file
}

// Open gives what is in the age file; reading it ends with an error where that
// is not what the interview says.
func (f SealedFile) Open(id *seal.Identity, sealed io.Reader) (io.Reader, error) {
	clear, err := id.Reader(sealed)
	if err != nil {
		return nil, err
	}
	return &checkedReader{from: clear, want: f, sum: sha256.New()}, nil
}

// checkedReader holds what was read against what it must be.
type checkedReader struct {
	from io.Reader
	want SealedFile
	sum  hash.Hash
	size int64
}

func (r *checkedReader) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	r.sum.Write(b[:n])
	r.size += int64(n)
	if errors.Is(err, io.EOF) && (r.size != r.want.Size || hex.EncodeToString(r.sum.Sum(nil)) != r.want.SHA256) {
		return n, ErrChanged
	}
	return n, err
}

// sealAttachments seals the files that a record names. What opens them here goes
// with the draft.
func (s *Store) sealAttachments(ctx context.Context, tx *sql.Tx, e *entry, r *survey.Record, to seal.Recipients) (out []SealedFile, err error) {
	names := r.Attachments()
	if len(names) == 0 {
		return nil, nil
	}
	all, err := s.attachmentsOf(ctx, tx, e)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		if a.Sealed || !slices.Contains(names, a.Name) {
			continue
		}
		f, err := s.sealAttachment(ctx, tx, e, a, to)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func (s *Store) sealAttachment(ctx context.Context, tx *sql.Tx, e *entry, a Attachment, to seal.Recipients) (SealedFile, error) {
	rows := &partRows{s: s, ctx: ctx, tx: tx, e: e, sealed: true}
	cut := &partWriter{rows: rows, sum: sha256.New()}
	age, err := to.Writer(cut)
	if err != nil {
		return SealedFile{}, err
	}
	err = s.readParts(ctx, e, a, age, func(read func(context.Context, querier) error) error { return read(ctx, tx) })
	if err == nil {
		err = age.Close()
	}
	if err == nil {
		err = cut.flush()
	}
	if err != nil {
		return SealedFile{}, err
	}
	made := Attachment{Size: rows.size, SHA256: [32]byte(cut.sum.Sum(nil))}
	made.Name = survey.AttachmentName(sealedCalled, made.SHA256)
	return SealedFile{a.Name, a.Size, hex.EncodeToString(a.SHA256[:]), made.Name}, rows.close(&made)
}

// partWriter cuts what is written into parts.
type partWriter struct {
	rows *partRows
	sum  hash.Hash
	part []byte
}

func (w *partWriter) Write(b []byte) (int, error) {
	w.sum.Write(b)
	for rest := b; len(rest) > 0; {
		n := min(partSize-len(w.part), len(rest))
		w.part = append(w.part, rest[:n]...)
		if rest = rest[n:]; len(w.part) == partSize {
			if err := w.flush(); err != nil {
				return 0, err
			}
		}
	}
	return len(b), nil
}

func (w *partWriter) flush() error {
	if len(w.part) == 0 {
		return nil
	}
	err := w.rows.put(w.part)
	w.part = w.part[:0]
	return err
}

// clearAttachments gives the entries of the files that are not sealed.
func clearAttachments(ctx context.Context, q querier, place int64) (seqs []int64, err error) {
	err = eachRow(ctx, q, "SELECT seq FROM attachment WHERE interview = ? AND sealed = 0 ORDER BY seq", func(rows *sql.Rows) error {
		var seq int64
		err := rows.Scan(&seq)
		seqs = append(seqs, seq)
		return err
	}, place)
	return seqs, err
}

// sealedNames gives the names of an interview's age files.
func (s *Store) sealedNames(ctx context.Context, q querier, e *entry) (names []string, err error) {
	all, err := s.attachmentsOf(ctx, q, e)
	for _, a := range all {
		if a.Sealed {
			names = append(names, a.Name)
		}
	}
	return names, err
}
