package screen

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"anketa/storage"
	"anketa/survey"
)

// A Fault is an error as a person is told of it: which sentence of the
// interface, and what the error itself says for whoever wants to know.
type Fault struct {
	Key    string // fault.KEY is what happened, fault.KEY.hint what to do
	Detail string
}

// faults are the errors that have a sentence of their own.
var faults = []struct {
	err error
	key string
}{
	{storage.ErrLocked, "locked"},
	{storage.ErrNewer, "newer"},
	{storage.ErrForeign, "foreign"},
	{storage.ErrDamaged, "damaged"},
	{storage.ErrNotFound, "notfound"},
	{context.Canceled, "cancelled"},
	{ErrNothing, "nothing"},
	{syscall.ENOSPC, "full"},
	{syscall.EROFS, "readonly"},
	{fs.ErrPermission, "permission"},
	{fs.ErrNotExist, "nofile"},
}

// Explain finds the sentence for an error.
func Explain(err error) Fault {
	var list survey.ErrorList
	if errors.As(err, &list) {
		return Fault{"form", err.Error()}
	}
	for _, f := range faults {
		if errors.Is(err, f.err) {
			return Fault{f.key, err.Error()}
		}
	}
	return Fault{"other", err.Error()}
}
