package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

var calculateType = typesByName["calculate"].typ()

// typ is the word as the vocabulary has it.
func (w *word) typ() *survey.Type {
	t := &survey.Type{Name: w.name(), Kind: w.kind, Data: w.data}
	if w.meta {
		t.Meta = t.Name
	}
	return t
}

// question reads a row that is neither begin nor end.
func (r *reader) question(w row, t typed) {
	name := t.word.name()
	if name == "csv-external" || name == "xml-external" {
		r.externalRow(w, name)
		return
	}
	it := &survey.Item{Name: w.get("name"), Type: t.word.typ(), At: w.here()}
	r.generatedName(w, it)
	switch {
	case name == "simserial" || name == "subscriberid":
		r.warn(w.place("type"), "FALL_TYPE", message.New("%s is out of use and stays blank.", name), message.New("Remove the row."))
	case t.word.notice != nil:
		r.once(w.place("type"), "FALL_TYPE", t.word.notice, nil)
	}
	r.common(w, it)
	r.appearance(w, it)
	r.parameters(w, it, t)
	r.choicesOf(w, it, t)
	r.answer(w, it, t)
	r.widget(w, it)
	if r.place(w, it) && t.other {
		r.other(w, it, t)
	}
}

// generatedName names what needs no name.
func (r *reader) generatedName(w row, it *survey.Item) {
	switch {
	case it.Type.Name == "audit":
		if it.Name != "" && it.Name != "audit" {
			r.fault(w.place("name"), "AUDIT_001", message.New("An audit is always named audit."), message.New("Leave its name blank."))
		}
		it.Name = "audit"
	case it.Type.Kind == survey.NoteKind && it.Name == "":
		it.Name = "generated_note_name_" + strconv.Itoa(w.n)
	}
}

// common reads the columns that groups and questions share.
func (r *reader) common(w row, it *survey.Item) {
	it.Label, it.Hint, it.Guidance = r.text(w, "label"), r.text(w, "hint"), r.text(w, "guidance_hint")
	it.Media = r.mediaOf(w)
	if it.Media["big-image"] != nil && it.Media["image"] == nil {
		r.fault(w.place("big-image"), "MEDIA_001", message.New("To use big-image, %q must also have an image.", it.Name), message.New("Fill the column image too."))
	}
	it.Rules[survey.Relevant] = r.condition(w, "relevant", isYes)
	it.Rules[survey.ReadOnly] = r.condition(w, "read_only", isNo)
	r.extensions(w, it)
	r.columns(w, it)
}

// columns keeps what has no effect of its own, under the heading as its author
// wrote it, in lower case.
func (r *reader) columns(w row, it *survey.Item) {
	kept := []string{"hxl", "save_to", "intent", "compact_tag", "body::accept"}
	it.Columns = map[string]string{}
	for _, c := range w.table.columns {
		if v := w.column(c); v != "" && (!c.known || slices.Contains(kept, c.key)) {
			it.Columns[strings.ToLower(c.header)] = v
		}
	}
	if w.get("save_to") != "" {
		r.once(w.place("save_to"), "FALL_ENTITIES", message.New("Entities are not created."), nil)
	}
	if w.get("bind::type") != "" {
		it.Type = retyped(it.Type, w.get("bind::type"))
	}
}

// retyped gives a type the kind of data that bind::type asks for.
func retyped(t *survey.Type, bind string) *survey.Type {
	data, ok := map[string]survey.DataKind{"string": survey.TextData, "int": survey.IntegerData, "decimal": survey.DecimalData,
		"date": survey.DateData, "time": survey.TimeData, "dateTime": survey.DateTimeData}[bind]
	if !ok || t.Kind > survey.CalculateKind {
		return t
	}
	own := *t
	own.Data = data
	return &own
}

// answer reads what decides about the answer.
func (r *reader) answer(w row, it *survey.Item, t typed) {
	it.Rules[survey.Required] = r.condition(w, "required", isNo)
	it.RequiredMessage = r.text(w, "required_message")
	r.constraint(w, it, t)
	it.Rules[survey.Value] = r.rule(w, "calculation")
	r.trigger(w, it)
	r.defaultValue(w, it)
	r.idleMessages(w, it)
	if it.Type.Name == "calculate" && w.get("calculation") == "" && it.Default == nil {
		r.fault(w.place("calculation"), "CALCULATE_001", message.New("Missing calculation of %q.", it.Name), message.New("Write the expression, or a default with one."))
	}
}

