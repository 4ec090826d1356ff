package storage

import (
	"context"
	"database/sql"
	"errors"
)

// Setting gives a small value of the installation; "" where it was never set.
// Names stand in the file in clear.
func (s *Store) Setting(ctx context.Context, name string) (value string, err error) {
	err = s.look(ctx, "read setting "+name, func(ctx context.Context, tx *sql.Tx) error {
		var payload []byte
		err := tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", name).Scan(&payload)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		clear, err := s.sealer.open(label{name, settingKind, 0}, payload)
		value = string(clear)
		return err
	})
	return value, err
}

// SetSetting keeps a value under a name.
func (s *Store) SetSetting(ctx context.Context, name, value string) error {
	return s.change(ctx, "keep setting "+name, func(ctx context.Context, tx *sql.Tx) error {
		payload, err := s.sealer.seal(label{name, settingKind, 0}, []byte(value))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, payload)
		return err
	})
}
