package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// large is a rig with the largest text in the usual window, in Russian, whose
// words are longer.
func large(t *testing.T) *rig {
	r := newRig(t)
	r.simulate(9)
	if err := r.desk.SaveSettings(context.Background(), screen.Settings{TextSize: 200, Language: "ru"}); err != nil {
		t.Fatal(err)
	}
	r.take(r.desk.Settings)
	r.window.Resize(fyne.NewSize(1120, 700))
	r.show()
	return r
}

// TestLargeTextNeedsNoLargerWindow: one that has grown beyond the screen has
// its buttons below the edge.
func TestLargeTextNeedsNoLargerWindow(t *testing.T) {
	r := large(t)
	check := func() {
		t.Helper()
		if min := r.window.Content().MinSize(); min.Width > 1120 || min.Height > 700 {
			t.Errorf("%s needs %v", r.shown().name(), min)
		}
		driver := fyne.CurrentApp().Driver()
		for _, o := range test.LaidOutObjects(r.window.Content()) {
			e, ok := o.(*field.Entry)
			if !ok || e.PlaceHolder == "" {
				continue
			}
			if w := fyne.MeasureText(e.PlaceHolder, 30, fyne.TextStyle{}).Width; w > e.Size().Width {
				t.Errorf("%s: the placeholder %q is cut", r.shown().name(), e.PlaceHolder)
			}
			if y := driver.AbsolutePositionForObject(e).Y; r.scroll == nil && y+e.Size().Height > 700 {
				t.Errorf("%s: an entry lies below the edge", r.shown().name())
			}
		}
	}
	check()
	for _, k := range []fyne.KeyName{fyne.KeyF5, fyne.KeyF6, fyne.KeyF7, fyne.KeyF8, fyne.KeyF9, fyne.KeyF3} {
		r.press(k)
		check()
		r.press(fyne.KeyEscape)
	}
}

// TestLargeTextAtTheDoor: every step of a first start, and the door, fit into
// the window with their buttons.
func TestLargeTextAtTheDoor(t *testing.T) {
	r := large(t)
	v := newEnrollView(r.App, r.desk)
	r.open(v)
	for at := range v.last() + 1 {
		v.turn(at)
		if min := r.window.Content().MinSize(); min.Width > 1120 || min.Height > 700 {
			t.Errorf("the step %s needs %v", v.step().name, min)
		}
	}
	v.turn(1)
	v.ownWords()
	for _, f := range focusables(r) {
		r.window.Canvas().Focus(f)
		o := f.(fyne.CanvasObject)
		if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y; y < 0 || y+o.Size().Height > 700 {
			t.Errorf("%T with the keyboard is at %.0f", o, y)
		}
	}
	r.back()
	for _, open := range []func(){r.lock, func() { r.shown().(*unlockView).forgotten() }, r.hide} {
		open()
		if min := r.window.Content().MinSize(); min.Width > 1120 || min.Height > 700 {
			t.Errorf("%s needs %v", r.shown().name(), min)
		}
	}
}

func TestLargeTextLeavesRoomForTheList(t *testing.T) {
	r := large(t)
	v := r.shown().(*startView)
	row := newRecordRow()
	if h := v.list.Size().Height; h < 4*row.MinSize().Height {
		t.Errorf("the list is %.0f high, rows %.0f", h, row.MinSize().Height)
	}
	v.showRow(0, row)
	row.Resize(fyne.NewSize(v.list.Size().Width, row.MinSize().Height))
	for _, o := range test.LaidOutObjects(row) {
		if l, ok := o.(*widget.Label); ok {
			if w := fyne.MeasureText(l.Text, 30, l.TextStyle).Width; w > l.Size().Width {
				t.Errorf("%q has %.0f, needs %.0f", l.Text, l.Size().Width, w)
			}
		}
	}
}

// TestWhatIsMissingIsInSight: the sentence stands between the question and its
// answers, and is scrolled to.
func TestWhatIsMissingIsInSight(t *testing.T) {
	r := large(t)
	r.press(fyne.KeyF3, "3", "1", fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.press(fyne.KeyReturn)
	v := r.interview()
	v.reveal("g_you/work")
	trouble := v.fieldOf("g_you/work").Trouble()
	if trouble == nil {
		t.Fatal("nothing is said of the missing answer")
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(trouble).Y
	from := driver.AbsolutePositionForObject(v.scroll).Y
	if top < from || top+trouble.Size().Height > from+v.scroll.Size().Height {
		t.Errorf("it stands at %.0f, in sight is %.0f to %.0f", top, from, from+v.scroll.Size().Height)
	}
	body := v.fieldOf("g_you/work").Focus().(fyne.CanvasObject)
	if top > driver.AbsolutePositionForObject(body).Y {
		t.Error("it stands below the answers")
	}
}

// TestProblemsAreWrittenOut: rows of the finish list are as high as their text.
func TestProblemsAreWrittenOut(t *testing.T) {
	r := large(t)
	r.press(fyne.KeyF3)
	r.ctrl(fyne.KeyE)
	v := r.shown().(*finishView)
	v.rows[0].Message = strings.Repeat("Нужен ответ. ", 20)
	v.list.Resize(v.list.Size().SubtractWidthHeight(1, 0))
	v.list.Refresh()
	for _, o := range test.LaidOutObjects(v.list) {
		if l, ok := o.(*widget.Label); ok && l.Text == v.rows[0].Message {
			if l.Size().Height < l.MinSize().Height || l.MinSize().Height < 3*30 {
				t.Errorf("the message has %.0f of %.0f", l.Size().Height, l.MinSize().Height)
			}
			return
		}
	}
	t.Error("the message is not shown")
}
