package command

import (
	"context"
	"errors"
	"flag"
	"slices"
	"strings"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey/message"
)

// reasons are those that a person may give.
var reasons = []string{storage.OnRequest, storage.ByMistake}

var withdraw = Command{
	Name:    "withdraw",
	Args:    "--store FILE [--reason WORD] [--number N] CASE-CODE | --list",
	Summary: "Withdraws an interview: everything of it is erased, in the store and its backups, for good.",
	Detail: `CASE-CODE is the interview's, or its id. Where several interviews have the code,
--number says which. Its answers, their history and its key are erased, also in
the backups beside the store and in the second folder; a folder that is not
there now is put in order when a backup finds it again. What is kept is that it
was withdrawn: the code, the day, by whom and why. It never comes back: not from
a backup, and not from a workbook that was exported before. Workbooks list what
was withdrawn, so that it is erased elsewhere too.

--reason is request (the person asked for it, which is meant where none is
given) or mistake. --list tells what was withdrawn.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews")
		why := flags.String("reason", storage.OnRequest, "the `WORD`: "+strings.Join(reasons, " or "))
		number := flags.Int("number", 0, "the running `NUMBER` of the interview, where several have the code")
		list := flags.Bool("list", false, "tell what was withdrawn")
		asJSON := flags.Bool("json", false, "print what was withdrawn as JSON")
		return func(ctx context.Context, e Env, args []string) (err error) {
			switch {
			case store.path == "" || *list == (len(args) > 0) || len(args) > 1:
				return misuse("--store FILE and the case code of one interview are needed, or --list")
			case !slices.Contains(reasons, *why):
				return misuse("the reason is one of: %s", strings.Join(reasons, ", "))
			}
			s, err := store.open(ctx, e)
			if err != nil {
				return err
			}
			defer closeStore(s, &err)
			if *list {
				all, err := s.Withdrawn(ctx)
				if err != nil {
					return err
				}
				return printWithdrawn(e, all, *asJSON)
			}
			found, err := screen.FindToWithdraw(ctx, s, args[0], *number)
			if err != nil {
				return withdrawError(err)
			}
			all, err := s.Withdraw(ctx, *why, found.ID)
			if len(all) > 0 {
				err = errors.Join(printWithdrawn(e, all, *asJSON), err)
			}
			return err
		}
	},
}

// withdrawError says what to do about a code that names none or several.
func withdrawError(err error) error {
	var several *screen.SeveralError
	if errors.As(err, &several) {
		return message.New("%w; say which with --number, or give the id in brackets in place of the code", err)
	}
	return err
}

// withdrawnJSON is a withdrawn interview, as --json prints it.
type withdrawnJSON struct {
	ID   string `json:"id"`
	Case string `json:"case_code"`
	Day  string `json:"day"`
	By   string `json:"by"`
	Why  string `json:"why"`
}

func printWithdrawn(e Env, all []storage.Withdrawal, asJSON bool) error {
	if asJSON {
		out := []withdrawnJSON{}
		for _, w := range all {
			out = append(out, withdrawnJSON{w.ID, w.Case, w.Day, w.By, w.Why})
		}
		return printJSON(e.Stdout, out)
	}
	for _, w := range all {
		code := w.Case
		if code == "" {
			code = w.ID
		}
		message.Fprintf(e.Stdout, "%s: withdrawn on %s by %s (%s).\n", code, w.Day, w.By, w.Why)
	}
	if len(all) == 0 {
		message.Fprintln(e.Stdout, "Nothing was withdrawn.")
	}
	return nil
}
