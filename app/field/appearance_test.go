package field

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"anketa/survey"
	"anketa/survey/interview"
)

func TestArrangements(t *testing.T) {
	for appearance, want := range map[string]arrangement{
		"":                         {},
		"w3 nobody knows columns-": {},
		"columns":                  {columns: 3},
		"columns-2":                {columns: 2},
		"columns-2 no-buttons":     {columns: 2, style: bareRow},
		"horizontal":               {columns: 3},
		"columns-pack":             {pack: true},
		"horizontal-compact":       {pack: true},
		"compact":                  {pack: true, style: bareRow},
		"compact-4":                {columns: 4, style: bareRow},
		"quickcompact-2":           {columns: 2, style: bareRow},
		"no-buttons":               {style: bareRow},
		"likert":                   {columns: 5, fixed: true, style: likertCell},
		"label":                    {columns: 5, fixed: true, beside: true, style: headCell},
		"list-nolabel":             {columns: 5, fixed: true, beside: true, style: signCell},
		"list":                     {columns: 5, fixed: true, beside: true, style: listCell},
	} {
		v := ask(survey.SelectOneKind, strings.Fields(appearance)...)
		if got := arranged(v.Item, 5); got != want {
			t.Errorf("%q is arranged as %+v, want %+v", appearance, got, want)
		}
	}
	row := ask(survey.SelectMultipleKind).Item
	row.Parent = &survey.Item{Appearance: []string{"table-list"}, Type: &survey.Type{}}
	if got := arranged(row, 2); got.style != signCell || !InTable(row) {
		t.Errorf("a select in a table-list is arranged as %+v", got)
	}
}

// cell is an object of a fixed size.
type cell struct{ *canvas.Rectangle }

func (c cell) natural() float32 { return c.MinSize().Width }

func TestGrid(t *testing.T) {
	test.NewTempApp(t)
	wide := 3 * narrowest()
	for _, c := range []struct {
		name  string
		grid  gridLayout
		cells []float32 // their widths
		width float32
		want  string // how many stand in each line
	}{
		{"as asked", gridLayout{columns: 3}, []float32{9, 9, 9, 9}, wide, "3 1"},
		{"fewer where the window is narrow", gridLayout{columns: 3}, []float32{9, 9, 9, 9}, 2 * narrowest(), "2 2"},
		{"one at least", gridLayout{columns: 3}, []float32{9, 9}, 10, "1 1"},
		{"a table keeps its columns", gridLayout{columns: 3, fixed: true}, []float32{9, 9, 9}, 10, "3"},
		{"packed", gridLayout{pack: true}, []float32{50, 60, 90, 20, 500}, 200, "3 1 1"},
	} {
		var objects []fyne.CanvasObject
		for _, w := range c.cells {
			r := canvas.NewRectangle(nil)
			r.SetMinSize(fyne.NewSize(w, 10))
			objects = append(objects, cell{r})
		}
		c.grid.Layout(objects, fyne.NewSize(c.width, 100))
		var got []string
		for _, line := range c.grid.lines {
			got = append(got, fmt.Sprint(len(line)))
			for _, o := range line {
				if o.Position().X+o.Size().Width > c.width+0.1 {
					t.Errorf("%s: a cell ends at %v", c.name, o.Position().X+o.Size().Width)
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: lines of %v, want %s", c.name, got, c.want)
		}
		if got, want := c.grid.MinSize(objects).Height, float32(10*len(c.grid.lines)); got != want {
			t.Errorf("%s: %v high, want %v", c.name, got, want)
		}
	}
}

func TestArrowsInColumns(t *testing.T) {
	for _, c := range []struct {
		appearance string
		keys       []fyne.KeyName
		want       string
	}{
		{"columns-3", []fyne.KeyName{fyne.KeyDown, fyne.KeyRight, fyne.KeySpace}, "answer q1 c5"},
		{"columns-3", []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyUp, fyne.KeyRight, fyne.KeySpace}, "answer q1 c3"},
		{"columns-3", []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace}, "answer q1 c7"},
		{"columns-3", []fyne.KeyName{fyne.KeyUp, fyne.KeyLeft, fyne.KeySpace}, "answer q1 c1"},
		{"likert", []fyne.KeyName{fyne.KeyRight, fyne.KeyRight, fyne.KeySpace}, "answer q1 c3"},
		{"no-buttons", []fyne.KeyName{fyne.KeyDown, fyne.KeySpace}, "answer q1 c2"},
		{"columns-pack", []fyne.KeyName{"7"}, "answer q1 c7"},
	} {
		r := newRig(t, 700, askList(survey.SelectOneKind, 7, c.appearance))
		r.focus(0)
		r.press(c.keys...)
		r.want(c.want, "answer")
	}
}

