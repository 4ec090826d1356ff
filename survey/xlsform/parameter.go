package xlsform

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// parameterKeys are what pyxform accepts, by type.
func parameterKeys(name string) []string {
	switch name {
	case "select_one", "select_multiple", "rank", "select_one_external":
		return []string{"randomize", "seed"}
	case "select_one_from_file", "select_multiple_from_file":
		return []string{"randomize", "seed", "value", "label"}
	case "range":
		return []string{"start", "end", "step", "tick_interval", "placeholder", "tick_labelset"}
	case "text":
		return []string{"rows"}
	case "image":
		return []string{"max-pixels", "app"}
	case "audio", "background-audio":
		return []string{"quality"}
	case "audit":
		return []string{"track-changes", "track-changes-reasons", "identify-user", "location-priority", "location-min-interval", "location-max-age"}
	case "geopoint":
		return []string{"allow-mock-accuracy", "capture-accuracy", "warning-accuracy", "reference-geometry"}
	case "geotrace", "geoshape":
		return []string{"allow-mock-accuracy", "incremental", "reference-geometry"}
	}
	return nil
}

// parameterToken is an equal sign, or what stands between such and blanks,
// commas and semicolons.
var parameterToken = regexp.MustCompile(`=|[^\s=,;]+`)

// asWritten are the parameters whose values name something: case counts.
var asWritten = []string{"label", "value", "reference-geometry"}

// parameters reads key=value pairs. The last of a key wins; values are in
// lower case but for names and references. A type that takes none leaves
// them alone, as in pyxform.
func (r *reader) parameters(w row, it *survey.Item, t typed) {
	it.Params = map[string]string{}
	r.rowsColumn(w, it)
	at := w.place("parameters")
	tokens := parameterToken.FindAllString(w.get("parameters"), -1)
	if wrong := unpaired(tokens); wrong != "" {
		r.fault(at, "SURVEY_004", message.New("The parameters are not of the form key=value at %q.", wrong), message.New("Write key1=value1 key2=value2."))
		return
	}
	accepted := parameterKeys(t.word.name())
	if len(accepted) == 0 {
		if len(tokens) > 0 {
			r.notice(at, "PARAMETER_002", message.New("A question of type %s takes no parameters; these have no effect.", t.word.name()), nil)
		}
		return
	}
	for pair := range slices.Chunk(tokens, 3) {
		key, value := strings.ToLower(pair[0]), pair[2]
		if !slices.Contains(asWritten, key) && !strings.Contains(value, "${") {
			value = strings.ToLower(value)
		}
		if !slices.Contains(accepted, key) {
			r.fault(at, "SURVEY_005", message.New("Unknown parameter %q.", key), message.New("This type of question takes %s.", strings.Join(accepted, ", ")))
			continue
		}
		it.Params[key] = value
	}
	r.checkParameters(w, it)
}

// rowsColumn reads the height of a text from the column of its own; the
// parameter counts more.
func (r *reader) rowsColumn(w row, it *survey.Item) {
	n := w.get("rows")
	switch {
	case it.Type.Kind != survey.TextKind || n == "":
	case wholeNumber.MatchString(n):
		it.Params["rows"] = n
	default:
		r.warn(w.place("rows"), "PARAMETER_001", message.New("rows is %q and no whole number; it has no effect.", n), message.New("Write 5 or another whole number."))
	}
}

// unpaired gives the first token that is not where one of key=value stands,
// "" where all are.
func unpaired(tokens []string) string {
	for i, token := range tokens {
		if (token == "=") != (i%3 == 1) {
			return token
		}
	}
	if n := len(tokens); n%3 != 0 {
		return tokens[n-1]
	}
	return ""
}

// checkParameters checks the values of a question's parameters.
func (r *reader) checkParameters(w row, it *survey.Item) {
	at := w.place("parameters")
	r.randomize(at, it)
	for _, key := range []string{"rows", "max-pixels"} {
		if v, ok := it.Params[key]; ok && !wholeNumber.MatchString(v) {
			r.fault(at, "PARAMETER_001", message.New("%s is %q and no whole number.", key, v), message.New("Write %s=5 or another whole number.", key))
		}
	}
	for _, key := range []string{"value", "label"} {
		if v, ok := it.Params[key]; ok && !nameForm.MatchString(v) {
			r.fault(at, "FILE_027", message.New("%s is %q, which cannot be the name of a column.", key, v), nameRule)
			delete(it.Params, key)
		}
	}
	r.geometry(at, it)
	r.quality(at, it)
	r.app(at, it)
	r.audit(at, it)
	if it.Type.Name == "range" {
		r.checkRange(at, it)
	}
}

