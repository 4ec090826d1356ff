package xlsform

import (
	"path"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// choicesOf finds the choices of a select or rank.
func (r *reader) choicesOf(w row, it *survey.Item, t typed) {
	if !t.word.takesList() {
		return
	}
	at := w.place("type")
	name := t.word.name()
	switch {
	case t.list == "":
		r.fault(at, "LIST_001", message.New("%s needs the name of a list.", name), message.New("Write %s LIST, with a list_name of the sheet choices.", name))
	case strings.HasPrefix(t.list, "${"):
		r.itemsFrom(at, it, t)
	case strings.HasSuffix(name, "_from_file"):
		it.List = r.fileList(at, t.list, it.Params, it.Type.Multiple())
	case name == "select_one_external":
		it.List = r.listIn(at, r.external, externalSheet, t.list)
		r.checkCodes(at, it)
		if w.get("choice_filter") == "" {
			r.warn(w.place("choice_filter"), "LIST_002", message.New("A select_one_external without a choice filter shows the whole list."), message.New("Write a filter, or use select_one."))
		}
	case r.isSearch(w):
		r.search(w, it, t)
		return
	case r.form.Lists[t.list] == nil && slices.Contains(fileKinds, strings.ToLower(path.Ext(t.list))):
		it.List = r.fileList(at, t.list, it.Params, it.Type.Multiple())
	default:
		it.List = r.listIn(at, r.form.Lists, choicesSheet, t.list)
		r.plain[t.list] = at
		r.checkCodes(at, it)
	}
	it.Rules[survey.Choices] = r.rule(w, "choice_filter")
	r.noneOption(at, it)
}

func (r *reader) itemsFrom(at survey.Position, it *survey.Item, t typed) {
	if refs := r.refs(at, t.list); len(refs) == 1 {
		it.ItemsFrom = refs[0]
	}
}

func (r *reader) listIn(at survey.Position, lists map[string]*survey.List, sheet, name string) *survey.List {
	if l := lists[name]; l != nil {
		return l
	}
	if r.book.sheet(sheet) == nil {
		r.fault(at, "LIST_003", message.New("The question needs a sheet %s, and there is none.", sheet), message.New("Add it, with the columns list_name, name and label."))
		return nil
	}
	hint := suggest(name, lists)
	if hint == nil {
		hint = message.New("Add rows with that list_name to the sheet %s.", sheet)
	}
	r.fault(at, "NAMES_016", message.New("There is no list %q in the sheet %s.", name, sheet), hint)
	return nil
}

// checkCodes refuses codes that could not be told apart in an answer of
// several, and codes that are not stored as they are written.
func (r *reader) checkCodes(at survey.Position, it *survey.Item) {
	if it.List == nil {
		return
	}
	for _, c := range it.List.Choices {
		if it.Type.Multiple() && strings.ContainsAny(c.Name, " \t\n") {
			r.fault(c.At, "CHOICES_002", message.New("The choice %q of the list %s has a space in its name; %s in row %d stores several names with spaces between them.", c.Name, it.List.Name, it.Type.Name, at.Row), message.New("Rename it without spaces."))
		} else if stored, ok := survey.Canonical(it.Type, c.Name); !ok || stored != c.Name {
			r.fault(c.At, "CHOICES_003", message.New("The name %q of a choice of the list %s cannot be stored as an answer.", c.Name, it.List.Name), message.New("Rename it with letters, digits and underscores, without spaces."))
		}
	}
}

// noneOption is the setting add_none_option: every select_multiple gets a
// choice that excludes the others; see noneConstraint.
func (r *reader) noneOption(at survey.Position, it *survey.Item) {
	if it.List == nil || !r.hasNone(it) {
		return
	}
	if it.List.Choice("none") == nil {
		it.List.Choices = append(it.List.Choices, &survey.Choice{Name: "none", Label: r.everyLanguage("None"), Values: make([]string, len(it.List.Columns)), At: at})
	}
}

func (r *reader) hasNone(it *survey.Item) bool {
	return r.none && it.Type.Name == "select_multiple"
}

const noneConstraint = ". = 'none' or not(selected(., 'none'))"

// stem is the name under which expressions find a file.
func stem(file string) string {
	base := path.Base(file)
	return strings.TrimSuffix(base, path.Ext(base))
}
