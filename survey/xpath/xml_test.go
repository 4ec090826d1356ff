package xpath

import (
	"io"
	"strings"
	"testing"
)

func TestParseXMLRefuses(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "read XML: line 1: the document breaks off"},
		{"   ", "read XML: line 1: the document breaks off"},
		{"words", "read XML: line 1: text outside the root element"},
		{"<a>", "read XML: line 1: the document breaks off"},
		{"<a>\n<b></a>", "read XML: line 2: </a> closes nothing"},
		{"</a>", "read XML: line 1: </a> closes nothing"},
		{"<a/><b/>", "read XML: line 1: a second root element"},
		{"<a/>x", "read XML: line 1: text outside the root element"},
		{"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "read XML: line 1: a document with a DOCTYPE is not read"},
		{"<a>&b;</a>", "read XML: line 1: XML syntax error on line 1: invalid character entity &b;"},
		{strings.Repeat("<a>", 201), "read XML: line 1: elements are nested more than 200 deep"},
	} {
		_, err := ParseXML(strings.NewReader(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%.40q: got %v, want %s", c.text, err, c.want)
		}
	}
}

func TestParseXML(t *testing.T) {
	for _, c := range []struct{ text, expr, want string }{
		{"\ufeff<?xml version='1.0' encoding='UTF-8'?>\n<!-- c -->\n<a>b</a>\n", "/a", "b"},
		{"<a> b&amp;&#1078;<![CDATA[<c>]]> </a>", "/a", " b&ж<c> "},
		{"<a><b> x </b> <b/></a>", "count(/a/b)", "2"},
		{"<a><b> x </b> <b/></a>", "/a/b[1]", " x "},
		{"<a>x<b>y</b>z</a>", "/a", "xyz"},
		{"<a> <b>y</b> <c>z</c> </a>", "/a", ""},
		{"<a> <b>y<c>z</c></b> <b>x</b></a>", "concat(/a/b[1], /a/b[1]/c)", "yzz"},
		{"<!DOCTYPE html>\n<a>b</a>", "/a", "b"},
		{"<a xmlns='u' xmlns:q='v' c='d'><q:b>e</q:b></a>", "concat(/a/q:b, /a/@c, count(/a/@*), local-name(/a/*))", "ed1b"},
		{"<a><b>1</b><c/><b>2</b></a>", "position(/a/b[2])", "2"},
	} {
		root, err := ParseXML(strings.NewReader(c.text))
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		x, err := Parse(c.expr)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&Context{Node: root}).Eval(x).Str(); got != c.want {
			t.Errorf("%s of %s is %q, want %q", c.expr, c.text, got, c.want)
		}
	}
}

// endless is a document that never ends.
type endless struct{ started bool }

func (e *endless) Read(p []byte) (int, error) {
	if !e.started {
		e.started = true
		return copy(p, "<a>"), nil
	}
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestParseXMLIsBounded(t *testing.T) {
	bounds := xmlBounds{bytes: 1 << 20, nodes: 100, depth: 5}
	for _, c := range []struct {
		in   io.Reader
		want string
	}{
		{&endless{}, "read XML: it has more than 1 MB"},
		{strings.NewReader("<a>" + strings.Repeat("<b c='d'/>", 51) + "</a>"), "read XML: line 1: there are more than 100 elements and attributes"},
		{strings.NewReader("<a><a><a><a><a><a>"), "read XML: line 1: elements are nested more than 5 deep"},
	} {
		_, err := parseXML(c.in, bounds)
		if err == nil || err.Error() != c.want {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}
