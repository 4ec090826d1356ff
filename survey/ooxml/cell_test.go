package ooxml

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// cells tells a row's cells, those that Cell takes with a star before them.
func cells(in io.Reader) string {
	var out strings.Builder
	s, c := NewScanner(in), Cell{}
	for s.Next() == nil {
		if !s.Tag.End {
			fmt.Fprintf(&out, "(%s", s.Tag.Name)
		} else {
			fmt.Fprintf(&out, "%s)", s.Text)
		}
		for s.Cell(&c) {
			fmt.Fprintf(&out, "*%s,%s,%s=%s", c.Place, c.Style, c.Kind, c.Value)
		}
	}
	if s.Err() != io.EOF {
		return out.String() + " " + s.Err().Error()
	}
	return out.String()
}

func TestCell(t *testing.T) {
	for _, c := range []struct{ part, want string }{
		{`<row><c r="A1" s="3" t="s"><v>12</v></c><c r="B1"><v>-1.5E+3</v></c></row>`, `(row*A1,3,s=12*B1,,=-1.5E+3)`},
		{`<row><c t="s" r="A1"><v>0</v></c><c r="B1" s="2"/></row>`, `(row*A1,,s=0*B1,2,=)`},
		{`<row><c r="A1"><v></v></c></row>`, `(row(c(v)))`},
		{`<row><c r="A1"><v>a b</v></c><c r="B1"><v>1</v></c></row>`, `(row(c(va b))*B1,,=1)`},
		{`<row><c r="A1"><f>1+1</f><v>2</v></c></row>`, `(row(c(f1+1)(v2)))`},
		{`<row><c r="A1"><v>&amp;</v></c></row>`, `(row(c(v&)))`},
		{`<row><c r="A1" r="A1"><v>1</v></c></row>`, `(row its XML is not well formed`},
		{`<row><c r="A1" x="1"><v>1</v></c></row>`, `(row(c(v1)))`},
		{`<row><c r="A1"><v>]]></v></c></row>`, `(row(c(v its XML is not well formed`},
		{`<row><c r="A1"><v>1</v></row>`, `(row(c(v1) its XML is not well formed`},
		{`<row><c r="A1"><v>1`, `(row(c(v it ends early`},
		{`<c r="A1"><v>1</v></c>`, `(c(v1))`},
		{`<row> <c r="A1"><v>1</v></c></row>`, `(row(c(v1)))`},
	} {
		for way, in := range map[string]io.Reader{"whole": strings.NewReader(c.part), "half": iotest.HalfReader(strings.NewReader(c.part))} {
			if got := cells(in); got != c.want {
				t.Errorf("%s, %s:\n got %s\nwant %s", c.part, way, got, c.want)
			}
		}
	}
}

// Reading by cells finds what reading by tags does.
func FuzzCell(f *testing.F) {
	for _, part := range []string{`<row><c r="A1" s="3" t="s"><v>12</v></c><c r="B1"/></row>`, `<row><c r='A1'><v>1</v></c></row>`, `<row><c r="A1"><v>1</v></c>`} {
		f.Add(part)
	}
	f.Fuzz(func(t *testing.T, part string) {
		if got, want := flat(part, true), flat(part, false); got != want {
			t.Errorf("%q:\n got %s\nwant %s", part, got, want)
		}
	})
}

// flat is a part as its tags tell it, the cells with or without Cell.
func flat(part string, quick bool) string {
	var out strings.Builder
	s, c := NewScanner(strings.NewReader(part)), Cell{}
	for s.Next() == nil {
		if s.Tag.End {
			fmt.Fprintf(&out, "%s)", s.Text)
		} else {
			fmt.Fprintf(&out, "%s(%s %s %s %s", s.Text, s.Tag.full, s.Tag.Raw("r"), s.Tag.Raw("s"), s.Tag.Raw("t"))
		}
		for quick && s.Cell(&c) {
			fmt.Fprintf(&out, "(c %s %s %s", c.Place, c.Style, c.Kind)
			if c.Value != nil {
				fmt.Fprintf(&out, "(v   %s)", c.Value)
			}
			out.WriteString(")")
		}
	}
	return out.String() + s.Err().Error()
}
