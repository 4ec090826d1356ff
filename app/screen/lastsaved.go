package screen

import (
	"context"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// lastSaved gives the record of the form that was begun last on this laptop,
// draft or finished, for the form's ${last-saved#…}: "the same place as in the
// last interview". It is nil where the form asks for none, and where there is
// no other interview of the same kind than the one with that id: what was made
// up for practice is no answer in the field.
func (d *Desk) lastSaved(ctx context.Context, form *survey.Form, but string) (*survey.Record, error) {
	if !asksLastSaved(form) {
		return nil, nil
	}
	all, err := d.Store.List(ctx, storage.Filter{Form: form.ID})
	if err != nil {
		return nil, message.New("find the last interview: %w", err)
	}
	kind := d.kindOf(all, but)
	for _, s := range all {
		if s.ID != but && s.Kind == kind && s.Damaged == nil {
			return d.saved(ctx, s)
		}
	}
	return nil, nil
}

// kindOf gives the kind of an interview; a new one is as the desk is set.
func (d *Desk) kindOf(all []storage.Summary, id string) survey.Kind {
	for _, s := range all {
		if s.ID == id {
			return s.Kind
		}
	}
	if d.Practice() {
		return survey.Training
	}
	return survey.Real
}

// saved reads an interview as it was saved last, without what is parked.
func (d *Desk) saved(ctx context.Context, s storage.Summary) (*survey.Record, error) {
	if s.Finished.IsZero() {
		draft, _, err := d.Store.Draft(ctx, s.ID)
		if err == nil {
			unpark(draft.Root)
		}
		return draft, err
	}
	for r, err := range d.Store.Records(ctx, storage.Filter{ID: s.ID}) {
		return r, err
	}
	return nil, nil
}

func unpark(a *survey.Answer) {
	kept := a.Children[:0]
	for _, c := range a.Children {
		if !c.Parked {
			unpark(c)
			kept = append(kept, c)
		}
	}
	a.Children = kept
}

// asksLastSaved says whether any rule, default or wording of the form looks at
// the last interview.
func asksLastSaved(form *survey.Form) bool {
	for x := range form.Exprs() {
		if looksBack(x) {
			return true
		}
	}
	return false
}

// looksBack finds ${last-saved#q}, and the instance that pyxform makes of it.
func looksBack(x xpath.Expr) bool {
	for ref := range xpath.Refs(x) {
		if ref.LastSaved {
			return true
		}
	}
	for part := range xpath.Walk(x) {
		call, ok := part.(*xpath.Call)
		if !ok || call.Name != "instance" || len(call.Args) == 0 {
			continue
		}
		if id, ok := call.Args[0].(*xpath.Literal); !ok || id.Value.Str() == "__last-saved" {
			return true
		}
	}
	return false
}
