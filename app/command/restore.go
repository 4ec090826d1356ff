package command

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"

	"anketa/storage"
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
	fmt.Fprintf(w, "%s: restored from the backup of %s.\n", store, made)
	fmt.Fprintf(w, "From the damaged file came %d interviews that the backup had not, and %d changes of drafts.\n", out.Interviews, out.Changes)
	switch {
	case out.Aside == "":
		fmt.Fprintf(w, "There was no damaged file: what was entered after %s is missing.\n", made)
		return
	case out.Lost > 0:
		fmt.Fprintf(w, "%d places of it could not be read: what was entered after %s may be missing.\n", out.Lost, made)
	default:
		fmt.Fprintln(w, "Everything in it could be read.")
	}
	fmt.Fprintf(w, "The damaged file is kept in %s.\n", out.Aside)
}
