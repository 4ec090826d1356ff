package screen

import (
	"anketa/survey"
)

// FilledJSON is a Filled form as scripts read it.
type FilledJSON struct {
	Form     string           `json:"form"`
	Version  string           `json:"version"`
	Values   map[string]any   `json:"values"`   // text by name: answers and calculations
	Repeats  map[string][]any `json:"repeats"`  // by name, one object for each instance
	States   map[string]any   `json:"states"`   // where a question has another state than given; incidents[1]/inc_type in a repeat
	Problems []ProblemJSON    `json:"problems"` // in form order
	Asked    int              `json:"asked_n"`
	Unused   []string         `json:"unused"`
}

// ProblemJSON is one problem as scripts read it.
type ProblemJSON struct {
	Path    survey.Path `json:"path"`
	Kind    string      `json:"kind"`
	Message string      `json:"message"`
}

// JSON gives the record by question name, in the shape that Fill takes.
func (f *Filled) JSON(form *survey.Form) FilledJSON {
	out := FilledJSON{
		Form: form.ID, Version: form.Version,
		Values: map[string]any{}, Repeats: map[string][]any{}, States: map[string]any{},
		Problems: []ProblemJSON{}, Asked: f.Asked, Unused: f.Unused,
	}
	if out.Unused == nil {
		out.Unused = []string{}
	}
	for _, p := range f.Problems {
		out.Problems = append(out.Problems, ProblemJSON{p.Path, p.Kind.String(), p.Message})
	}
	s := spreader{states: out.States}
	s.group(form.Root, f.Record.Root, "", out.Values, out.Repeats)
	return out
}

// A spreader writes what a record holds by name.
type spreader struct{ states map[string]any }

// group writes a group: groups inside it stand beside their neighbours,
// instances of a repeat become objects of their own. Every calculation is
// named, blank where it has no value; questions that were not asked are not.
// a is nil where the record has no such group, at is the instance that it
// stands in.
func (s spreader) group(g *survey.Item, a *survey.Answer, at survey.Path, values map[string]any, repeats map[string][]any) {
	for _, it := range g.Items {
		switch it.Type.Kind {
		case survey.GroupKind:
			s.group(it, a.Plain(it.Name), at, values, repeats)
		case survey.RepeatKind:
			for n := 1; a.Instance(it.Name, n) != nil; n++ {
				repeats[it.Name] = append(repeats[it.Name], s.instance(it, a.Instance(it.Name, n), at.Join(it.Name).At(n)))
			}
		default:
			s.leaf(it, a.Plain(it.Name), at, values)
		}
	}
}

func (s spreader) leaf(it *survey.Item, a *survey.Answer, at survey.Path, values map[string]any) {
	switch {
	case a != nil:
		values[it.Name] = a.Text
		if it.Type.Asked() && a.State != survey.Given {
			s.states[string(at.Join(it.Name))] = a.State.String()
		}
	case it.Type.Kind == survey.CalculateKind:
		values[it.Name] = ""
	}
}

func (s spreader) instance(it *survey.Item, a *survey.Answer, at survey.Path) map[string]any {
	values, inner := map[string]any{}, map[string][]any{}
	s.group(it, a, at, values, inner)
	for name, list := range inner {
		values[name] = list
	}
	return values
}
