package export

import (
	"slices"
	"time"

	"anketa/survey"
)

// alike says whether two records are so equal that their hashes are. Where it
// says no, the hashes decide: a hash passes over what does not matter.
func alike(a, b *survey.Record) bool {
	return alikeHeads(a, b) &&
		a.Root != nil && b.Root != nil && slices.EqualFunc(a.Root.Children, b.Root.Children, alikeAnswers)
}

// alikeHeads compares what records say of themselves.
func alikeHeads(a, b *survey.Record) bool {
	return a.ID == b.ID && a.Form == b.Form && a.Version == b.Version && a.Kind == b.Kind && a.Number == b.Number &&
		a.Device == b.Device && a.Interviewer == b.Interviewer && a.Language == b.Language &&
		a.Author == b.Author && a.Reason == b.Reason && slices.Equal(a.Parents, b.Parents) &&
		sameSecond(a.Started, b.Started) && sameSecond(a.Finished, b.Finished) && sameSecond(a.Saved, b.Saved)
}

func sameSecond(a, b time.Time) bool { return a.IsZero() == b.IsZero() && a.Unix() == b.Unix() }

func alikeAnswers(a, b *survey.Answer) bool {
	return a.Name == b.Name && a.Key == b.Key && a.State == b.State && a.Text == b.Text &&
		a.Confirmed == b.Confirmed && a.Parked == b.Parked &&
		(a.Children == nil) == (b.Children == nil) && slices.EqualFunc(a.Children, b.Children, alikeAnswers)
}
