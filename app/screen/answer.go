package screen

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// Answers are what an interviewer would be told, by question name: a text, a
// number, a boolean or a list of choice names. A repeat is a list of Answers,
// a group may be one.
//
// Filled.JSON has the same shape under "values" and "repeats", so what a
// program printed can be given back to it.
type Answers map[string]any

// A Filled form is what came of answering.
type Filled struct {
	Record   *survey.Record
	Problems []interview.Problem
	Asked    int      // questions put; each instance of a repeat counts
	Unused   []string // answers that were not asked for, by path
}

// Fill answers a form in its own order, as an interviewer would: what is not
// relevant is not asked. A name that no question has is an error.
func Fill(form *survey.Form, answers Answers, o interview.Options) (*Filled, error) {
	answers = unwrap(answers)
	if err := known(form.Root, answers, nil); err != nil {
		return nil, err
	}
	f := &filler{iv: interview.New(form, o), used: map[survey.Path]bool{}}
	// A later answer can bring an earlier question up; an interviewer then goes
	// back to it, so the form is walked until nothing new is answered.
	for before := -1; before != len(f.used); {
		before = len(f.used)
		if err := f.group(form.Root, "", answers); err != nil {
			return nil, err
		}
	}
	return &Filled{
		Record:   f.iv.Record(),
		Problems: f.iv.Problems(),
		Asked:    f.iv.Asked(),
		Unused:   f.unused(form.Root, "", answers),
	}, nil
}

type filler struct {
	iv   *interview.Interview
	used map[survey.Path]bool
}

// group answers what lies in a group or instance, in form order.
func (f *filler) group(g *survey.Item, at survey.Path, answers Answers) error {
	for _, it := range g.Items {
		if err := f.item(it, at.Join(it.Name), answers); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) item(it *survey.Item, p survey.Path, answers Answers) error {
	switch it.Type.Kind {
	case survey.GroupKind:
		if inner, ok := answers[it.Name].(map[string]any); ok {
			answers = overlay(answers, inner)
		}
		return f.group(it, p, answers)
	case survey.RepeatKind:
		return f.repeat(it, p, answers)
	}
	given, ok := answers[it.Name]
	if !ok || f.used[p] || !it.Type.Asked() || !f.iv.View(p).Relevant {
		return nil
	}
	text, err := answerText(given)
	if err != nil {
		return message.New("%s: %w", p, err)
	}
	f.used[p] = true
	if _, err := f.iv.Set(p, text); err != nil {
		return message.New("%s: %w", p, err)
	}
	return nil
}

// repeat answers the instances that there are; where the form leaves their
// number to the interviewer, there are as many as were given.
func (f *filler) repeat(it *survey.Item, p survey.Path, answers Answers) error {
	instances, err := instancesOf(answers[it.Name])
	if err != nil {
		return message.New("%s: %w", p, err)
	}
	if it.Rule(survey.Count) == nil {
		if err := f.resize(p, len(instances)); err != nil {
			return err
		}
	}
	for n, inner := range instances {
		at := p.At(n + 1)
		if n >= f.iv.Instances(p) || !f.iv.View(at).Relevant {
			break
		}
		if err := f.group(it, at, inner); err != nil {
			return err
		}
	}
	return nil
}

func (f *filler) resize(p survey.Path, n int) error {
	if !f.iv.View(p).Relevant {
		return nil
	}
	for f.iv.Instances(p) < n {
		if _, err := f.iv.Add(p); err != nil {
			return message.New("%s: %w", p, err)
		}
	}
	for have := f.iv.Instances(p); have > n; have-- {
		if _, err := f.iv.Remove(p.At(have)); err != nil {
			return message.New("%s: %w", p, err)
		}
	}
	return nil
}

// unused names the answers that nobody asked for.
func (f *filler) unused(g *survey.Item, at survey.Path, answers Answers) []string {
	var out []string
	for _, it := range g.Items {
		p := at.Join(it.Name)
		given, ok := answers[it.Name]
		switch {
		case it.Type.Kind == survey.GroupKind:
			inner, _ := given.(map[string]any)
			out = append(out, f.unused(it, p, overlay(answers, inner))...)
		case it.Type.Kind == survey.RepeatKind:
			instances, _ := instancesOf(given)
			for n, inner := range instances {
				out = append(out, f.unused(it, p.At(n+1), inner)...)
			}
		case ok && it.Type.Asked() && !f.used[p]:
			out = append(out, string(p))
		}
	}
	return out
}

// unwrap takes {"values": {…}, "repeats": {…}} apart.
func unwrap(a Answers) Answers {
	values, ok := a["values"].(map[string]any)
	if !ok {
		return a
	}
	repeats, _ := a["repeats"].(map[string]any)
	return overlay(values, repeats)
}

func overlay(under, over Answers) Answers {
	if len(over) == 0 {
		return under
	}
	out := maps.Clone(under)
	maps.Copy(out, over)
	return out
}

// known refuses names that are neither questions nor groups here. Those of a
// group may stand beside it, as question names are unique in most forms.
func known(g *survey.Item, answers Answers, at *message.Text) error {
	names := map[string]*survey.Item{}
	collect(g, names)
	for _, name := range slices.Sorted(maps.Keys(answers)) {
		it := names[name]
		if it == nil {
			return message.New("there is no question named %q%s", name, at)
		}
		if it.Type.Kind != survey.RepeatKind {
			continue
		}
		instances, err := instancesOf(answers[name])
		if err != nil {
			return message.New("%s: %w", name, err)
		}
		for n, inner := range instances {
			if err := known(it, inner, message.New(" in %s[%d]", name, n+1)); err != nil {
				return err
			}
		}
	}
	return nil
}

func collect(g *survey.Item, into map[string]*survey.Item) {
	for _, it := range g.Items {
		into[it.Name] = it
		if it.Type.Kind == survey.GroupKind {
			collect(it, into)
		}
	}
}

func instancesOf(v any) ([]Answers, error) {
	if v == nil {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		return nil, message.New("the answers of a repeat are a list, one object for each instance")
	}
	out := make([]Answers, len(list))
	for i, e := range list {
		if out[i], ok = e.(map[string]any); !ok {
			return nil, message.New("instance %d is not an object of answers by name", i+1)
		}
	}
	return out, nil
}

// answerText writes a JSON value as ODK stores it.
func answerText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	case bool:
		return strconv.FormatBool(v), nil
	case []any:
		words := make([]string, len(v))
		for i, e := range v {
			w, err := answerText(e)
			if err != nil {
				return "", err
			}
			words[i] = w
		}
		return strings.Join(words, " "), nil
	}
	return "", message.New("an answer is a text, a number, true, false or a list of choice names")
}
