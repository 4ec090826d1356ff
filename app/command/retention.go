package command

import (
	"context"
	"flag"
	"time"

	"anketa/app/screen"
	"anketa/survey/message"
)

var retention = Command{
	Name:    "retention",
	Args:    "--store FILE [--delete --protocol FILE.txt]",
	Summary: "Tells which interviews are past the time for which they may be kept, and erases them.",
	Detail: `The form's setting retention_days says how long; the time runs from the day of
the interview. What ends within 30 days is told too. --delete erases what is past
its time, as anketa withdraw does, and first writes a protocol into a new file:
how many interviews, their codes, and a digest of the list, but no answer.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews")
		remove := flags.Bool("delete", false, "erase what is past its time")
		protocol := flags.String("protocol", "", "the new `FILE.txt` that says what was erased")
		return func(ctx context.Context, e Env, args []string) (err error) {
			if store.path == "" || len(args) > 0 || *remove != (*protocol != "") {
				return misuse("--store FILE is needed, and --delete only with --protocol FILE.txt")
			}
			s, err := store.open(ctx, e)
			if err != nil {
				return err
			}
			defer closeStore(s, &err)
			now := time.Now()
			all, err := screen.Retentions(ctx, s, now)
			if err != nil {
				return err
			}
			for _, r := range all {
				message.Fprintf(e.Stdout, "%s: kept for %d days; %d interviews are past that, %d more within 30 days.\n", r.Form, r.Days, len(r.Due), len(r.Soon))
			}
			if len(all) == 0 {
				message.Fprintln(e.Stdout, "No form here says how long its interviews may be kept.")
			}
			if !*remove {
				return nil
			}
			n, err := screen.DeleteDue(ctx, s, all, *protocol, now)
			switch {
			case n > 0:
				message.Fprintf(e.Stdout, "%d interviews were erased. %s: written.\n", n, *protocol)
			case err == nil:
				message.Fprintln(e.Stdout, "Nothing was erased.")
			}
			return err
		}
	},
}
