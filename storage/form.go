package storage

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"anketa/survey/message"
)

// FormInfo names one version of a form.
type FormInfo struct {
	ID      string    `json:"id"`
	Version string    `json:"version"`
	Title   string    `json:"title"`
	Saved   time.Time `json:"saved"` // when this workbook was kept
}

// earlierMark stands in the stored version of a workbook that another one of
// the same version took the place of; behind it stands a part of its SHA-256.
// No workbook can hold this sign, so no author's version has it.
const earlierMark = "\x00"

// SaveForm keeps the workbook of a form's version, in place of another one of
// the same version. Where interviews were made with that version, the other
// one is kept too: Earlier gives it. Where it is the same workbook, nothing is
// written.
func (s *Store) SaveForm(ctx context.Context, id, version, title string, workbook []byte) error {
	if workbook == nil {
		workbook = []byte{} // which SQLite tells from NULL
	}
	return s.change(ctx, "keep form", func(ctx context.Context, tx *sql.Tx) error {
		had, err := s.form(ctx, tx, id, version)
		switch {
		case err == nil && bytes.Equal(had, workbook):
			return nil
		case err == nil:
			err = s.keepEarlier(ctx, tx, id, version, had)
		case errors.Is(err, ErrNotFound):
			err = nil
		}
		if err != nil {
			return err
		}
		return s.writeForm(ctx, tx, FormInfo{ID: id, Version: version, Title: title, Saved: sane(s.now())}, workbook)
	})
}

// keepEarlier puts a workbook that is about to be replaced beside the new one
// where an interview needs it.
func (s *Store) keepEarlier(ctx context.Context, tx *sql.Tx, id, version string, workbook []byte) error {
	used, err := s.usesForm(ctx, tx, id, version)
	if err != nil || !used {
		return err
	}
	info, err := s.formInfo(ctx, tx, s.formTag(id, version))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(workbook)
	info.Version = version + earlierMark + hex.EncodeToString(sum[:8])
	return s.writeForm(ctx, tx, info, workbook)
}

// usesForm says whether an interview, finished or not, was made with a form's
// version.
func (s *Store) usesForm(ctx context.Context, tx *sql.Tx, id, version string) (bool, error) {
	rows, err := tx.QueryContext(ctx, "SELECT "+entryColumns+" FROM interview")
	if err != nil {
		return false, err
	}
	defer rows.Close()
	for rows.Next() {
		e := &entry{}
		sealed, err := e.scan(rows)
		if err != nil {
			return false, err
		}
		if s.openAbout(e, sealed) != nil || e.about.Form == id && e.about.Version == version {
			return true, nil // what cannot be read may be one
		}
	}
	return false, rows.Err()
}

func (s *Store) writeForm(ctx context.Context, tx *sql.Tx, info FormInfo, workbook []byte) error {
	text, err := json.Marshal(info)
	if err != nil {
		return err
	}
	tag := s.formTag(info.ID, info.Version)
	about, err := s.sealShared(formKind, string(tag), text)
	if err != nil {
		return err
	}
	payload, err := s.sealShared(workbookKind, string(tag), workbook)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO form (tag, about, workbook) VALUES (?, ?, ?)
		ON CONFLICT (tag) DO UPDATE SET about = excluded.about, workbook = excluded.workbook`, tag, about, payload)
	return err
}

// Earlier gives the workbooks that had a form's version before the one that
// Form gives, and with which interviews may have been made, the last one first.
func (s *Store) Earlier(ctx context.Context, id, version string) (workbooks [][]byte, err error) {
	err = s.look(ctx, "read earlier forms", func(ctx context.Context, tx *sql.Tx) error {
		workbooks = nil
		all, err := s.forms(ctx, tx)
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, func(a, b FormInfo) int { return b.Saved.Compare(a.Saved) })
		for _, info := range all {
			if info.ID != id || !strings.HasPrefix(info.Version, version+earlierMark) {
				continue
			}
			workbook, err := s.form(ctx, tx, id, info.Version)
			if err != nil {
				return err
			}
			workbooks = append(workbooks, workbook)
		}
		return nil
	})
	return workbooks, err
}

// Form gives the workbook of a form's version, byte for byte.
func (s *Store) Form(ctx context.Context, id, version string) (workbook []byte, err error) {
	err = s.look(ctx, "read form", func(ctx context.Context, tx *sql.Tx) error {
		workbook, err = s.form(ctx, tx, id, version)
		return err
	})
	return workbook, err
}

func (s *Store) form(ctx context.Context, q querier, id, version string) ([]byte, error) {
	tag := s.formTag(id, version)
	var payload []byte
	err := q.QueryRowContext(ctx, "SELECT workbook FROM form WHERE tag = ?", tag).Scan(&payload)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, message.New("form %s %s: %w", id, version, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return s.openShared(workbookKind, string(tag), payload)
}

// Forms lists the versions of all forms, those kept last first.
func (s *Store) Forms(ctx context.Context) (forms []FormInfo, err error) {
	err = s.look(ctx, "list forms", func(ctx context.Context, tx *sql.Tx) error {
		forms, err = s.forms(ctx, tx)
		return err
	})
	forms = slices.DeleteFunc(forms, func(f FormInfo) bool { return strings.Contains(f.Version, earlierMark) })
	slices.SortStableFunc(forms, func(a, b FormInfo) int { return b.Saved.Compare(a.Saved) })
	return forms, err
}

// forms gives the earlier workbooks too.
func (s *Store) forms(ctx context.Context, q querier) ([]FormInfo, error) {
	rows, err := q.QueryContext(ctx, "SELECT tag, about FROM form ORDER BY place DESC")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var forms []FormInfo
	for rows.Next() {
		var tag, sealed []byte
		if err := rows.Scan(&tag, &sealed); err != nil {
			return nil, err
		}
		info, err := s.openInfo(tag, sealed)
		if err != nil {
			return nil, err
		}
		forms = append(forms, info)
	}
	return forms, rows.Err()
}

func (s *Store) formInfo(ctx context.Context, q querier, tag []byte) (FormInfo, error) {
	var sealed []byte
	if err := q.QueryRowContext(ctx, "SELECT about FROM form WHERE tag = ?", tag).Scan(&sealed); err != nil {
		return FormInfo{}, err
	}
	return s.openInfo(tag, sealed)
}

func (s *Store) openInfo(tag, sealed []byte) (info FormInfo, err error) {
	text, err := s.openShared(formKind, string(tag), sealed)
	if err != nil {
		return info, err
	}
	if err := json.Unmarshal(text, &info); err != nil {
		return info, message.New("%w: a form's name cannot be read", ErrDamaged)
	}
	return info, nil
}
