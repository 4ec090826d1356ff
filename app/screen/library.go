package screen

import (
	"context"

	"anketa/survey"
)

// A Checked form has been read and is not in use yet.
type Checked struct {
	Path   string // "" for the shipped one
	Form   *survey.Form
	Faults survey.ErrorList // everything that the check found, in reading order
	Places []string         // what it leaves to fill in
}

// CheckForm reads a form file and lists what is wrong with it, as a Job does.
// The error is that of a file that cannot be read at all.
func CheckForm(ctx context.Context, path string, p Progress) (*Checked, error) {
	p.step(0, 1, "")
	form, faults, err := LoadForm(path)
	if err != nil {
		return nil, err
	}
	c := &Checked{Path: path, Form: form, Faults: faults}
	if c.Opens() {
		c.Places = placesToFill(form)
	}
	p.step(1, 1, "")
	return c, ctx.Err()
}

// Opens says whether interviews can be made with it.
func (c *Checked) Opens() bool { return c.Form != nil && c.Faults.Err() == nil }

// Count is how many findings of a severity there are.
func (c *Checked) Count(s survey.Severity) int { return len(c.Faults.Of(s)) }
