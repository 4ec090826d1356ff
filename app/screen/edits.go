package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"anketa/export"
	"anketa/export/merge"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// An Edit is an answer that somebody changed in a workbook, held against the
// form. Fault says why it cannot be accepted, Verdict what was decided.
type Edit struct {
	merge.Edit
	Label   string   // the question's wording in the form's own language
	Follows []Follow // what else becomes another, with all edits of the row
}

// A Follow is what the form makes of other answers once an edit is accepted.
type Follow struct {
	Path survey.Path
	Was  export.Value // NotAsked where it was not there
	Now  export.Value // NotAsked where it goes
}

// String says it in one line, without answers.
func (f Follow) String() string {
	switch {
	case f.Now.State == survey.NotAsked:
		return string(f.Path) + " goes: it is not asked any more, or comes to nothing"
	case f.Was.State == survey.NotAsked && f.Now.State == survey.NotReached:
		return string(f.Path) + " is asked now, and has no answer"
	case f.Was.State == survey.NotAsked:
		return string(f.Path) + " is there now"
	}
	return string(f.Path) + " is worked out anew"
}

// A correcting is one version with edits that are tried on it.
type correcting struct {
	form     *survey.Form
	original *survey.Record
	edits    []*Edit // faults are noted in them
}

// correct tries edits of one version on its form, notes in each why it cannot
// be, and gives the version that comes of the others; nil where none is left.
// Only what follows from the edits is worked out anew, as the form was when
// the interview ended: chance and clocks stay as they were.
func (c *correcting) correct() (*survey.Record, []Follow, error) {
	if c.form == nil {
		for _, e := range c.edits {
			c.fault(e, "The version %s of the form is not at hand, so the answer cannot be checked.", c.original.Version)
		}
		return nil, nil, nil
	}
	before, err := c.resume()
	if err != nil {
		return nil, nil, err
	}
	for _, e := range c.edits {
		c.question(before, e)
	}
	for {
		left := c.left()
		if len(left) == 0 {
			return nil, nil, nil
		}
		after, err := c.resume()
		if err != nil {
			return nil, nil, err
		}
		for _, e := range left {
			c.answer(after, e)
		}
		for _, e := range left {
			c.checkAnswer(after, e)
		}
		if len(c.left()) < len(left) {
			continue
		}
		return c.version(before, after, left)
	}
}

func (c *correcting) left() []*Edit {
	var out []*Edit
	for _, e := range c.edits {
		if e.Fault == nil {
			out = append(out, e)
		}
	}
	return out
}

func (c *correcting) fault(e *Edit, format string, args ...any) {
	if e.Fault == nil {
		e.Fault = message.New(format, args...)
	}
}

func (c *correcting) resume() (*interview.Interview, error) {
	r := c.original
	_, offset := r.Finished.Zone()
	now := r.Finished.In(time.FixedZone("", offset))
	iv, _, err := interview.Resume(c.form, r, interview.Options{
		Now: func() time.Time { return now }, Seed: 1, Language: languageIndex(c.form, r.Language),
		Kind: r.Kind, Device: r.Device, Interviewer: r.Interviewer,
	})
	return iv, err
}

// question looks at an edit by itself.
func (c *correcting) question(iv *interview.Interview, e *Edit) {
	v := iv.View(e.Path)
	if v.Item == nil || v.Item.Type.Holds() || e.Path == "" {
		c.fault(e, "The version %s of the form has no such question.", c.form.Version)
		return
	}
	e.Label = v.Label
	if v.Item.Type.Asked() {
		text, ok := survey.Canonical(v.Item.Type, e.New.Text)
		if !ok {
			c.fault(e, "It is no answer to a question of the type %s.", v.Item.Type.Name)
			return
		}
		e.New.Text = text
	}
}

// answer gives the new answer. What it comes to is checked when all are given.
func (c *correcting) answer(iv *interview.Interview, e *Edit) {
	if !iv.View(e.Path).Item.Type.Asked() {
		return
	}
	var err error
	if s := e.New.State; e.New.Text == "" && s >= survey.DontKnow && s <= survey.NotApplicable {
		_, err = iv.Mark(e.Path, s)
	} else {
		_, err = iv.Set(e.Path, e.New.Text)
	}
	if err != nil {
		c.fault(e, "The question cannot be answered by hand.")
	}
}

func (c *correcting) checkAnswer(iv *interview.Interview, e *Edit) {
	v := iv.View(e.Path)
	switch {
	case e.Fault != nil:
	case !v.Item.Type.Asked() && (v.Text != e.New.Text || !v.Relevant):
		c.fault(e, "The form works it out. Correct what it is made from.")
	case !v.Relevant:
		c.fault(e, "The question is not asked in this interview.%s", ruleWords(v.Item, survey.Relevant))
	case v.Problem != "":
		c.fault(e, "The form does not allow the answer: %s", c.problem(v))
	case v.Item.Type.Asked() && v.Text != e.New.Text && e.New.Text != "":
		c.fault(e, "The choice is not offered in this interview.%s", ruleWords(v.Item, survey.Choices))
	}
}

