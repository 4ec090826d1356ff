package command

import (
	"context"
	"slices"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey/message"
)

// A layoutCall is a call of export that takes interviews from a workbook into
// the layout of another program.
type layoutCall struct {
	book, out, xml, form string
	profile              export.Profile
	labels               string // language of the words
	asJSON               bool
}

// check says what else was meant, where a workbook is no source for it.
func (c layoutCall) check(p *passwordFlag) error {
	switch {
	case c.xml != "":
		return misuse("submissions are made from a store: anketa merge %s --store FILE, then anketa export --store FILE --xml %s", c.book, c.xml)
	case c.out == "":
		return misuse("-o OUT is needed with --profile, or --csv FOLDER")
	case c.profile == "":
		return misuse("a workbook is made from workbooks by anketa merge %s -o %s; --csv FOLDER or --profile NAME write another layout", c.book, c.out)
	case !slices.Contains(export.Profiles, c.profile):
		return unknownProfile()
	case c.labels != "" && c.profile != export.KoboLabels:
		return labelsAlone()
	case c.form != "":
		return misuse("--form goes with --store: a workbook has one form")
	case p.ask:
		return misuse("what is written from a workbook gets no password; --password-file FILE opens the workbook")
	}
	return nil
}

func unknownProfile() error {
	return misuse("--profile knows %s, %s and %s, with -o", export.Central, export.Kobo, export.KoboLabels)
}

func labelsAlone() error { return misuse("--labels stands with --profile %s", export.KoboLabels) }

func (c layoutCall) run(ctx context.Context, e Env) error {
	p, done := e.progress("export")
	x, refused, err := screen.WorkbookAs(ctx, c.profile, c.labels, c.book, c.out, p)
	done()
	if err != nil {
		return err
	}
	for _, r := range refused {
		message.Fprintf(e.Stderr, "%s: %s\n", c.book, r)
	}
	e.notices(x.Notices)
	if c.asJSON {
		err = printJSON(e.Stdout, exportReport{Out: c.out, Form: x.Form, Interviews: x.Records, Notices: english(x.Notices)})
	} else {
		_, err = message.Fprintf(e.Stdout, "%s: %d interviews of the form %s.\n", c.out, x.Records, x.Form)
	}
	if err == nil && len(refused) > 0 {
		return errSaid
	}
	return err
}
