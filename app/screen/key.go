package screen

import (
	"context"
	"errors"
	"os"

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

func openStore(ctx context.Context, path string, who []Key) (*storage.Store, error) {
	var key Key
	if len(who) > 0 {
		key = who[0]
	}
	return OpenStore(ctx, path, storage.Options{Reserve: storage.Reserve}, key)
}

// Peopled says whether a store is there that somebody has opened before: then a
// key is asked for, and else made.
func Peopled(ctx context.Context, path string) bool {
	if _, err := os.Stat(path); err != nil {
		return false
	}
	s, err := storage.Open(ctx, path, storage.Options{})
	if err != nil {
		return false
	}
	defer s.Close()
	return s.State() == storage.Locked
}