// problem says why the form does not allow an answer: what its author wrote, in
// the form's own language and without answers in it, and by which rule.
func (c *correcting) problem(v interview.View) *message.Text {
	says := v.Problem
	if r := v.Item.Rules[survey.Valid]; r != nil {
		if own := words(r.Message, c.form.Default, c.form); own != "" {
			says = own
		}
	}
	if end, _ := utf8.DecodeLastRuneInString(says); !strings.ContainsRune(".?!…", end) {
		says += "."
	}
	return message.New("%s%s", says, ruleWords(v.Item, survey.Valid))
}

// ruleWords names a rule of a question and where it stands in the form; nil where
// there is none.
func ruleWords(it *survey.Item, p survey.Property) *message.Text {
	r := it.Rules[p]
	if r == nil || r.Expr == nil {
		return nil
	}
	return message.New(" The rule: %s: %s", r.At, r.Expr)
}

// version makes the record: the original with what the edits change.
func (c *correcting) version(before, after *interview.Interview, left []*Edit) (*survey.Record, []Follow, error) {
	r, err := survey.Decode(survey.Encode(c.original))
	if err != nil {
		return nil, nil, err
	}
	base, now := before.Record(), after.Record()
	r.Root = transplanted(r.Root, base.Root, now.Root)
	r.Parents = []survey.Hash{c.original.Hash()}
	return r, c.follows(r, left), nil
}

// transplanted gives an answer of the original with what is another in now than
// in base: what is the same in both stays as the original has it.
func transplanted(original, base, now *survey.Answer) *survey.Answer {
	out := *original
	if now.State != base.State || now.Text != base.Text || now.Confirmed != base.Confirmed {
		out.State, out.Text, out.Confirmed = now.State, now.Text, now.Confirmed
	}
	out.Children = nil
	for _, a := range original.Children {
		b, n := same(base, a), same(now, a)
		switch {
		case b == nil && n == nil:
			out.Children = append(out.Children, a) // no form asks for it
		case n == nil: // the edits took it away
		case b == nil:
			out.Children = append(out.Children, n)
		default:
			out.Children = append(out.Children, transplanted(a, b, n))
		}
	}
	for _, n := range now.Children {
		if same(original, n) == nil && same(base, n) == nil {
			out.Children = append(out.Children, n)
		}
	}
	return &out
}

// same finds the child that is the same question, group or instance.
func same(in, a *survey.Answer) *survey.Answer {
	i := slices.IndexFunc(in.Children, func(c *survey.Answer) bool { return c.Name == a.Name && c.Key == a.Key })
	if i < 0 {
		return nil
	}
	return in.Children[i]
}

// follows compares a corrected record with the original, but for the edits.
func (c *correcting) follows(r *survey.Record, edits []*Edit) []Follow {
	edited := func(p survey.Path) bool {
		return slices.ContainsFunc(edits, func(e *Edit) bool { return e.Path == p })
	}
	was, now := answersOf(c.original), answersOf(r)
	var out []Follow
	for p := range r.All() {
		if v, ok := now[p]; ok && !edited(p) && orNotAsked(was, p) != v {
			out = append(out, Follow{p, orNotAsked(was, p), v})
		}
	}
	for p := range c.original.All() {
		if v, ok := was[p]; ok && !edited(p) {
			if _, there := now[p]; !there {
				out = append(out, Follow{p, v, export.Value{State: survey.NotAsked}})
			}
		}
	}
	return out
}

func answersOf(r *survey.Record) map[survey.Path]export.Value {
	out := map[survey.Path]export.Value{}
	for p, a := range r.All() {
		if a.Key == "" && a.Children == nil {
			out[p] = export.Value{State: a.State, Text: a.Text}
		}
	}
	return out
}

func orNotAsked(of map[survey.Path]export.Value, p survey.Path) export.Value {
	if v, ok := of[p]; ok {
		return v
	}
	return export.Value{State: survey.NotAsked}
}

// mayHaveBeen gives what the questions of forms may have been answered with,
// for export.Book.Recover: choices, and numbers that people give.
func mayHaveBeen(forms []*survey.Form) func(path string) []string {
	known := map[string][]string{}
	return func(path string) []string {
		if v, ok := known[path]; ok {
			return v
		}
		var out []string
		for _, f := range forms {
			for _, it := range f.Items {
				if string(it.Path()) == path {
					out = append(out, possible(it)...)
				}
			}
		}
		known[path] = out
		return out
	}
}

// mostTogether is how many choices of one question are tried in every
// combination.
const mostTogether = 10

func possible(it *survey.Item) []string {
	var out []string
	switch {
	case it.Type.Multiple() && it.List != nil && len(it.List.Choices) <= mostTogether:
		for set := 1; set < 1<<len(it.List.Choices); set++ {
			var codes []string
			for i, c := range it.List.Choices {
				if set&(1<<i) != 0 {
					codes = append(codes, c.Name)
				}
			}
			out = append(out, strings.Join(codes, " "))
		}
	case it.List != nil:
		for _, c := range it.List.Choices {
			out = append(out, c.Name)
		}
	case it.Type.Data == survey.IntegerData:
		for n := -100; n <= 2100; n++ {
			out = append(out, fmt.Sprint(n))
		}
	case it.Type.Kind == survey.DateKind:
		for d := time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2040; d = d.AddDate(0, 0, 1) {
			out = append(out, d.Format(time.DateOnly))
		}
	}
	return out
}
