package xpath

import (
	"errors"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestEval runs testdata/eval. Each file is a script and the data it runs on:
// data.xml, and lists by their file names. A line is an expression, an arrow
// and what it must come to, with the report that it must cause behind a !:
//
//	at /data/member[2]      "." is there from here on
//	1 + 1 → 2
//	concat('a', 1) → 'a1'
//	1 = 1 → true()
//	today() → 2026-05-01
//	nodes ../* → a b        the names and texts of the nodes
//	date('x') → '' ! this is no date
func TestEval(t *testing.T) {
	files, err := filepath.Glob("testdata/eval/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	called := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s := newScript(t, archive)
			for line := range strings.Lines(string(archive.Comment)) {
				s.line++
				s.run(strings.TrimSpace(line))
			}
			maps.Copy(called, s.called)
		})
	}
	for name := range functions {
		if !called[name] && !t.Failed() {
			t.Errorf("no script calls %s()", name)
		}
	}
}

type script struct {
	*testing.T
	line    int
	c       Context
	reports []string
	called  map[string]bool
}

// testClock stands still.
func testClock() time.Time { return testTime }

var (
	ural     = time.FixedZone("", 5*60*60)
	testTime = time.Date(2026, 5, 1, 14, 3, 0, 250e6, ural)
)

func newScript(t *testing.T, archive *txtar.Archive) *script {
	d := &Document{Instances: map[string]Node{}, Properties: map[string]string{"deviceid": "laptop7", "version": "3"},
		Wordings: map[string]string{"/data/age:label": "How old are you?"}}
	for _, f := range archive.Files {
		root, err := ParseXML(strings.NewReader(string(f.Data)))
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		typed(root.(*element))
		if f.Name == "data.xml" {
			d.Root = root
		} else {
			d.Instances[strings.TrimSuffix(f.Name, ".xml")] = root
		}
	}
	s := &script{T: t, called: map[string]bool{}}
	s.c = Context{
		Node: d.Root, Data: d, Language: "en",
		Now:    testClock,
		Rand:   rand.New(rand.NewPCG(1, 2)),
		Report: func(err error) { s.reports = append(s.reports, reportText(err)) },
	}
	return s
}

func reportText(err error) string {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Msg.String()
	}
	return err.Error()
}

// typed gives elements with an attribute type the value that a form's
// questions of that type have.
func typed(e *element) {
	for i, a := range e.attrs {
		if a.name != "type" {
			continue
		}
		e.attrs = slices.Delete(e.attrs, i, i+1)
		switch text := e.value.Str(); {
		case text == "":
		case a.value.str == "number":
			e.value = Number(e.value.Num())
		case a.value.str == "date":
			e.value, _ = ParseDate(text, ural)
		case a.value.str == "time":
			e.value, _ = ParseClock(text, ural)
		}
		break
	}
	for _, c := range e.children {
		typed(c)
	}
}

func (s *script) run(line string) {
	if line == "" || strings.HasPrefix(line, "#") {
		return
	}
	if where, ok := strings.CutPrefix(line, "at "); ok {
		nodes := s.c.EvalNodes(s.parse(where))
		if len(nodes) != 1 {
			s.Fatalf("line %d: %s is %d places", s.line, where, len(nodes))
		}
		s.c.Node = nodes[0]
		return
	}
	text, want, ok := strings.Cut(line, " →")
	if !ok {
		s.Fatalf("line %d has no →", s.line)
	}
	s.reports = nil
	var got string
	if nodes, ok := strings.CutPrefix(text, "nodes "); ok {
		got = "nodes"
		for _, n := range s.c.EvalNodes(s.parse(nodes)) {
			got += " " + n.Name() + ":" + n.Value().Str()
		}
		want = "nodes " + strings.TrimSpace(want)
	} else {
		got = show(s.c.Eval(s.parse(text)))
	}
	if len(s.reports) > 0 {
		got += " ! " + strings.Join(s.reports, " ! ")
	}
	if got != strings.TrimSpace(want) {
		s.Errorf("line %d: %s\n got %s\nwant %s", s.line, text, got, want)
	}
}

func (s *script) parse(text string) Expr {
	x, err := Parse(text)
	if err != nil {
		s.Fatalf("line %d: %v", s.line, err)
	}
	for part := range Walk(x) {
		if call, ok := part.(*Call); ok {
			s.called[call.Name] = true
		}
		if p, ok := part.(*Path); ok && p.Root == Current {
			s.called["current"] = true
		}
	}
	return x
}

// show writes a value so that its kind is seen.
func show(v Value) string {
	switch v.Kind() {
	case StringKind:
		return "'" + strings.ReplaceAll(v.Str(), "\n", "⏎") + "'"
	case BooleanKind:
		return v.Str() + "()"
	}
	return v.Str()
}
