package storage

import (
	"anketa/storage/seal"
	"anketa/survey/message"
)

// stowedAt binds what waits in memory to its person.
func stowedAt(code string) seal.Place { return seal.Place{Kind: "stowed", Owner: code} }

// Stow seals what could not be saved, so that it may stay in memory while the
// store is locked: only whoever is here now opens it, with Unstow and after an
// Unlock. The error is ErrNoKey while the store is locked.
func (s *Store) Stow(clear []byte) ([]byte, error) {
	s.keys.RLock()
	defer s.keys.RUnlock()
	if s.ring == nil {
		return nil, message.New("stow what is not saved: %w", ErrNoKey)
	}
	secret := s.ring.secret
	return secret.SealFor(secret.HandPublic(), stowedAt(s.ring.code), clear)
}

// Unstow gives back what Stow sealed for whoever is here. The error is ErrNoKey,
// also for what is a colleague's.
func (s *Store) Unstow(sealed []byte) ([]byte, error) {
	s.keys.RLock()
	defer s.keys.RUnlock()
	if s.ring == nil {
		return nil, message.New("take what is not saved: %w", ErrNoKey)
	}
	clear, err := s.ring.secret.OpenHanded(stowedAt(s.ring.code), sealed)
	if err != nil {
		return nil, message.New("take what is not saved: %w: %w", ErrNoKey, err)
	}
	return clear, nil
}
