package command

import (
	"context"
	"flag"

	"anketa/app/screen"
	"anketa/export/merge"
	"anketa/survey/message"
)

var gaps = Command{
	Name:    "gaps",
	Args:    "ALL.xlsx … [--password-file FILE] [--json]",
	Summary: "Tells of every laptop which running numbers have not arrived.",
	Detail: `A laptop numbers its interviews from 1, of all forms in one count, real and
training ones. A number that is missing below the greatest that has arrived is
that of an interview which is still on the laptop, was begun and never finished,
or is of a form whose workbook is not named here. What was numbered after the
greatest is unknown. Simulated interviews have numbers of their own.
Nothing is written.`,
	Set: func(flags *flag.FlagSet) Action {
		asJSON := flags.Bool("json", false, "print the numbers as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			if len(args) == 0 {
				return misuse("the workbooks to look at are needed")
			}
			p, done := e.progress("gaps")
			l, err := screen.Gaps(ctx, args, p)
			done()
			if err != nil {
				return err
			}
			return printGaps(e, l, *asJSON)
		}
	},
}

func printGaps(e Env, l *screen.Ledger, asJSON bool) (err error) {
	if asJSON {
		err = printJSON(e.Stdout, gapReport{append([]merge.Laptop{}, l.Laptops...), l.Unnumbered, refusedRows(l.Refused)})
	} else {
		printLedger(e, l)
	}
	if err == nil && len(l.Refused) > 0 {
		return errSaid
	}
	return err
}

func printLedger(e Env, l *screen.Ledger) {
	for _, r := range l.Refused {
		message.Fprintf(e.Stdout, "%s: %s\n", r.Path, r.Refusal)
	}
	missing := 0
	for _, laptop := range l.Laptops {
		message.Fprintln(e.Stdout, laptop)
		missing += laptop.Gaps()
	}
	if l.Unnumbered > 0 {
		message.Fprintf(e.Stdout, "%d interviews have no number or no laptop.\n", l.Unnumbered)
	}
	message.Fprintf(e.Stdout, "laptops: %d; numbers missing: %d. Drafts, and numbers after the greatest, are unknown.\n", len(l.Laptops), missing)
}

// gapReport is the ledger, as --json prints it.
type gapReport struct {
	Laptops    []merge.Laptop `json:"laptops"`
	Unnumbered int            `json:"unnumbered"`
	Refused    []refusedRow   `json:"refused"`
}

func refusedRows(refused []screen.Refused) []refusedRow {
	out := []refusedRow{}
	for _, x := range refused {
		out = append(out, refusedRow{x.Path, x.Sheet, x.Row, x.Key, x.Why.String(), x.Hint.String()})
	}
	return out
}
