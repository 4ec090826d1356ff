package interview

import (
	"math"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/xpath"
)

// valueOf reads a stored text as its type's data; a blank, and what is none of
// the type, is the empty text.
func valueOf(text string, data survey.DataKind, zone *time.Location) xpath.Value {
	if text == "" {
		return xpath.Value{}
	}
	var v xpath.Value
	ok := true
	switch data {
	case survey.IntegerData, survey.DecimalData:
		v = xpath.Number(xpath.String(text).Num())
		ok = !v.IsEmpty()
	case survey.DateData, survey.DateTimeData:
		v, ok = xpath.ParseDate(text, zone)
	case survey.TimeData:
		v, ok = xpath.ParseClock(text, zone)
	default:
		v = xpath.String(text)
	}
	if !ok {
		return xpath.Value{}
	}
	return v
}

// textOf gives the text under which a computed value is stored in a node of a
// type: blank for an empty value; a number without a point where it is as good
// as whole; a date as its type writes it (xlsform.md §3.2, JavaRosa's
// IAnswerData.wrapData).
func textOf(v xpath.Value, t *survey.Type, zone *time.Location) string {
	if v.IsEmpty() {
		return ""
	}
	switch t.Data {
	case survey.IntegerData:
		return wholeText(v)
	case survey.DecimalData:
		if f := v.Num(); !math.IsNaN(f) {
			return numberText(f)
		}
	case survey.DateData:
		if d, ok := asDate(v, zone); ok {
			return d.Time().Format(time.DateOnly)
		}
	case survey.DateTimeData:
		if d, ok := asDate(v, zone); ok {
			return d.Time().Format("2006-01-02T15:04:05.000Z07:00")
		}
	}
	if v.Kind() == xpath.NumberKind {
		return numberText(v.Num())
	}
	return v.Str()
}

// numberText writes a number, without what a chain of fractions left over.
func numberText(f float64) string {
	if whole := math.Round(f); math.Abs(f-whole) < 1e-9 {
		f = whole
	}
	return xpath.Number(f).Str()
}

func wholeText(v xpath.Value) string {
	f := v.Num()
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return v.Str()
	}
	if whole := math.Round(f); math.Abs(f-whole) < 1e-9 {
		f = whole
	}
	return strconv.FormatFloat(math.Trunc(f), 'f', 0, 64)
}

func asDate(v xpath.Value, zone *time.Location) (xpath.Value, bool) {
	if v.Kind() == xpath.DateKind {
		return v, true
	}
	return xpath.ParseDate(v.Str(), zone)
}

// refresh finds what of a node's text counts for expressions, and says whether
// that is another than before.
func (n *node) refresh() bool {
	kept, bad, lost := n.counted()
	if kept == n.kept && bad == n.bad && lost == n.lost {
		return false
	}
	n.kept, n.bad, n.lost = kept, bad, lost
	n.value = valueOf(kept, n.spec.item.Type.Data, n.frame.iv.zone)
	n.stir()
	return true
}

// counted gives the part of the text that counts, whether the text is none of
// its type, and whether choices in it are not offered now.
func (n *node) counted() (kept string, bad, lost bool) {
	t := n.spec.item.Type
	switch {
	case n.text == "" || !t.Asked():
		return n.text, false, false
	case t.Selects():
		return n.chosen()
	}
	_, ok := survey.Canonical(t, n.text)
	if !ok || t.Kind == survey.RangeKind && !n.fits(n.text) {
		return "", true, false
	}
	return n.text, false, false
}

// chosen keeps the choices that are offered. A name that no choice has makes
// the whole text bad.
func (n *node) chosen() (kept string, bad, lost bool) {
	if !n.spec.item.Type.Multiple() {
		switch known, offered := n.offers(n.text); {
		case !known:
			return "", true, false
		case !offered:
			return "", false, true
		}
		return n.text, false, false
	}
	var b strings.Builder
	for name := range strings.FieldsSeq(n.text) {
		known, offered := n.offers(name)
		if !known {
			return "", true, false
		}
		if !offered {
			lost = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(name)
	}
	if !lost {
		return n.text, false, false
	}
	return b.String(), false, true
}

// state says how the question stands.
func (n *node) state() survey.State {
	switch {
	case n.text == "":
		return n.mark
	case n.bad:
		return survey.Given
	case n.kept == "":
		return survey.NotReached
	}
	for s := survey.DontKnow; s <= survey.NotApplicable; s++ {
		if code := n.spec.codes[s]; code != "" && code == n.kept {
			return s
		}
	}
	return survey.Given
}
