package export

import (
	"strings"

	"anketa/survey"
)

// codebook writes two sheets: what each column of the answers is, and what
// each code in them means.
func (w *writer) codebook() ([]*sheet, error) {
	languages := w.languages()
	columns := [][]cell{headings(join("sheet", "column", "path", "type", prefixed("label::", languages), prefixed("hint::", languages),
		"list", "measure", "required", "relevant", "constraint", "calculation", "sensitivity", "analyst_export", "derived_from", "code", "form_versions")...)}
	codes := [][]cell{headings(join("sheet", "column", "list", "code", prefixed("label::", languages))...)}
	for _, t := range w.layout.tables {
		for _, c := range t.cols {
			if c.own() {
				continue
			}
			columns = append(columns, words(noStyle, w.describe(t, c, len(languages))...))
			for _, choice := range c.choices {
				codes = append(codes, words(noStyle, join(t.sheet, c.name, c.listName(), choice.Name, wordings(choice.Label, len(languages)))...))
			}
		}
	}
	book, err := w.listing(codebookSheet, columns, 2)
	if err != nil {
		return nil, err
	}
	meanings, err := w.listing(codesSheet, codes, 2)
	return []*sheet{book, meanings}, err
}

// listing makes a sheet of rows that explain.
func (w *writer) listing(name string, rows [][]cell, frozen int) (*sheet, error) {
	s := w.sheet(name, look{tab: explainTab, frozen: frozen, widths: fit(rows, 9, 48), asNumbers: true})
	for _, cells := range rows {
		if err := s.row(cells); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (w *writer) languages() []string {
	if len(w.o.Forms) == 0 {
		return nil
	}
	var out []string
	for _, l := range w.o.Forms[0].Languages {
		out = append(out, l.ID)
	}
	return out
}

// describe is a line of the codebook.
func (w *writer) describe(t *table, c *column, languages int) []string {
	it := c.items[0]
	label, from, kind := it.Label, "", it.Type.Name
	if c.of != nil {
		from, kind = c.of.name, c.derived.String()
		for _, choice := range c.of.choices {
			if choice.Name == c.code {
				label = choice.Label
			}
		}
	}
	return join(t.sheet, c.name, c.path, kind, wordings(label, languages), wordings(it.Hint, languages),
		c.listName(), c.measure(), rule(it, survey.Required), rule(it, survey.Relevant), rule(it, survey.Valid), rule(it, survey.Value),
		digit(it.Sensitivity), it.AnalystExport, from, c.code, strings.Join(c.versions, " "))
}

func (c *column) listName() string {
	if l := c.items[0].List; l != nil {
		return l.Name
	}
	return ""
}

// measure is the level of measurement, as SPSS calls it.
func (c *column) measure() string {
	t := c.items[0].Type
	switch {
	case c.derived == chosen, t.Selects(), t.Kind == survey.AcknowledgeKind:
		return "nominal"
	case c.derived == ranked:
		return "ordinal"
	case c.kind == number, c.kind == day, t.Data == survey.DateTimeData, t.Data == survey.TimeData:
		return "scale"
	}
	return "text"
}

func rule(it *survey.Item, p survey.Property) string {
	if r := it.Rule(p); r != nil && r.Expr != nil {
		return r.Expr.String()
	}
	return ""
}

func digit(n int) string { return string(rune('0' + n)) }

// wordings gives a text in each of the leading form's languages.
func wordings(t survey.Text, languages int) []string {
	out := make([]string, languages)
	for i := range min(languages, len(t)) {
		out[i] = t[i].String()
	}
	return out
}

func prefixed(prefix string, names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		out[i] = prefix + name
	}
	return out
}

// join makes one list of texts and lists of texts.
func join(parts ...any) []string {
	var out []string
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			out = append(out, p)
		case []string:
			out = append(out, p...)
		}
	}
	return out
}
