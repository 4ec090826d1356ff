package command

import (
	"context"
	"flag"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

var simulate = Command{
	Name:    "simulate",
	Args:    "--store FILE [--passphrase-file FILE] [--user CODE] [--interviews N] [--seed S] [--json] [FORM.xlsx]",
	Summary: "Puts random but valid interviews into a store, all marked as simulated.",
	Detail: `They are made by the engine that the window uses. Equal forms, numbers and
seeds give equal interviews, so that a second run adds nothing. The store is
made where there is none, for the person named by --user; its recovery code is
printed once, on standard error.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews")
		n := flags.Int("interviews", 100, "how many, `N`")
		seed := flags.Uint64("seed", 1, "`S`: another seed gives other interviews")
		asJSON := flags.Bool("json", false, "print the result as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			path, err := atMostOne(args, "form")
			if err != nil {
				return err
			}
			if store.path == "" || *n < 1 {
				return misuse("--store FILE is needed, and at least one interview")
			}
			form, err := openForm(path)
			if err != nil {
				return err
			}
			s := simulated{Form: form.ID, Version: form.Version, Store: store.path, Seed: *seed}
			if err := s.run(ctx, e, store, form, *n); err != nil {
				return err
			}
			return s.print(e, *asJSON)
		}
	},
}

// simulated is what came of it, as --json prints it.
type simulated struct {
	Store      string `json:"store"`
	Form       string `json:"form"`
	Version    string `json:"version"`
	Seed       uint64 `json:"seed"`
	Interviews int    `json:"interviews"`
	Added      int    `json:"added"`
	Known      int    `json:"known"` // were in the store already
}

func (s *simulated) run(ctx context.Context, e Env, of *storeFlag, form *survey.Form, n int) (err error) {
	store, err := of.openOrMake(ctx, e)
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	if err := store.SaveForm(ctx, form.ID, form.Version, form.Title, form.Source); err != nil {
		return message.New("keep form: %w", err)
	}
	to, err := screen.Recipients(ctx, store, form)
	if err != nil {
		return err
	}
	p, done := e.progress("simulate")
	defer done()
	return screen.Simulate(ctx, form, n, s.Seed, func(r *survey.Record) error {
		added, err := store.PutSealed(ctx, r, to)
		if err == nil {
			s.count(added)
		}
		return err
	}, p)
}

func (s *simulated) count(added bool) {
	s.Interviews++
	if added {
		s.Added++
	} else {
		s.Known++
	}
}

func (s *simulated) print(e Env, asJSON bool) error {
	if asJSON {
		return printJSON(e.Stdout, s)
	}
	_, err := message.Fprintf(e.Stdout, "%s: %d simulated interviews, %d added, %d already there.\n", s.Store, s.Interviews, s.Added, s.Known)
	return err
}

// closeStore closes the store and keeps the first error.
func closeStore(store *storage.Store, err *error) {
	if closing := store.Close(); *err == nil {
		*err = closing
	}
}
