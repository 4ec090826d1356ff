package xlsform

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"anketa/survey"
)

// book is a workbook as texts. Markdown tables become one too.
type book struct {
	sheets []*sheet
	kept   map[string][]byte // attached files that were packed into it, by name in lower case
}

// sheet is one sheet: row 1 is rows[0].
type sheet struct {
	name  string
	role  string // its lower-cased name, or "survey" where it is the only one and ODK knows no sheet of its name
	read  bool   // false: only its name is known
	rows  [][]string
	marks map[cellAt]mark
	heads []string // of row 1 as faults name them; made when the first is told
}

// The sheets that a form may have, by lower-cased name.
const (
	surveySheet   = "survey"
	choicesSheet  = "choices"
	settingsSheet = "settings"
	externalSheet = "external_choices"
	entitiesSheet = "entities"
	osmSheet      = "osm"
)

// extensionSheets are Anketa's own; ODK ignores them.
var extensionSheets = []string{"checks", "quotas", "indicators", "reports"}

// odkSheets are those that ODK knows: the only sheet of a workbook is the
// survey, but not under the name of another one of these.
var odkSheets = []string{surveySheet, choicesSheet, settingsSheet, externalSheet, entitiesSheet, osmSheet}

var sheetNames = slices.Concat(odkSheets, extensionSheets)

// wanted says whether a sheet belongs to a form.
func wanted(name string, only bool) bool {
	name = sheetKey(name)
	for _, n := range sheetNames {
		if n == name {
			return true
		}
	}
	return only
}

func sheetKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// sheet finds a sheet that was read by its role, nil where there is none.
func (b *book) sheet(key string) *sheet {
	for _, s := range b.sheets {
		if s.role == key && s.read {
			return s
		}
	}
	return nil
}

// How many blank headers and rows end a sheet, as in pyxform.
const (
	maxBlankHeaders = 20
	maxBlankRows    = 60
)

// smartQuotes are what word processors make of quotes; no-break spaces are
// what they make of spaces. Line breaks of Windows become plain ones.
var smartQuotes = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u00a0", " ", "\r\n", "\n")

// clean is a cell as pyxform reads it, with composed characters: й is one
// letter and not и with a breve, as in the answers, so that names compare.
func clean(s string) string {
	if isClean(s) {
		return s
	}
	return strings.TrimSpace(smartQuotes.Replace(norm.NFC.String(s)))
}

// isClean knows most texts that clean would leave as they are, many times
// faster than clean does: ASCII, Cyrillic letters and the usual dashes, none
// of which another one is composed with.
func isClean(s string) bool {
	if s != "" && (s[0] <= ' ' || s[len(s)-1] <= ' ') {
		return false
	}
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf && r != '\r':
		case r >= 'Ѐ' && r <= 'ӿ' && (r <= 'ҁ' || r >= 'Ҋ'):
		case r == '«' || r == '»' || r == '–' || r == '—' || r == '№':
		default:
			return false
		}
	}
	return true
}

// oneSpace turns runs of spaces into one and leaves line breaks.
func oneSpace(s string) string {
	if !strings.Contains(s, "  ") {
		return s
	}
	var b strings.Builder
	space := false
	for _, r := range s {
		if r == ' ' && space {
			continue
		}
		space = r == ' '
		b.WriteRune(r)
	}
	return b.String()
}

func blankRow(cells []string) bool {
	for _, c := range cells {
		if clean(c) != "" {
			return false
		}
	}
	return true
}

// at is a cell of the sheet with its heading; column 0 means the whole row.
func (s *sheet) at(row, col int) survey.Position {
	p := survey.Position{Sheet: s.name, Row: row, Column: col}
	if col > 0 && len(s.rows) > 0 && col <= len(s.rows[0]) {
		p.Header = s.heading(col)
	}
	return p
}

// heading gives the heading of a column with its spaces tidied. Every cell that
// something is said about has one, so it is kept.
func (s *sheet) heading(col int) string {
	if s.heads == nil {
		s.heads = make([]string, len(s.rows[0]))
		for i, h := range s.rows[0] {
			s.heads[i] = strings.Join(strings.Fields(clean(h)), " ")
		}
	}
	return s.heads[col-1]
}
