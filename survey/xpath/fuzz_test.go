package xpath

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// seeds gives every expression of the scripts.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/eval/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if text, _, ok := strings.Cut(line, " →"); ok {
				f.Add(strings.TrimPrefix(text, "nodes "))
			}
		}
	}
	f.Add("")
	f.Add(strings.Repeat("(", 3000))
	f.Add("a[b/c[d(e, -f | ${g})]]")
	f.Add("//a//b[2]/ancestor::*[c]/following::text()|preceding::jr:*")
}

// FuzzParse: no text stops the parser, faults stand in the text, and what is
// read prints to what reads as the same.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Parse(text)
		if err != nil {
			e := err.(*Error)
			if e.Pos < 0 || e.Pos > len(text) || e.Error() == "" || x != nil {
				t.Fatalf("%q: %+v", text, e)
			}
			return
		}
		for part := range Walk(x) {
			if part.Pos() < 0 || part.Pos() >= len(text) {
				t.Fatalf("%q: %s stands at %d", text, part, part.Pos())
			}
		}
		printed := x.String()
		again, err := Parse(printed)
		if err != nil || tree(again) != tree(x) || again.String() != printed {
			t.Fatalf("%q prints as %q, which is another: %v", text, printed, err)
		}
	})
}

// FuzzEval: no expression panics, hangs or leaves the context changed.
func FuzzEval(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		x, err := Parse(text)
		if err != nil {
			return
		}
		for _, e := range Check(x) {
			if e.Error() == "" {
				t.Fatalf("%q: an empty fault", text)
			}
		}
		c := playground(t)
		c.Report = func(error) {}
		start := time.Now()
		v := c.Eval(x)
		c.EvalNodes(x)
		if d := time.Since(start); d > 10*time.Second {
			t.Fatalf("%q takes %v", text, d)
		}
		if again, err := Parse(x.String()); err == nil && c.pure(x) {
			if w := c.Eval(again); w.Kind() != v.Kind() || w.Str() != v.Str() {
				t.Fatalf("%q is %s, and printed %s", text, show(v), show(w))
			}
		}
	})
}

// pure says whether x comes to the same at any time: there is no chance in it,
// and no pattern that may be stopped.
func (c *Context) pure(x Expr) bool {
	for part := range Walk(x) {
		if call, ok := part.(*Call); ok && slices.Contains([]string{"random", "uuid", "randomize", "regex"}, call.Name) {
			return false
		}
	}
	return true
}

// FuzzParseXML: no document stops the reader, and every node knows its place.
func FuzzParseXML(f *testing.F) {
	f.Add(playgroundData)
	f.Add("<a b='c'>&lt;d/&gt;<!-- e --><![CDATA[f]]></a>")
	f.Add("<!DOCTYPE a><a/>")
	f.Add("<a><b></a></b>")
	f.Fuzz(func(t *testing.T, text string) {
		root, err := ParseXML(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, n := range below(root, root.Name(), nil) {
			same := n.Parent().Children(n.Name(), nil)
			if same[n.Position()-1] != n {
				t.Fatalf("%q: %s is not number %d", text, n.Name(), n.Position())
			}
		}
	})
}
