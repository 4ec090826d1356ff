package xlsform

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

var fileKinds = []string{".csv", ".xml", ".geojson"}

// fileList reads the choices of a select_…_from_file. The parameters value
// and label name the columns; in GeoJSON these are id and title where nothing
// is said.
func (r *reader) fileList(at survey.Position, file string, params map[string]string, multiple bool) *survey.List {
	ext := strings.ToLower(path.Ext(file))
	if !slices.Contains(fileKinds, ext) {
		r.fault(at, "FILE_022", message.New("The file name %q does not end with .csv, .xml or .geojson.", file), message.New("Name the file in full, as in select_one_from_file towns.csv."))
		return nil
	}
	if !r.claim(at, file) {
		return nil
	}
	rec, ok := r.readAttached(at, file)
	if !ok {
		return nil
	}
	return r.listFrom(at, rec, file, params, multiple)
}

// listFrom makes a list of the columns that the parameters name.
func (r *reader) listFrom(at survey.Position, rec *records, file string, params map[string]string, multiple bool) *survey.List {
	ext := strings.ToLower(path.Ext(file))
	code, label := "name", "label"
	if ext == ".geojson" {
		code, label = "id", "title"
	}
	code, label = cmp.Or(params["value"], code), cmp.Or(params["label"], label)
	for _, c := range []string{code, label} {
		if !slices.Contains(rec.columns, c) {
			r.fault(at, "FILE_023", message.New("The file %s has no column %q.", file, c), message.New("Its columns are %s; name those for code and label in parameters: value=… label=….", strings.Join(rec.columns, ", ")))
			return nil
		}
	}
	l := r.listOf(rec, file, code, label, at)
	for _, c := range l.Choices {
		if c.Name == "" || multiple && strings.Contains(c.Name, " ") {
			r.fault(at, "FILE_024", message.New("The column %q of %s has a blank code, or one with a space.", code, file), message.New("Give each row a code without spaces."))
			break
		}
	}
	r.register(l)
	return l
}

// register makes a list known to instance() under the name of its file.
func (r *reader) register(l *survey.List) {
	if r.form.Lists[l.Name] == nil {
		r.form.Lists[l.Name] = l
	}
}

// claim gives a file its name in expressions, and reports another file, or a
// list of the sheet choices, that has it.
func (r *reader) claim(at survey.Position, file string) bool {
	name := stem(file)
	other := r.sources[name]
	if other == "" && r.choiceOf[name] != nil {
		other = "a list of the sheet choices"
	}
	if other == "" {
		r.sources[name] = file
		return true
	}
	if other != file {
		r.fault(at, "FILE_025", message.New("Two lists have the name %q: the file %s and %s.", name, file, other), message.New("Rename one of them."))
	}
	return other == file
}

// externalRow reads a row csv-external or xml-external: a file for
// instance() alone.
func (r *reader) externalRow(w row, kind string) {
	name := w.get("name")
	at := w.place("name")
	if !nameForm.MatchString(name) {
		r.fault(at, "NAMES_008", message.New("%q is no name.", name), nameRule)
		return
	}
	for _, f := range r.open {
		if f.item.Type.Kind == survey.RepeatKind {
			r.fault(w.place("type"), "SURVEY_010", message.New("An external file cannot be named inside a repeat."), message.New("Move the row out of the repeat."))
			return
		}
	}
	if !r.reserve(w, name) {
		return
	}
	if other, twice := r.externals[name]; twice {
		r.fault(at, "FILE_028", message.New("Row %d too names an external file %q.", other.Row, name), message.New("Remove one of the two rows."))
		return
	}
	r.externals[name] = w.here()
	if name == "__last-saved" {
		r.fault(at, "FILE_025", message.New("__last-saved is the name of the record that was saved last."), message.New("Rename the file."))
		return
	}
	r.plainFile(at, name+"."+strings.TrimSuffix(kind, "-external"))
}

// plainFile reads a file whose columns are used as they are.
func (r *reader) plainFile(at survey.Position, file string) {
	if r.attached[file] != nil || !r.claim(at, file) {
		return
	}
	if rec, ok := r.readAttached(at, file); ok {
		l := r.listOf(rec, file, "name", "label", at)
		r.attached[file] = l
		r.register(l)
	}
}

// pulldata reads the file that pulldata('towns', …) looks into.
func (r *reader) pulldata(at survey.Position, name string) {
	file := strings.TrimSuffix(name, ".csv") + ".csv"
	if l := r.form.Lists[name]; l != nil && l.File == file || name == "" {
		return
	}
	r.plainFile(at, file)
}

