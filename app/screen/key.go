package screen

import (
	"context"
	"errors"

	"anketa/storage"
	"anketa/storage/seal"
)

// A Key is who opens a store, and how: the first person of a new one is
// enrolled by it.
type Key struct {
	storage.Person
	Effort seal.Effort // of new passphrases; zero is what takes about a second
}

// OpenStore opens a store for one person. The error is storage.ErrNoKey where
// nobody is named and somebody is needed.
func OpenStore(ctx context.Context, path string, o storage.Options, key Key) (*storage.Store, error) {
	o.Effort = key.Effort
	s, err := storage.Open(ctx, path, o)
	if err != nil {
		return nil, err
	}
	switch state := s.State(); {
	case key.Passphrase == "":
		err = storage.ErrNoKey
	case state == storage.Locked:
		err = s.Unlock(ctx, key.Code, key.Passphrase)
	default:
		err = s.Enroll(ctx, key.Person)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}
