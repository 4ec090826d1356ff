package export

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"anketa/export/agile"
	"anketa/survey/message"
)

type passwordsKey struct{}

// WithPasswords gives the passwords that Read tries on workbooks which are
// protected with one, after those that ctx has already. "" is none.
func WithPasswords(ctx context.Context, passwords ...string) context.Context {
	passwords = slices.DeleteFunc(slices.Clone(passwords), func(p string) bool { return p == "" })
	before := passwordsOf(ctx)
	return context.WithValue(ctx, passwordsKey{}, append(before[:len(before):len(before)], passwords...))
}

func passwordsOf(ctx context.Context) []string {
	passwords, _ := ctx.Value(passwordsKey{}).([]string)
	return passwords
}

// Bytes reads the workbook again as it is: an archive, without its password.
func (b *Book) Bytes() ([]byte, error) {
	if !IsProtected(b.Path) {
		return os.ReadFile(b.Path)
	}
	file, err := os.Open(b.Path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	in, size, err := unprotect(WithPasswords(context.Background(), b.passwords...), file, info.Size())
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(in, 0, size))
}

// IsProtected says whether the file at path looks like a workbook with a
// password.
func IsProtected(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, len(agile.Magic))
	_, err = io.ReadFull(file, head)
	return err == nil && string(head) == agile.Magic
}

// unprotect opens a protected workbook with the first password that fits, and
// says how long it is. Nothing of it is given before all of it was looked at.
func unprotect(ctx context.Context, file io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	passwords := passwordsOf(ctx)
	err := agile.Protected(file, size)
	if errors.Is(err, agile.ErrDamaged) || errors.Is(err, agile.ErrUnknown) {
		return nil, 0, &Error{Code: "oldbook", Why: message.New("it is a workbook of the old kind (.xls), or its password protection is of an old kind or damaged."),
			Hint: message.New("Open it in Excel or LibreOffice and save it as .xlsx without a password; where that fails, copy it again from where it was written."), Err: err}
	}
	for i := 0; i < len(passwords) && (err == nil || errors.Is(err, agile.ErrPassword)); i++ {
		var book *agile.Package
		if book, err = agile.Open(ctx, file, size, passwords[i]); err == nil {
			return book, book.Size(), nil
		}
	}
	switch {
	case err == nil:
		err = &Error{Code: "password", Why: message.New("it is protected with a password."), Hint: message.New("Give its password (--password-file), or take the password off in Excel or LibreOffice.")}
	case errors.Is(err, agile.ErrPassword):
		err = &Error{Code: "wrongpassword", Why: message.New("it is protected with another password."), Hint: message.New("Ask whoever wrote it; without the password nobody can read it.")}
	case errors.Is(err, agile.ErrDamaged), errors.Is(err, agile.ErrUnknown):
		err = damaged("", err)
	}
	return nil, 0, err
}

// protected has write fill a file through a password; straight where there is
// none. The workbook in clear is in memory only, a little at a time.
func protected(file *os.File, password string, write func(io.Writer) error) error {
	if password == "" {
		return write(file)
	}
	w, err := agile.NewWriter(file, password)
	if err == nil {
		err = write(w)
	}
	if err == nil {
		err = w.Close()
	}
	switch {
	case errors.Is(err, agile.ErrTooLarge):
		return &Error{Why: message.New("it is larger than a workbook with a password can be."), Hint: message.New("Export fewer interviews at a time, or without a password."), Err: err}
	case errors.Is(err, agile.ErrPasswordLength):
		return &Error{Why: message.New("its password is longer than %d characters.", agile.MostPassword), Hint: message.New("Choose a shorter one."), Err: err}
	}
	return err
}
