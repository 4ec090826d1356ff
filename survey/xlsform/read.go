package xlsform

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// Options says where a form comes from.
type Options struct {
	Name     string // the file's name without its ending: form_id where the settings have none
	Attached fs.FS  // the folder of the form, for choices from files; may be nil
}

// Read reads a workbook (.xlsx, .xlsm) or, where the content is that, the
// Markdown tables that ReadMarkdown takes. The form is linked and ready, or
// unusable where faults.Err() is not nil; it is nil where the file could not
// be read at all. Form.Source is data, with the attached files that the form
// reads packed into it where there are any.
func Read(data []byte, o Options) (*survey.Form, survey.ErrorList) {
	k, fault := sniff(data)
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	if k == markdownFile {
		return read(readTables(string(data)), data, o)
	}
	a, fault := openArchive(data)
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	b, fault := a.book()
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	b.files = a
	return read(b, data, o)
}

// book gives the sheets in an archive, be it a workbook or a bundle of
// Markdown tables.
func (a *archive) book() (*book, *survey.Error) {
	if !a.has(bundleText) {
		return readBook(a, wanted)
	}
	text, fault := a.part(bundleText)
	if fault != nil {
		return nil, fault
	}
	return readTables(string(text)), nil
}

// ReadMarkdown reads a form that is written as pyxform's Markdown tables:
//
//	| survey |         |      |       |
//	|        | type    | name | label |
//	|        | integer | age  | Age   |
func ReadMarkdown(text string, o Options) (*survey.Form, survey.ErrorList) {
	return read(readTables(text), []byte(text), o)
}

// reader collects one form and its faults.
type reader struct {
	o      Options
	book   *book
	form   *survey.Form
	faults survey.ErrorList

	settings   map[string]string // by canonical key
	settingsOf row
	external   map[string]*survey.List // the sheet external_choices
	attached   map[string]*survey.List // files by name, for instance() and pulldata()
	files      map[string][]byte       // attached files that were read from the folder
	duplicates bool                    // settings: a list may have a code twice
	tidy       bool                    // settings: runs of spaces in the survey are one
	none       bool                    // settings: every select_multiple gets "None"
	open       []*frame
	repeats    map[string]*survey.Item
	gaps       []gap
	written    []written
	told       map[string]bool // notices that are given once
	otherAdded map[*survey.List]bool
}

func read(b *book, source []byte, o Options) (*survey.Form, survey.ErrorList) {
	r := &reader{o: o, book: b, settings: map[string]string{}, told: map[string]bool{}, repeats: map[string]*survey.Item{},
		files: map[string][]byte{}, external: map[string]*survey.List{}, attached: map[string]*survey.List{}, otherAdded: map[*survey.List]bool{},
		form: &survey.Form{Lists: map[string]*survey.List{}, Settings: map[string]string{}, Source: source}}
	if s := r.only(); s != nil {
		s.name = surveySheet
	}
	r.checkSheets()
	if r.book.sheet(surveySheet) == nil {
		return nil, r.faults
	}
	r.read()
	if len(r.files) > 0 {
		r.bundle()
	}
	return r.form, r.finish()
}

// bundle keeps the attached files with the form.
func (r *reader) bundle() {
	source, err := bundle(r.form.Source, r.files)
	if err != nil {
		r.fault(survey.Position{}, "FILE_026", fmt.Sprintf("The attached files cannot be kept with the form: %v.", err), "Save the workbook again and open it once more.")
		return
	}
	r.form.Source = source
}

// only gives the sheet of a workbook that has one sheet under another name.
func (r *reader) only() *sheet {
	if len(r.book.sheets) == 1 && r.book.sheets[0].read && r.book.sheet(surveySheet) == nil {
		return r.book.sheets[0]
	}
	return nil
}

func (r *reader) read() {
	r.readSettings()
	questions := r.table(surveySheet, &surveyDialect)
	choices := r.table(choicesSheet, &choicesDialect)
	external := r.table(externalSheet, &choicesDialect)
	r.settingsRows(questions)
	r.applySettings()
	r.languages(questions, choices, external)
	r.checkLanguages(questions, choices)
	r.readChoices(choices, r.form.Lists)
	r.readChoices(external, r.external)
	r.readSurvey(questions)
	r.finishSettings()
	r.readExtensions()
	r.tellGaps()
}

// finish links the form and gives everything that was found, in reading order,
// each fault once.
func (r *reader) finish() survey.ErrorList {
	for _, e := range r.form.Link() {
		r.locate(e)
		r.faults = append(r.faults, e)
	}
	order := map[string]int{}
	for i, s := range r.book.sheets {
		order[s.name] = i + 1
	}
	slices.SortStableFunc(r.faults, func(a, b *survey.Error) int {
		return cmp.Or(cmp.Compare(order[a.At.Sheet], order[b.At.Sheet]), a.At.Compare(b.At), cmp.Compare(a.Severity, b.Severity))
	})
	return capped(slices.CompactFunc(r.faults, func(a, b *survey.Error) bool { return *a == *b }))
}

