package screen

import (
	"strings"

	"anketa/survey"
)

// versionsOf is what is known of the versions of a form in a merge, worked out
// once: what they ask, how often it was answered, and what looks alike.
type versionsOf struct {
	asked    map[*survey.Form][]question
	by       map[*survey.Form]map[string]*question
	answered map[answerOf]int
	likeness map[[2]any]int
}

// A question is an item that is asked, with its place.
type question struct {
	*survey.Item
	path, repeat string
}

// An answerOf names what is counted: answers to a question, or those that chose
// one code.
type answerOf struct{ version, path, code string }

// interviews is the name under which the interviews are counted. No path
// begins so.
func (a answerOf) interviews() answerOf { return answerOf{a.version, "//" + a.path, a.code} }

func newVersionsOf(m *mergeJob) *versionsOf {
	v := &versionsOf{asked: map[*survey.Form][]question{}, by: map[*survey.Form]map[string]*question{}, answered: map[answerOf]int{}, likeness: map[[2]any]int{}}
	for _, f := range m.forms {
		for _, it := range f.Items {
			if it.Type.Asked() {
				v.asked[f] = append(v.asked[f], question{it, string(it.Path()), repeatPath(it)})
			}
		}
		v.by[f] = map[string]*question{}
		for i := range v.asked[f] {
			q := &v.asked[f][i]
			v.by[f][q.path] = q
		}
	}
	v.count(m)
	return v
}

// at finds a question by its path, nil where there is none.
func (v *versionsOf) at(f *survey.Form, path string) *question { return v.by[f][path] }

// alike remembers how alike two things are.
func (v *versionsOf) alike(a, b any, find func() int) int {
	n, known := v.likeness[[2]any{a, b}]
	if !known {
		n = find()
		v.likeness[[2]any{a, b}] = n
	}
	return n
}

// count counts the answers to older versions of the form, as the merge stands.
func (v *versionsOf) count(m *mergeJob) {
	older := map[string]map[string]*question{}
	for _, f := range m.forms {
		if f.Version == m.forms[0].Version {
			continue
		}
		if older[f.Version] == nil {
			older[f.Version] = map[string]*question{}
		}
		for path, q := range v.by[f] {
			older[f.Version][path] = q
		}
	}
	for r := range m.set.Heads() {
		if asked := older[r.Version]; asked != nil {
			v.countIn(r, asked)
		}
	}
}

func (v *versionsOf) countIn(r *survey.Record, asked map[string]*question) {
	here := map[answerOf]bool{}
	note := func(of answerOf) {
		v.answered[of]++
		if !here[of] {
			here[of] = true
			v.answered[of.interviews()]++
		}
	}
	for p, a := range r.All() {
		path := p.Names()
		q := asked[path]
		if q == nil || !a.State.Answered() || a.Key != "" || a.Children != nil {
			continue
		}
		note(answerOf{r.Version, path, ""})
		if q.List != nil && a.State == survey.Given {
			for _, code := range strings.Fields(a.Text) {
				note(answerOf{r.Version, path, code})
			}
		}
	}
}
