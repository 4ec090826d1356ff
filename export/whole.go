package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"anketa/survey/message"
)

// WriteWhole gives a file its name only when it is whole: write fills a new
// one beside path, which goes to the disk and then takes the name, and the
// folder that holds the name goes to the disk too. check, where it is not nil,
// sees the file before that. Where anything fails, or ctx ends, what was at
// path is untouched and nothing is left beside it. An error that is not of
// write or check is an *Error.
func WriteWhole(ctx context.Context, path string, write func(*os.File) error, check func(beside string) error) (err error) {
	sweep(filepath.Dir(path))
	file, err := os.CreateTemp(filepath.Dir(path), halves)
	if err != nil {
		return &Error{Path: path, Why: message.New("nothing can be written there."), Hint: message.New("Choose another folder, or look whether the stick is full or locked."), Err: errors.Unwrap(err)}
	}
	defer func() {
		if err != nil {
			file.Close() // an error again where it is closed: the first one counts
			os.Remove(file.Name())
		}
	}()
	if err := write(file); err != nil {
		return err
	}
	if err = settled(file); err != nil {
		return &Error{Path: path, Why: message.New("it could not be written to the end."), Hint: message.New("Look whether there is room, and whether the stick is still there."), Err: err}
	}
	if check != nil {
		if err := check(file.Name()); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return &Error{Path: path, Code: "inuse", Why: message.New("the file that is there cannot be replaced."), Hint: message.New("Close it in the other program, or choose another name."), Err: errors.Unwrap(err)}
	}
	return syncFolder(filepath.Dir(path))
}

// halves are what files are called before they have their names.
const halves = ".anketa-*.part"

// abandoned is how long nobody has written to a file that a program left which
// was killed: no other one, on the same stick, is at it still.
const abandoned = time.Hour

// sweep removes such files from a folder: answers stand in them, and nobody
// would look for them there.
func sweep(folder string) {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if ours, _ := filepath.Match(halves, e.Name()); !ours || !e.Type().IsRegular() {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(filepath.Join(folder, e.Name()))
		}
	}
}

// settled has a file on the disk.
func settled(file *os.File) error {
	err := file.Sync()
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}
