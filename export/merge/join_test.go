package merge

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// adding is a form that works out "sum" as a+b, asks no more than 10 in all,
// and exists in the versions 1 and 2.
type adding struct{}

func (adding) Calculated(_, version, path string) bool {
	return path == "sum" && (version == "1" || version == "2")
}

func (adding) Settle(put *survey.Record, _ []*survey.Record) (bool, error) {
	if put.Version != "1" && put.Version != "2" {
		return false, errors.New("not at hand")
	}
	sum := 0
	for _, name := range []survey.Path{"a", "b"} {
		if a := put.Find(name); a != nil {
			n, _ := strconv.Atoi(a.Text)
			sum += n
		}
	}
	if a := put.Root.Plain("sum"); a != nil {
		a.Text = strconv.Itoa(sum)
	}
	return sum <= 10, nil
}

// edited makes a version of others out of edits in words: "a=3", "+m=key",
// "-m[1]", "a?" (refused), "a!" (confirmed).
func edited(parents []*survey.Record, edits ...string) *survey.Record {
	r := next("edited", parents)
	r.Root = respell(parents[0].Root)
	for _, e := range edits {
		name, text, _ := strings.Cut(e, "=")
		op := survey.Edit{Op: survey.Put, Path: survey.Path(name), State: survey.Given, Text: text}
		switch {
		case name[0] == '+':
			op = survey.Edit{Op: survey.Insert, Path: survey.Path(name[1:]), Key: text}
		case name[0] == '-':
			op = survey.Edit{Op: survey.Remove, Path: survey.Path(name[1:])}
		case name[0] == '@':
			say(r, &survey.Record{Version: text, Interviewer: text, Language: text}, name)
			continue
		case strings.HasSuffix(name, "?"):
			op = survey.Edit{Op: survey.Put, Path: survey.Path(name[:len(name)-1]), State: survey.Refused}
		case strings.HasSuffix(name, "!"):
			op = survey.Edit{Op: survey.Confirm, Path: survey.Path(name[:len(name)-1])}
		case strings.HasSuffix(name, "~"):
			op = survey.Edit{Op: survey.Drop, Path: survey.Path(name[:len(name)-1])}
		}
		if err := r.Apply(op); err != nil {
			panic(err)
		}
	}
	return r
}

