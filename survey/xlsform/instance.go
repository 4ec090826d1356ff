package xlsform

import (
	"slices"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// instance is a list or file that an expression looks into.
type instance struct {
	at     survey.Position
	name   string
	column string // that the path ends in; "" where there is none
}

// noteFiles loads the files that an expression reads through pulldata() and
// remembers what it reads through instance(): a list may stand further down.
func (r *reader) noteFiles(at survey.Position, x xpath.Expr) {
	for e := range xpath.Walk(x) {
		switch e := e.(type) {
		case *xpath.Path:
			if name, ok := literalArgument(e.Base, "instance"); ok {
				r.instances = append(r.instances, instance{at, name, pathColumn(e)})
			}
		case *xpath.Call:
			if name, ok := literalArgument(e, "pulldata"); ok {
				r.pulldata(at, name)
			}
		}
	}
}

// literalArgument gives the text that a function is called with first.
func literalArgument(x xpath.Expr, function string) (string, bool) {
	call, ok := x.(*xpath.Call)
	if !ok || call.Name != function || len(call.Args) == 0 {
		return "", false
	}
	text, ok := call.Args[0].(*xpath.Literal)
	if !ok {
		return "", false
	}
	return text.Value.Str(), true
}

// pathColumn gives the column of instance('l')/root/item[…]/column.
func pathColumn(p *xpath.Path) string {
	if len(p.Steps) != 3 || p.Steps[2].Axis != xpath.Child || p.Steps[2].Name == "*" {
		return ""
	}
	return p.Steps[2].Name
}

// externalLists makes the lists of external_choices known to instance() too,
// where the sheet choices has none of that name.
func (r *reader) externalLists() {
	for name, l := range r.external {
		if r.form.Lists[name] == nil {
			r.form.Lists[name] = l
		}
	}
}

// checkInstances reports lists that are not there, and columns that they do
// not have.
func (r *reader) checkInstances() {
	for _, i := range r.instances {
		l := r.form.Lists[i.name]
		switch {
		case i.name == "__last-saved":
		case l == nil:
			hint := suggest(i.name, r.form.Lists)
			if hint == nil {
				hint = message.New("Add the list to the sheet choices, or the file with a row csv-external %s.", i.name)
			}
			r.fault(i.at, "LIST_004", message.New("instance('%s') names no list and no file.", i.name), hint)
		case i.column != "" && i.column != "name" && i.column != "label" && !slices.Contains(l.Columns, i.column):
			hint := message.New("Without it the result is always blank.")
			if near := survey.Nearest(i.column, slices.Values(append([]string{"name", "label"}, l.Columns...))); near != "" {
				hint = message.New("Did you mean %s?", near)
			}
			r.warn(i.at, "LIST_005", message.New("The list %s has no column %q.", i.name, i.column), hint)
		}
	}
}
