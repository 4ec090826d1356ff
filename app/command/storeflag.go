package command

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"strings"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey/message"
)

// A storeFlag is the store that a command works on, and who opens it.
type storeFlag struct{ path, phraseFile, user string }

// storeFlags declares the flags of a command that reads or writes interviews.
func storeFlags(flags *flag.FlagSet, what string) *storeFlag {
	s := &storeFlag{}
	flags.StringVar(&s.path, "store", "", what)
	flags.StringVar(&s.phraseFile, "passphrase-file", "", "a `FILE` whose first line is the passphrase of the store (default: asked on the terminal)")
	flags.StringVar(&s.user, "user", "", "the `CODE` of whom the passphrase belongs to, where the store has several people or is new")
	return s
}

// open opens a store that is there.
func (s *storeFlag) open(ctx context.Context, e Env) (*storage.Store, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, message.New("open store: %w", err)
	}
	return s.openOrMake(ctx, e)
}

// openOrMake makes the store where there is none, or where nobody has opened it
// yet: then a recovery code is printed, once.
func (s *storeFlag) openOrMake(ctx context.Context, e Env) (*storage.Store, error) {
	users, err := peopleOf(ctx, s.path)
	if err != nil {
		return nil, err
	}
	key := screen.Key{Effort: e.Effort}
	if key.Code, err = s.who(users); err != nil {
		return nil, err
	}
	if key.Passphrase, err = s.phrase(e, key.Code); err != nil {
		return nil, err
	}
	if len(users) == 0 {
		key.Paper = seal.NewPaper()
	}
	store, err := screen.OpenStore(ctx, s.path, storage.Options{}, key)
	if err == nil && key.Paper != "" {
		message.Fprintf(e.Stderr, "The recovery code of %s, shown this once. Write it down, and keep it apart from the laptop:\n%s\n", key.Code, key.Paper)
	}
	return store, err
}

// peopleOf lists the codes of those who can open a store; none of one that is
// new.
func peopleOf(ctx context.Context, path string) (codes []string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	s, err := storage.Open(ctx, path, storage.Options{})
	if err != nil {
		return nil, err
	}
	defer closeStore(s, &err)
	users, err := s.Users(ctx)
	for _, u := range users {
		codes = append(codes, u.Code)
	}
	return codes, err
}

func (s *storeFlag) who(users []string) (string, error) {
	switch {
	case s.user != "":
		return s.user, nil
	case len(users) == 1:
		return users[0], nil
	case len(users) > 1:
		return "", misuse("several people open this store: name one with --user: %s", strings.Join(users, ", "))
	}
	return "", misuse("nobody has opened this store yet: name who will with --user CODE")
}

// phrase is the passphrase. It is never an argument: those, every program of
// the computer can read.
func (s *storeFlag) phrase(e Env, code string) (string, error) {
	if s.phraseFile == "" {
		if e.Ask == nil {
			return "", misuse("the store needs a passphrase: --passphrase-file FILE")
		}
		return e.Ask("Passphrase of " + code + ": ")
	}
	return firstLine(s.phraseFile, "passphrase")
}
