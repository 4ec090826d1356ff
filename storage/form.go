package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// FormInfo names one version of a form.
type FormInfo struct {
	ID      string    `json:"id"`
	Version string    `json:"version"`
	Title   string    `json:"title"`
	Saved   time.Time `json:"saved"` // when this workbook was kept
}

// SaveForm keeps the workbook of a form's version, in place of another one of
// the same version. Where it is the same workbook, nothing is written.
func (s *Store) SaveForm(ctx context.Context, id, version, title string, workbook []byte) error {
	info := FormInfo{ID: id, Version: version, Title: title, Saved: sane(s.now())}
	if workbook == nil {
		workbook = []byte{} // which SQLite tells from NULL
	}
	return s.change(ctx, "keep form", func(ctx context.Context, tx *sql.Tx) error {
		had, err := s.form(ctx, tx, id, version)
		if err == nil && bytes.Equal(had, workbook) {
			return nil
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		text, err := json.Marshal(info)
		if err != nil {
			return err
		}
		tag := s.formTag(id, version)
		about, err := s.sealer.seal(label{string(tag), formKind, 0}, text)
		if err != nil {
			return err
		}
		payload, err := s.sealer.seal(label{string(tag), workbookKind, 0}, workbook)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO form (tag, about, workbook) VALUES (?, ?, ?)
			ON CONFLICT (tag) DO UPDATE SET about = excluded.about, workbook = excluded.workbook`, tag, about, payload)
		return err
	})
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
		return nil, fmt.Errorf("form %s %s: %w", id, version, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return s.sealer.open(label{string(tag), workbookKind, 0}, payload)
}

// Forms lists the versions of all forms, those kept last first.
func (s *Store) Forms(ctx context.Context) (forms []FormInfo, err error) {
	err = s.look(ctx, "list forms", func(ctx context.Context, tx *sql.Tx) error {
		forms, err = s.forms(ctx, tx)
		return err
	})
	slices.SortStableFunc(forms, func(a, b FormInfo) int { return b.Saved.Compare(a.Saved) })
	return forms, err
}

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
		text, err := s.sealer.open(label{string(tag), formKind, 0}, sealed)
		if err != nil {
			return nil, err
		}
		var info FormInfo
		if err := json.Unmarshal(text, &info); err != nil {
			return nil, fmt.Errorf("%w: a form's name cannot be read", ErrDamaged)
		}
		forms = append(forms, info)
	}
	return forms, rows.Err()
}
