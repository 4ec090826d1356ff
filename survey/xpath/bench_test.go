package xpath

import (
	"fmt"
	"strings"
	"testing"
)

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := Parse(ordinary[i%len(ordinary)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseLong(b *testing.B) {
	text := strings.Repeat("selected(${langs}, 'ru') and ${age} > 17 or ", 500) + "1"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEval(b *testing.B) {
	c := ready(b)
	for _, text := range ordinary[:9] {
		x, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(strings.ReplaceAll(text, "/", "∕"), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Eval(x)
			}
		})
	}
}

// A cascade over all villages of a country.
func BenchmarkEvalList(b *testing.B) {
	var doc strings.Builder
	doc.WriteString("<root>")
	for i := range 10000 {
		fmt.Fprintf(&doc, "<item><name>v%d</name><district>d%d</district><label>Village %d</label></item>", i, i%100, i)
	}
	doc.WriteString("</root>")
	root, err := ParseXML(strings.NewReader(doc.String()))
	if err != nil {
		b.Fatal(err)
	}
	c := &Context{Node: root, Data: &Document{Root: root, Instances: map[string]Node{"villages": root}}}
	for _, text := range []string{
		"count(instance('villages')/root/item[district = 'd7'])",
		"instance('villages')/root/item[name = 'v9999']/label",
		"pulldata('villages', 'label', 'name', 'v9999')",
	} {
		x, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(x.(fmt.Stringer).String()[:20], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Eval(x)
			}
		})
	}
}
