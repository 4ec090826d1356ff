package screen

import (
	"context"
	"strconv"
	"strings"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// Records is the list of interviews, newest first.
type Records struct {
	All   []storage.Summary // of the form in use
	Shown []storage.Summary // those that the filter lets through

	Damaged []int // numbers of those that cannot be read

	Others int // how many interviews of colleagues are here beside them
	words  string
}

// Records reads the list. Nothing of an answer is in it.
func (d *Desk) Records(ctx context.Context) (*Records, error) {
	all, err := d.Store.List(ctx, storage.Filter{Form: d.Form.ID})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	others, err := d.Others(ctx)
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	r := &Records{All: all, Damaged: damagedNumbers(all), Others: others}
	r.Filter("", nil)
	return r, nil
}

// Filter leaves those that have every word in their number, day, interviewer
// or state, as describe puts it.
func (r *Records) Filter(words string, describe func(storage.Summary) string) {
	r.words = words
	want := strings.Fields(strings.ToLower(words))
	r.Shown = r.Shown[:0:0]
	for _, s := range r.All {
		if len(want) == 0 || containsAll(strings.ToLower(describe(s)), want) {
			r.Shown = append(r.Shown, s)
		}
	}
}

// Counts are how many drafts and finished interviews there are, but for those
// that cannot be read.
func (r *Records) Counts() (drafts, finished int) {
	for _, s := range r.All {
		switch {
		case s.Damaged != nil:
		case s.Finished.IsZero():
			drafts++
		default:
			finished++
		}
	}
	return drafts, finished
}

// Finished reads the newest version of a finished interview, to be looked at.
func (d *Desk) Finished(ctx context.Context, id string) ([]Row, *survey.Record, error) {
	for r, err := range d.Store.Records(ctx, storage.Filter{ID: id}) {
		if err != nil {
			return nil, nil, err
		}
		form, err := d.ownForm(ctx, r)
		if err != nil {
			return nil, nil, err
		}
		before, err := replaced(ctx, d.Store, r)
		if err != nil {
			return nil, nil, err
		}
		return compared(form, before, r, form.Default), r, nil
	}
	return nil, nil, message.New("interview %s: %w", id, storage.ErrNotFound)
}

// answers lists what was answered, from sensitivity 2 on by codes alone. Of an
// answer without a question in the form nobody knows how sensitive it is: the
// list says that there is one, and how it stands.
func answers(form *survey.Form, r *survey.Record, language int) []Row {
	items := map[string]*survey.Item{}
	for _, it := range form.Items {
		items[itemShape(it)] = it
	}
	var rows []Row
	for p, a := range r.All() {
		it := items[shape(p)]
		switch {
		case a.State == survey.NotAsked:
		case it != nil && it.Type.Asked():
			rows = append(rows, answerRow(form, it, p, a, language))
		case (it == nil || it.Type.Holds()) && (a.Text != "" || a.State != survey.NotReached):
			name, _ := p.Last()
			rows = append(rows, Row{Path: p, Code: name, State: a.State, Sensitive: true})
		}
	}
	return rows
}

func answerRow(form *survey.Form, it *survey.Item, p survey.Path, a *survey.Answer, language int) Row {
	row := Row{Path: p, Code: code(it), State: a.State}
	if it.Type.Selects() { // its codes say nothing to a bystander; a text would
		row.Answer = a.Text
	}
	if row.Sensitive = it.Sensitivity >= codesOnly; !row.Sensitive {
		row.Label = words(it.Label, language, form)
		if row.Answer = inWords(form, it, a.Text, language); it.Masked() {
			row.Answer = ""
		}
	}
	return row
}

// itemShape is where the answers to an item lie, as shape tells it.
func itemShape(it *survey.Item) string {
	if it.Parent == nil {
		return ""
	}
	shape := itemShape(it.Parent) + "/" + it.Name
	if it.Type.Kind == survey.RepeatKind {
		shape += "[]"
	}
	return shape
}

// shape is a path of which it is told that there are instances, and not which:
// /members[]/age.
func shape(p survey.Path) string {
	var b strings.Builder
	for name, n := range p.Steps() {
		b.WriteString("/" + name)
		if n > 0 {
			b.WriteString("[]")
		}
	}
	return b.String()
}

// inWords gives the labels of chosen codes; other answers as they stand.
func inWords(form *survey.Form, it *survey.Item, text string, language int) string {
	if !it.Type.Selects() || it.List == nil {
		return text
	}
	var labels []string
	for _, name := range it.Type.Codes(text) {
		label := name
		if c := it.List.Choice(name); c != nil {
			label = words(c.Label, language, form)
		}
		labels = append(labels, label)
	}
	return strings.Join(labels, "; ")
}

// words gives a wording as its author wrote it.
func words(t survey.Text, language int, form *survey.Form) string {
	phrase, _ := t.In(language, form.Default)
	return phrase.String()
}

func itoa(n int) string { return strconv.Itoa(n) }