// idleMessages tells of messages that never show.
func (r *reader) idleMessages(w row, it *survey.Item) {
	for _, m := range []struct{ message, rule string }{{"constraint_message", "constraint"}, {"required_message", "required"}, {"warning_message", "warning"}} {
		if w.filled(m.message) && (w.get(m.rule) == "" || m.rule == "required" && isNo(w.get(m.rule))) && (m.rule != "constraint" || it.Rules[survey.Valid] == nil) {
			r.notice(w.place(m.message), "MESSAGE_001", message.New("The %s of %q is never shown: the column %s is blank.", m.message, it.Name, m.rule), message.New("Fill that column, or delete the message."))
		}
	}
}

// constraint reads the author's constraint, or that of the type where there is
// none, and adds that of the setting add_none_option.
func (r *reader) constraint(w row, it *survey.Item, t typed) {
	rule := r.condition(w, "constraint", isYes)
	if w.get("constraint") == "" {
		rule = r.parse(w.place("type"), t.word.constraint)
	}
	if r.hasNone(it) {
		none := r.parse(w.place("type"), noneConstraint)
		if rule != nil && none != nil {
			none.Expr = &xpath.Binary{Op: xpath.And, X: rule.Expr, Y: none.Expr}
		}
		rule = none
	}
	if rule != nil {
		rule.Message = r.text(w, "constraint_message")
	}
	it.Rules[survey.Valid] = rule
}

// trigger reads what sets the calculation off; a blank calculation then
// clears the answer.
func (r *reader) trigger(w row, it *survey.Item) {
	text := w.get("trigger")
	if text == "" {
		if it.Type.Name == "background-geopoint" {
			r.fault(w.place("trigger"), "TRIGGER_002", message.New("A background-geopoint needs a trigger."), message.New("Name the question that sets it off as ${name}."))
		}
		return
	}
	if it.Type.Name == "background-geopoint" && w.get("calculation") != "" {
		r.fault(w.place("calculation"), "TRIGGER_003", message.New("A background-geopoint takes no calculation."), message.New("Leave the column blank, or write a row of type calculate."))
	}
	it.Trigger = r.refs(w.place("trigger"), text)
	if it.Rules[survey.Value] == nil && w.get("calculation") == "" {
		it.Rules[survey.Value] = r.parse(w.place("trigger"), "''")
	}
}

// widget settles whether a question shows. One with a calculation and no
// wording has no field; any other without wording cannot be asked.
func (r *reader) widget(w row, it *survey.Item) {
	if it.Type.Kind == survey.CalculateKind || !it.Label.Empty() || !it.Hint.Empty() || it.Media != nil {
		return
	}
	if it.Rules[survey.Value] != nil {
		own := *it.Type
		own.Kind = survey.CalculateKind
		it.Type = &own
		return
	}
	if w.get("media") != "" {
		r.warn(w.place("media"), "MEDIA_002", message.New("The question %q has no label, and the column media has no effect.", it.Name), message.New("Write image, audio or video into the heading instead of media."))
		return
	}
	r.fault(w.place("label"), "LABEL_003", message.New("The question %q has no label or hint.", it.Name), message.New("Write what the interviewer reads out."))
}

// other adds the choice and the question of or_other.
func (r *reader) other(w row, it *survey.Item, t typed) {
	if it.List == nil || it.List.File != "" {
		r.fault(w.place("type"), "OTHER_001", message.New("or_other needs a list in the sheet choices."), message.New("Name the list: select_one LIST or_other."))
		return
	}
	if it.Rules[survey.Choices] != nil {
		r.fault(w.place("choice_filter"), "OTHER_002", message.New("A choice filter cannot stand together with or_other."), message.New("Write the choice other and a text question with relevant yourself."))
	}
	if len(r.form.Languages) > 1 {
		r.warn(w.place("type"), "OTHER_003", message.New("or_other puts in English words only."), message.New("Write the choice other and a text question with relevant yourself, in every language."))
	}
	if it.List.Choice("other") == nil {
		it.List.Choices = append(it.List.Choices, &survey.Choice{Name: "other", Label: r.everyLanguage("Other"), Values: make([]string, len(it.List.Columns)), At: w.place("type")})
	}
	more := &survey.Item{Name: it.Name + "_other", Type: typeWords[0].typ(), At: w.here(), Label: r.everyLanguage("Specify other."), Columns: map[string]string{}}
	more.Rules[survey.Relevant] = r.parse(w.place("type"), "selected(../"+it.Name+", 'other')")
	r.add(w, more)
}
