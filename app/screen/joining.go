package screen

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"anketa/export/merge"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// forms is what a merge knows of the versions of its form: merge.Forms.
type forms struct {
	all   []*survey.Form // newest first; of those that are called alike, the one that asks most
	works map[*survey.Form]map[string]bool
}

// errNotAtHand is that of a version whose calculations nobody can work out.
var errNotAtHand = message.New("its version of the form is not at hand, or not with the files that it reads")

// joinable gives the forms of a set that can work a calculation out: those
// that have their attached files.
func joinable(s *formSet) *forms {
	f := &forms{works: map[*survey.Form]map[string]bool{}}
	for _, form := range s.asMerged() {
		if i := slices.IndexFunc(s.all, func(have found) bool { return have.Form == form }); len(s.all[i].missing) == 0 {
			f.all = append(f.all, form)
		}
	}
	return f
}

func (f *forms) of(id, version string) *survey.Form {
	for _, form := range f.all {
		if form.ID == id && form.Version == version {
			return form
		}
	}
	return nil
}

// Calculated implements merge.Forms.
func (f *forms) Calculated(id, version, path string) bool {
	form := f.of(id, version)
	if form == nil {
		return false
	}
	if f.works[form] == nil {
		f.works[form] = map[string]bool{}
		for _, it := range form.Items {
			if worksOut(it) {
				f.works[form][string(it.Path())] = true
			}
		}
	}
	return f.works[form][path]
}

// worksOut says whether the form alone decides what is stored of an item. What
// a trigger sets off is worked out once, and then an answer like any other; the
// end is written down whenever a version is made.
func worksOut(it *survey.Item) bool {
	return it.Type.Meta == "end" || it.Rules[survey.Value] != nil && it.Trigger == nil
}

// Settle implements merge.Forms. The form is worked through as it was at the
// end of the interview: with what was put together, and with each of those
// that it was put together from. A calculation that comes to the same as in one
// of them is taken from there, so that what depends on a moment or on chance
// stays as it was; only the others are new.
func (f *forms) Settle(put *survey.Record, from []*survey.Record) (fits bool, err error) {
	form := f.of(put.Form, put.Version)
	if form == nil {
		return false, message.New("form version %s: %w", put.Version, errNotAtHand)
	}
	whole, err := workThrough(form, put, put)
	if err != nil {
		return false, err
	}
	parts := make([]*worked, len(from))
	for i, r := range from {
		if parts[i], err = workThrough(form, r, put); err != nil {
			return false, err
		}
	}
	fits = whole.fits(parts)
	whole.calculations(parts)
	inFormOrder(put.Root, form.Root)
	return fits, nil
}

// worked is a record that a form was worked through with.
type worked struct {
	record   *survey.Record
	recorded map[string]*survey.Answer // by merge place
	found    map[string]*survey.Answer // what the form makes of it
	relevant map[string]bool
	problems map[string]bool
	items    map[string]*survey.Item
}

// workThrough works a form through with a record, at the moment and in the
// language of another one.
func workThrough(form *survey.Form, r, at *survey.Record) (*worked, error) {
	_, offset := at.Finished.Zone()
	now := at.Finished.In(time.FixedZone("", offset)) // wherever this program runs
	iv, _, err := interview.Resume(form, r, interview.Options{
		Now: func() time.Time { return now }, Seed: 1, Language: languageIndex(form, at.Language),
		Kind: r.Kind, Device: r.Device, Interviewer: r.Interviewer,
	})
	if err != nil {
		return nil, err
	}
	w := &worked{record: r, recorded: map[string]*survey.Answer{}, found: map[string]*survey.Answer{}, relevant: map[string]bool{}, problems: map[string]bool{}, items: map[string]*survey.Item{}}
	for p, a := range merge.Places(r) {
		w.recorded[p] = a
	}
	result := iv.Draft()
	places := map[survey.Path]string{}
	next, stop := iter.Pull2(result.All())
	defer stop()
	for p, a := range merge.Places(result) {
		path, _, _ := next()
		places[path] = p
		v := iv.View(path)
		w.found[p], w.relevant[p] = a, v.Relevant
		if v.Item != nil && !v.Item.Type.Holds() {
			w.items[p] = v.Item
		}
	}
	for _, problem := range iv.Problems() {
		if problem.Kind != interview.Warning {
			w.problems[places[problem.Path]] = true
		}
	}
	return w, nil
}

