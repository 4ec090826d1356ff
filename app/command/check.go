package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"

	"anketa/app/screen"
	"anketa/survey"
)

var check = Command{
	Name:    "check",
	Args:    "[FORM.xlsx|FORM.md] [--json]",
	Summary: "Lists every fault, warning and notice of a form, with sheet and cell.",
	Detail:  "A form may be an .xlsx or .xlsm workbook, or Markdown tables (.md).\nIt ends with 1 when the form does not open; warnings alone are no fault.",
	Set: func(flags *flag.FlagSet) Action {
		asJSON := flags.Bool("json", false, "print the list as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			path, err := atMostOne(args, "form")
			if err != nil {
				return err
			}
			form, faults, err := screen.LoadForm(path)
			if err != nil {
				return err
			}
			if *asJSON {
				err = printJSON(e.Stdout, checkReport(form, faults))
			} else {
				printCheck(e.Stdout, form, faults)
			}
			if err == nil && faults.Err() != nil {
				return errSaid
			}
			return err
		}
	},
}

// A checked form, as `check --json` prints it.
type checked struct {
	Opens     bool          `json:"opens"`
	Form      string        `json:"form,omitempty"`
	Version   string        `json:"version,omitempty"`
	Title     string        `json:"title,omitempty"`
	Languages []string      `json:"languages,omitempty"`
	Items     int           `json:"items"`
	Questions int           `json:"questions"`
	Faults    []faultReport `json:"faults"`
}

type faultReport struct {
	Severity string `json:"severity"`
	Code     string `json:"code,omitempty"`
	Sheet    string `json:"sheet,omitempty"`
	Cell     string `json:"cell,omitempty"`
	Row      int    `json:"row,omitempty"`
	Column   string `json:"column,omitempty"`
	Message  string `json:"message"`
	Hint     string `json:"hint,omitempty"`
	Excerpt  string `json:"excerpt,omitempty"`
}

func checkReport(form *survey.Form, faults survey.ErrorList) checked {
	c := checked{Opens: faults.Err() == nil, Faults: []faultReport{}}
	if c.Opens {
		c.Form, c.Version, c.Title = form.ID, form.Version, form.Title
		c.Items, c.Questions = len(form.Items), screen.Questions(form)
		for _, l := range form.Languages {
			c.Languages = append(c.Languages, l.ID)
		}
	}
	for _, f := range faults {
		r := faultReport{Severity: f.Severity.String(), Code: f.Code, Sheet: f.At.Sheet, Row: f.At.Row,
			Column: f.At.Header, Message: f.Msg, Hint: f.Hint, Excerpt: f.Excerpt}
		if f.At.Row > 0 && f.At.Column > 0 {
			r.Cell = survey.ColumnName(f.At.Column) + fmt.Sprint(f.At.Row)
		}
		c.Faults = append(c.Faults, r)
	}
	return c
}

func printCheck(w io.Writer, form *survey.Form, faults survey.ErrorList) {
	for _, f := range faults {
		fmt.Fprintf(w, "%s: %v\n", f.Severity, f)
	}
	n := func(s survey.Severity) int { return len(faults.Of(s)) }
	if faults.Err() != nil {
		fmt.Fprintf(w, "The form does not open: %d errors, %d warnings, %d notices.\n", n(survey.Fault), n(survey.Warning), n(survey.Notice))
		return
	}
	fmt.Fprintf(w, "%s %s opens: %d rows, %d questions, %d languages, %d warnings, %d notices.\n", form.ID, form.Version,
		len(form.Items), screen.Questions(form), len(form.Languages), n(survey.Warning), n(survey.Notice))
}

// atMostOne gives the single argument, or "" where there is none.
func atMostOne(args []string, what string) (string, error) {
	switch len(args) {
	case 0:
		return "", nil
	case 1:
		return args[0], nil
	}
	return "", misuse("one %s at most, not %d", what, len(args))
}

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