// written is an expression in a place of which the form keeps only the row: a
// wording, a trigger.
type written struct {
	at   survey.Position
	text string
}

// locate gives a fault of a row the cell in which its expression stands.
func (r *reader) locate(e *survey.Error) {
	if e.At.Column > 0 || e.At.Row == 0 {
		return
	}
	line, _, _ := strings.Cut(e.Excerpt, "\n")
	holds := func(w written) bool { return w.text == line || line == "" && strings.Contains(e.Msg, w.text) }
	for _, sameRow := range []bool{true, false} {
		for _, w := range r.written {
			if holds(w) && (!sameRow || w.at.Sheet == e.At.Sheet && w.at.Row == e.At.Row) {
				e.At = w.at
				return
			}
		}
	}
}

// maxFaults is how many faults are told: who has more begins with the first.
const maxFaults = 500

func capped(l survey.ErrorList) survey.ErrorList {
	if len(l) <= maxFaults {
		return l
	}
	worst := slices.MinFunc(l[maxFaults:], func(a, b *survey.Error) int { return cmp.Compare(a.Severity, b.Severity) })
	more := &survey.Error{Severity: worst.Severity, Code: "FAULTS", Msg: fmt.Sprintf("%d more faults are not listed.", len(l)-maxFaults), Hint: "Correct the first ones and check the form again."}
	return append(l[:maxFaults:maxFaults], more)
}

func (r *reader) fault(at survey.Position, code, msg, hint string) { r.faults.Add(at, code, msg, hint) }

func (r *reader) warn(at survey.Position, code, msg, hint string) {
	r.faults = append(r.faults, &survey.Error{At: at, Severity: survey.Warning, Code: code, Msg: msg, Hint: hint})
}

func (r *reader) notice(at survey.Position, code, msg, hint string) {
	r.faults = append(r.faults, &survey.Error{At: at, Severity: survey.Notice, Code: code, Msg: msg, Hint: hint})
}

// once is a notice that is given only where it is met first.
func (r *reader) once(at survey.Position, code, msg, hint string) {
	if !r.told[code+msg] {
		r.told[code+msg] = true
		r.notice(at, code, msg, hint)
	}
}

// checkSheets reports a survey sheet that is not there, and names that are
// nearly those of a sheet.
func (r *reader) checkSheets() {
	names := map[string]bool{}
	for _, s := range r.book.sheets {
		names[sheetKey(s.name)] = true
	}
	if !names[surveySheet] {
		hint := "Name the sheet with the questions survey."
		if near := r.similarSheets(surveySheet); len(near) > 0 {
			hint = fmt.Sprintf("Rename the sheet %s.", strings.Join(near, " or "))
		}
		r.fault(survey.Position{}, "NAMES_013", "The workbook has no sheet with the name survey.", hint)
		return
	}
	for _, want := range sheetNames[1:] {
		if near := r.similarSheets(want); !names[want] && len(near) > 0 {
			r.warn(survey.Position{Sheet: near[0]}, "NAMES_013", fmt.Sprintf("This sheet is not read: its name is nearly that of the sheet %s.", want), "Rename it, or put _ before its name if it is another one.")
		}
	}
}

// similarSheets gives the sheets whose name is at most two letters away.
func (r *reader) similarSheets(want string) []string {
	var out []string
	for _, s := range r.book.sheets {
		key := sheetKey(s.name)
		if key != want && !strings.HasPrefix(key, "_") && !slices.Contains(sheetNames, key) && edits(key, want) <= 2 {
			out = append(out, s.name)
		}
	}
	return out
}

// noteFiles loads the files that an expression reads through instance() or
// pulldata().
func (r *reader) noteFiles(at survey.Position, x xpath.Expr) {
	for e := range xpath.Walk(x) {
		call, ok := e.(*xpath.Call)
		if !ok || len(call.Args) == 0 || call.Name != "pulldata" {
			continue
		}
		if name, ok := call.Args[0].(*xpath.Literal); ok {
			r.pulldata(at, name.Value.Str())
		}
	}
}

// suggest ends a message about an unknown word with the nearest known one.
func suggest(word string, known map[string]*survey.List) string {
	if near := survey.Nearest(word, maps.Keys(known)); near != "" {
		return fmt.Sprintf("Did you mean %s?", near)
	}
	return ""
}

// edits counts the letters to insert, delete or change to make b of a.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
