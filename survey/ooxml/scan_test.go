package ooxml

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// told is a part as its tags and texts tell it: (a "text" (b) "more"), and
// then why it ended.
func told(in io.Reader) string {
	var out strings.Builder
	s := NewScanner(in)
	for s.Next() == nil {
		if len(s.Text) > 0 {
			fmt.Fprintf(&out, "%q", s.Text)
		}
		if s.Tag.End {
			out.WriteString(")")
			continue
		}
		fmt.Fprintf(&out, "(%s", s.Tag.Name)
		for _, a := range s.Tag.attrs {
			fmt.Fprintf(&out, " %s=%q", a.name, s.Tag.Attr(string(a.name)))
		}
	}
	if s.Err() != io.EOF {
		return out.String() + " " + s.Err().Error()
	}
	return out.String()
}

func TestScanner(t *testing.T) {
	for _, c := range []struct{ part, want string }{
		{`<a/>`, `(a)`},
		{"\xEF\xBB\xBF<?xml version=\"1.0\" encoding='UTF-8'?>\n<a>1</a>\n", `(a"1")`},
		{`<x:c r="B2" t='s'><x:v>7</x:v></x:c>`, `(c r="B2" t="s"(v"7"))`},
		{`<a b=">" c='"' d="&#x416;&amp;"/>`, `(a b=">" c="\"" d="Ж&")`},
		{"<a>x&lt;&#10;\r\ny\rz</a>", `(a"x<\n\ny\nz")`},
		{`<a>1<!-- no -->2<![CDATA[<&]]]>3</a>`, `(a"12<&]3")`},
		{`<a ><b /></a >`, `(a(b))`},
		{`<a>Жизнь</a>`, `(a"Жизнь")`},

		{``, ` it ends early`},
		{`text`, ` it ends early`},
		{`<a>`, `(a it ends early`},
		{`<a`, ` it ends early`},
		{`<a b="`, ` it ends early`},
		{`<a></b>`, `(a its XML is not well formed`},
		{`<a></a></a>`, `(a) its XML is not well formed`},
		{`<a/><b/>`, `(a) its XML is not well formed`},
		{`<a/>x`, `(a) it ends early`},
		{`x<a/>`, ` its XML is not well formed`},
		{`<a b=1/>`, ` its XML is not well formed`},
		{`<a b/>`, ` its XML is not well formed`},
		{`<a b="1"c="2"/>`, ` its XML is not well formed`},
		{`<a b="1" b="2"/>`, ` its XML is not well formed`},
		{`<a b="<"/>`, ` its XML is not well formed`},
		{`<a></a b="1">`, `(a its XML is not well formed`},
		{`< a/>`, ` its XML is not well formed`},
		{`<a b="]]>"/>`, `(a b="]]>")`},
		{`<a>]]></a>`, `(a its XML is not well formed`},
		{`<a>&nbsp;</a>`, `(a it has an unknown entity`},
		{`<a>&#0;</a>`, `(a it has an unknown entity`},
		{`<a b="&x;"/>`, ` it has an unknown entity`},
		{"<a>\x01</a>", `(a it has a character that XML forbids, or is not in UTF-8`},
		{"<a>\xC3</a>", `(a it has a character that XML forbids, or is not in UTF-8`},
		{"<a b='\uFFFF'/>", ` it has a character that XML forbids, or is not in UTF-8`},
		{`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, ` it has a DOCTYPE, which no workbook needs`},
		{"\xFF\xFE<\x00a\x00/\x00>\x00", ` it is not in UTF-8`},
		{`<?xml version="1.0" encoding="windows-1251"?><a/>`, ` it is not in UTF-8`},
		{strings.Repeat("<a>", mostDepth+1), strings.Repeat("(a", mostDepth) + ` its elements lie too deep in each other`},
		{"<a>" + strings.Repeat("x", mostToken+1) + "</a>", `(a it holds a text that no cell can hold`},
		{"<a b='" + strings.Repeat("x", 3*mostToken) + "'/>", ` it holds a text that no cell can hold`},
	} {
		for way, in := range map[string]io.Reader{"whole": strings.NewReader(c.part), "bytewise": iotest.OneByteReader(strings.NewReader(c.part))} {
			if len(c.part) > 1<<20 && way == "bytewise" {
				continue
			}
			if got := told(in); got != c.want {
				t.Errorf("%.60q, %s: got %.200s, want %.200s", c.part, way, got, c.want)
			}
		}
	}
}

func TestUnescape(t *testing.T) {
	for s, want := range map[string]string{
		"plain": "plain", "a_x000D_b": "a\rb", "_x005F_x000D_": "_x000D_", "_x00e9_": "é", "_xD83D__xDE00_": "😀",
		"_xD83D_": "\uFFFD", "_x12_": "_x12_", "_xZZZZ_": "_xZZZZ_", "_x": "_x",
	} {
		if got := Unescape(s); got != want {
			t.Errorf("%s: got %q, want %q", s, got, want)
		}
	}
}

// FuzzScanner holds the scanner to encoding/xml: what it takes, that takes
// too, and reads the same in it.
func FuzzScanner(f *testing.F) {
	for _, part := range []string{`<x:a b=">&lt;" c='1'>t&#65;<![CDATA[<]]><!--x--><d/></x:a>`, "<?xml version='1.0'?><a>\r\n</a>", "<a>\xD0</a>", `<a><b></a></b>`} {
		f.Add(part)
	}
	f.Fuzz(func(t *testing.T, part string) {
		s := NewScanner(iotest.HalfReader(strings.NewReader(part)))
		d := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(part, "\uFEFF")))
		for s.Next() == nil {
			compare(t, s, d)
		}
		if s.Err() != io.EOF {
			return
		}
		for {
			switch token, err := d.Token(); token.(type) {
			case nil:
				if err != io.EOF {
					t.Fatalf("%q is taken, and is %v", part, err)
				}
				return
			case xml.StartElement, xml.EndElement:
				t.Fatalf("%q: %v is left out", part, token)
			}
		}
	})
}

