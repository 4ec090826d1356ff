package xlsform

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// summary prints a form and its faults as the tests in testdata want them:
// the form, one line for each item with all that was written about it, and
// then every fault. A form that does not open is not printed.
func summary(f *survey.Form, faults survey.ErrorList) string {
	var b strings.Builder
	if f != nil && faults.Err() == nil {
		printForm(&b, f)
	}
	for _, e := range faults {
		fmt.Fprintf(&b, "%s %s: %v\n", e.Severity, e.Code, e)
	}
	return b.String()
}

func printForm(b *strings.Builder, f *survey.Form) {
	fmt.Fprintf(b, "form %s %q %q", f.ID, f.Version, f.Title)
	for i, l := range f.Languages {
		fmt.Fprintf(b, " %s%s", map[bool]string{true: "*"}[i == f.Default && len(f.Languages) > 1], l.ID)
	}
	if f.InstanceName != nil {
		fmt.Fprintf(b, " instance_name=%v", f.InstanceName.Expr)
	}
	if f.Pages {
		b.WriteString(" pages")
	}
	b.WriteString("\n")
	for _, it := range f.Root.Items {
		printItem(b, it, "  ")
	}
	for _, name := range slices.Sorted(maps.Keys(f.Lists)) {
		printList(b, f.Lists[name])
	}
	for _, s := range f.Sheets {
		for _, row := range s.Rows {
			fmt.Fprintf(b, "%s %v\n", s.Name, row.Cells)
		}
	}
}

func printItem(b *strings.Builder, it *survey.Item, indent string) {
	fmt.Fprintf(b, "%s%s %s%s", indent, it.Type.Name, it.Name, text(it.Label))
	for _, part := range []struct {
		name string
		text survey.Text
	}{{"hint", it.Hint}, {"guidance", it.Guidance}, {"required_message", it.RequiredMessage}} {
		if !part.text.Empty() {
			fmt.Fprintf(b, " %s%s", part.name, text(part.text))
		}
	}
	for p, rule := range it.Rules {
		if rule != nil {
			fmt.Fprintf(b, " %v=(%v)%s", survey.Property(p), rule.Expr, text(rule.Message))
		}
	}
	printMore(b, it)
	b.WriteString("\n")
	for _, c := range it.Items {
		printItem(b, c, indent+"  ")
	}
}

func printMore(b *strings.Builder, it *survey.Item) {
	if it.List != nil {
		fmt.Fprintf(b, " list=%s", it.List.Name)
	}
	if it.ItemsFrom != nil {
		fmt.Fprintf(b, " from=%v", it.ItemsFrom)
	}
	if it.Default != nil {
		fmt.Fprintf(b, " default=(%v)", it.Default.Expr)
	}
	if it.DefaultText != "" {
		fmt.Fprintf(b, " default=%q", it.DefaultText)
	}
	for _, t := range it.Trigger {
		fmt.Fprintf(b, " trigger=%v", t)
	}
	if it.Appearance != nil {
		fmt.Fprintf(b, " appearance=%q", it.Appearance)
	}
	if len(it.Params) > 0 {
		fmt.Fprintf(b, " %v", it.Params)
	}
	if len(it.Columns) > 0 {
		fmt.Fprintf(b, " columns=%v", it.Columns)
	}
	if it.Sensitivity > 0 || it.AnalystExport != "" {
		fmt.Fprintf(b, " sensitivity=%d %s", it.Sensitivity, it.AnalystExport)
	}
	for _, kind := range slices.Sorted(maps.Keys(it.Media)) {
		fmt.Fprintf(b, " %s%s", kind, text(it.Media[kind]))
	}
	if it.Type.Kind == survey.CalculateKind && it.Type.Name != "calculate" {
		b.WriteString(" unseen")
	}
}

func printList(b *strings.Builder, l *survey.List) {
	fmt.Fprintf(b, "list %s%s", l.Name, strings.Join(append([]string{""}, l.Columns...), " +"))
	for _, c := range l.Choices {
		fmt.Fprintf(b, " | %s%s %s", c.Name, text(c.Label), strings.Join(c.Values, ","))
	}
	b.WriteString("\n")
}

// text prints the wordings of all languages; expressions stand in <>.
func text(t survey.Text) string {
	if t.Empty() {
		return ""
	}
	var out []string
	for _, p := range t {
		out = append(out, p.Render(func(x xpath.Expr) string { return "<" + x.String() + ">" }))
	}
	return fmt.Sprintf(" %q", strings.Join(out, " / "))
}
