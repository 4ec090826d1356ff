package xlsform

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// analystExports are what an analyst may get of a question.
var analystExports = []string{"keep", "band", "drop", "on_request"}

// extensions reads the columns that only Anketa knows.
func (r *reader) extensions(w row, it *survey.Item) {
	if rule := r.condition(w, "warning", isYes); rule != nil {
		rule.Message = r.text(w, "warning_message")
		it.Rules[survey.Plausible] = rule
		if it.Type.Holds() {
			r.warn(w.place("warning"), "EXTENSION_001", message.New("A group is not asked and has no soft check."), message.New("Move the warning to a question inside."))
			it.Rules[survey.Plausible] = nil
		}
	}
	switch s := w.get("sensitivity"); s {
	case "", "0":
	case "1", "2", "3":
		it.Sensitivity = int(s[0] - '0')
	default:
		r.warn(w.place("sensitivity"), "EXTENSION_002", message.New("The sensitivity %q is unknown and counts as 3, the strictest.", s), message.New("Write 0, 1, 2 or 3."))
		it.Sensitivity = 3
	}
	it.AnalystExport = w.get("analyst_export")
	if it.AnalystExport != "" && !slices.Contains(analystExports, it.AnalystExport) {
		r.warn(w.place("analyst_export"), "EXTENSION_003", message.New("The word %q in analyst_export is unknown and counts as drop, the strictest.", it.AnalystExport), message.New("Write keep, band, drop or on_request."))
		it.AnalystExport = "drop"
	}
}

// expressionColumns are those columns of extension sheets that hold
// expressions over a record.
var expressionColumns = map[string][]string{
	"checks": {"when"}, "quotas": {"filter"}, "indicators": {"base", "numerator", "value"}, "reports": {"filter"},
}

// extensionNeeds are the columns without which a row says nothing.
var extensionNeeds = map[string][]string{
	"checks": {"name", "when"}, "quotas": {"name", "filter", "target"}, "indicators": {"name"}, "reports": {"name"},
}

// readExtensions keeps the sheets that only Anketa knows.
func (r *reader) readExtensions() {
	count := r.countNames()
	for _, name := range extensionSheets {
		s := r.book.sheet(name)
		if s == nil || len(s.rows) == 0 {
			continue
		}
		d := dialect{keys: extensionNeeds[name]}
		t := r.table(name, &d)
		out := survey.Sheet{Name: name}
		for w := range r.records(t, false) {
			cells := map[string]string{}
			for _, c := range t.columns {
				if v := w.column(c); v != "" {
					cells[extensionKey(c.header)] = v
				}
			}
			out.Rows = append(out.Rows, survey.SheetRow{At: w.here(), Cells: cells})
			r.checkExtension(name, w, count)
		}
		r.form.Sheets = append(r.form.Sheets, out)
	}
}

// extensionKey is a heading in its canonical form: message::English (en).
func extensionKey(header string) string {
	parts := splitHeader(header, "::")
	parts[0] = headerKey(parts[0])
	return strings.Join(parts, "::")
}

// checkExtension warns of a row that cannot work. The form opens all the
// same: interviews do not need these sheets.
func (r *reader) checkExtension(name string, w row, count map[string]int) {
	for _, key := range extensionNeeds[name] {
		if w.has(key) && w.get(key) == "" {
			r.warn(w.place(key), "EXTENSION_004", message.New("The row has no %s and has no effect.", key), message.New("Fill it in."))
		}
	}
	for _, c := range w.table.columns {
		if slices.Contains(expressionColumns[name], extensionKey(c.header)) {
			r.checkExpression(w.at(w.n, c.col), w.column(c), count)
		}
	}
}

func (r *reader) checkExpression(at survey.Position, text string, count map[string]int) {
	before := len(r.faults)
	if rule := r.parse(at, text); rule != nil {
		for ref := range xpath.Refs(rule.Expr) {
			if code, msg, hint := r.nameFault(ref.String(), count); code != "" {
				r.faults.AddExpr(at, code, xpath.At(rule.Expr, ref, len(ref.String()), msg, hint))
			}
		}
		for _, e := range xpath.Check(rule.Expr) {
			r.faults.AddExpr(at, "XPATH", e)
		}
	}
	for _, f := range r.faults[before:] {
		f.Severity = survey.Warning
	}
}