// compare reads the same tag from d.
func compare(t *testing.T, s *Scanner, d *xml.Decoder) {
	var text bytes.Buffer
	for {
		token, err := d.RawToken()
		if err != nil {
			t.Skip() // a fault in names, which comes to light further on
		}
		switch token := token.(type) {
		case xml.CharData:
			text.Write(token)
			continue
		case xml.StartElement:
			if s.Tag.End || token.Name.Local != string(s.Tag.Name) || len(token.Attr) != len(s.Tag.attrs) {
				t.Fatalf("got %s, want %v", s.Tag.Name, token)
			}
			for i, a := range token.Attr {
				value, err := appendText(nil, s.Tag.attrs[i].value)
				if a.Name.Local != string(s.Tag.attrs[i].name) || a.Value != string(value) || err != nil {
					t.Fatalf("got %q, want %v", s.Tag.attrs[i], a)
				}
			}
		case xml.EndElement:
			if !s.Tag.End || token.Name.Local != string(s.Tag.Name) {
				t.Fatalf("got %s, want %v", s.Tag.Name, token)
			}
		default:
			continue
		}
		inside := s.Tag.End || s.Depth() > 1 // what stands before the root is no text of the part
		if inside && text.String() != string(s.Text) {
			t.Fatalf("got text %q, want %q", s.Text, text.String())
		}
		return
	}
}

func BenchmarkScanner(b *testing.B) {
	part := []byte("<sheetData>" + strings.Repeat(`<row r="12" spans="1:3"><c r="A12" s="1" t="s"><v>117</v></c><c r="B12"><v>5</v></c><c t="inlineStr"><is><t>Как часто?</t></is></c></row>`, 5000) + "</sheetData>")
	b.Run("ooxml", func(b *testing.B) {
		b.SetBytes(int64(len(part)))
		b.ReportAllocs()
		for b.Loop() {
			s := NewScanner(bytes.NewReader(part))
			for s.Next() == nil {
			}
			if s.Err() != io.EOF {
				b.Fatal(s.Err())
			}
		}
	})
	b.Run("encoding⁄xml", func(b *testing.B) {
		b.SetBytes(int64(len(part)))
		b.ReportAllocs()
		for b.Loop() {
			d := xml.NewDecoder(bytes.NewReader(part))
			for _, err := d.RawToken(); err != io.EOF; _, err = d.RawToken() {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