// fits says whether the form asks of one respondent what was put together out
// of several parts, and nothing else, and breaks no rule that all parts kept.
func (w *worked) fits(parts []*worked) bool {
	in := func(p string, what func(*worked) map[string]bool) bool {
		return slices.ContainsFunc(parts, func(part *worked) bool { return what(part)[p] })
	}
	relevant := func(part *worked) map[string]bool { return part.relevant }
	for p, it := range w.items {
		before, now := in(p, relevant), w.relevant[p]
		if it.Type.Asked() && (now && !before || !now && before && w.recorded[p] != nil) {
			return false
		}
	}
	for p, a := range w.recorded {
		if a.Key != "" && w.away(p) && !slices.ContainsFunc(parts, func(part *worked) bool { return part.away(p) }) {
			return false
		}
	}
	for p := range w.problems {
		if !in(p, func(part *worked) map[string]bool { return part.problems }) {
			return false
		}
	}
	return true
}

// away says whether a record has an instance that the form has no room for.
func (w *worked) away(p string) bool {
	return w.recorded[p] != nil && (w.found[p] == nil || w.found[p].Parked)
}

// calculations puts what the form works out into the record.
func (w *worked) calculations(parts []*worked) {
	gone := map[*survey.Answer]bool{}
	for p, it := range w.items {
		if !worksOut(it) {
			continue
		}
		want := w.calculation(p, parts)
		have := w.recorded[p]
		switch {
		case want == nil && have != nil:
			gone[have] = true
		case want != nil && have != nil:
			have.State, have.Text, have.Confirmed, have.Parked = want.State, want.Text, want.Confirmed, false
		case want != nil:
			plant(w.record.Root, p, want)
		}
	}
	prune(w.record.Root, gone)
}

// calculation gives what a record holds of a calculation; nil for nothing.
func (w *worked) calculation(p string, parts []*worked) *survey.Answer {
	for _, part := range parts {
		if part.relevant[p] == w.relevant[p] && part.found[p] != nil && part.found[p].Text == w.found[p].Text {
			return part.recorded[p]
		}
	}
	if !w.relevant[p] || w.found[p].Text == "" {
		return nil
	}
	return &survey.Answer{State: survey.Given, Text: w.found[p].Text}
}

// plant puts an answer at a place, and makes the groups around it. Where its
// instance is not there, nothing is to be put.
func plant(root *survey.Answer, p string, what *survey.Answer) {
	at, done := root, ""
	for step := range strings.SplitSeq(p, "/") {
		done = strings.TrimPrefix(done+"/"+step, "/")
		name, _, keyed := strings.Cut(step, "{")
		next := at.Plain(name)
		if keyed {
			if next = instanceAt(root, done); next == nil {
				return
			}
		}
		if next == nil {
			next = &survey.Answer{Name: name}
			at.Children = append(at.Children, next)
		}
		at = next
	}
	at.State, at.Text, at.Confirmed = what.State, what.Text, what.Confirmed
}

func instanceAt(root *survey.Answer, place string) *survey.Answer {
	for p, a := range merge.Places(&survey.Record{Root: root}) {
		if p == place {
			return a
		}
	}
	return nil
}

// prune takes answers away, and groups that have nothing left.
func prune(a *survey.Answer, gone map[*survey.Answer]bool) {
	a.Children = slices.DeleteFunc(a.Children, func(c *survey.Answer) bool {
		if gone[c] {
			return true
		}
		if len(c.Children) == 0 {
			return false
		}
		prune(c, gone)
		return len(c.Children) == 0 && c.Key == "" && c.State == survey.NotReached && c.Text == ""
	})
	if len(a.Children) == 0 {
		a.Children = nil
	}
}

// inFormOrder orders answers as the form asks, what it does not ask behind
// them, and the instances of repeats last.
func inFormOrder(a *survey.Answer, g *survey.Item) {
	at := map[string]int{}
	items := map[string]*survey.Item{}
	for i, it := range g.Items {
		at[it.Name], items[it.Name] = i-len(g.Items), it
	}
	slices.SortStableFunc(a.Children, func(x, y *survey.Answer) int {
		return cmp.Or(min(len(x.Key), 1)-min(len(y.Key), 1), at[x.Name]-at[y.Name], strings.Compare(x.Name, y.Name))
	})
	for _, c := range a.Children {
		if it := items[c.Name]; it != nil {
			inFormOrder(c, it)
		} else {
			inFormOrder(c, &survey.Item{})
		}
	}
}
