package command

import (
	"context"
	"flag"
	"io"
	"path/filepath"

	"anketa/storage"
	"anketa/survey/message"
)

var restore = Command{
	Name:    "restore",
	Args:    "--store FILE [--json]",
	Summary: "Brings a damaged store back: its newest sound backup, and what the damaged file still has.",
	Detail: `The damaged files are moved into a folder beside the store and stay as they
are. A store that is in order, or has no backup that can be read, is not
touched. Where a part of the damaged file could not be read, that is said; the
exit code is 0 all the same.`,
	Set: func(flags *flag.FlagSet) Action {
		store := flags.String("store", "", "the `FILE` that keeps the interviews")
		asJSON := flags.Bool("json", false, "print what was restored as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			if *store == "" || len(args) > 0 {
				return misuse("--store FILE is needed, and nothing else")
			}
			out, err := storage.Restore(ctx, *store, storage.Options{})
			if err != nil {
				return err
			}
			if *asJSON {
				return printJSON(e.Stdout, restoreReport{
					*store, filepath.Base(out.Backup.Path), out.Interviews, out.Changes, out.Lost, out.Aside,
				})
			}
			printRestored(e.Stdout, *store, out)
			return nil
		}
	},
}

// restoreReport is a restore, as --json prints it.
type restoreReport struct {
	Store      string `json:"store"`
	Backup     string `json:"backup"`
	Interviews int    `json:"interviews"` // from the damaged file, not in the backup
	Changes    int    `json:"changes"`    // of drafts, likewise
	Unreadable int    `json:"unreadable"` // rows, or parts, of the damaged file
	Aside      string `json:"aside"`      // where the damaged file is
}

func printRestored(w io.Writer, store string, out *storage.Restored) {
	made := out.Backup.Made.Format("2006-01-02 15:04")
	message.Fprintf(w, "%s: restored from the backup of %s.\n", store, made)
	message.Fprintf(w, "From the damaged file came %d interviews that the backup had not, and %d changes of drafts.\n", out.Interviews, out.Changes)
	switch {
	case out.Aside == "":
		message.Fprintf(w, "There was no damaged file: what was entered after %s is missing.\n", made)
		return
	case out.Lost > 0:
		message.Fprintf(w, "%d places of it could not be read: what was entered after %s may be missing.\n", out.Lost, made)
	default:
		message.Fprintln(w, "Everything in it could be read.")
	}
	message.Fprintf(w, "The damaged file is kept in %s.\n", out.Aside)
}