var searchForm = regexp.MustCompile(`\bsearch\(`)

func (r *reader) isSearch(w row) bool { return searchForm.MatchString(w.get("appearance")) }

// search reads the appearance search('file', 'matches', 'column', value …):
// the choices are rows of a file, and the list's own row tells which columns
// are code and label. It becomes a list with a choice filter.
func (r *reader) search(w row, it *survey.Item, t typed) {
	at := w.place("appearance")
	list := r.listIn(w.place("type"), r.form.Lists, choicesSheet, t.list)
	args := searchArguments(w.get("appearance"))
	if list == nil {
		return
	}
	if _, twice := r.searched[t.list]; !twice {
		r.searched[t.list] = at
	}
	if len(args) == 0 || len(list.Choices) == 0 {
		r.fault(at, "SEARCH_001", message.New("search() cannot be read."), message.New("Write search('file'), or search('file', 'matches', 'column', value); the list needs one choice with the names of the columns for code and label."))
		return
	}
	code, label := list.Choices[0].Name, list.Choices[0].Label
	params := map[string]string{"value": code, "label": code}
	if !label.Empty() {
		p, _ := label.In(r.form.Default, 0)
		params["label"] = strings.TrimSpace(strings.Split(p.String(), ",")[0])
	}
	file := strings.TrimSuffix(unquote(args[0]), ".csv") + ".csv"
	rec, ok := r.readAttached(at, file)
	if !ok {
		return
	}
	it.List = r.listFrom(at, rec, file, params, it.Type.Multiple())
	filter := r.searchFilter(at, args[1:])
	if it.List != nil && len(list.Choices) > 1 {
		it.List, filter = withFixed(it.List, list.Choices[1:], filter)
	}
	it.Rules[survey.Choices] = r.parse(at, filter)
}

// withFixed puts choices of the sheet before those that a search finds, and
// lets the filter of the search leave them in.
func withFixed(found *survey.List, fixed []*survey.Choice, filter string) (*survey.List, string) {
	l := *found
	l.Choices = nil
	for _, c := range fixed {
		own := *c
		own.Values = make([]string, len(l.Columns))
		l.Choices = append(l.Choices, &own)
		if filter != "" {
			filter += fmt.Sprintf(" or name = '%s'", c.Name)
		}
	}
	l.Choices = append(l.Choices, found.Choices...)
	return &l, filter
}

// checkSearches reports lists that tell the columns of a search and that
// another question shows as they are.
func (r *reader) checkSearches() {
	for name, at := range r.searched {
		if by, both := r.plain[name]; both {
			r.fault(at, "SEARCH_003", message.New("The list %s tells search() its columns, and the question in row %d shows it as choices.", name, by.Row), message.New("Use search() there too, or another list."))
		}
	}
}

// searchFilter writes the conditions of a search as a choice filter.
func (r *reader) searchFilter(at survey.Position, args []string) string {
	if len(args) == 0 {
		return ""
	}
	forms := map[string]string{"contains": "contains(%s, %s)", "startswith": "starts-with(%s, %s)", "endswith": "ends-with(%s, %s)", "matches": "%s = %s"}
	form := forms[strings.ToLower(unquote(args[0]))]
	if form == "" || len(args) != 3 && len(args) != 5 {
		r.fault(at, "SEARCH_002", message.New("The kind of search is not contains, startswith, endswith or matches, or it has not a column and a value."), message.New("Write search('file', 'matches', 'column', ${question})."))
		return ""
	}
	var any []string
	for column := range strings.SplitSeq(unquote(args[1]), ",") {
		any = append(any, fmt.Sprintf(form, strings.TrimSpace(column), args[2]))
	}
	filter := "(" + strings.Join(any, " or ") + ")"
	if len(args) == 5 {
		filter += fmt.Sprintf(" and %s = %s", unquote(args[3]), args[4])
	}
	return filter
}

func unquote(s string) string { return strings.Trim(s, `'"`) }

// searchArguments cuts the arguments of search(…), nil where it has no end.
func searchArguments(appearance string) []string {
	at := searchForm.FindStringIndex(appearance)
	if at == nil {
		return nil
	}
	var args []string
	start, depth := at[1], 1
	var quote byte
	for i := start; i < len(appearance); i++ {
		switch c := appearance[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '(':
			depth++
		case c == ',' && depth == 1, c == ')' && depth == 1:
			args = append(args, strings.TrimSpace(appearance[start:i]))
			start = i + 1
			if c == ')' {
				return args
			}
		case c == ')':
			depth--
		}
	}
	return nil
}
