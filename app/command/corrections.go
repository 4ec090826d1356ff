package command

import (
	"context"
	"flag"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey/message"
)

var correcting = Command{
	Name:    "corrections",
	Args:    "A.xlsx B.xlsx … [-o LIST.xlsx] | A.xlsx B.xlsx … --apply LIST.xlsx -o ALL.xlsx",
	Summary: "Lists the answers that were changed in workbooks, or carries a list of corrections out.",
	Detail: `The list has a line for every answer that somebody changed in a workbook outside
of Anketa, and that nobody has decided about, in the layout of IPA's
ipacheckcorrections: the sheet corrections with the columns
  KEY        of the interview, or of an instance of a repeat
  variable   the column of the workbook
  value      as it is
  newvalue   as it should be
  action     replace: the new value counts; okay: the value is right as it is
  comments   why
Fill in the action, and add lines of your own with what else is to be
corrected. state and newstate hold what a value alone does not say: dont_know,
refused, not_applicable, not_reached. The columns behind are for people: problem
says why the form would not allow the new value. Only comments become the reason.

An edit is settled, for ever, by replace, by okay, and by a replace with another
value in newvalue. Two lines that put different values into one cell are told,
and neither is carried out.

--apply merges the workbooks as anketa merge does, and carries the list out:
every interview with a replace becomes a new version, made from the one that it
corrects, with who, when and why. The form is asked: an answer that it does not
allow is told and stays as it was, and what follows from an answer is worked out
anew. A line whose value is another one by now is told. Where a line is not
carried out the result is written and the exit code is 1. All corrections stand
in the sheet corrections of the result.`,
	Set: func(flags *flag.FlagSet) Action {
		out := flags.String("o", "", "the list to write, `LIST.xlsx`; with --apply the workbook")
		apply := flags.String("apply", "", "the list to carry out, `LIST.xlsx`")
		user := flags.String("user", "", "the `CODE` of who corrects (default "+screen.DefaultWho+")")
		why := flags.String("why", "", "the `REASON` where the list does not say one")
		asJSON := flags.Bool("json", false, "print the result as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			switch {
			case len(args) == 0:
				return misuse("the workbooks are needed")
			case *apply == "":
				return listCorrections(ctx, e, args, *out, *asJSON)
			case *out == "":
				return misuse("--apply LIST.xlsx needs -o ALL.xlsx")
			}
			o := screen.MergeOptions{Who: *user, Why: *why}
			return mergeWith(ctx, e, args, *out, *apply, o, *asJSON)
		}
	},
}

// mergeWith merges and carries a list out where there is one.
func mergeWith(ctx context.Context, e Env, paths []string, out, list string, o screen.MergeOptions, asJSON bool) (err error) {
	if list != "" {
		if o.Corrections, err = export.ReadCorrections(ctx, list); err != nil {
			return err
		}
		o.List = list
	}
	p, done := e.progress("merge")
	m, err := screen.MergeWith(ctx, paths, out, o, p)
	done()
	if err != nil {
		return err
	}
	return printMerged(e, m, "", out, asJSON)
}

func listCorrections(ctx context.Context, e Env, paths []string, out string, asJSON bool) error {
	p, done := e.progress("read")
	o, err := screen.ListEdits(ctx, paths, p)
	done()
	if err != nil {
		return err
	}
	list := screen.CorrectionsOf(o.Edits)
	if out != "" {
		if err := screen.WriteCorrections(ctx, paths, out, list); err != nil {
			return err
		}
	}
	if asJSON {
		return printJSON(e.Stdout, outsideReportOf(o))
	}
	printOutside(e.Stdout, o)
	if out != "" {
		_, err = message.Fprintf(e.Stdout, "%s: %d lines written.\n", out, len(list))
	}
	return err
}
