package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"anketa/survey"
	"anketa/survey/message"
)

// plainLanguage is the name of the language of columns without one.
const plainLanguage = "default"

// languages finds the languages of a form, in order of their first column.
//
// A wording without a language is the language "default", or the one that the
// setting default_language names. Where the labels of the survey all have a
// language and that setting is blank, it stands for every language that has
// no own: so hints or messages that were written once show everywhere.
func (r *reader) languages(tables ...*table) {
	named, plainLabel := false, false
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, c := range t.columns {
			named = named || c.language != ""
			plainLabel = plainLabel || t == tables[0] && c.key == "label" && c.language == ""
		}
	}
	plain := r.setting("default_language")
	if plain == "" && (plainLabel || !named) {
		plain = plainLanguage
	}
	for _, t := range tables {
		if t == nil {
			continue
		}
		for i := range t.columns {
			if c := &t.columns[i]; c.wording {
				c.lang = r.language(c.language, plain)
			}
		}
	}
	if len(r.form.Languages) == 0 {
		r.language(plain, plain)
	}
	r.defaultLanguage()
}

// language gives the index of a language and adds it where it is new.
func (r *reader) language(id, plain string) int {
	if id == "" {
		id = plain
	}
	if id == "" {
		return allLanguages
	}
	i := slices.IndexFunc(r.form.Languages, func(l survey.Language) bool { return l.ID == id })
	if i < 0 {
		i = len(r.form.Languages)
		r.form.Languages = append(r.form.Languages, newLanguage(id))
	}
	return i
}

var languageCode = regexp.MustCompile(`^(.*?)\s*\(([^()]*)\)$`)

func newLanguage(id string) survey.Language {
	if m := languageCode.FindStringSubmatch(id); m != nil && m[1] != "" {
		return survey.Language{ID: id, Name: m[1], Code: strings.TrimSpace(m[2])}
	}
	return survey.Language{ID: id, Name: id}
}

func (r *reader) defaultLanguage() {
	for i, l := range r.form.Languages {
		if l.ID == r.setting("default_language") || l.ID == plainLanguage && r.setting("default_language") == "" {
			r.form.Default = i
		}
	}
}

// checkLanguages warns of languages without a readable code, of a default
// language that no column has, and of columns that a language lacks.
func (r *reader) checkLanguages(tables ...*table) {
	for _, l := range r.form.Languages {
		if l.ID == plainLanguage || l.ID == r.setting("default_language") && l.Code == "" {
			continue
		}
		if _, err := language.Parse(l.Code); err != nil || l.Code == "" {
			r.warn(r.languageHeading(l.ID, tables), "LANGUAGE_001", message.New("The language %q has no valid code.", l.ID), codeHint(l.Name))
		}
	}
	r.likeLanguages(tables)
	for _, t := range tables {
		if t == nil {
			continue
		}
		for i, l := range r.form.Languages {
			if missing := t.lacks(i); len(missing) > 0 {
				r.warn(t.at(1, 0), "LANGUAGE_002", message.New("Language %q is missing the %s column(s) %s.", l.ID, t.name, strings.Join(missing, ", ")), message.New("Add %s::%s.", missing[0], l.ID))
			}
		}
	}
}

// codeHint says how a language is written with its code. The code is the name
// itself, as in label::ky, or is found by its name in English or in the language
// itself; of others, an example has to do.
func codeHint(name string) *message.Text {
	tag, err := language.Parse(name)
	if err == nil {
		return message.New("Write it as %s (%s).", display.English.Languages().Name(tag), tag)
	}
	named := func(tag language.Tag) bool {
		return strings.EqualFold(name, display.English.Languages().Name(tag)) || strings.EqualFold(name, display.Self.Name(tag))
	}
	if known := display.Supported.Tags(); slices.ContainsFunc(known, named) {
		return message.New("Write it as %s (%s).", name, known[slices.IndexFunc(known, named)])
	}
	return message.New("Write it with its code from the list of IANA, as in %s (xy).", name)
}

// likeLanguages warns of languages that are written nearly alike, and of a
// default language that no column has.
func (r *reader) likeLanguages(tables []*table) {
	squeeze := strings.NewReplacer(" ", "", "-", "", "_", "")
	same := func(a, b string) bool {
		return strings.EqualFold(squeeze.Replace(a), squeeze.Replace(b))
	}
	def, found := r.setting("default_language"), false
	for i, l := range r.form.Languages {
		found = found || l.ID == def
		for _, m := range r.form.Languages[:i] {
			if same(l.ID, m.ID) || l.Code != "" && l.Code == m.Code && edits(l.Name, m.Name) <= 2 {
				r.warn(r.languageHeading(l.ID, tables), "LANGUAGE_004", message.New("%q and %q count as two languages.", m.ID, l.ID), message.New("If they are one, write it alike in every heading."))
			}
		}
	}
	if def == "" || found {
		return
	}
	hint := message.New("Write it as in the headings, behind label::.")
	for _, l := range r.form.Languages {
		if same(l.ID, def) || edits(l.ID, def) <= 2 || l.Name == def {
			hint = message.New("Did you mean %s?", l.ID)
		}
	}
	r.warn(r.settingAt("default_language"), "LANGUAGE_005", message.New("No column has the default language %q.", def), hint)
}

func (r *reader) languageHeading(id string, tables []*table) survey.Position {
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, c := range t.columns {
			if c.language == id {
				return t.at(1, c.col)
			}
		}
	}
	return r.settingAt("default_language")
}

// lacks gives the wordings that other languages have and this one has not.
func (t *table) lacks(lang int) []string {
	var missing []string
	for _, c := range t.columns {
		if !c.wording || slices.Contains(missing, c.key) {
			continue
		}
		if !slices.ContainsFunc(t.columns, func(o column) bool {
			return o.wording && o.key == c.key && (o.lang == lang || o.lang == allLanguages)
		}) {
			missing = append(missing, c.key)
		}
	}
	return missing
}

// gap is one column's cells that are blank where another language has text.
type gap struct {
	header string
	first  survey.Position
	count  int
}

// noteGap counts a blank translation.
func (r *reader) noteGap(w row, c column) {
	at := w.at(w.n, c.col)
	for i := range r.gaps {
		if g := &r.gaps[i]; g.header == c.header && g.first.Sheet == at.Sheet {
			g.count++
			return
		}
	}
	r.gaps = append(r.gaps, gap{c.header, at, 1})
}

func (r *reader) tellGaps() {
	for _, g := range r.gaps {
		r.notice(g.first, "LANGUAGE_003", message.New("%d translation(s) in the column %q are blank, this one first.", g.count, g.header), message.New("There the text of the form's default language is shown."))
	}
}
