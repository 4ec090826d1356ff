package screen

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"anketa/export"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
)

// A Fault is an error as a person is told of it: which sentence of the
// interface, and what the error itself says for whoever wants to know.
type Fault struct {
	Key    string // fault.KEY is what happened, fault.KEY.hint what to do
	File   string // which it is about; "" where none can be named
	Detail string
}

// A FileError is an error about a file that the error itself does not name.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return e.Path + ": " + e.Err.Error() }
func (e *FileError) Unwrap() error { return e.Err }

// Several are errors of several files, of which each has its own sentence.
type Several []error

func (s Several) Error() string {
	texts := make([]string, len(s))
	for i, err := range s {
		texts[i] = err.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap lets errors.Is and errors.As look at each.
func (s Several) Unwrap() []error { return s }

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
	{storage.ErrNoBackup, "nobackup"},
	{storage.ErrNoKey, "nokey"},
	{seal.ErrPassphrase, "passphrase"},
	{storage.ErrNoRecovery, "norecovery"},
	{storage.ErrNoAnswer, "noanswer"},
	{storage.ErrNoRequest, "norequest"},
	{seal.ErrIdentity, "otherkey"},
	{ErrOthersAnswers, "others"},
	{ErrNoHome, "nohome"},
	{context.Canceled, "cancelled"},
	{ErrNothing, "nothing"},
	{ErrOtherForm, "otherform"},
	{ErrOver, "over"},
	{ErrNotEditable, "noteditable"},
	{ErrNoReason, "noreason"},
	{storage.ErrSealed, "sealedinterview"},
	{ErrWeakPassword, "weakpassword"},
	{ErrPasswordsDiffer, "passwords"},
	{storage.ErrTooLarge, "toolarge"},
	{ErrNoFile, "nofilehere"},
	{fs.ErrExist, "exists"},
	{syscall.ENOSPC, "full"},
	{syscall.EROFS, "readonly"},
	{syscall.ENOTDIR, "notfolder"},
	{fs.ErrPermission, "permission"},
	{fs.ErrNotExist, "nofile"},
}

// Explain finds the sentence for an error.
func Explain(err error) Fault {
	return Fault{faultKey(err), faultFile(err), err.Error()}
}

func faultKey(err error) string {
	var list survey.ErrorList
	if errors.As(err, &list) {
		return "form"
	}
	for _, f := range faults {
		if errors.Is(err, f.err) {
			return f.key
		}
	}
	var other *RecipientError
	if errors.As(err, &other) {
		return "recipient"
	}
	var book *export.Error
	if errors.As(err, &book) && book.Code != "" {
		return book.Code
	}
	return "other"
}

// faultFile is the file that an error names, the outermost one.
func faultFile(err error) string {
	var file *FileError
	var book *export.Error
	var path *fs.PathError
	switch {
	case errors.As(err, &file):
		return file.Path
	case errors.As(err, &book):
		return book.Path
	case errors.As(err, &path):
		return path.Path
	}
	return ""
}