// TestTableByKeys goes down the rows of a table: digits choose, the arrows go
// up and down the rows and along the choices, the headings are passed over.
func TestTableByKeys(t *testing.T) {
	r := newRig(t, 700, askList(survey.SelectOneKind, 4, "label"), askList(survey.SelectOneKind, 4, "list-nolabel"), askList(survey.SelectMultipleKind, 4, "list"))
	if r.fields[0].Focus() != nil {
		t.Error("the headings take the keyboard")
	}
	r.focus(1)
	r.press("3", fyne.KeyRight, fyne.KeyDown, fyne.KeyUp, fyne.KeyReturn)
	r.want("answer q2 c3, step q2 1, step q2 -1, next q2", "answer", "step", "next")
	r.press(fyne.KeySpace)
	r.want("answer q2 c4", "answer")
	r.focus(2)
	r.press("1", "4")
	r.want("answer q3 c1, answer q3 c1 c4", "answer")
}

func TestDropDown(t *testing.T) {
	r := newRig(t, 500, askList(survey.SelectOneKind, 5, "minimal"))
	r.focus(0)
	p := r.fields[0].(*frame).body.(*picker)
	for _, step := range []struct {
		name string
		do   func()
		open bool
		want string
	}{
		{"it begins closed", func() {}, false, ""},
		{"Enter goes on", func() { r.press(fyne.KeyReturn) }, false, "next q1"},
		{"↓ opens", func() { r.press(fyne.KeyDown) }, true, ""},
		{"Esc closes", func() { r.press(fyne.KeyEscape) }, false, ""},
		{"typing opens", func() { test.Type(r.canvas.Focused(), "3") }, true, ""},
		{"Enter picks and closes", func() { r.press(fyne.KeyReturn) }, false, "answer q1 c3, next q1"},
		{"↓ Enter keeps what is marked", func() { r.press(fyne.KeyDown, fyne.KeyReturn) }, false, "answer q1 c3, next q1"},
	} {
		step.do()
		if got := p.below.Visible(); got != step.open {
			t.Errorf("%s: open is %v", step.name, got)
		}
		if got := r.said("answer", "next", "key"); got != step.want {
			t.Errorf("%s: reported %q, want %q", step.name, got, step.want)
		}
	}
}

func TestQuickGoesOn(t *testing.T) {
	for _, appearance := range []string{"quick", "quickcompact", "quickcompact-3"} {
		r := newRig(t, 500, askList(survey.SelectOneKind, 3, appearance))
		r.focus(0)
		r.press("2")
		r.want("answer q1 c2, next q1", "answer", "next")
	}
}

func TestThousands(t *testing.T) {
	for _, c := range []struct {
		typed string
		keys  []fyne.KeyName
		shown string
		want  string
	}{
		{"1234567", nil, "1 234 567", "1234567"},
		{"123", nil, "123", "123"},
		{"-1234.5", nil, "-1 234.5", "-1234.5"},
		{"1234567", []fyne.KeyName{fyne.KeyBackspace}, "123 456", "123456"},
		{"1234567", []fyne.KeyName{fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyBackspace}, "123 567", "123567"},
		{"1234567", []fyne.KeyName{fyne.KeyHome, fyne.KeyRight, fyne.KeyDelete}, "134 567", "134567"},
	} {
		r := newRig(t, 500, ask(survey.DecimalKind, "thousands-sep"))
		r.focus(0)
		test.Type(r.canvas.Focused(), c.typed)
		r.press(c.keys...)
		if got := strings.ReplaceAll(r.canvas.Focused().(*Entry).Text, string(gap), " "); got != c.shown {
			t.Errorf("%s %v is shown as %q, want %q", c.typed, c.keys, got, c.shown)
		}
		r.said()
		r.press(fyne.KeyReturn)
		r.want("answer q1 "+c.want, "answer")
	}
}

func TestCounter(t *testing.T) {
	r := newRig(t, 500, ask(survey.IntegerKind, "counter"))
	r.focus(0)
	r.strike(pressed{"=", '+'}, pressed{"=", '+'}, pressed{"-", '-'}, pressed{"", '+'})
	r.press(fyne.KeyUp, fyne.KeyDown, fyne.KeyReturn)
	r.want("answer q1 2", "answer")
	r.strike(pressed{"-", '-'}, pressed{"-", '-'}, pressed{"-", '-'})
	r.press(fyne.KeyReturn)
	r.want("answer q1 0", "answer")
}

