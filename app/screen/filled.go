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
	States   map[string]any   `json:"states"`   // where a question has another state than given
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
	spread(form.Root, f.Record.Root, out.Values, out.Repeats, out.States)
	return out
}

// spread writes what a group holds by name: groups inside it stand beside
// their neighbours, instances of a repeat become objects of their own.
func spread(g *survey.Item, a *survey.Answer, values map[string]any, repeats map[string][]any, states map[string]any) {
	for _, it := range g.Items {
		switch it.Type.Kind {
		case survey.GroupKind:
			if inner := a.Child(it.Name, 1); inner != nil {
				spread(it, inner, values, repeats, states)
			}
		case survey.RepeatKind:
			for n := 1; a.Child(it.Name, n) != nil; n++ {
				repeats[it.Name] = append(repeats[it.Name], spreadInstance(it, a.Child(it.Name, n)))
			}
		default:
			if leaf := a.Child(it.Name, 1); leaf != nil {
				values[it.Name] = leaf.Text
				if it.Type.Asked() && leaf.State != survey.Given {
					states[it.Name] = leaf.State.String()
				}
			}
		}
	}
}

func spreadInstance(it *survey.Item, a *survey.Answer) map[string]any {
	instance, inner, states := map[string]any{}, map[string][]any{}, map[string]any{}
	spread(it, a, instance, inner, states)
	for name, list := range inner {
		instance[name] = list
	}
	return instance
}
