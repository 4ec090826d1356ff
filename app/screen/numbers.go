package screen

import (
	"context"
	"slices"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// numbersElsewhere says of the running numbers which a laptop gave out and
// which are not in the workbook of a form what became of them.
func numbersElsewhere(ctx context.Context, store *storage.Store, form string) ([]export.Numbers, error) {
	all, err := store.List(ctx, storage.Filter{Others: true})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	gone, err := store.Withdrawn(ctx)
	if err != nil {
		return nil, err
	}
	withdrawn := map[int]bool{}
	for _, w := range gone {
		if w.Device == store.Device() && w.Kind != survey.Simulated {
			withdrawn[w.Number] = true
		}
	}
	slices.SortFunc(all, func(a, b storage.Summary) int { return a.Number - b.Number })
	n := numbering{device: store.Device()}
	next := 1
	for _, s := range all {
		if s.Kind == survey.Simulated || s.Number < 1 {
			continue // they have numbers of their own
		}
		for ; next < s.Number; next++ {
			if withdrawn[next] {
				n.say(export.Withdrew, next)
			} else {
				n.say(export.Discarded, next)
			}
		}
		next = max(next, s.Number+1)
		switch {
		case s.Damaged != nil: // a gap, until it is restored
		case !s.Mine:
			n.say(export.Colleague, s.Number)
		case s.Form != form:
			n.say(export.OtherForm, s.Number)
		case s.Finished.IsZero():
			n.say(export.Unfinished, s.Number)
		}
	}
	return n.all, nil
}

// A numbering puts numbers in a row together.
type numbering struct {
	device string
	all    []export.Numbers
}

func (n *numbering) say(why string, number int) {
	if last := len(n.all) - 1; last >= 0 && n.all[last].Why == why && n.all[last].Last+1 == number {
		n.all[last].Last = number
		return
	}
	n.all = append(n.all, export.Numbers{Device: n.device, Why: why, First: number, Last: number})
}
