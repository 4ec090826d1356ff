package screen

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"anketa/export"
	"anketa/storage"
	"anketa/survey/message"
)

// withdrawnOf gives the interviews of a form that were withdrawn, as a workbook
// lists them. Where it is not known of which form one was, it is listed too.
func withdrawnOf(ctx context.Context, store *storage.Store, form string) (out []export.Withdrawn, err error) {
	all, err := store.Withdrawn(ctx)
	for _, w := range all {
		if w.Form != "" && w.Form != form {
			continue
		}
		out = append(out, export.Withdrawn{Key: w.ID, Case: w.Case, Day: w.Day, By: w.By, Device: w.Device, Number: w.Number})
	}
	return out, err
}

// withdrawalsOf is the way back: what a merge knows, for the store.
func withdrawalsOf(form string, all []export.Withdrawn) []storage.Withdrawal {
	out := make([]storage.Withdrawal, len(all))
	for i, w := range all {
		out[i] = storage.Withdrawal{ID: w.Key, Case: w.Case, Day: w.Day, By: w.By, Why: storage.ByWorkbook, Form: form, Device: w.Device, Number: w.Number}
	}
	return out
}

// ErrNoCase is that of a case code which no interview has.
var ErrNoCase = message.New("no interview here has this case code")

// A SeveralError is that of a case code which several interviews have, or none
// with the number that was asked for: which one is meant is said by number.
type SeveralError struct {
	Case  string
	Found []storage.Summary
}

func (e *SeveralError) Error() string {
	var numbers []string
	for _, s := range e.Found {
		numbers = append(numbers, fmt.Sprintf("%d of %s (%s)", s.Number, s.Started.Format("2006-01-02"), s.ID))
	}
	return fmt.Sprintf("the case code %s is that of interview %s", e.Case, strings.Join(numbers, " and "))
}

// FindToWithdraw finds the interview with a case code, or with that id; number
// chooses one of several, 0 none. The error is ErrNoCase or *SeveralError.
func FindToWithdraw(ctx context.Context, store *storage.Store, code string, number int) (storage.Summary, error) {
	found, err := store.FindCase(ctx, code)
	if err != nil {
		return storage.Summary{}, err
	}
	var one []storage.Summary
	for _, s := range found {
		if number == 0 || s.Number == number {
			one = append(one, s)
		}
	}
	switch {
	case len(found) == 0:
		return storage.Summary{}, noCase(ctx, store, code)
	case len(one) != 1:
		return storage.Summary{}, &SeveralError{code, found}
	}
	return one[0], nil
}

// noCase is ErrNoCase. Of what is damaged nobody can tell whether it has the
// code: it is withdrawn by its id.
func noCase(ctx context.Context, store *storage.Store, code string) error {
	all, err := store.List(ctx, storage.Filter{})
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Damaged != nil {
			return message.New("%s: %w, but interview %d is damaged, and its code cannot be read: restore the store, or name it by %s", code, ErrNoCase, s.Number, s.ID)
		}
	}
	return message.New("%s: %w", code, ErrNoCase)
}

// ToWithdraw finds an interview with its case code, drafts too, whose code a
// list does not have.
func (d *Desk) ToWithdraw(ctx context.Context, id string) (storage.Summary, error) {
	return FindToWithdraw(ctx, d.Store, id, 0)
}

// Withdraw destroys an interview for good, behind the writes that wait. What
// was typed must be its case code or, where it has none, its number; the error
// is ErrNoCase. See storage.Withdraw for others.
func (d *Desk) Withdraw(ctx context.Context, s storage.Summary, typed, why string) error {
	want := s.Case
	if want == "" {
		want = strconv.Itoa(s.Number)
	}
	if !strings.EqualFold(strings.TrimSpace(typed), want) {
		return ErrNoCase
	}
	done := make(chan error, 1)
	d.queue.Put(func() error {
		_, err := d.Store.Withdraw(ctx, why, s.ID)
		done <- err
		return nil
	}, func(error) {})
	err := <-done
	d.second.start(d.Store)
	return err
}
