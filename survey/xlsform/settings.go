package xlsform

import (
	"cmp"
	"regexp"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// readSettings reads row 2 of the sheet settings.
func (r *reader) readSettings() {
	t := r.table(settingsSheet, &settingsDialect)
	if t == nil {
		return
	}
	r.settingsOf = row{table: t, n: 2}
	if len(t.rows) < 2 {
		return
	}
	r.settingsOf.cells = t.rows[1]
	for _, c := range t.columns {
		if v := r.settingsOf.column(c); v != "" {
			r.settings[c.key] = v
			r.noteRefs(t.at(2, c.col), v)
		}
	}
	if len(t.rows) > 2 && !blankRow(t.rows[2]) {
		r.warn(t.at(3, 0), "SETTING_002", message.New("Only the first row below the headings of settings is read."), message.New("Delete the other rows."))
	}
}

// settingWords are type words of old forms that set something: the value
// stands in the column name.
var settingWords = map[string]string{
	"form_title": "form_title", "set form title": "form_title", "form_id": "form_id", "set form id": "form_id",
	"public_key": "public_key", "submission_url": "submission_url", "auto_send": "auto_send", "auto_delete": "auto_delete",
	"allow_choice_duplicates": "allow_choice_duplicates", "prefix": "prefix", "delimiter": "delimiter",
	"sms_keyword": "sms_keyword", "sms_separator": "sms_separator", "sms_allow_media": "sms_allow_media",
	"sms_date_format": "sms_date_format", "sms_datetime_format": "sms_datetime_format",
}

// settingsRows takes settings out of the survey sheet.
func (r *reader) settingsRows(t *table) {
	if t == nil {
		return
	}
	for i := range t.rows {
		w := row{table: t, n: i + 1, cells: t.rows[i]}
		if key, ok := settingWords[w.get("type")]; ok && i > 0 && w.get("name") != "" {
			r.settings[key] = w.get("name")
		}
	}
}

func (r *reader) setting(key string) string { return r.settings[key] }

func (r *reader) settingAt(key string) survey.Position {
	if r.settingsOf.table == nil {
		return survey.Position{Sheet: settingsSheet}
	}
	return r.settingsOf.place(key)
}

// yes reads a setting that is yes or no.
func (r *reader) yes(key string, otherwise bool) bool {
	v := r.setting(key)
	switch {
	case isYes(v):
		return true
	case isNo(v):
		return false
	case v != "" && !r.told[key]:
		r.told[key] = true
		r.warn(r.settingAt(key), "SETTING_001", message.New("The setting %s is neither yes nor no.", key), message.New("Write yes or no; it counts as %s now.", map[bool]string{true: "yes", false: "no"}[otherwise]))
	}
	return otherwise
}

// applySettings sets what the settings say about the form as a whole.
func (r *reader) applySettings() {
	f := r.form
	for k, v := range r.settings {
		f.Settings[k] = v
	}
	f.RecipientAt = r.settingAt("recipient")
	f.ID = cmp.Or(r.setting("form_id"), r.o.Name, "form")
	f.Title = cmp.Or(r.setting("form_title"), f.ID)
	f.Version = r.setting("version")
	f.Name = cmp.Or(r.setting("name"), "data")
	if !nameForm.MatchString(f.Name) {
		r.fault(r.settingAt("name"), "NAMES_008", message.New("The name %q of the form's root is no name.", f.Name), nameRule)
	}
	f.Root = &survey.Item{Index: -1, Name: f.Name, Type: groupType, At: survey.Position{Sheet: surveySheet}}
	r.duplicates = r.yes("allow_choice_duplicates", false)
	r.tidy = r.yes("clean_text_values", true)
	r.none = r.yes("add_none_option", false)
	for _, key := range []string{"auto_send", "auto_delete", "omit_instanceid"} {
		r.yes(key, false)
	}
	f.Editable = r.yes("client_editable", false)
	for word := range strings.FieldsSeq(r.setting("style")) {
		switch word {
		case "pages":
			f.Pages = true
		case "theme-grid":
			r.once(r.settingAt("style"), "FALL_STYLE", message.New("The style theme-grid is not drawn; questions stand one below the other."), nil)
		}
	}
	r.special()
	r.refusedSettings()
}

// finishSettings reads the settings that are expressions; they may name
// questions.
func (r *reader) finishSettings() {
	r.form.InstanceName = r.parse(r.settingAt("instance_name"), r.setting("instance_name"))
}

// refusedSettings tells what of the settings does not do what it says.
func (r *reader) refusedSettings() {
	if r.setting("public_key") != "" {
		msg := message.New("The form asks for ODK's encryption of finished records, which Anketa does not do.")
		if r.yes("omit_instanceid", false) {
			msg = message.New("%s It also leaves out the instanceID, which that encryption needs.", msg)
		}
		r.fault(r.settingAt("public_key"), "REFUSE_ENCRYPTION", msg, message.New("Remove public_key. Anketa encrypts what it stores in its own way; a coordinator's key goes into the setting recipient."))
	}
	for _, key := range []string{"submission_url", "auto_send", "auto_delete"} {
		if r.setting(key) != "" {
			r.once(r.settingAt(key), "FALL_SERVER", message.New("Anketa has no server: submission_url, auto_send and auto_delete have no effect."), nil)
		}
	}
	if s := r.book.sheet(entitiesSheet); s != nil && len(s.rows) > 1 {
		r.once(s.at(2, 0), "FALL_ENTITIES", message.New("Entities are not created."), nil)
	}
	if days := r.setting("retention_days"); days != "" && !wholeNumber.MatchString(days) {
		r.warn(r.settingAt("retention_days"), "SETTING_003", message.New("The setting retention_days is not a whole number of days."), message.New("Write a number such as 730, or nothing."))
	}
}

var wholeNumber = regexp.MustCompile(`^\d+$`)

// special reads the codes of don't know, refused and not applicable: one code
// for choices and one for numbers, or one for both. What is not said has the
// codes that most questionnaires use.
func (r *reader) special() {
	s := &r.form.Special
	for _, d := range []struct {
		key            string
		state          survey.State
		choice, number string
	}{
		{"dont_know", survey.DontKnow, "98", "-98"},
		{"refused", survey.Refused, "99", "-99"},
		{"not_applicable", survey.NotApplicable, "97", "-97"},
	} {
		codes := strings.Fields(strings.ReplaceAll(r.setting(d.key), ",", " "))
		switch len(codes) {
		case 0:
			codes = []string{d.choice, d.number}
		case 1:
			codes = append(codes, codes[0])
		case 2:
		default:
			r.fault(r.settingAt(d.key), "SETTING_004", message.New("The setting %s has %d codes.", d.key, len(codes)), message.New("Write one code for choices and one for numbers, as in 98 -98."))
		}
		s.Choice[d.state], s.Number[d.state] = codes[0], codes[1]
		if !numberForm.MatchString(codes[1]) {
			s.Number[d.state] = ""
		}
	}
}

var numberForm = regexp.MustCompile(`^-?(\d+(\.\d*)?|\.\d+)$`)