// told writes a record's answers down in one line.
func told(r *survey.Record) string {
	var out []string
	for p, a := range r.All() {
		switch {
		case a.Key != "":
			out = append(out, fmt.Sprintf("%s:%s", p, a.Key))
		case a.Children == nil:
			out = append(out, fmt.Sprintf("%s=%s%s%s", p, a.Text, map[survey.State]string{survey.Refused: "?"}[a.State], map[bool]string{true: "!"}[a.Confirmed]))
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// base is what the versions of these tests began as.
func base() *survey.Record {
	return edited([]*survey.Record{first("x", "a", "1", "b", "2", "sum", "3", "g/c", "x")}, "+m[1]=k1", "m[1]/q=1", "m[1]/r=1", "+m[2]=k2", "m[2]/q=2")
}

func TestJoin(t *testing.T) {
	const began = "a=1 b=2 g/c=x m[1]/q=1 m[1]/r=1 m[1]:k1 m[2]/q=2 m[2]:k2 sum=3"
	tests := []struct {
		name, one, two string
		want           string // what they join to, or "conflict" and the paths
	}{
		{"different answers", "a=3 sum=5", "b=4 sum=5", "a=3 b=4 sum=7"},
		{"a calculation of one side alone is worked out for both", "a=3 sum=5", "b=4", "a=3 b=4 sum=7"},
		{"the same answer, alike", "a=3 sum=5", "a=3 sum=5", "a=3 sum=5"},
		{"the same answer", "a=3", "a=4", "conflict a"},
		{"an answer and its state", "a?", "a=4", "conflict a"},
		{"an answer and the doubt about it", "a!", "a=4", "conflict a"},
		{"an answer that is gone", "a~", "b=4", "a= b=4 sum=4"},
		{"an answer that is gone, and changed", "a~", "a=4", "conflict a"},
		{"in a group", "g/c=y", "g/d=z", "g/c=y g/d=z"},
		{"more than the form takes together", "a=7", "b=8", "conflict a b"},
		{"in two instances", "m[1]/q=5", "m[2]/q=6", "m[1]/q=5 m[2]/q=6"},
		{"in one instance", "m[1]/q=5", "m[1]/r=6", "m[1]/q=5 m[1]/r=6"},
		{"twice in one instance", "m[1]/q=5", "m[1]/q=6", "conflict m[1]/q"},
		{"one more instance", "+m[3]=k3 m[3]/q=7", "m[2]/q=6", "m[2]/q=6 m[3]/q=7 m[3]:k3"},
		{"one more instance in front, and a change behind", "+m[1]=k0 m[1]/q=0", "m[2]/q=6", "m[1]/q=0 m[1]/r= m[1]:k0 m[2]/q=1 m[2]/r=1 m[2]:k1 m[3]/q=6 m[3]:k2"},
		{"two more instances", "+m[3]=k3", "+m[3]=k4", "m[3]:k3 m[4]:k4|m[3]:k4 m[4]:k3"},
		{"one instance less, and a change in another", "-m[1]", "m[2]/q=6", "m[1]/q=6 m[1]/r= m[1]:k2 m[2]/q= m[2]:"},
		{"one instance less, and a change in it", "-m[1]", "m[1]/r=6", "conflict m[1]"},
		{"one instance less, twice", "-m[1]", "-m[1] a=2", "a=2 m[1]/q=2 m[1]/r= m[1]:k2 m[2]/q= m[2]: sum=4"},
		{"all instances less", "-m[2] -m[1]", "a=2", "a=2 m[1]/q= m[1]/r= m[1]: m[2]/q= m[2]: sum=4"},
		{"another version of the form", "@form_version=2 new=1", "a=2", "a=2 new=1 sum=4"},
		{"a version that is not at hand", "@form_version=3 new=1", "a=2", "conflict a new"},
		{"the interviewer", "@interviewer=K2", "a=2", "a=2 sum=4"},
		{"the interviewer, twice", "@interviewer=K2", "@interviewer=K3", "conflict @interviewer"},
		{"the language, twice", "@language=ru", "@language=en", ""},
	}
	for _, tt := range tests {
		a := base()
		one, two := edited([]*survey.Record{a}, strings.Fields(tt.one)...), edited([]*survey.Record{a}, strings.Fields(tt.two)...)
		one.Saved = one.Saved.Add(time.Hour)
		s := New()
		s.Know(adding{})
		add(t, s, tt.name, book(a, one, two))
		got := standing0(s)
		if c, ok := s.Conflict("uuid:x"); ok {
			var paths []string
			for _, p := range c.Paths {
				paths = append(paths, string(p))
			}
			slices.Sort(paths)
			want := strings.Fields(strings.TrimPrefix(tt.want, "conflict"))
			slices.Sort(want)
			if !strings.HasPrefix(tt.want, "conflict") || !slices.Equal(paths, want) {
				t.Errorf("%s: conflict %v, want %s", tt.name, paths, tt.want)
			}
			continue
		}
		if !slices.ContainsFunc(strings.Split(tt.want, "|"), func(want string) bool { return told(got) == overlaid(began, want) }) {
			t.Errorf("%s:\n%s, want\n%s", tt.name, told(got), overlaid(began, tt.want))
		}
		if two.Hash() != one.Hash() && (!got.IsJoin() || !got.Saved.Equal(one.Saved) || len(got.Parents) != 2) {
			t.Errorf("%s: joined by %q at %v from %v", tt.name, got.Author, got.Saved, got.Parents)
		}
	}
}

// overlaid puts what a test wants over what a record began with: "a=" and
// "m[2]:" take something away.
func overlaid(began, want string) string {
	out := map[string]string{}
	for _, w := range append(strings.Fields(began), strings.Fields(want)...) {
		i := strings.IndexAny(w, "=:")
		if out[w[:i]+w[i:i+1]] = w; i == len(w)-1 {
			delete(out, w)
		}
	}
	var words []string
	for _, w := range out {
		words = append(words, w)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// standing0 gives the one record of a set as it stands.
func standing0(s *Set) *survey.Record {
	for r := range s.Heads() {
		return r
	}
	return nil
}

// TestJoinsOfJoins holds that it makes no difference which heads met first, and
// that a change of a joined answer by somebody who saw it is none of both.
func TestJoinsOfJoins(t *testing.T) {
	a := base()
	one, two, three := edited([]*survey.Record{a}, "a=3"), edited([]*survey.Record{a}, "b=4"), edited([]*survey.Record{a}, "g/c=y")
	pair := New()
	pair.Know(adding{})
	add(t, pair, "two", book(a, one, two))
	met := standing0(pair)
	later := edited([]*survey.Record{one}, "a=2") // has seen one, and not the join
	onJoin := edited([]*survey.Record{met}, "g/d=z")
	for _, tt := range []struct {
		name    string
		books   []*survey.Record
		want    string
		parents int
	}{
		{"three", []*survey.Record{a, one, two, three}, "a=3 b=4 g/c=y sum=7", 3},
		{"a join and one more", []*survey.Record{met, three, a, one, two}, "a=3 b=4 g/c=y sum=7", 3},
		{"a correction of the join", []*survey.Record{a, one, two, met, onJoin}, "a=3 b=4 g/d=z sum=7", 1},
		{"and one more", []*survey.Record{a, one, two, met, onJoin, three}, "a=3 b=4 g/c=y g/d=z sum=7", 2},
		{"a later change of a joined answer", []*survey.Record{a, one, two, met, onJoin, later}, "a=2 b=4 g/d=z sum=6", 2},
		{"a join without what it was made of", []*survey.Record{met, three}, "conflict", 0},
	} {
		s := New()
		s.Know(adding{})
		add(t, s, tt.name, book(tt.books...))
		if len(s.Conflicts()) > 0 {
			if tt.want != "conflict" {
				c, _ := s.Conflict("uuid:x")
				t.Errorf("%s: conflict in %v", tt.name, c.Paths)
			}
			continue
		}
		got := standing0(s)
		if want := overlaid(told(a), tt.want); told(got) != want || len(got.Parents) != tt.parents && tt.parents > 1 {
			t.Errorf("%s: %d parents,\n%s, want\n%s", tt.name, len(got.Parents), told(got), want)
		}
	}
}

// TestDecide holds that a decision ends a conflict wherever it arrives, that
// two equal ones join, and that two different ones are a conflict again.
func TestDecide(t *testing.T) {
	a := base()
	one, two := edited([]*survey.Record{a}, "a=3", "b=4", "-m[1]"), edited([]*survey.Record{a}, "a=5", "g/c=y", "m[1]/r=9")
	sides := map[string]*survey.Record{"one": one, "two": two}
	fresh := func() *Set {
		s := New()
		s.Know(adding{})
		add(t, s, "x", book(a, one, two))
		return s
	}
	decide := func(s *Set, who string, choices map[string]string) (*survey.Record, error) {
		d := Decision{Choices: map[string]survey.Hash{}, Who: who, Why: "asked again", When: began.Add(5 * time.Hour)}
		for p, side := range choices {
			d.Choices[p] = sides[side].Hash()
		}
		return s.Decide("uuid:x", d)
	}
	for _, tt := range []struct {
		choices map[string]string
		want    string
	}{
		{map[string]string{"a": "one", "m{k1}": "two"}, "a=3 b=4 g/c=y m[1]/r=9 sum=7"},
		{map[string]string{"a": "two", "m{k1}": "one"}, "a=5 b=4 g/c=y m[1]/q=2 m[1]/r= m[1]:k2 m[2]/q= m[2]: sum=9"},
	} {
		s := fresh()
		r, err := decide(s, "K1", tt.choices)
		if err != nil {
			t.Fatal(err)
		}
		if want := overlaid(told(a), tt.want); told(r) != want || len(s.Conflicts()) > 0 || standing0(s) != r {
			t.Errorf("%v: %s, want %s", tt.choices, told(r), want)
		}
		elsewhere := fresh()
		add(t, elsewhere, "y", written(s))
		if standing0(elsewhere).Hash() != r.Hash() {
			t.Errorf("%v: the decision does not travel", tt.choices)
		}
	}
	s := fresh()
	for _, wrong := range []map[string]string{{"a": "one"}, {"a": "one", "m{k1}": "one", "b": "two"}, nil} {
		if _, err := decide(s, "K1", wrong); err == nil {
			t.Errorf("decided by %v", wrong)
		}
	}
	if _, err := decide(s, "", map[string]string{"a": "one", "m{k1}": "one"}); err == nil {
		t.Error("decided by nobody")
	}
	for _, side := range []string{"one", "two"} {
		s, other := fresh(), fresh()
		if _, err := decide(s, "K1", map[string]string{"a": "one", "m{k1}": "one"}); err != nil {
			t.Fatal(err)
		}
		if _, err := decide(other, "K2", map[string]string{"a": side, "m{k1}": "one"}); err != nil {
			t.Fatal(err)
		}
		add(t, s, "y", written(other))
		c, conflict := s.Conflict("uuid:x")
		if conflict != (side == "two") || conflict && fmt.Sprint(c.Paths) != "[a]" {
			t.Errorf("the other one decided for %s: conflict %v in %v", side, conflict, c.Paths)
		}
	}
	if _, err := decide(fresh0(a), "K1", nil); !errors.Is(err, ErrNoConflict) {
		t.Errorf("decided where nothing is in conflict: %v", err)
	}
}

func fresh0(r *survey.Record) *Set {
	s := New()
	s.Put(r)
	return s
}

// TestDisputes holds what people are shown of a conflict.
func TestDisputes(t *testing.T) {
	a := base()
	one, two := edited([]*survey.Record{a}, "a=3", "+m[1]=k0", "m[2]/r=5"), edited([]*survey.Record{a}, "a?", "m[1]/r=6")
	s := New()
	s.Know(adding{})
	add(t, s, "x", book(a, one, two))
	c, _ := s.Conflict("uuid:x")
	var got []string
	for _, d := range c.Disputes {
		line := d.Place
		texts := map[string]string{}
		for i, h := range c.Heads {
			texts[h.Hash().String()] = fmt.Sprint(d.Answers[i].State, " ", d.Answers[i].Text)
		}
		line += ": " + texts[one.Hash().String()] + ", " + texts[two.Hash().String()]
		got = append(got, line)
	}
	if want := "a: given 3, refused ;m{k1}/r: given 5, given 6"; strings.Join(got, ";") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ";"), want)
	}
}