func (r *reader) randomize(at survey.Position, it *survey.Item) {
	how, has := it.Params["randomize"]
	if has && how != "true" && how != "false" {
		r.fault(at, "RANDOMIZE_001", message.New("randomize is %q.", how), message.New("Write randomize=true or randomize=false."))
	}
	switch seed, ok := it.Params["seed"]; {
	case !ok:
	case !has:
		r.fault(at, "RANDOMIZE_002", message.New("A seed needs randomize=true."), message.New("Write randomize=true seed=…."))
	case !numberForm.MatchString(seed) && refForm.FindString(seed) != seed:
		r.fault(at, "RANDOMIZE_003", message.New("The seed is neither a number nor a reference to a question."), message.New("Write a number, or a question as ${name}."))
		delete(it.Params, "seed")
	default:
		r.written = append(r.written, written{at, seed})
	}
}

// geometry checks the parameters of places, traces and shapes.
func (r *reader) geometry(at survey.Position, it *survey.Item) {
	for key, code := range map[string]string{"capture-accuracy": "SURVEY_007", "warning-accuracy": "SURVEY_008"} {
		if v, ok := it.Params[key]; ok && !numberForm.MatchString(v) {
			r.fault(at, code, message.New("%s is %q and no number.", key, v), message.New("Write %s=10 or another number of metres.", key))
		}
	}
	if v, ok := it.Params["allow-mock-accuracy"]; ok && v != "true" && v != "false" {
		r.fault(at, "SURVEY_009", message.New("allow-mock-accuracy is neither true nor false."), message.New("Write true or false."))
	}
	if v, ok := it.Params["incremental"]; ok && !isYes(v) {
		r.fault(at, "SURVEY_003", message.New("incremental may only be true, or left out."), message.New("Write incremental=true, or nothing."))
	}
	if target, ok := it.Params["reference-geometry"]; ok {
		r.targets = append(r.targets, written{at, target})
	}
}

// checkTargets reports a reference-geometry that is no list, file, or repeat
// of the form.
func (r *reader) checkTargets() {
	for _, t := range r.targets {
		_, choices := r.choiceOf[t.text]
		name := strings.TrimSuffix(strings.TrimPrefix(t.text, "${"), "}")
		repeat := r.repeats[name] != nil && t.text == "${"+name+"}"
		if !choices && !repeat && r.sources[t.text] == "" && !r.isEntityList(t.text) {
			r.fault(t.at, "SURVEY_006", message.New("reference-geometry names %q, which is no list, no attached file and no repeat.", t.text), message.New("Write a list_name of the sheet choices, the name of an attached file without its ending, or a repeat as ${name}."))
		}
	}
}

func (r *reader) isEntityList(name string) bool {
	s := r.book.sheet(entitiesSheet)
	if s == nil || len(s.rows) == 0 {
		return false
	}
	for i, h := range s.rows[0] {
		if key := headerKey(h); key != "list_name" && key != "dataset" {
			continue
		}
		return slices.ContainsFunc(s.rows[1:], func(cells []string) bool { return i < len(cells) && clean(cells[i]) == name })
	}
	return false
}

func (r *reader) quality(at survey.Position, it *survey.Item) {
	allowed := []string{"voice-only", "low", "normal"}
	if it.Type.Name == "audio" {
		allowed = append(allowed, "external")
	}
	if v, ok := it.Params["quality"]; ok && !slices.Contains(allowed, v) {
		r.fault(at, "QUALITY_001", message.New("The quality %q is unknown.", v), message.New("Write %s.", strings.Join(allowed, ", ")))
	}
}

// androidName is the name of an Android program, as com.example.camera.
var androidName = regexp.MustCompile(`^[a-z]\w*(\.[a-z]\w*)+$`)

// app checks the Android program that takes a picture, where one is started
// at all. A laptop has none.
func (r *reader) app(at survey.Position, it *survey.Item) {
	name, ok := it.Params["app"]
	if ok && !androidName.MatchString(name) && (len(it.Appearance) == 0 || slices.Equal(it.Appearance, []string{"annotate"})) {
		r.fault(at, "PARAMETER_003", message.New("app is %q, which is no name of an Android program.", name), message.New("Write it like com.example.camera, or leave it out: a picture is chosen as a file."))
	}
}

