package field

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"anketa/survey"
	"anketa/survey/interview"
)

func TestDateInEveryLayout(t *testing.T) {
	for _, c := range []struct {
		name string
		view interview.View
		keys []pressed
		want string
	}{
		{"digits alone", ask(survey.DateKind), digitsOf("05032024"), "2024-03-05"},
		{"kz types letters there", ask(survey.DateKind), []pressed{{"0", 'ө'}, {"5", 'ғ'}, {"0", 'ө'}, {"3", 'і'}, {"2", 'ә'}, {"0", 'ө'}, {"2", 'ә'}, {"4", 'ң'}}, "2024-03-05"},
		{"a sign fills up", ask(survey.DateKind), []pressed{{"5", '5'}, {".", '.'}, {"3", '3'}, {"/", '.'}, {"2", '2'}, {"0", '0'}, {"2", '2'}, {"4", '4'}}, "2024-03-05"},
		{"no such day stays as it is", ask(survey.DateKind), digitsOf("31022024"), "31.02.2024"},
		{"half a date stays as it is", ask(survey.DateKind), digitsOf("3102"), "31.02."},
		{"month and year", ask(survey.DateKind, "month-year"), digitsOf("032024"), "2024-03-01"},
		{"year", ask(survey.DateKind, "year"), digitsOf("2024"), "2024-01-01"},
		{"digits too many", ask(survey.DateKind), digitsOf("0503202499"), "2024-03-05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 500, c.view)
			r.focus(0)
			r.strike(c.keys...)
			r.press(fyne.KeyReturn)
			r.want("answer q1 "+c.want+", next q1", "answer", "next")
		})
	}
}

func digitsOf(s string) (out []pressed) {
	for _, d := range s {
		out = append(out, pressed{fyne.KeyName(string(d)), d})
	}
	return out
}

func TestMomentIsShownAsPeopleWrite(t *testing.T) {
	for _, c := range []struct {
		mask         mask
		stored, want string
	}{
		{dateMask, "2024-03-05", "05.03.2024"},
		{monthMask, "2024-03-01", "03.2024"},
		{timeMask, "09:30:00.000+03:00", "09:30"},
		{timeMask, "09:30", "09:30"},
		{dateTimeMask, "2024-03-05T09:30:00.000+06:00", "05.03.2024 09:30"},
		{dateMask, "31.02.", "31.02."},
		{dateMask, "", ""},
	} {
		if got := c.mask.show(c.stored); got != c.want {
			t.Errorf("%q is shown as %q, want %q", c.stored, got, c.want)
		}
	}
}

func TestMomentSteps(t *testing.T) {
	now := time.Date(2024, 2, 28, 9, 30, 0, 0, time.Local)
	for _, c := range []struct {
		mask mask
		text string
		step int
		want string
	}{
		{dateMask, "", 1, "28.02.2024"},
		{dateMask, "28.02.2024", 1, "29.02.2024"},
		{dateMask, "01.03.2024", -1, "29.02.2024"},
		{yearMask, "2024", -1, "2023"},
		{timeMask, "", 1, "09:30"},
		{timeMask, "23:59", 1, "00:00"},
	} {
		if got := c.mask.next(c.text, c.step, now); got != c.want {
			t.Errorf("%q and %+d is %q, want %q", c.text, c.step, got, c.want)
		}
	}
}

func TestTypingReplacesADate(t *testing.T) {
	r := newRig(t, 500, ask(survey.DateKind))
	r.set("q1", func(v *interview.View) { v.Text, v.State = "2020-01-01", survey.Given })
	r.focus(0)
	r.strike(digitsOf("05032024")...)
	r.press(fyne.KeyReturn)
	r.want("answer q1 2024-03-05", "answer")
}

func TestEraseTakesTheLastSign(t *testing.T) {
	r := newRig(t, 500, ask(survey.DateKind))
	r.focus(0)
	r.strike(digitsOf("0503")...)
	r.press(fyne.KeyBackspace, fyne.KeyBackspace)
	r.strike(digitsOf("42024")...)
	r.press(fyne.KeyReturn)
	r.want("answer q1 2024-04-05", "answer")
}

func TestScaleSteps(t *testing.T) {
	for _, c := range []struct {
		params map[string]string
		text   string
		by     float64
		want   string
	}{
		{nil, "", 1, "1"},
		{nil, "10", 1, "10"},
		{map[string]string{"placeholder": "4"}, "", 1, "4"},
		{map[string]string{"start": "0", "end": "1", "step": "0.25"}, "0.50", 1, "0.75"},
		{map[string]string{"start": "5", "end": "1"}, "1", -1, "1"},
	} {
		if got := readScale(c.params).step(c.text, c.by); got != c.want {
			t.Errorf("%v: %q and %+g is %q, want %q", c.params, c.text, c.by, got, c.want)
		}
	}
}
