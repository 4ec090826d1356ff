package xlsform

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// Options says where a form comes from.
type Options struct {
	Name     string // the file's name without its ending: form_id where the settings have none
	Attached fs.FS  // the folder of the form, for choices from files; may be nil
}

// Read reads a workbook (.xlsx, .xlsm) or, where the content is that, the
// Markdown tables that ReadMarkdown takes. The form is linked and ready, or
// unusable where faults.Err() is not nil; it is nil where the file could not
// be read at all. Form.Source is data, or the workbook that tables come to, with
// the attached files that the form reads packed into it where there are any.
func Read(data []byte, o Options) (*survey.Form, survey.ErrorList) {
	k, fault := sniff(data)
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	if k == markdownFile {
		data = workbookOf(string(data))
	}
	a, fault := openArchive(data)
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	b, fault := readBook(a, wanted)
	if fault != nil {
		return nil, survey.ErrorList{fault}
	}
	if b.kept, fault = a.kept(); fault != nil {
		return nil, survey.ErrorList{fault}
	}
	return read(b, data, o)
}

// ReadMarkdown reads a form that is written as pyxform's Markdown tables:
//
//	| survey |         |      |       |
//	|        | type    | name | label |
//	|        | integer | age  | Age   |
func ReadMarkdown(text string, o Options) (*survey.Form, survey.ErrorList) {
	return Read(workbookOf(text), o)
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
	parsed     map[string]*records     // the same, taken apart
	duplicates bool                    // settings: a list may have a code twice
	tidy       bool                    // settings: runs of spaces in the survey are one
	none       bool                    // settings: every select_multiple gets "None"
	open       []*frame
	loop       *loopRows // the loop whose end has not come yet; nil outside
	looped     int       // rows that loops have made
	repeats    map[string]*survey.Item
	gaps       []gap
	written    []written
	instances  []instance
	loose      []written               // cells with references, to be checked as text
	targets    []written               // reference-geometry of places
	choiceOf   map[string]*survey.List // the lists of the sheet choices
	sources    map[string]string       // the files that expressions find, by their names there
	externals  map[string]survey.Position
	searched   map[string]survey.Position // lists that tell search() its columns, and who does
	plain      map[string]survey.Position // lists that a question shows as they are
	told       map[string]bool            // notices that are given once
}

func read(b *book, source []byte, o Options) (*survey.Form, survey.ErrorList) {
	r := &reader{o: o, book: b, settings: map[string]string{}, told: map[string]bool{}, repeats: map[string]*survey.Item{},
		files: map[string][]byte{}, parsed: map[string]*records{}, external: map[string]*survey.List{}, attached: map[string]*survey.List{},
		sources: map[string]string{}, externals: map[string]survey.Position{}, searched: map[string]survey.Position{}, plain: map[string]survey.Position{},
		form: &survey.Form{Lists: map[string]*survey.List{}, Settings: map[string]string{}, Source: source}}
	for _, s := range b.sheets {
		s.role = sheetKey(s.name)
	}
	if len(b.sheets) == 1 && b.sheets[0].read && !slices.Contains(odkSheets, b.sheets[0].role) {
		b.sheets[0].role = surveySheet
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
		r.fault(survey.Position{}, "FILE_026", message.New("The attached files cannot be kept with the form: %v.", err), message.New("Save the workbook again and open it once more."))
		return
	}
	r.form.Source = source
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
	r.choiceOf = maps.Clone(r.form.Lists)
	r.readChoices(external, r.external)
	r.readSurvey(questions)
	r.externalLists()
	r.attachMedia()
	r.finishSettings()
	r.readExtensions()
	r.checkInstances()
	r.checkSearches()
	r.checkTargets()
	r.tellGaps()
}

// either names several things of which one is meant.
func either(names []string) *message.Text {
	out := message.New("%s", names[0])
	for _, name := range names[1:] {
		out = message.New("%s or %s", out, name)
	}
	return out
}

// checkSheets reports a survey sheet that is not there, and names that are
// nearly those of a sheet.
func (r *reader) checkSheets() {
	names := map[string]bool{}
	for _, s := range r.book.sheets {
		names[s.role] = true
	}
	if !names[surveySheet] {
		hint := message.New("Name the sheet with the questions survey.")
		if near := r.similarSheets(surveySheet); len(near) > 0 {
			hint = message.New("Rename the sheet %s.", either(near))
		}
		r.fault(survey.Position{}, "NAMES_013", message.New("The workbook has no sheet with the name survey."), hint)
		return
	}
	for _, want := range sheetNames[1:] {
		if near := r.similarSheets(want); !names[want] && len(near) > 0 {
			r.warn(survey.Position{Sheet: near[0]}, "NAMES_013", message.New("This sheet is not read: its name is nearly that of the sheet %s.", want), message.New("Rename it, or put _ before its name if it is another one."))
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
