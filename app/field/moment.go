package field

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"anketa/survey"
	"anketa/survey/interview"
)

// A momentBody takes a date, a time of day, or both. Only digits are typed; the
// signs between them come by themselves, and one that is typed fills the part
// before it up: "5." is "05.". ↑ and ↓ go a day or a minute on and back, and
// from nothing to now.
type momentBody struct {
	*typed
	mask  mask
	fresh bool // the next digit begins anew
	now   func() time.Time
}

// A mask is how a moment is written: by people, and as ODK stores it.
type mask struct {
	shown  string // 02 a day, 01 a month, 2006, 15, 04
	stored string
	step   func(t time.Time, n int) time.Time
	word   string // of the texts, for the placeholder
}

func days(t time.Time, n int) time.Time    { return t.AddDate(0, 0, n) }
func months(t time.Time, n int) time.Time  { return t.AddDate(0, n, 0) }
func years(t time.Time, n int) time.Time   { return t.AddDate(n, 0, 0) }
func minutes(t time.Time, n int) time.Time { return t.Add(time.Duration(n) * time.Minute) }

var (
	dateMask     = mask{"02.01.2006", "2006-01-02", days, "date"}
	monthMask    = mask{"01.2006", "2006-01-02", months, "month"}
	yearMask     = mask{"2006", "2006-01-02", years, "year"}
	timeMask     = mask{"15:04", "15:04:05.000-07:00", minutes, "time"}
	dateTimeMask = mask{"02.01.2006 15:04", "2006-01-02T15:04:05.000-07:00", minutes, "datetime"}
)

func maskOf(it *survey.Item) mask {
	switch {
	case it.Type.Kind == survey.TimeKind:
		return timeMask
	case it.Type.Kind == survey.DateTimeKind:
		return dateTimeMask
	case it.Has("month-year"):
		return monthMask
	case it.Has("year"):
		return yearMask
	}
	return dateMask
}

func newMoment(f *frame) body {
	b := &momentBody{mask: maskOf(f.view.Item), now: time.Now}
	b.typed = newTyped(f, b.key)
	b.text = func() string { return b.mask.store(b.entry.Text) }
	b.entry.PlaceHolder = f.host.T("field.mask." + b.mask.word)
	b.entry.sign = b.sign
	b.entry.focus = b.focus
	b.entry.OnChanged = func(string) { b.fresh = false; b.changed() }
	return b
}

func (b *momentBody) object() fyne.CanvasObject {
	return container.New(narrow{float32(len(b.mask.shown)) + 8}, b.entry)
}

func (b *momentBody) focus(on bool) {
	b.typed.focus(on)
	if on && !b.dirty {
		b.fresh = b.entry.Text != ""
		b.selectAll()
	}
}

// sign never lets the entry insert anything: the whole text is written anew.
func (b *momentBody) sign(r rune) (rune, bool) {
	switch {
	case r >= '0' && r <= '9':
		if b.fresh {
			b.write("")
		}
		b.write(b.mask.add(b.entry.Text, r))
	case strings.ContainsRune(".,-−/: юЮбБ", r) && !b.fresh:
		b.write(b.mask.fillUp(b.entry.Text))
	}
	return 0, false
}

// write puts a text into the entry as if it had been typed.
func (b *momentBody) write(text string) {
	b.entry.SetText(text)
	b.entry.toEnd()
}

// key erases from the end and steps on and back.
func (b *momentBody) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyUp, fyne.KeyDown:
		step := 1
		if k.Name == fyne.KeyDown {
			step = -1
		}
		b.write(b.mask.next(b.entry.Text, step, b.now()))
	default:
		return false
	}
	return true
}

func (b *momentBody) show(v interview.View) {
	text := ""
	if !marked(v.State) {
		text = b.mask.show(v.Text)
	}
	b.fill(text)
	b.enable(!v.ReadOnly)
}

// add puts a digit behind the text, and what stands between.
func (m mask) add(text string, digit rune) string {
	for len(text) < len(m.shown) && !isDigit(m.shown[len(text)]) {
		text += string(m.shown[len(text)])
	}
	if len(text) >= len(m.shown) {
		return text
	}
	text += string(digit)
	for len(text) < len(m.shown) && !isDigit(m.shown[len(text)]) {
		text += string(m.shown[len(text)])
	}
	return text
}

// fillUp puts a zero before a part of one digit: 5 becomes 05. and 5.6 has
// become 05.06. Longer parts, as a year, stay.
func (m mask) fillUp(text string) string {
	n := 0
	for n < len(text) && isDigit(text[len(text)-1-n]) {
		n++
	}
	if n != 1 || len(text) >= len(m.shown) {
		return text
	}
	last := rune(text[len(text)-1])
	return m.add(text[:len(text)-1]+"0", last)
}

// store gives what ODK stores for a whole moment, and for anything else the
// text as it stands, which the question then finds fault with.
func (m mask) store(text string) string {
	t, err := time.ParseInLocation(m.shown, text, time.Local)
	if err != nil {
		return text
	}
	if m.word == timeMask.word { // the offset of today, not that of the year 0
		y, month, d := time.Now().Date()
		t = time.Date(y, month, d, t.Hour(), t.Minute(), 0, 0, time.Local)
	}
	return t.Format(m.stored)
}

// show writes a stored moment for people; what is none as it stands.
func (m mask) show(stored string) string {
	for _, layout := range []string{m.stored, "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02", "15:04:05Z07:00", "15:04:05", "15:04"} {
		if t, err := time.Parse(layout, stored); err == nil {
			return t.Format(m.shown)
		}
	}
	return stored
}

// next is the moment a step on.
func (m mask) next(text string, step int, now time.Time) string {
	t, err := time.ParseInLocation(m.shown, text, time.Local)
	if err != nil {
		return now.Format(m.shown)
	}
	return m.step(t, step).Format(m.shown)
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
