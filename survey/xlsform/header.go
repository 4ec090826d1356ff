package xlsform

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// dialect is what the headings of one kind of sheet mean.
type dialect struct {
	aliases map[string]string // old and grouped names → canonical key
	keys    []string          // keys that Anketa knows
	wording []string          // keys that may have a language
	needs   []string          // keys without which the sheet is of no use
}

var media = []string{"image", "big-image", "audio", "video"}

var surveyDialect = dialect{
	aliases: map[string]string{
		"command": "type", "tag": "name", "value": "name", "caption": "label",
		"relevance": "relevant", "readonly": "read_only", "calculate": "calculation",
		"constraining_message": "constraint_message", "requiredmsg": "required_message",
		"count": "repeat_count", "jr:count": "repeat_count", "noapperrorstring": "no_app_error_string",
		"bind::required": "required", "bind::relevant": "relevant", "bind::constraint": "constraint",
		"bind::calculate": "calculation", "bind::readonly": "read_only", "bind::type": "bind::type",
		"bind::jr:constraintmsg": "constraint_message", "bind::jr:requiredmsg": "required_message",
		"bind::jr:noapperrorstring": "no_app_error_string",
		"body::appearance":          "appearance", "control::appearance": "appearance",
		"body::rows": "rows", "control::rows": "rows", "body::accept": "body::accept", "control::accept": "body::accept",
		"body::jr:count": "repeat_count", "control::jr:count": "repeat_count", "body::autoplay": "autoplay", "control::autoplay": "autoplay",
		"media::image": "image", "media::big-image": "big-image", "media::audio": "audio", "media::video": "video",
	},
	keys: append([]string{"type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant",
		"constraint", "constraint_message", "calculation", "read_only", "default", "appearance", "choice_filter",
		"parameters", "trigger", "repeat_count", "autoplay", "rows", "no_app_error_string", "save_to", "intent",
		"compact_tag", "disabled", "warning", "warning_message", "sensitivity", "analyst_export", "hxl", "bind::type", "body::accept"}, media...),
	wording: append([]string{"label", "hint", "guidance_hint", "required_message", "constraint_message", "warning_message"}, media...),
	needs:   []string{"type"},
}

var choicesDialect = dialect{
	aliases: map[string]string{"value": "name", "caption": "label",
		"media::image": "image", "media::big-image": "big-image", "media::audio": "audio", "media::video": "video"},
	keys:    append([]string{"list_name", "name", "label"}, media...),
	wording: append([]string{"label"}, media...),
	needs:   []string{"list_name", "name"},
}

var settingsDialect = dialect{
	aliases: map[string]string{"set_form_title": "form_title", "title": "form_title", "set_form_id": "form_id", "id_string": "form_id"},
	keys: []string{"form_title", "form_id", "version", "default_language", "instance_name", "style", "allow_choice_duplicates",
		"clean_text_values", "name", "public_key", "submission_url", "auto_send", "auto_delete", "client_editable", "instance_id",
		"omit_instanceid", "instance_xmlns", "namespaces", "prefix", "delimiter", "add_none_option", "entity_version", "flat",
		"dont_know", "refused", "not_applicable", "retention_days", "recipient"},
}

// column is one heading of a sheet.
type column struct {
	col      int    // as Excel counts, from 1
	header   string // as the author wrote it, spaces tidied
	key      string // canonical; of an unknown heading its lower case
	language string // after "::" of a wording; "" where there is none
	lang     int    // index in Form.Languages of a wording; allLanguages
	known    bool
	wording  bool
}

// allLanguages is a wording that stands for every language that has no own.
const allLanguages = -1

// table is a sheet with its headings understood.
type table struct {
	*sheet
	columns []column
	first   map[string]int // key → column number of the first column with it, from 0
}

// table understands the headings of a sheet; nil where there is no such
// sheet.
func (r *reader) table(name string, d *dialect) *table {
	s := r.book.sheet(name)
	if s == nil {
		return nil
	}
	t := &table{sheet: s, first: map[string]int{}}
	if len(s.rows) > 0 {
		r.headings(t, d)
	}
	for _, key := range d.needs {
		if !t.has(key) && (name == surveySheet || slices.ContainsFunc(s.rows[min(1, len(s.rows)):], filledRow)) {
			r.fault(s.at(1, 0), "HEADER_003", message.New("The sheet %s has no column %q.", s.name, key), r.missingColumn(t, key))
		}
	}
	r.misspelt(t, d)
	r.headless(t)
	r.cellFaults(t)
	return t
}

func (r *reader) headings(t *table, d *dialect) {
	separator := ":"
	for _, h := range t.rows[0] {
		if strings.Contains(h, "::") {
			separator = "::"
		}
	}
	seen, blanks := map[string]column{}, 0
	for i, h := range t.rows[0] {
		header := strings.Join(strings.Fields(clean(h)), " ")
		if header == "" {
			blanks++
			continue
		}
		if blanks > maxBlankHeaders {
			r.warn(t.at(1, i+1), "HEADER_001", message.New("This column is not read: more than %d columns without a heading stand before it.", maxBlankHeaders), message.New("Move it next to the others."))
			return
		}
		blanks = 0
		c := d.column(header, separator)
		c.col = i + 1
		id := c.key + "\x00" + c.language
		if !c.known { // the author's own are told apart as written
			id = header
		}
		if other, twice := seen[id]; twice {
			if d == &settingsDialect && headerKey(header) == c.key && headerKey(other.header) != c.key {
				t.columns[t.first[c.key]], seen[id] = c, c
				c, other = other, c
			}
			r.twice(t, d, other, c)
			continue
		}
		seen[id] = c
		if _, has := t.first[c.key]; !has {
			t.first[c.key] = len(t.columns)
		}
		t.columns = append(t.columns, c)
	}
}

