package screen

import (
	"context"
	"os"
	"strings"

	"anketa/storage"
	"anketa/storage/seal"
)

// This file is the way back in over the coordinator, from both ends: tried by
// whoever has not forgotten the passphrase yet, and answered by her.

// Rehearsal says whether the person at the desk has such a way, and tried it.
func (d *Desk) Rehearsal(ctx context.Context) (storage.Rehearsal, error) {
	all, err := d.Store.Rehearsals(ctx)
	for _, r := range all {
		if r.Code == d.User() {
			return r, err
		}
	}
	return storage.Rehearsal{}, err
}

// RequestRecovery writes what goes to the coordinator.
func (d *Desk) RequestRecovery(ctx context.Context, path string) error {
	return writeRequest(ctx, d.Store, d.User(), path)
}

// TryRecovery takes the coordinator's answer and the code that was read out,
// and changes nothing.
func (d *Desk) TryRecovery(ctx context.Context, path, once string) error {
	answer, err := os.ReadFile(path)
	if err != nil {
		return &FileError{path, err}
	}
	return d.Store.TryRecovery(ctx, answer, once)
}

func writeRequest(ctx context.Context, store *storage.Store, code, path string) error {
	request, err := store.RequestRecovery(ctx, code)
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(request, '\n'), 0o600)
}

// Helped is what the coordinator tells whoever asked.
type Helped struct {
	Code        string // whose request it is
	Fingerprint string // of their key
	Once        string // is read out, and sent to nobody
}

// AnswerRecovery answers a request with the identity that the store holds, into
// a file that is not there yet. The error is storage.ErrNoRequest, or
// seal.ErrIdentity where the request is for other keys.
func AnswerRecovery(ctx context.Context, store *storage.Store, path, out string, e seal.Effort) (*Helped, error) {
	id, err := HeldIdentity(ctx, store)
	if err != nil {
		return nil, err
	}
	if id == nil {
		return nil, seal.ErrIdentity
	}
	request, err := os.ReadFile(path)
	if err != nil {
		return nil, &FileError{path, err}
	}
	answer, once, who, err := storage.AnswerRecovery(id, request, e)
	if err != nil {
		return nil, &FileError{path, err}
	}
	if err := writeNew(out, append(answer, '\n')); err != nil {
		return nil, &FileError{out, err}
	}
	return &Helped{who.Code, seal.KeyFingerprint(who.Public), once}, nil
}

// LoadIdentity takes an identity from its file into the store, and merges the
// sealed interviews that wait for it. The file may also hold the line that was
// printed for the safe, and then there is no passphrase.
func LoadIdentity(ctx context.Context, store *storage.Store, path, passphrase string, p Progress) (brought int, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return 0, &FileError{path, err}
	}
	id, err := openIdentity(data, passphrase)
	if err != nil {
		return 0, &FileError{path, err}
	}
	if err := HoldIdentity(ctx, store, id); err != nil {
		return 0, err
	}
	merged, err := MergeWaiting(ctx, store, p)
	for _, m := range merged {
		brought += m.Brought
	}
	return brought, err
}

func openIdentity(data []byte, passphrase string) (*seal.Identity, error) {
	if seal.IsArmoured(data) {
		return seal.OpenIdentityFile(data, passphrase)
	}
	return seal.ParseIdentity(SecretLine(string(data)))
}

// SecretLine gives the line with a secret key, of a file that says more, as
// what anketa identity paper prints does.
func SecretLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); strings.HasPrefix(strings.ToUpper(line), "AGE-SECRET-KEY-PQ-1") {
			return line
		}
	}
	return text
}