// checkRange completes the parameters of a range and checks them.
func (r *reader) checkRange(at survey.Position, it *survey.Item) {
	if r.rangeAppearance(at, it) {
		return
	}
	for key, value := range map[string]string{"start": "1", "end": "10", "step": "1"} {
		if it.Params[key] == "" {
			it.Params[key] = value
		}
	}
	n := map[string]float64{}
	for _, key := range []string{"start", "end", "step", "tick_interval", "placeholder"} {
		text, ok := it.Params[key]
		if !ok {
			continue
		}
		if !numberForm.MatchString(text) {
			r.fault(at, "RANGE_001", message.New("%s of the range is %q and no number.", key, text), message.New("Write %s=10 or another number.", key))
			return
		}
		n[key], _ = strconv.ParseFloat(text, 64)
		if strings.Contains(text, ".") {
			own := *it.Type
			own.Data = survey.DecimalData
			it.Type = &own
		}
	}
	if r.rangeSteps(at, it, n) {
		r.rangeLabels(at, it, n)
	}
}

// rangeAppearance reports ticks with an appearance that has none.
func (r *reader) rangeAppearance(at survey.Position, it *survey.Item) bool {
	ticks := func(key string) bool { return it.Params[key] != "" }
	if len(it.Appearance) == 0 || it.Has("vertical") || it.Has("no-ticks") || !slices.ContainsFunc([]string{"tick_interval", "placeholder", "tick_labelset"}, ticks) {
		return false
	}
	r.fault(at, "RANGE_008", message.New("tick_interval, placeholder and tick_labelset need a range without appearance, or the appearance vertical or no-ticks."), message.New("Remove the appearance, or these parameters."))
	return true
}

// rangeSteps checks step, tick_interval and placeholder against the range, and
// says whether they are right.
func (r *reader) rangeSteps(at survey.Position, it *survey.Item, n map[string]float64) bool {
	low, high := min(n["start"], n["end"]), max(n["start"], n["end"])
	for _, key := range []string{"step", "tick_interval"} {
		v, ok := n[key]
		switch {
		case !ok:
		case v == 0:
			r.fault(at, "RANGE_002", message.New("%s of the range is 0.", key), message.New("Write a number other than 0."))
			return false
		case v > high-low:
			r.fault(at, "RANGE_003", message.New("%s is larger than the range from %s to %s.", key, it.Params["start"], it.Params["end"]), message.New("Write a smaller one."))
			return false
		case key == "tick_interval" && !multiple(v, n["step"]):
			r.fault(at, "RANGE_004", message.New("tick_interval is not a multiple of step."), message.New("Write a multiple."))
			return false
		}
	}
	switch v, ok := n["placeholder"]; {
	case !ok:
	case !multiple(v-n["start"], n["step"]):
		r.fault(at, "RANGE_004", message.New("placeholder is not a multiple of step."), message.New("Write one of the numbers that the range can take."))
		return false
	case v < low || v > high:
		r.fault(at, "RANGE_005", message.New("placeholder is outside of the range."), message.New("Write a number from %v to %v.", low, high))
		return false
	}
	return true
}

func multiple(v, of float64) bool {
	q := v / of
	return math.Abs(q-math.Round(q)) < 1e-9
}

// rangeLabels checks the list whose labels stand at the ticks.
func (r *reader) rangeLabels(at survey.Position, it *survey.Item, n map[string]float64) {
	name, ok := it.Params["tick_labelset"]
	if !ok {
		return
	}
	l := r.form.Lists[name]
	if l == nil {
		r.fault(at, "RANGE_006", message.New("tick_labelset names the list %q, which is not in the sheet choices.", name), suggest(name, r.form.Lists))
		return
	}
	low, high := min(n["start"], n["end"]), max(n["start"], n["end"])
	labelled := map[float64]bool{}
	for _, c := range l.Choices {
		v, err := strconv.ParseFloat(c.Name, 64)
		switch {
		case err != nil || !numberForm.MatchString(c.Name):
			r.fault(c.At, "RANGE_009", message.New("The choice %q labels a tick of a range and is no number.", c.Name), message.New("Write the number of the tick."))
		case v < low || v > high:
			r.fault(c.At, "RANGE_010", message.New("The choice %q labels a tick outside of the range.", c.Name), message.New("Write a number from %v to %v.", low, high))
		case n["tick_interval"] != 0 && !multiple(v-n["start"], n["tick_interval"]), !multiple(v-n["start"], n["step"]):
			r.fault(c.At, "RANGE_011", message.New("The choice %q labels no tick of the range.", c.Name), message.New("Write start plus a multiple of tick_interval, or of step where there is none."))
		default:
			labelled[v] = true
		}
	}
	switch ends := labelled[n["start"]] && labelled[n["end"]]; {
	case !it.Has("no-ticks"):
	case len(labelled) > 2:
		r.fault(at, "RANGE_007", message.New("With the appearance no-ticks the list of tick_labelset may have two choices only."), message.New("Keep those for start and end."))
	case len(labelled) > 0 && !ends:
		r.fault(at, "RANGE_012", message.New("With the appearance no-ticks the list of tick_labelset must have the start and the end of the range."), message.New("Write those two."))
	}
}
