package storage

import (
	"context"
	"database/sql"
	"errors"

	"anketa/survey/message"
)

// Setting gives a small value of the installation; "" where it was never set.
// Names stand in the file in clear.
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.look(ctx, "read setting "+name, func(ctx context.Context, tx *sql.Tx) (err error) {
		value, err = s.readSetting(ctx, tx, name)
		return err
	})
	return value, err
}

func (s *Store) readSetting(ctx context.Context, q querier, name string) (string, error) {
	var payload []byte
	err := q.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", name).Scan(&payload)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	clear, err := s.openShared(settingKind, name, payload)
	return string(clear), err
}

// SetSetting keeps a value under a name.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.change(ctx, "keep setting "+name, func(ctx context.Context, tx *sql.Tx) error {
		return s.saveSetting(ctx, tx, name, value)
	})
}

func (s *Store) saveSetting(ctx context.Context, tx *sql.Tx, name, value string) error {
	payload, err := s.sealShared(settingKind, name, []byte(value))
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, payload)
	return err
}

// OpenSetting gives one of the few values that a window needs before anybody
// unlocks the store; "" where it was never set. They stand in the file in
// clear.
func (s *Store) OpenSetting(ctx context.Context, name string) (value string, err error) {
	if s.State() == Plain {
		return "", nil // it has no place for them yet
	}
	err = s.lookClear(ctx, "read setting "+name, func(ctx context.Context, tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT value FROM open_setting WHERE name = ?", name).Scan(&value)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return value, err
}

// SetOpenSetting keeps a value under a name, in clear: never an answer. It
// needs no key; a store that is kept in clear as a whole takes none.
func (s *Store) SetOpenSetting(ctx context.Context, name, value string) error {
	if s.State() == Plain {
		return message.New("keep setting %s: %w", name, ErrNoKey)
	}
	return s.changeClear(ctx, "keep setting "+name, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO open_setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
		return err
	})
}
