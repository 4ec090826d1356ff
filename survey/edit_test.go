package survey_test

import (
	"strings"
	"testing"

	"anketa/survey"
)

// lines prints a record, one answer a line.
func lines(r *survey.Record) string {
	var b strings.Builder
	for p, a := range r.All() {
		b.WriteString(string(p))
		if a.State != survey.NotReached || a.Text != "" {
			b.WriteString("=" + a.Text)
		}
		if a.Confirmed {
			b.WriteString("!")
		}
		if a.Parked {
			b.WriteString("~")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestApply(t *testing.T) {
	put := func(p survey.Path, text string) survey.Edit {
		return survey.Edit{Op: survey.Put, Path: p, State: survey.Given, Text: text}
	}
	insert := func(p survey.Path, key string) survey.Edit {
		return survey.Edit{Op: survey.Insert, Path: p, Key: key}
	}
	for _, c := range []struct {
		name  string
		edits []survey.Edit
		want  string
		fails string
	}{
		{"groups on the way are made", []survey.Edit{put("g/h/q", "1"), put("g/r", "2")}, "g\ng/h\ng/h/q=1\ng/r=2\n", ""},
		{"an answer takes the place of the one before", []survey.Edit{put("q", "1"), put("q", "2")}, "q=2\n", ""},
		{
			"instances stand after all else, by name",
			[]survey.Edit{insert("z[1]", "a"), insert("m[1]", "b"), insert("z[2]", "c"), put("q", "1"), put("z[2]/x", "3"), put("g/y", "4")},
			"q=1\ng\ng/y=4\nm[1]\nz[1]\nz[2]\nz[2]/x=3\n", "",
		},
		{
			"an instance in between moves the others",
			[]survey.Edit{insert("r[1]", "a"), put("r[1]/q", "1"), insert("r[1]", "b"), put("r[1]/q", "2")},
			"r[1]\nr[1]/q=2\nr[2]\nr[2]/q=1\n", "",
		},
		{
			"one that goes takes all that it holds",
			[]survey.Edit{insert("r[1]", "a"), put("r[1]/q", "1"), insert("r[2]", "b"), put("r[2]/q", "2"), {Op: survey.Remove, Path: "r[1]"}},
			"r[1]\nr[1]/q=2\n", "",
		},
		{
			"a new answer is neither confirmed nor parked",
			[]survey.Edit{put("q", "1"), {Op: survey.Confirm, Path: "q"}, {Op: survey.Park, Path: "q"}, put("r", "1"), {Op: survey.Confirm, Path: "r"}, put("r", "2")},
			"q=1!~\nr=2\n", "",
		},
		{
			"an instance is parked and comes back",
			[]survey.Edit{insert("r[1]", "a"), insert("r[2]", "b"), {Op: survey.Park, Path: "r[1]"}, {Op: survey.Park, Path: "r[2]"}, {Op: survey.Put, Path: "r[1]"}},
			"r[1]\nr[2]~\n", "",
		},
		{
			"a name that is a question and a repeat",
			[]survey.Edit{put("x", "1"), insert("x[1]", "a"), put("x[1]/q", "2"), put("x", "3"), insert("x[2]", "b"), {Op: survey.Remove, Path: "x[1]"}},
			"x=3\nx[1]\n", "",
		},
		{
			"a repeat that becomes a question, and a group",
			[]survey.Edit{insert("x[1]", "a"), put("x[1]/q", "1"), put("x", "2"), put("x/q", "3"), {Op: survey.Park, Path: "x"}},
			"x=2~\nx/q=3\nx[1]\nx[1]/q=1\n", "",
		},
		{"an answer goes", []survey.Edit{put("x", "1"), insert("x[1]", "a"), put("g/y", "2"), {Op: survey.Drop, Path: "x"}}, "g\ng/y=2\nx[1]\n", ""},
		{"a group keeps what it holds", []survey.Edit{put("x", "1"), put("x/q", "2"), {Op: survey.Drop, Path: "x"}}, "x\nx/q=2\n", ""},
		{"no answer to drop", []survey.Edit{insert("x[1]", "a"), {Op: survey.Drop, Path: "x"}}, "x[1]\n", "there is no answer x to drop"},
		{"an instance is not dropped", []survey.Edit{insert("x[1]", "a"), {Op: survey.Drop, Path: "x[1]"}}, "x[1]\n", "there is no answer x to drop"},
		{"no instance to put into", []survey.Edit{put("r[1]/q", "1")}, "", "there is no instance 1 of r"},
		{"no instance to put back", []survey.Edit{{Op: survey.Put, Path: "r[1]"}}, "", "there is no instance 1 of r"},
		{"no instance to remove", []survey.Edit{insert("r[1]", "a"), {Op: survey.Remove, Path: "r[2]"}}, "r[1]\n", "there is no instance 2 of r"},
		{"no instance before", []survey.Edit{insert("r[2]", "a")}, "", "instance 2 of r cannot follow instance 0"},
		{"no instance 0", []survey.Edit{insert("r", "a")}, "", "instance 0 of r cannot follow instance 0"},
		{"a kind of edit that a newer program made", []survey.Edit{{Op: 99, Path: "q"}}, "q\n", "there is no edit of kind 99"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := &survey.Record{}
			err := r.Apply(c.edits...)
			if said := errorText(err); said != c.fails {
				t.Errorf("Apply: %q, want %q", said, c.fails)
			}
			if have := lines(r); have != c.want {
				t.Errorf("the record is\n%s\nwant\n%s", have, c.want)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestNearest(t *testing.T) {
	words := []string{"age", "citizenship", "region", "job"}
	for word, want := range map[string]string{
		"agee": "age", "Age": "age", "citzenship": "citizenship", "regions": "region", "nothing": "", "": "", "jib": "job",
	} {
		have := survey.Nearest(word, func(yield func(string) bool) {
			for _, w := range words {
				if !yield(w) {
					return
				}
			}
		})
		if have != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, have, want)
		}
	}
}
