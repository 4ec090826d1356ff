package xlsform

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
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

var aroundEqual = regexp.MustCompile(`\s*=\s*`)

// parameters reads key=value pairs. The last of a key wins; values are in
// lower case but for label, value and references.
func (r *reader) parameters(w row, it *survey.Item, t typed) {
	it.Params = map[string]string{}
	if n := w.get("rows"); n != "" {
		it.Params["rows"] = n
	}
	at := w.place("parameters")
	split := func(c rune) bool { return strings.ContainsRune(" \t\n,;", c) }
	for _, pair := range strings.FieldsFunc(aroundEqual.ReplaceAllString(w.get("parameters"), "="), split) {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" || value == "" {
			r.fault(at, "SURVEY_004", fmt.Sprintf("The parameter %q is not of the form key=value.", pair), "Write key1=value1 key2=value2.")
			continue
		}
		key = strings.ToLower(key)
		if key != "label" && key != "value" && !strings.Contains(value, "${") {
			value = strings.ToLower(value)
		}
		it.Params[key] = value
	}
	r.acceptParameters(at, it, t)
	r.checkParameters(at, it)
}

func (r *reader) acceptParameters(at survey.Position, it *survey.Item, t typed) {
	accepted := parameterKeys(t.word.name())
	for _, key := range slices.Sorted(maps.Keys(it.Params)) {
		if slices.Contains(accepted, key) || key == "rows" && it.Type.Kind == survey.NoteKind {
			continue
		}
		hint := "This type of question takes none."
		if len(accepted) > 0 {
			hint = fmt.Sprintf("This type of question takes %s.", strings.Join(accepted, ", "))
		}
		if key == "rows" {
			delete(it.Params, key)
			continue
		}
		r.fault(at, "SURVEY_005", fmt.Sprintf("Unknown parameter %q.", key), hint)
	}
}

// checkParameters checks the values of a question's parameters.
func (r *reader) checkParameters(at survey.Position, it *survey.Item) {
	p := it.Params
	if v, ok := p["randomize"]; ok && v != "true" && v != "false" {
		r.fault(at, "RANDOMIZE_001", fmt.Sprintf("randomize is %q.", v), "Write randomize=true or randomize=false.")
	}
	if seed, ok := p["seed"]; ok {
		switch {
		case p["randomize"] != "true":
			r.fault(at, "RANDOMIZE_002", "A seed needs randomize=true.", "Write randomize=true seed=….")
		case !numberForm.MatchString(seed) && refForm.FindString(seed) != seed:
			r.fault(at, "RANDOMIZE_003", "The seed is neither a number nor a reference to a question.", "Write a number, or a question as ${name}.")
			delete(p, "seed")
		}
	}
	for _, key := range []string{"rows", "max-pixels"} {
		if v, ok := p[key]; ok && !wholeNumber.MatchString(v) {
			r.fault(at, "PARAMETER_001", fmt.Sprintf("%s is %q and no whole number.", key, v), fmt.Sprintf("Write %s=5 or another whole number.", key))
		}
	}
	for key, code := range map[string]string{"capture-accuracy": "SURVEY_007", "warning-accuracy": "SURVEY_008"} {
		if v, ok := p[key]; ok && !numberForm.MatchString(v) {
			r.fault(at, code, fmt.Sprintf("%s is %q and no number.", key, v), fmt.Sprintf("Write %s=10 or another number of metres.", key))
		}
	}
	if v, ok := p["allow-mock-accuracy"]; ok && v != "true" && v != "false" {
		r.fault(at, "SURVEY_009", "allow-mock-accuracy is neither true nor false.", "Write true or false.")
	}
	if v, ok := p["incremental"]; ok && v != "true" {
		r.fault(at, "SURVEY_003", "incremental may only be true, or left out.", "Write incremental=true, or nothing.")
	}
	r.quality(at, it)
	r.audit(at, it)
	if it.Type.Name == "range" {
		r.checkRange(at, it)
	}
}

func (r *reader) quality(at survey.Position, it *survey.Item) {
	allowed := []string{"voice-only", "low", "normal"}
	if it.Type.Name == "audio" {
		allowed = append(allowed, "external")
	}
	if v, ok := it.Params["quality"]; ok && !slices.Contains(allowed, v) {
		r.fault(at, "QUALITY_001", fmt.Sprintf("The quality %q is unknown.", v), fmt.Sprintf("Write %s.", strings.Join(allowed, ", ")))
	}
}

