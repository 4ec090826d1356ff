package interview

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// TestLookups holds every expression that looks rows up to what the language
// makes of all the rows.
func TestLookups(t *testing.T) {
	formulas := []struct {
		text  string
		quick bool
	}{
		{"instance('l')/root/item[name = ${d}]/label", true},
		{"instance('l')/root/item[district = ${d}][2]/name", true},
		{"instance('l')/root/item[district = ${d}][size > 2][1]/label", true},
		{"count(instance('l')/root/item[district = ${d} and size > ${n}])", true},
		{"count(instance('l')/root/item[${n} < size or district != ${d}])", true},
		{"join(' ', instance('l')/root/item[size = ${n} and starts-with(name, 'p1')]/name)", true},
		{"join(' ', instance('l')/root/*[district = current()/../d]/name)", true},
		{"instance('l')/root/item[district = ${d}][1]/../item[3]/name", true},
		{"position(instance('l')/root/item[district = ${d}][last()])", true},
		{"instance('l')/root/item[name = instance('l')/root/item[district = ${d}][1]/name]/label", true},
		{"concat(instance('l')/root/item[name = ${d}]/label, -count(instance('l')/root/item[size = ${n}]))", true},
		{"if(${n} > 2, instance('l')/root/item[name = ${d}]/label, 'none')", true},
		{"count(instance('l')/root/item[size = ${r}])", true},
		{"join(' ', (instance('l')/root/item[district = ${d}] | instance('l')/root/item[size = ${n}])/name)", true},
		{"pulldata('f', 'district', 'name', ${d})", true},
		{"pulldata('f', 'name', 'size', ${n})", true},
		{"pulldata('f', 'name', 'size', ${r})", true},
		{"pulldata('f', 'name', 'district', concat('d', ${n}))", true},

		{"join(' ', instance('l')/root/item[district = ${d} and position() < 9]/name)", false},
		{"instance('l')/root/item[label = 'P3']/name", false},
		{"instance('l')/root/item[selected(${d}, district)][1]/name", false},
		{"instance('l')/root/item[3]/name", false},
		{"count(instance('l')/root/item[${n} > 3])", false},
		{"pulldata('f', 'name', 'label', ${d})", false},
		{"count(instance('l')/root/item)", false},
	}
	var form strings.Builder
	form.WriteString("| survey | type | name | label | calculation |\n")
	for i, f := range formulas {
		fmt.Fprintf(&form, "| | calculate | c%d | | %s |\n", i, strings.ReplaceAll(f.text, "|", `\|`))
	}
	form.WriteString(`
|        | text         | d     | D  |  |
|        | integer      | n     | N  |  |
|        | begin repeat | rep   | R  |  |
|        | integer      | r     | R  |  |
|        | end repeat   |       |    |  |
|        | select_one l | place | P  |  |
|        | note         | said  | It is ${n}: instance('l')/root/item[name = ${d}]/label | |
| choices | list_name | name | label | district | size |
`)
	file := "name,label,district,size\n"
	for i := range 60 {
		fmt.Fprintf(&form, "| | l | p%d | P%d | d%d | %d |\n", i, i, i%6, i%7)
		file += fmt.Sprintf("p%d,P%d,d%d,%d\n", i, i, i%6, i%7)
	}
	f, faults := xlsform.ReadMarkdown(form.String(), xlsform.Options{Name: "form", Attached: fstest.MapFS{"f.csv": {Data: []byte(file)}}})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	iv := New(f, Options{Now: clock})
	if _, err := iv.Add("rep"); err != nil {
		t.Fatal(err)
	}
	found := 0
	rng := rand.New(rand.NewPCG(1, 1))
	for range 60 {
		for p, text := range map[survey.Path]string{
			"d":        []string{"", "d0", "d3", "p5", "d1 d2", "p10"}[rng.IntN(6)],
			"n":        []string{"", "0", "1", "2", "3", "4"}[rng.IntN(6)],
			"rep[1]/r": []string{"", "2"}[rng.IntN(2)],
			"rep[2]/r": []string{"", "3", "5"}[rng.IntN(3)],
		} {
			if _, err := iv.Set(p, text); err != nil {
				t.Fatal(err)
			}
		}
		for i, formula := range formulas {
			n := iv.find(survey.Path(fmt.Sprint("c", i)))
			x := n.spec.item.Rules[survey.Value].Expr
			if quick := iv.plan.fast(x) != x; quick != formula.quick {
				t.Fatalf("%s: looks rows up: %v", formula.text, quick)
			}
			c := iv.context(n, n)
			want := textOf(c.Eval(x), n.spec.item.Type, iv.zone)
			iv.release()
			if n.text != want {
				t.Fatalf("%s: got %q, want %q", formula.text, n.text, want)
			}
			if want != "" && want != "0" {
				found++
			}
		}
	}
	if found < 600 {
		t.Errorf("only %d values are not blank", found)
	}
	if _, err := iv.Set("d", "p7"); err != nil {
		t.Fatal(err)
	}
	if label := iv.View("said").Label; !strings.HasSuffix(label, ": P7") {
		t.Errorf("the note says %q", label)
	}
}
