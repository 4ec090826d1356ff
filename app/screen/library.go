package screen

import (
	"context"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// A Checked form has been read and is not in use yet.
type Checked struct {
	Path   string // "" for the shipped one
	Form   *survey.Form
	Faults survey.ErrorList // everything that the check found: of the reader in reading order, then of the form as a whole
	Places []string         // what it leaves to fill in
	Walk   *Walk            // the random interviews that were held with it; nil where none
}

// CheckForm reads a form file and lists what is wrong with it, as a Job does.
// The error is that of a file that cannot be read at all.
func CheckForm(ctx context.Context, path string, p Progress) (*Checked, error) {
	p.step(0, 1, "")
	form, faults, err := LoadForm(path)
	if err != nil {
		return nil, err
	}
	c, err := CheckRead(ctx, form, faults, UsualWalks, p)
	if err == nil {
		c.Path = path
	}
	return c, err
}

// ReadForm reads a form that is at hand as bytes: a workbook or Markdown
// tables.
func ReadForm(data []byte) (*survey.Form, survey.ErrorList) {
	return xlsform.Read(data, xlsform.Options{Name: "form"})
}

// CheckRead goes on where reading ended, with so many random interviews, 0 for
// none. Equal forms and numbers give equal lists. A form that does not open has only the
// reader's; the error is that of the context.
func CheckRead(ctx context.Context, form *survey.Form, faults survey.ErrorList, walks int, p Progress) (*Checked, error) {
	c := &Checked{Form: form, Faults: faults}
	if !c.Opens() {
		return c, ctx.Err()
	}
	c.Places = placesToFill(form)
	c.Faults = append(withoutGaps(faults), lookOver(form)...)
	if walks == UsualWalks {
		walks = usualWalks(form)
	}
	if walks > 0 {
		c.Walk = holdWalks(ctx, form, walks, longestWalks, p)
		c.Faults = append(c.Faults, c.Walk.findings()...)
	}
	return c, ctx.Err()
}

// lookOver gives what is to be said of a form that opens, without asking
// anybody.
func lookOver(form *survey.Form) survey.ErrorList {
	var l survey.ErrorList
	for _, look := range []func(*survey.Form) survey.ErrorList{untranslated, hardNames, missingCodes, absentChoices} {
		l = append(l, look(form)...)
	}
	return l
}

// Opens says whether interviews can be made with it.
func (c *Checked) Opens() bool { return c.Form != nil && c.Faults.Err() == nil }

// Count is how many findings of a severity there are.
func (c *Checked) Count(s survey.Severity) int { return len(c.Faults.Of(s)) }
