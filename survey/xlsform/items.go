package xlsform

import (
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// frame is a group or repeat whose end has not come yet. The root is the
// first.
type frame struct {
	item  *survey.Item
	names map[string]survey.Position
	folds map[string]string // lower case → name
	loop  bool              // of a loop or one of its choices: ended with it
}

func newFrame(it *survey.Item) *frame {
	return &frame{item: it, names: map[string]survey.Position{}, folds: map[string]string{}}
}

func (r *reader) top() *frame { return r.open[len(r.open)-1] }

// readSurvey builds the tree of items.
func (r *reader) readSurvey(t *table) {
	r.open = []*frame{newFrame(r.form.Root)}
	if t == nil || !t.has("type") {
		return
	}
	for w := range r.records(t, r.tidy) {
		r.take(w)
	}
	if r.loop != nil {
		r.fault(r.loop.head.here(), "SURVEY_002", message.New("The loop %q is begun here and never ended.", r.loop.head.get("name")), message.New("Write a row of type end_loop where it ends."))
		l := r.loop
		r.loop = nil
		r.expand(l)
	}
	for len(r.open) > 1 {
		it := r.top().item
		r.fault(it.At, "SURVEY_002", message.New("The %s %q is begun here and never ended.", it.Type.Name, it.Name), message.New("Write a row of type end_%s where it ends.", it.Type.Name))
		r.open = r.open[:len(r.open)-1]
	}
	if len(r.form.Root.Items) == 0 && r.faults.Err() == nil {
		r.fault(t.at(2, 0), "SURVEY_020", message.New("The sheet survey has no questions."), message.New("Write one question into each row below the headings."))
	}
}

func (r *reader) surveyRow(w row) {
	switch word := w.get("disabled"); {
	case isYes(word):
		r.warn(w.place("disabled"), "ROWS_002", message.New("The row is skipped, as it is disabled."), message.New("Delete the row; the column disabled is out of use."))
		return
	case word != "":
		r.warn(w.place("disabled"), "ROWS_002", message.New("The column disabled is out of use."), message.New("Use relevant, or delete the row."))
	}
	cell := strings.Join(strings.Fields(w.get("type")), " ")
	switch {
	case cell == "" && w.get("name") == "" && !w.filled("label"):
		r.warn(w.here(), "ROWS_003", message.New("The row has neither type, name nor label and is skipped."), message.New("Delete what is in it."))
		return
	case settingWords[cell] != "":
		return
	}
	r.rowRefs(w)
	if word, _ := refusedWord(cell); word != "" {
		r.refusedType(w, cell)
		return
	}
	switch t := parseType(cell); {
	case cell == "":
		r.noType(w)
	case t.role == begin:
		r.begin(w, t)
	case t.role == loop:
		r.loop = &loopRows{head: w, list: t.list}
	case t.role == end:
		r.end(w, t)
	case t.role == unknown:
		r.unknownType(w, cell)
	default:
		r.question(w, t)
	}
}

// begin opens a group or repeat.
func (r *reader) begin(w row, t typed) {
	it := &survey.Item{Name: w.get("name"), Type: groupType, At: w.here()}
	if t.repeat {
		it.Type = repeatType
	}
	r.common(w, it)
	r.appearance(w, it)
	if it.Label.Empty() && it.Media == nil && (t.repeat || !it.Has("field-list")) {
		r.warn(w.place("label"), "LABEL_002", message.New("The %s %q has no label.", it.Type.Name, it.Name), message.New("Write a heading for it, as the screen and the tables show it."))
	}
	if v := w.get("required"); v != "" && !isNo(v) {
		r.fault(w.place("required"), "SURVEY_011", message.New("Groups and repeats cannot be required."), message.New("Move it to a question inside."))
	}
	if t.repeat {
		r.repeatCount(w, it)
		r.repeatName(w, it)
	}
	if r.name(w, it) {
		r.add(w, it)
	} else { // what it holds is named elsewhere: one bad name is one fault
		r.top().item.Items = append(r.top().item.Items, it)
	}
	r.open = append(r.open, newFrame(it))
}

// repeatCount reads how many instances a repeat has. As in pyxform, an
// expression that is more than one reference becomes a calculation of its own,
// which is exported.
func (r *reader) repeatCount(w row, it *survey.Item) {
	rule := r.rule(w, "repeat_count")
	if rule == nil {
		return
	}
	if text := w.get("repeat_count"); refForm.FindString(text) != text && nameForm.MatchString(it.Name) {
		count := &survey.Item{Name: it.Name + "_count", Type: calculateType, At: w.place("repeat_count")}
		count.Rules[survey.Value] = rule
		r.add(w, count)
		rule = r.parse(w.place("repeat_count"), "${"+count.Name+"}")
	}
	it.Rules[survey.Count] = rule
}

// repeatName checks what only names of repeats must hold.
func (r *reader) repeatName(w row, it *survey.Item) {
	if it.Name == r.form.Name && it.Name != "" {
		r.fault(w.place("name"), "NAMES_003", message.New("The repeat %q has the name of the form's root.", it.Name), message.New("Rename it."))
	}
	if other := r.repeats[it.Name]; other != nil && it.Name != "" && r.top().names[it.Name] == (survey.Position{}) {
		r.fault(w.place("name"), "NAMES_004", message.New("Another repeat has the name %q, in row %d.", it.Name, other.At.Row), message.New("Rename one: names of repeats must differ in the whole form."))
	}
	r.repeats[it.Name] = it
}

// end closes a group or repeat.
func (r *reader) end(w row, t typed) {
	if t.loop {
		r.fault(w.place("type"), "SURVEY_001", message.New("There is no loop that could end here."), message.New("Remove the row, or write a row of type begin_loop where it begins."))
		return
	}
	want := survey.GroupKind
	if t.repeat {
		want = survey.RepeatKind
	}
	for i := len(r.open) - 1; i > 0 && !r.open[i].loop; i-- {
		if r.open[i].item.Type.Kind != want {
			continue
		}
		for _, f := range r.open[i+1:] {
			r.fault(w.place("type"), "SURVEY_001", message.New("The %s %q of row %d has not ended here.", f.item.Type.Name, f.item.Name, f.item.At.Row), message.New("Write a row of type end_%s before this one, or remove this one.", f.item.Type.Name))
		}
		r.tableList(r.open[i].item)
		r.open = r.open[:i]
		return
	}
	kind := map[bool]string{true: "repeat", false: "group"}[t.repeat]
	r.fault(w.place("type"), "SURVEY_001", message.New("There is no %s that could end here.", kind), message.New("Remove the row, or write a row of type begin_%s where it begins.", kind))
}

// tableList checks a group that is drawn as a grid of selects.
func (r *reader) tableList(group *survey.Item) {
	if !group.Has("table-list") {
		return
	}
	var list *survey.List
	for _, it := range group.Items {
		switch {
		case !it.Type.Selects():
		case it.Rules[survey.Choices] != nil:
			r.fault(it.Rules[survey.Choices].At, "TABLE_LIST_001", message.New("A question in a table-list cannot have a choice filter."), message.New("Remove the filter, or the appearance table-list of the group."))
		case list != nil && it.List != list:
			r.fault(it.At, "TABLE_LIST_002", message.New("All selects of the table-list %q must use the same list.", group.Name), message.New("Use %s here too, or remove the appearance.", list.Name))
		default:
			list = it.List
		}
	}
}

// nameRule is the remedy of a name that is none.
var nameRule = message.New("Names begin with a letter or underscore and go on with letters, digits, underscores, hyphens or periods.")

// name checks the name of an item and says whether it can be used.
func (r *reader) name(w row, it *survey.Item) bool {
	at := w.place("name")
	switch {
	case it.Name == "":
		r.fault(at, "NAMES_020", message.New("The %s has no name.", kindWord(it)), message.New("Write a short name, such as age; answers are stored under it."))
	case !nameForm.MatchString(it.Name):
		r.fault(at, "NAMES_008", message.New("%q is no name.", it.Name), nameRule)
	case it.Name == "meta":
		r.fault(at, "NAMES_005", message.New("The name meta is reserved for metadata of the form."), message.New("Choose another one."))
	default:
		return true
	}
	return false
}

func kindWord(it *survey.Item) any {
	if it.Type.Holds() {
		return it.Type.Name
	}
	return message.New("question")
}

// place puts a question where it stands, and says whether it can be named. One
// that cannot is kept without a name: the rest of its row is checked, and one
// bad name is one fault.
func (r *reader) place(w row, it *survey.Item) bool {
	if r.name(w, it) {
		r.add(w, it)
		return true
	}
	it.Name = ""
	r.top().item.Items = append(r.top().item.Items, it)
	return false
}

// add puts an item into the group that is open, where no sibling has its
// name.
func (r *reader) add(w row, it *survey.Item) {
	r.reserve(w, it.Name)
	r.top().item.Items = append(r.top().item.Items, it)
}

// reserve takes a name in the group that is open, and says whether no sibling
// has it.
func (r *reader) reserve(w row, name string) bool {
	f := r.top()
	first, twice := f.names[name]
	if twice {
		r.fault(w.place("name"), "NAMES_001", message.New("The name %q is already used in row %d, in the same group.", name, first.Row), message.New("Rename one of the two."))
	} else if other := f.folds[strings.ToLower(name)]; other != "" {
		r.warn(w.place("name"), "NAMES_002", message.New("The name %q differs from %q only in capital letters; some programs for analysis do not see that.", name, other), message.New("Rename one of the two."))
	}
	f.names[name] = w.here()
	f.folds[strings.ToLower(name)] = name
	return !twice
}
