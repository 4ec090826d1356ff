package report

import (
	"regexp"
	"strings"
	"unicode/utf16"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A labeller words items and choices in the language of the report.
type labeller struct {
	language, fallback int
}

var (
	tags     = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	emphasis = regexp.MustCompile(`\*\*|__`)
)

// text gives a wording on one line and without markup. What an expression in
// it comes to differs from one interview to the next, so "…" stands there.
func (l labeller) text(t survey.Text) string {
	p, _ := t.In(l.language, l.fallback)
	s := p.Render(func(xpath.Expr) string { return "…" })
	s = emphasis.ReplaceAllString(tags.ReplaceAllString(s, ""), "")
	return strings.TrimLeft(strings.Join(strings.Fields(s), " "), "# ")
}

// named gives the item's label, or its name where it has none.
func (l labeller) named(it *survey.Item) string {
	if s := l.text(it.Label); s != "" {
		return s
	}
	return it.Name
}

// choice gives the label of a code of a list, "" where there is none.
func (l labeller) choice(list *survey.List, code string) string {
	c := list.Choice(code)
	if c == nil {
		return ""
	}
	return l.text(c.Label)
}

const sheetNameUnits = 31 // Excel's limit, in UTF-16 code units

// barred are the characters that no sheet name may hold.
var barred = strings.NewReplacer(":", " ", `\`, " ", "/", " ", "?", " ", "*", " ", "[", "(", "]", ")", "'", "’")

// sheetNames makes names for sheets: short, legal and unlike each other, as
// Excel compares them.
type sheetNames map[string]bool

func (used sheetNames) give(label string) string {
	base := strings.Join(strings.Fields(barred.Replace(printable(label))), " ")
	if base == "" || strings.EqualFold(base, "History") { // Excel keeps that name for itself
		base += "_"
	}
	name := cut(base, sheetNameUnits)
	for n := 2; used[strings.ToLower(name)]; n++ {
		suffix := " (" + format(float64(n)) + ")"
		name = cut(base, sheetNameUnits-len(suffix)) + suffix
	}
	used[strings.ToLower(name)] = true
	return name
}

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}

// cut shortens text to at most that many UTF-16 units, at a blank where one is
// near the end.
func cut(s string, units int) string {
	if len(utf16.Encode([]rune(s))) <= units {
		return s
	}
	kept := ""
	for _, r := range s {
		if len(utf16.Encode([]rune(kept+string(r)))) > units {
			break
		}
		kept += string(r)
	}
	if blank := strings.LastIndexByte(kept, ' '); blank > len(kept)*2/3 {
		kept = kept[:blank]
	}
	if open := strings.LastIndexByte(kept, '('); open > 0 && !strings.Contains(kept[open:], ")") {
		kept = kept[:open]
	}
	return strings.TrimRight(kept, " ,;:–-")
}