func TestTextAppearances(t *testing.T) {
	v := ask(survey.TextKind)
	v.Item.Params = map[string]string{"rows": "8"}
	one := ask(survey.TextKind, "masked", "multiline")
	r := newRig(t, 500, v, one, ask(survey.IntegerKind, "hidden-answer"), ask(survey.TextKind, "numbers"))
	entry := func(i int) *Entry { return r.fields[i].Focus().(*Entry) }
	if e := entry(0); !e.MultiLine || e.MinSize().Height < 7*firstLine()/2 {
		t.Errorf("a text of 8 rows is %v high, with lines: %v", e.MinSize().Height, e.MultiLine)
	}
	if !entry(1).Password || entry(1).MultiLine || !entry(2).Password || entry(0).Password {
		t.Error("what is masked is to be read, or what is not is masked")
	}
	r.focus(3)
	test.Type(r.canvas.Focused(), "+7 (701)-abc12")
	r.press(fyne.KeyReturn)
	r.want("answer q4 +7 (701)-12", "answer")
}

func TestRanges(t *testing.T) {
	ranged := func(params string, appearance ...string) interview.View {
		v := ask(survey.RangeKind, appearance...)
		v.Item.Params = map[string]string{}
		for _, p := range strings.Fields(params) {
			key, value, _ := strings.Cut(p, "=")
			v.Item.Params[key] = value
		}
		v.Ticks = []interview.Choice{{Name: "1", Label: "bad"}, {Name: "5", Label: "good"}}
		return v
	}
	for _, c := range []struct {
		name string
		view interview.View
		do   func(*rig)
		want string
	}{
		{"typed", ranged("start=1 end=5"), func(r *rig) { r.press("4") }, "answer q1 4"},
		{"arrows, from the start", ranged("start=1 end=5"), func(r *rig) { r.press(fyne.KeyRight, fyne.KeyRight, fyne.KeyUp) }, "answer q1 3"},
		{"arrows, from the placeholder", ranged("start=1 end=5 placeholder=4"), func(r *rig) { r.press(fyne.KeyLeft, fyne.KeyLeft) }, "answer q1 3"},
		{"picker", ranged("start=10 end=99", "picker"), func(r *rig) { test.Type(r.canvas.Focused(), "42") }, "answer q1 42"},
		{"picker with labels", ranged("start=1 end=5", "picker"), func(r *rig) { test.Type(r.canvas.Focused(), "good") }, "answer q1 5"},
		{"stars", ranged("start=1 end=5", "rating"), func(r *rig) {
			r.fields[0].(*frame).body.(*rangeBody).drawn.(*stars).one[3].Tapped(nil)
		}, "answer q1 4"},
		{"upright", ranged("start=0 end=10", "vertical"), func(r *rig) {
			line := r.fields[0].(*frame).body.(*rangeBody).drawn.(*track)
			line.Tapped(&fyne.PointEvent{Position: fyne.NewPos(3, line.Size().Height)})
		}, "answer q1 0"},
	} {
		r := newRig(t, 500, c.view)
		r.focus(0)
		c.do(r)
		r.press(fyne.KeyReturn)
		if got := r.said("answer"); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: reported %q, want %q", c.name, got, c.want)
		}
	}
	body := newRig(t, 500, ranged("start=1 end=5 step=1", "distress")).fields[0].(*frame).body.(*rangeBody)
	var words []string
	for _, k := range body.drawn.(*track).ticks {
		words = append(words, strings.ReplaceAll(k.label.Text, "\n", " "))
	}
	if want := []string{"1 bad", "2", "3", "4", "5 good"}; !slices.Equal(words, want) {
		t.Errorf("at the ticks stands %q, want %q", words, want)
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		start, end, step string
		share            float64
		want             string
	}{
		{"0", "10", "1", 0.44, "4"}, {"0", "10", "1", -3, "0"}, {"0", "10", "1", 3, "10"},
		{"0", "10", "3", 1, "9"}, {"10", "0", "1", 0.25, "7"}, {"0", "1", "0.1", 0.31, "0.3"},
	} {
		s := readScale(map[string]string{"start": c.start, "end": c.end, "step": c.step})
		if got := s.near(c.share); got != c.want {
			t.Errorf("%s to %s by %s: at %v is %s, want %s", c.start, c.end, c.step, c.share, got, c.want)
		}
	}
}
