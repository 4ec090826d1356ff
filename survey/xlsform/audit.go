package xlsform

import (
	"slices"
	"strconv"

	"anketa/survey"
	"anketa/survey/message"
)

// audit checks what an audit is to record, as pyxform does. Places are all
// three parameters or none; a laptop records none in any case.
func (r *reader) audit(at survey.Position, it *survey.Item) {
	for _, flag := range []string{"track-changes", "identify-user"} {
		if v, ok := it.Params[flag]; ok && v != "true" && v != "false" {
			r.fault(at, "AUDIT_003", message.New("%s is %q.", flag, v), message.New("Write %s=true or %s=false.", flag, flag))
		}
	}
	if v, ok := it.Params["track-changes-reasons"]; ok && v != "on-form-edit" {
		r.fault(at, "AUDIT_004", message.New("track-changes-reasons is %q.", v), message.New("Write track-changes-reasons=on-form-edit, or leave it out."))
	}
	given := 0
	for _, key := range []string{"location-priority", "location-min-interval", "location-max-age"} {
		if it.Params[key] != "" {
			given++
		}
	}
	switch given {
	case 0:
	case 3:
		r.auditPlaces(at, it)
	default:
		r.fault(at, "AUDIT_002", message.New("Places in the audit need location-priority, location-min-interval and location-max-age."), message.New("Write all three, or none."))
	}
}

func (r *reader) auditPlaces(at survey.Position, it *survey.Item) {
	priorities := []string{"no-power", "low-power", "balanced", "high-accuracy"}
	if v := it.Params["location-priority"]; !slices.Contains(priorities, v) {
		r.fault(at, "AUDIT_005", message.New("location-priority is %q.", v), message.New("Write no-power, low-power, balanced or high-accuracy."))
		return
	}
	least, errLeast := strconv.Atoi(it.Params["location-min-interval"])
	most, errMost := strconv.Atoi(it.Params["location-max-age"])
	switch {
	case errLeast != nil || errMost != nil || least < 0 || most < 0:
		r.fault(at, "AUDIT_006", message.New("location-min-interval or location-max-age is no whole number of seconds from 0."), message.New("Write a number such as 60."))
	case most < least:
		r.fault(at, "AUDIT_007", message.New("location-max-age is less than location-min-interval."), message.New("Write the same number, or a larger one."))
	default:
		r.once(at, "FALL_AUDIT", message.New("A laptop has no GPS: the audit records no places."), nil)
	}
}
