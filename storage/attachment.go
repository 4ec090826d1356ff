package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"slices"
	"syscall"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// A file that belongs to an answer is kept in parts of at most a megabyte, each
// sealed under the key of its interview for its place in the history, and closed
// by a row that says what it is. All rows of a file are written in one
// transaction, so their numbers in the history follow each other.

const (
	attachmentKind kind = "attachment" // of an interview, by its number: what a file is
	partKind       kind = "part"       // of an interview, by its number
)

// partSize is how much of a file is in the memory at once.
const partSize = 1 << 20

// Why a file is not taken.
var (
	ErrTooLarge = message.New("the file is larger than 100 MB")
	ErrChanged  = message.New("the file changed while it was read, or is not the one that its name says")
)

// An Attachment is a file that belongs to an answer.
type Attachment struct {
	Name   string // as the answer gives it: see survey.AttachmentName
	Size   int64  // bytes
	SHA256 [32]byte
	Sealed bool // an age file that only the coordinator opens; size and hash are its own

	closing int64 // the number of the row that closes it
	parts   int64
}

type attachmentJSON struct {
	Format int    `json:"anketa"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Parts  int64  `json:"parts"`
}

const attachmentFormat = 1

// Attach keeps a file of an interview and names it after what it is called. When
// it returns nil, the file is on the disk. The interviewer's next answers wait
// meanwhile, but no answer uses up the room for this: on a full disk the error
// is ENOSPC. Others are ErrTooLarge and that of reading. progress is told how
// many bytes are done; it may be nil. A context that ends leaves nothing.
//
// What no answer names when the interview is finished is dropped then.
func (s *Store) Attach(ctx context.Context, interview, called string, from io.Reader, progress func(bytes int64)) (Attachment, error) {
	w := attaching{s: s, from: from, progress: progress, ctx: ctx}
	w.name = func(sum [32]byte) (string, error) { return survey.AttachmentName(called, sum), nil }
	return w.run(interview)
}

// PutAttachment keeps a file that came with a version from elsewhere, under the
// name that its answer has for it; one that is there is left. The error is
// ErrChanged where it is another file.
func (s *Store) PutAttachment(ctx context.Context, interview, name string, from io.Reader) (Attachment, error) {
	w := attaching{s: s, from: from, ctx: ctx}
	w.name = func(sum [32]byte) (string, error) {
		if !survey.NamesAttachment(name, sum) {
			return "", ErrChanged
		}
		return name, nil
	}
	return w.run(interview)
}

// attaching is a file on its way into the store.
type attaching struct {
	s        *Store
	ctx      context.Context // ends the work between two parts
	from     io.Reader
	name     func(sum [32]byte) (string, error)
	progress func(bytes int64)

	begun bool
	sum   hash.Hash
	out   Attachment
}

// errHad ends a transaction that would keep a file twice.
var errHad = errors.New("the file is there")

func (w *attaching) run(interview string) (Attachment, error) {
	w.s.writing.Lock()
	defer w.s.writing.Unlock()
	if w.s.ring == nil {
		return Attachment{}, message.New("keep file: %w", ErrNoKey)
	}
	err := w.s.write(w.ctx, "keep file", func(ctx context.Context, tx *sql.Tx) error {
		if w.begun { // the reserve was given up, which is for answers
			return syscall.ENOSPC
		}
		w.begun = true
		e, err := w.s.find(ctx, tx, interview)
		if err != nil {
			return err
		}
		if e.keyless() {
			return ErrSealed
		}
		return w.keep(ctx, tx, e)
	})
	if errors.Is(err, errHad) {
		return w.out, nil
	}
	return w.out, err
}

// keep writes the parts, then what they are.
func (w *attaching) keep(ctx context.Context, tx *sql.Tx, e *entry) error {
	rows := partRows{s: w.s, ctx: ctx, tx: tx, e: e}
	w.sum = sha256.New()
	if err := w.copy(&rows); err != nil {
		return err
	}
	w.out = Attachment{Size: rows.size, SHA256: [32]byte(w.sum.Sum(nil))}
	var err error
	if w.out.Name, err = w.name(w.out.SHA256); err != nil {
		return err
	}
	had, err := w.s.attachmentsOf(ctx, tx, e)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(had, func(a Attachment) bool { return a.Name == w.out.Name }); i >= 0 {
		w.out = had[i]
		return errHad
	}
	return rows.close(&w.out)
}

func (w *attaching) copy(to *partRows) error {
	from := io.TeeReader(io.LimitReader(w.from, survey.MostAttachment+1), w.sum)
	part := make([]byte, partSize)
	defer wipe(part)
	for {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(from, part)
		ends := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !ends {
			return message.New("read the file: %w", err)
		}
		if n > 0 {
			if err := to.put(part[:n]); err != nil {
				return err
			}
		}
		if to.size > survey.MostAttachment {
			return ErrTooLarge
		}
		if w.progress != nil {
			w.progress(to.size)
		}
		if ends {
			return nil
		}
	}
}

// partRows writes the rows of one file.
type partRows struct {
	s      *Store
	ctx    context.Context
	tx     *sql.Tx
	e      *entry
	sealed bool // an age file, under the key of everybody here: so that rot is noticed
	size   int64
	parts  int64
}

func (r *partRows) put(part []byte) error {
	if _, err := r.row(partKind, part, nil); err != nil {
		return err
	}
	r.size += int64(len(part))
	r.parts++
	return nil
}

// close writes what the file is.
func (r *partRows) close(a *Attachment) error {
	clear, err := json.Marshal(attachmentJSON{attachmentFormat, a.Name, a.Size, hex.EncodeToString(a.SHA256[:]), r.parts})
	if err != nil {
		return err
	}
	a.parts, a.Sealed = r.parts, r.sealed
	a.closing, err = r.row(attachmentKind, clear, r.parts)
	return err
}

// row writes one row. Its number is that of its entry in the history as it is
// now, which no other row had.
func (r *partRows) row(k kind, clear []byte, parts any) (n int64, err error) {
	last, err := r.s.lastEntry(r.ctx, r.tx)
	if err != nil {
		return 0, err
	}
	n = last.Seq + 1
	key, err := r.s.attachmentKey(r.e, r.sealed)
	if err != nil {
		return 0, err
	}
	payload := key.Seal(seal.Place{Kind: string(k), Owner: r.e.id, N: n}, clear, k.step())
	seq, err := r.s.chain(r.ctx, r.tx, string(attachmentKind), r.e.id, n, payload)
	if err != nil {
		return 0, err
	}
	_, err = r.tx.ExecContext(r.ctx, "INSERT INTO attachment (interview, n, seq, parts, sealed, payload) VALUES (?, ?, ?, ?, ?, ?)", r.e.place, n, seq, parts, r.sealed, payload)
	return n, err
}

// attachmentKey is what the rows of a file are sealed under.
func (s *Store) attachmentKey(e *entry, sealed bool) (*seal.Key, error) {
	if !sealed {
		return s.keyOf(e)
	}
	if s.ring == nil {
		return nil, ErrNoKey
	}
	return &s.ring.secret.Shared, nil
}

func (s *Store) openAttachmentRow(e *entry, k kind, n int64, sealed bool, payload []byte) ([]byte, error) {
	key, err := s.attachmentKey(e, sealed)
	if err != nil {
		return nil, err
	}
	clear, err := key.Open(seal.Place{Kind: string(k), Owner: e.id, N: n}, payload)
	if err != nil {
		return nil, unread("interview "+e.id, k, n, err)
	}
	return clear, nil
}

// attachmentsOf lists the files of an interview by name.
func (s *Store) attachmentsOf(ctx context.Context, q querier, e *entry) (all []Attachment, err error) {
	err = eachRow(ctx, q, "SELECT n, parts, sealed, payload FROM attachment WHERE interview = ? AND parts IS NOT NULL", func(rows *sql.Rows) error {
		var a Attachment
		var payload []byte
		if err := rows.Scan(&a.closing, &a.parts, &a.Sealed, &payload); err != nil {
			return err
		}
		clear, err := s.openAttachmentRow(e, attachmentKind, a.closing, a.Sealed, payload)
		if err != nil {
			return err
		}
		if err := a.decode(clear); err != nil {
			return unread("interview "+e.id, attachmentKind, a.closing, seal.ErrForged)
		}
		all = append(all, a)
		return nil
	}, e.place)
	slices.SortFunc(all, func(a, b Attachment) int { return compareText(a.Name, b.Name) })
	return all, err
}

func (a *Attachment) decode(clear []byte) error {
	var j attachmentJSON
	if err := json.Unmarshal(clear, &j); err != nil {
		return err
	}
	sum, err := hex.DecodeString(j.SHA256)
	if err != nil || len(sum) != len(a.SHA256) || j.Format != attachmentFormat || j.Parts != a.parts {
		return ErrDamaged
	}
	a.Name, a.Size, a.SHA256 = j.Name, j.Size, [32]byte(sum)
	return nil
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Attachments lists the files of an interview by name. The error is ErrNotFound
// or ErrNoKey of the interview.
func (s *Store) Attachments(ctx context.Context, interview string) (all []Attachment, err error) {
	err = s.look(ctx, "list files", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.find(ctx, tx, interview)
		if err == nil {
			all, err = s.attachmentsOf(ctx, tx, e)
		}
		return err
	})
	return all, err
}

// ReadAttachment writes a file of an interview into to, part by part, so that
// saves come between. Where it returns an error, what was written is not to be
// used: ErrNotFound, or ErrDamaged where it is not what was kept.
func (s *Store) ReadAttachment(ctx context.Context, interview, name string, to io.Writer) error {
	var e *entry
	var a Attachment
	err := s.look(ctx, "read file", func(ctx context.Context, tx *sql.Tx) (err error) {
		if e, err = s.find(ctx, tx, interview); err != nil {
			return err
		}
		all, err := s.attachmentsOf(ctx, tx, e)
		i := slices.IndexFunc(all, func(a Attachment) bool { return a.Name == name })
		if err == nil && i < 0 {
			err = message.New("a file of interview %s: %w", e.id, ErrNotFound)
		}
		if err == nil {
			a = all[i]
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.readParts(ctx, e, a, to, func(read func(context.Context, querier) error) error {
		return s.look(ctx, "read file", func(ctx context.Context, tx *sql.Tx) error { return read(ctx, tx) })
	})
}

// readParts writes a file into to, and holds it against what it must be. each
// calls its argument with something to read from, once for every part.
func (s *Store) readParts(ctx context.Context, e *entry, a Attachment, to io.Writer, each func(func(context.Context, querier) error) error) error {
	sum, size := sha256.New(), int64(0)
	for n := a.closing - a.parts; n < a.closing; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		var part []byte
		err := each(func(ctx context.Context, q querier) (err error) {
			part, err = s.part(ctx, q, e, a, n)
			return err
		})
		if err != nil {
			return err
		}
		sum.Write(part)
		size += int64(len(part))
		_, err = to.Write(part)
		wipe(part)
		if err != nil {
			return err
		}
	}
	if size != a.Size || [32]byte(sum.Sum(nil)) != a.SHA256 {
		return unread("interview "+e.id, attachmentKind, a.closing, seal.ErrForged)
	}
	return nil
}

func (s *Store) part(ctx context.Context, q querier, e *entry, a Attachment, n int64) ([]byte, error) {
	var payload []byte
	err := q.QueryRowContext(ctx, "SELECT payload FROM attachment WHERE interview = ? AND n = ? AND parts IS NULL", e.place, n).Scan(&payload)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, message.New("%w: interview %s has lost a part of a file", ErrDamaged, e.id)
	}
	if err != nil {
		return nil, err
	}
	return s.openAttachmentRow(e, partKind, n, a.Sealed, payload)
}