// twice reports a column that is there already. In settings one of them simply
// counts, as form_id and id_string often stand together: the one that is
// called by its own name, else the first.
func (r *reader) twice(t *table, d *dialect, first, second column) {
	at := t.at(1, second.col)
	switch {
	case first.header == second.header:
		r.fault(at, "HEADER_002", message.New("The heading %q stands twice, here and in column %s.", second.header, survey.ColumnName(first.col)), message.New("Rename or remove one of the two columns."))
	case d == &settingsDialect:
		r.warn(at, "HEADER_002", message.New("The headings %q and %q mean the same; only %q is used.", first.header, second.header, first.header), message.New("Remove one of the two columns."))
	default:
		r.fault(at, "HEADER_002", message.New("The headings %q and %q are two names of the same column.", first.header, second.header), message.New("Rename or remove one of the two columns."))
	}
}

// column says what a heading means.
func (d *dialect) column(header, separator string) column {
	c := column{header: header, key: strings.ToLower(header), lang: allLanguages}
	parts := splitHeader(header, separator)
	for n := min(len(parts), 2); n > 0; n-- {
		key := headerKey(strings.Join(parts[:n], "::"))
		if alias, ok := d.aliases[key]; ok {
			key = alias
		}
		if !slices.Contains(d.keys, key) {
			continue
		}
		if rest := parts[n:]; len(rest) == 0 || len(rest) == 1 && slices.Contains(d.wording, key) {
			c.key, c.known, c.wording = key, true, slices.Contains(d.wording, key)
			c.language = strings.Join(rest, "")
			return c
		}
	}
	return c
}

// headerKey is how a heading is compared: case and kind of space do not count.
func headerKey(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), "_"))
}

// splitHeader cuts a grouped heading, as label::English (en). The old single
// colon leaves the prefix jr: whole.
func splitHeader(header, separator string) []string {
	if separator == ":" {
		header = strings.ReplaceAll(header, "jr:", "jr\x00")
	}
	parts := strings.Split(header, separator)
	for i, p := range parts {
		parts[i] = strings.TrimSpace(strings.ReplaceAll(p, "jr\x00", "jr:"))
	}
	return parts
}

func filledRow(cells []string) bool { return !blankRow(cells) }

func (t *table) has(key string) bool { _, ok := t.first[key]; return ok }

// missingColumn is the remedy for a column that is not there: the heading
// that was probably meant.
func (r *reader) missingColumn(t *table, key string) *message.Text {
	for _, c := range t.columns {
		if !c.known && edits(c.key, key) <= 2 {
			return message.New("Did you mean it by %q?", c.header)
		}
	}
	return message.New("Write it into row 1, above what belongs to it.")
}

// misspelt warns of headings that nobody knows and that are one or two
// letters away from one that is missing. Any other unknown column is the
// author's own and is kept.
func (r *reader) misspelt(t *table, d *dialect) {
	for _, c := range t.columns {
		if c.known {
			continue
		}
		base := headerKey(splitHeader(c.header, "::")[0])
		for _, k := range d.keys {
			if n := edits(base, k); !t.has(k) && !slices.Contains(d.needs, k) && (n == 1 && len(k) > 3 || n == 2 && len(k) > 5) {
				r.warn(t.at(1, c.col), "HEADER_001", message.New("The column %q has no effect.", c.header), message.New("Did you mean %s?", k))
				break
			}
		}
	}
}

// cellFaults reports cells whose content the workbook does not tell.
func (r *reader) cellFaults(t *table) {
	headed := map[int]bool{}
	for _, c := range t.columns {
		headed[c.col] = true
	}
	for at, m := range t.marks {
		switch {
		case !headed[at.col]:
		case m.kind == uncomputed:
			r.fault(t.at(at.row, at.col), "CELL_001", message.New("The cell has a formula whose result was never saved."), message.New("Open the workbook in Excel or LibreOffice and save it, or write the text itself."))
		case m.kind == errorValue:
			r.fault(t.at(at.row, at.col), "CELL_002", message.New("The cell shows an error of Excel instead of a text."), message.New("Repair the formula, or write the text itself."))
		}
	}
}

// headless tells of a column that has cells and no heading, and so is not
// read.
func (r *reader) headless(t *table) {
	last := 0
	if n := len(t.columns); n > 0 {
		last = t.columns[n-1].col
	}
	for col := 1; col < last; col++ {
		if clean(t.rows[0][col-1]) == "" && slices.ContainsFunc(t.rows[1:], func(cells []string) bool {
			return col <= len(cells) && clean(cells[col-1]) != ""
		}) {
			r.warn(t.at(1, col), "HEADER_004", message.New("Column %s has cells and no heading, and is not read.", survey.ColumnName(col)), message.New("Write a heading into row 1."))
		}
	}
}
