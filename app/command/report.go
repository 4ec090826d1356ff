package command

import (
	"context"
	"flag"
	"strings"

	"anketa/app/screen"
	"anketa/export/report"
	"anketa/survey"
	"anketa/survey/message"
)

var reporting = Command{
	Name:    "report",
	Args:    "ALL.xlsx -o REPORT.xlsx [--language CODE] [--kinds real,training,simulated] [--small N] [--password-file FILE] [--json]",
	Summary: "Writes tables with counts, shares and intervals, and charts, of a workbook's interviews.",
	Detail: `Real interviews count; simulated ones only where there is nothing else, or by
--kinds. The form comes from the workbook.`,
	Set: func(flags *flag.FlagSet) Action {
		out := flags.String("o", "", "the report to write, `REPORT.xlsx`")
		language := flags.String("language", "", "of the labels: `CODE` or name, as ru (default: that of the form)")
		kinds := flags.String("kinds", "", "which interviews count, `LIST` of real, training, simulated")
		small := flags.Int("small", 0, "hide counts under `N`, which could point at a person")
		asJSON := flags.Bool("json", false, "print the tables as JSON")
		return func(ctx context.Context, e Env, args []string) error {
			if *out == "" || len(args) != 1 || *small < 0 {
				return misuse("one workbook and -o REPORT.xlsx are needed")
			}
			o := screen.ReportOptions{Language: *language, Small: *small}
			var err error
			if o.Kinds, err = kindsOf(*kinds); err != nil {
				return err
			}
			p, done := e.progress("report")
			r, err := screen.MakeReport(ctx, args[0], *out, o, p)
			done()
			if err != nil {
				return err
			}
			return printReport(e, r, args[0], *out, *asJSON)
		}
	},
}

func kindsOf(list string) ([]survey.Kind, error) {
	var out []survey.Kind
	for word := range strings.SplitSeq(list, ",") {
		switch word {
		case survey.Real.String():
			out = append(out, survey.Real)
		case survey.Training.String():
			out = append(out, survey.Training)
		case survey.Simulated.String():
			out = append(out, survey.Simulated)
		default:
			if list != "" {
				return nil, misuse("--kinds knows real, training and simulated, not %q", word)
			}
		}
	}
	return out, nil
}

func printReport(e Env, r *screen.Reported, in, out string, asJSON bool) error {
	for _, x := range r.Refused {
		message.Fprintf(e.Stderr, "%s: %s\n", in, x)
	}
	e.notices(r.Notices)
	if asJSON {
		if err := printJSON(e.Stdout, reportJSON(r.Report, out)); err != nil {
			return err
		}
	} else {
		questions := 0
		for _, s := range r.Sections {
			questions += len(s.Questions)
		}
		message.Fprintf(e.Stdout, "%s: %d interviews (%s), %d tables in %d sections.\n", out, r.N, strings.Join(kindWords(r.Kinds), ", "), questions, len(r.Sections))
	}
	if len(r.Refused) > 0 {
		return errSaid
	}
	return nil
}

func kindWords(kinds []survey.Kind) []string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = k.String()
	}
	return words
}

// reported is a report, as --json prints it.
type reported struct {
	Out        string         `json:"out"`
	Form       string         `json:"form"`
	Version    string         `json:"version"`
	Language   string         `json:"language"`
	Interviews int            `json:"interviews"`
	Kinds      []string       `json:"kinds"`
	Digest     string         `json:"digest"`
	Questions  []questionJSON `json:"questions"`
}

// questionJSON is one table. What is hidden for small numbers has no figures.
type questionJSON struct {
	Name    string       `json:"name"`
	Path    survey.Path  `json:"path"`
	Section string       `json:"section"`
	Label   string       `json:"label"`
	Part    string       `json:"part,omitempty"`
	Only    []string     `json:"only_versions,omitempty"` // of the form, where the one of the report does not have it
	Type    string       `json:"type"`
	Hidden  bool         `json:"hidden,omitempty"`
	N       int          `json:"n"`
	Base    *baseJSON    `json:"base,omitempty"`
	Rows    []rowJSON    `json:"rows,omitempty"`
	Numbers *numbersJSON `json:"numbers,omitempty"`
}

// baseJSON is null where a line is hidden.
type baseJSON struct {
	Units         int  `json:"units"`
	Given         int  `json:"given"`
	DontKnow      *int `json:"dont_know"`
	Refused       *int `json:"refused"`
	NotApplicable *int `json:"not_applicable"`
	NotReached    *int `json:"not_reached"`
	NotAsked      *int `json:"not_asked"`
	Unusable      *int `json:"unusable"`
}

func baseOf(q report.Question) *baseJSON {
	b, w := q.Base, q.Withheld
	told := func(k int, hidden bool) *int {
		if hidden {
			return nil
		}
		return &k
	}
	return &baseJSON{b.Units, b.Given, told(b.DontKnow, w[1]), told(b.Refused, w[2]), told(b.NotApplicable, w[3]),
		told(b.NotReached, w[4]), told(b.NotAsked, w[5]), told(b.Unusable, w[6])}
}

type rowJSON struct {
	Code   string   `json:"code"`
	Label  string   `json:"label"`
	Hidden bool     `json:"hidden,omitempty"`
	Count  *int     `json:"count,omitempty"`
	Share  *float64 `json:"share,omitempty"`
	Low    *float64 `json:"low,omitempty"`
	High   *float64 `json:"high,omitempty"`
}

type numbersJSON struct {
	Mean   float64  `json:"mean"`
	SD     *float64 `json:"sd"`
	Min    *float64 `json:"min"` // null where it would point at one person
	Q1     float64  `json:"q1"`
	Median float64  `json:"median"`
	Q3     float64  `json:"q3"`
	Max    *float64 `json:"max"`
}

func reportJSON(r *report.Report, out string) reported {
	j := reported{Out: out, Form: r.Form, Version: r.Version, Language: r.Language, Interviews: r.N,
		Kinds: kindWords(r.Kinds), Digest: r.Digest, Questions: []questionJSON{}}
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			j.Questions = append(j.Questions, tableJSON(s.Name, q))
		}
	}
	return j
}

func tableJSON(section string, q report.Question) questionJSON {
	j := questionJSON{Name: q.Name, Path: q.Path, Section: section, Label: q.Label, Part: q.Part, Only: q.Versions, Type: q.Type, Hidden: q.Hidden}
	if q.Hidden {
		return j
	}
	j.N, j.Base = q.Base.Given, baseOf(q)
	for _, row := range q.Rows {
		out := rowJSON{Code: row.Code, Label: row.Label, Hidden: row.Hidden}
		if !row.Hidden {
			out.Count = &row.Count
		}
		if !row.Hidden && j.N > 0 { // nothing is a share of nobody
			out.Share, out.Low, out.High = &row.Share, &row.Low, &row.High
		}
		j.Rows = append(j.Rows, out)
	}
	if n := q.Numbers; n != nil {
		j.Numbers = &numbersJSON{n.Mean, n.SD, n.Min, n.Q1, n.Median, n.Q3, n.Max}
	}
	return j
}
