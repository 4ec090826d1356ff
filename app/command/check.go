package command

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"

	"anketa/app/screen"
	"anketa/survey"
	"anketa/survey/message"
)

var check = Command{
	Name:    "check",
	Args:    "[FORM.xlsx|FORM.md|-] [--walks N] [--json]",
	Summary: "Lists every fault, warning and notice of a form, with sheet and cell.",
	Detail: `A form may be an .xlsx or .xlsm workbook, or Markdown tables (.md); - reads one
from standard input. Where it opens, the list goes on with what is said of the
form as a whole: translations that are missing, names that Stata or SPSS does
not take, lists without the codes that others have, and what random interviews
showed: questions that none came to, dead ends, how long an interview is. They
are the same in every run.

It ends with 1 when the form does not open; warnings alone are no fault.`,
	Set: func(flags *flag.FlagSet) Action {
		walks := flags.Int("walks", screen.UsualWalks, "how many random interviews to hold, `N`; 1500 where not said, and fewer with a long form")
		asJSON := flags.Bool("json", false, "print the list as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			path, err := atMostOne(args, "form")
			if err != nil {
				return err
			}
			if *walks < 0 && *walks != screen.UsualWalks {
				return misuse("--walks is 0 or more")
			}
			c, err := checkForm(ctx, e, path, *walks)
			if err != nil {
				return err
			}
			if *asJSON {
				err = printJSON(e.Stdout, checkReport(c))
			} else {
				printCheck(e.Stdout, c)
			}
			if err == nil && !c.Opens() {
				return errSaid
			}
			return err
		}
	},
}

func checkForm(ctx context.Context, e Env, path string, walks int) (*screen.Checked, error) {
	form, faults, err := readForm(e, path)
	if err != nil {
		return nil, err
	}
	p, done := e.progress("check")
	defer done()
	return screen.CheckRead(ctx, form, faults, walks, p)
}

// readForm reads the form at a path, on standard input for "-".
func readForm(e Env, path string) (*survey.Form, survey.ErrorList, error) {
	if path != "-" {
		return screen.LoadForm(path)
	}
	data, err := io.ReadAll(e.Stdin)
	if err != nil {
		return nil, nil, message.New("read form: %w", err)
	}
	form, faults := screen.ReadForm(data)
	return form, faults, nil
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
	Walks     *walksReport  `json:"walks,omitempty"`
}

// walksReport is what random interviews showed.
type walksReport struct {
	Wanted     int             `json:"wanted"`
	Held       int             `json:"held"`
	Length     *screen.Length  `json:"length,omitempty"`      // of those that came to an end
	Full       *screen.Length  `json:"length_full,omitempty"` // … and did not end early
	NotReached []string        `json:"not_reached"`           // paths in the form
	DeadEnds   []deadEndReport `json:"dead_ends"`
}

type deadEndReport struct {
	Path       string `json:"path"`
	Kind       string `json:"kind"`
	Interviews int    `json:"interviews"`
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

func checkReport(of *screen.Checked) checked {
	c := checked{Opens: of.Opens(), Faults: []faultReport{}, Walks: walksReportOf(of.Walk)}
	if form := of.Form; c.Opens {
		c.Form, c.Version, c.Title = form.ID, form.Version, form.Title
		c.Items, c.Questions = len(form.Items), screen.Questions(form)
		for _, l := range form.Languages {
			c.Languages = append(c.Languages, l.ID)
		}
	}
	for _, f := range of.Faults {
		r := faultReport{Severity: f.Severity.String(), Code: f.Code, Sheet: f.At.Sheet, Row: f.At.Row,
			Column: f.At.Header, Message: f.Msg.String(), Hint: f.Hint.String(), Excerpt: f.Excerpt}
		if f.At.Row > 0 && f.At.Column > 0 {
			r.Cell = survey.ColumnName(f.At.Column) + fmt.Sprint(f.At.Row)
		}
		c.Faults = append(c.Faults, r)
	}
	return c
}

func walksReportOf(w *screen.Walk) *walksReport {
	if w == nil {
		return nil
	}
	r := &walksReport{Wanted: w.Wanted, Held: w.Held, NotReached: []string{}, DeadEnds: []deadEndReport{}}
	if all, full, ok := w.Length(); ok {
		r.Length, r.Full = &all, &full
	}
	for _, u := range w.NotReached {
		r.NotReached = append(r.NotReached, string(u.Item.Path()))
	}
	for _, d := range w.Dead {
		r.DeadEnds = append(r.DeadEnds, deadEndReport{string(d.Item.Path()), d.Kind.String(), d.Interviews})
	}
	return r
}

func printCheck(w io.Writer, c *screen.Checked) {
	for _, f := range c.Faults {
		message.Fprintf(w, "%s: %v\n", f.Severity, f)
	}
	n, form := c.Count, c.Form
	if !c.Opens() {
		message.Fprintf(w, "The form does not open: %d errors, %d warnings, %d notices.\n", n(survey.Fault), n(survey.Warning), n(survey.Notice))
		return
	}
	message.Fprintf(w, "%s opens: %d rows, %d questions, %d languages, %d warnings, %d notices.\n", strings.TrimSpace(form.ID+" "+form.Version),
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
