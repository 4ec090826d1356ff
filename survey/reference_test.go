package survey_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/surveytest"
)

// TestReferencesAsPaths holds ${t} to the path that the rules of ODK make of
// it: from s up to what holds both, and down to t, where a repeat holds both;
// else from the root. Every way in which t and s can lie in groups and repeats
// up to two deep, below up to two that hold both, is tried, with two instances
// of each repeat.
func TestReferencesAsPaths(t *testing.T) {
	forms := 0
	for _, outer := range kinds(2) {
		for _, to := range kinds(2) {
			for _, from := range kinds(2) {
				for shared := 0; shared <= min(len(to), len(from)) && to[:shared] == from[:shared]; shared++ {
					for _, held := range []string{"r", "g"} {
						forms++
						compareReference(t, outer+held, to, from, shared)
					}
				}
			}
		}
	}
	if forms < 400 {
		t.Errorf("only %d forms", forms)
	}
}

// kinds gives every series of groups (g) and repeats (r) up to a length.
func kinds(most int) []string {
	all := []string{""}
	for last := all; most > 0; most-- {
		var longer []string
		for _, s := range last {
			longer = append(longer, s+"g", s+"r")
		}
		all, last = append(all, longer...), longer
	}
	return all
}

// compareReference asks t and works out, at s, all that ${t} and the path
// mean. The first shared levels below the outer ones hold both.
func compareReference(tt *testing.T, outer, to, from string, shared int) {
	common := outer + to[:shared]
	down, up := to[shared:], from[shared:]
	path := strings.Repeat("../", len(up)+1) + strings.Join(append(levels(down, "t"), "t"), "/")
	if !strings.Contains(common, "r") {
		path = "/data/" + strings.Join(append(append(levels(common, "c"), levels(down, "t")...), "t"), "/")
	}
	var b strings.Builder
	b.WriteString("| survey |\n| | type | name | label | calculation |\n")
	row := func(cells ...string) { b.WriteString("| | " + strings.Join(cells, " | ") + " |\n") }
	open := func(series, who string) {
		for i, name := range levels(series, who) {
			row("begin "+word(series[i]), name, name, "")
		}
	}
	shut := func(series string) {
		for i := len(series) - 1; i >= 0; i-- {
			row("end "+word(series[i]), "", "", "")
		}
	}
	open(common, "c")
	open(down, "t")
	row("text", "t", "T", "")
	shut(down)
	open(up, "s")
	row("calculate", "s", "", "join(' ', ${t})")
	row("calculate", "p", "", fmt.Sprintf("join(' ', %s)", path))
	shut(up)
	shut(common)
	name := fmt.Sprintf("%s %s from %s", common, down, up)
	form := surveytest.Form(tt, b.String())
	iv := interview.New(form, interview.Options{})
	for _, it := range form.Items {
		if it.Type.Kind == survey.RepeatKind {
			for _, p := range places(iv, it.Parent) {
				mustAdd(tt, iv, p.Join(it.Name))
			}
		}
	}
	for i, p := range places(iv, named(form, "t")) {
		if _, err := iv.Set(p, fmt.Sprint(i)); err != nil {
			tt.Fatal(name, err)
		}
	}
	p := places(iv, named(form, "p"))
	for i, s := range places(iv, named(form, "s")) {
		have, want := iv.View(s).Text, iv.View(p[i]).Text
		if have != want || have == "" {
			tt.Errorf("%s: at %s ${t} is %q and %s is %q", name, s, have, path, want)
		}
	}
}

func mustAdd(t *testing.T, iv *interview.Interview, repeat survey.Path) {
	t.Helper()
	if _, err := iv.Add(repeat); err != nil {
		t.Fatal(err)
	}
}

func named(f *survey.Form, name string) *survey.Item {
	i := slices.IndexFunc(f.Items, func(it *survey.Item) bool { return it.Name == name })
	return f.Items[i]
}

// places gives every place that an item has in an interview.
func places(iv *interview.Interview, it *survey.Item) []survey.Path {
	if it.Parent == nil {
		return []survey.Path{""}
	}
	var out []survey.Path
	for _, above := range places(iv, it.Parent) {
		at := above.Join(it.Name)
		if it.Type.Kind != survey.RepeatKind {
			out = append(out, at)
			continue
		}
		for n := range iv.Instances(at) {
			out = append(out, at.At(n+1))
		}
	}
	return out
}

func levels(series, who string) []string {
	var out []string
	for i, kind := range series {
		out = append(out, fmt.Sprintf("%c%d%s", kind, i, who))
	}
	return out
}

func word(kind byte) string {
	if kind == 'r' {
		return "repeat"
	}
	return "group"
}
