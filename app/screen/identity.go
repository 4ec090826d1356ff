package screen

import (
	"context"
	"errors"
	"os"

	"anketa/storage"
	"anketa/storage/seal"
)

// MakeIdentity makes a coordinator's identity: it goes into a file that the
// passphrase locks, which must not be there yet, and into the store.
func MakeIdentity(ctx context.Context, store *storage.Store, path, passphrase string) error {
	id := seal.NewIdentity()
	locked, err := id.WrapFile(passphrase)
	if err != nil {
		return err
	}
	if err := writeNew(path, locked); err != nil {
		return err
	}
	return HoldIdentity(ctx, store, id)
}

// writeNew writes a file that nobody else reads, and that is not there yet.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// RequestRecovery writes what a person who forgot the passphrase sends to the
// coordinator.
func (d *Door) RequestRecovery(ctx context.Context, code, path string) error {
	return writeRequest(ctx, d.store, code, path)
}

// TakeRecovery opens the door with the coordinator's answer and the code that
// was read out, and sets a new passphrase.
func (d *Door) TakeRecovery(ctx context.Context, code, path, once, passphrase string) (*Desk, error) {
	answer, err := os.ReadFile(path)
	if err != nil {
		return nil, &FileError{path, err}
	}
	return d.open(ctx, code, func() error {
		if err := d.store.TakeRecovery(ctx, answer, once, passphrase); err != nil {
			return err
		}
		if d.store.User() != code {
			d.store.Lock()
			return storage.ErrNoAnswer
		}
		return nil
	})
}
