package screen

import (
	"context"
	"fmt"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/xpath"
)

// lastSaved gives the record of the form that was begun last on this laptop,
// draft or finished, for the form's ${last-saved#…}: "the same place as in the
// last interview". It is nil where the form asks for none, and where there is
// no other interview than the one with that id.
func (d *Desk) lastSaved(ctx context.Context, form *survey.Form, but string) (*survey.Record, error) {
	if !asksLastSaved(form) {
		return nil, nil
	}
	all, err := d.Store.List(ctx, storage.Filter{Form: form.ID})
	if err != nil {
		return nil, fmt.Errorf("find the last interview: %w", err)
	}
	for _, s := range all {
		if s.ID != but {
			return d.saved(ctx, s)
		}
	}
	return nil, nil
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

// asksLastSaved says whether any default or rule of the form looks at the
// last interview.
func asksLastSaved(form *survey.Form) bool {
	for _, it := range form.Items {
		if looksBack(it.Default) {
			return true
		}
		for _, rule := range it.Rules {
			if looksBack(rule) {
				return true
			}
		}
	}
	return false
}

func looksBack(rule *survey.Rule) bool {
	if rule == nil || rule.Expr == nil {
		return false
	}
	for ref := range xpath.Refs(rule.Expr) {
		if ref.LastSaved {
			return true
		}
	}
	return false
}
