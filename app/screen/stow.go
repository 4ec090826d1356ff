package screen

import (
	"context"
	"encoding/json"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// This file is what becomes of answers that cannot be saved while the window is
// locked: they wait in memory as the store seals them, and nobody reads them
// before their person has unlocked again.

// stowed is what is sealed.
type stowed struct {
	Edits []survey.Edit
	Place storage.Place
}

// Stow gives the answers that are not saved, sealed, and saves nothing more:
// the interview goes on with Desk.ResumeStowed, or with Unstow where the store
// was not locked after all. No write may be under way.
func (s *Interview) Stow() ([]byte, error) {
	clear, err := json.Marshal(stowed{s.saving.waiting, s.saving.place})
	if err != nil {
		return nil, err
	}
	defer func() {
		for i := range clear {
			clear[i] = 0
		}
	}()
	sealed, err := s.desk.Store.Stow(clear)
	if err == nil {
		s.saving.held = true
	}
	return sealed, err
}

// Unstow lets the interview be saved again.
func (s *Interview) Unstow() {
	s.saving.held = false
	s.saving.push()
}

// ResumeStowed goes on with a draft whose last answers Stow sealed. They are
// sent to the store.
func (d *Desk) ResumeStowed(ctx context.Context, id string, sealed []byte) (*Interview, error) {
	clear, err := d.Store.Unstow(sealed)
	if err != nil {
		return nil, err
	}
	var last stowed
	if err := json.Unmarshal(clear, &last); err != nil {
		return nil, message.New("take what is not saved: %w", err)
	}
	return d.resume(ctx, id, &last)
}