func (r *reader) audit(at survey.Position, it *survey.Item) {
	given := 0
	for _, key := range []string{"location-priority", "location-min-interval", "location-max-age"} {
		if it.Params[key] != "" {
			given++
		}
	}
	switch given {
	case 0:
	case 3:
		r.once(at, "FALL_AUDIT", "A laptop has no GPS: the audit records no places.", "")
	default:
		r.fault(at, "AUDIT_002", "Places in the audit need location-priority, location-min-interval and location-max-age.", "Write all three, or none.")
	}
}

// checkRange completes the parameters of a range and checks them.
func (r *reader) checkRange(at survey.Position, it *survey.Item) {
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
			r.fault(at, "RANGE_001", fmt.Sprintf("%s of the range is %q and no number.", key, text), fmt.Sprintf("Write %s=10 or another number.", key))
			return
		}
		n[key], _ = strconv.ParseFloat(text, 64)
		if strings.Contains(text, ".") {
			own := *it.Type
			own.Data = survey.DecimalData
			it.Type = &own
		}
	}
	r.rangeSteps(at, it, n)
	r.rangeLabels(at, it, n)
}

// rangeSteps checks step, tick_interval and placeholder against the range.
func (r *reader) rangeSteps(at survey.Position, it *survey.Item, n map[string]float64) {
	low, high := min(n["start"], n["end"]), max(n["start"], n["end"])
	for _, key := range []string{"step", "tick_interval"} {
		v, ok := n[key]
		switch {
		case !ok:
		case v == 0:
			r.fault(at, "RANGE_002", fmt.Sprintf("%s of the range is 0.", key), "Write a number above 0.")
			return
		case math.Abs(v) > high-low:
			r.fault(at, "RANGE_003", fmt.Sprintf("%s is larger than the range from %s to %s.", key, it.Params["start"], it.Params["end"]), "Write a smaller one.")
		case key == "tick_interval" && !multiple(v, n["step"]):
			r.fault(at, "RANGE_004", "tick_interval is not a multiple of step.", "Write a multiple.")
		}
	}
	if v, ok := n["placeholder"]; ok {
		switch {
		case v < low || v > high:
			r.fault(at, "RANGE_005", "placeholder is outside of the range.", fmt.Sprintf("Write a number from %v to %v.", low, high))
		case !multiple(v-n["start"], n["step"]):
			r.fault(at, "RANGE_004", "placeholder is not a multiple of step.", "Write one of the numbers that the range can take.")
		}
	}
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
		r.fault(at, "RANGE_006", fmt.Sprintf("tick_labelset names the list %q, which is not in the sheet choices.", name), suggest(name, r.form.Lists))
		return
	}
	r.once(at, "FALL_TICKS", "The labels of tick_labelset are not drawn beside a range; its numbers are.", "")
	if it.Has("no-ticks") && len(l.Choices) > 2 {
		r.fault(at, "RANGE_007", "With the appearance no-ticks the list of tick_labelset may have two choices only.", "Keep those for start and end.")
	}
	low, high := min(n["start"], n["end"]), max(n["start"], n["end"])
	for _, c := range l.Choices {
		v, err := strconv.ParseFloat(c.Name, 64)
		switch {
		case err != nil:
			r.fault(c.At, "RANGE_009", fmt.Sprintf("The choice %q labels a tick of a range and is no number.", c.Name), "Write the number of the tick.")
		case v < low || v > high:
			r.fault(c.At, "RANGE_010", fmt.Sprintf("The choice %q labels a tick outside of the range.", c.Name), fmt.Sprintf("Write a number from %v to %v.", low, high))
		case it.Has("no-ticks") && v != n["start"] && v != n["end"]:
			r.fault(c.At, "RANGE_012", fmt.Sprintf("With no-ticks the choice %q labels nothing.", c.Name), "Write the start or the end of the range.")
		case !multiple(v-n["start"], cmp.Or(n["tick_interval"], n["step"])):
			r.fault(c.At, "RANGE_011", fmt.Sprintf("The choice %q labels no tick of the range.", c.Name), "Write start plus a multiple of step.")
		}
	}
}
