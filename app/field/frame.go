package field

import (
	"image/color"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// A frame is what all fields have around their body: the question's number and
// wording, its hints, and what is wrong or doubted.
type frame struct {
	widget.BaseWidget
	host Host
	view interview.View
	body body

	box      *fyne.Container
	number   *widget.Label    // the question's number in the questionnaire, and what to be careful of
	label    *widget.RichText // the wording, with a mark where an answer is required
	hint     *widget.RichText
	guidance *widget.RichText
	shown    *fyne.Container // picture, and what opens sounds, films and addresses
	state    *line           // don't know, refused, not applicable
	problem  *line
	warning  *line
	confirm  *Button
	bar      *canvas.Rectangle // at the left, while something is wrong

	opens    []opening // what the buttons open
	buttons  []*Button
	pictured string // the picture that is shown
}

// A question whose disclosure could harm says so from this sensitivity on.
const harmful = 3

func newFrame(v interview.View, host Host) *frame {
	f := &frame{
		host: host, view: v,
		number: widget.NewLabel(""), label: newWords(), hint: newWords(), guidance: newWords(),
		state:   newLine(theme.InfoIcon, theme.ColorNameForeground),
		problem: newLine(theme.ErrorIcon, theme.ColorNameError),
		warning: newLine(theme.WarningIcon, theme.ColorNameWarning),
		bar:     canvas.NewRectangle(color.Transparent),
		shown:   container.NewVBox(),
	}
	f.number.SizeName = theme.SizeNameCaptionText
	f.number.Importance = widget.LowImportance
	f.confirm = NewButton(host.T("field.confirm"), func() { host.Confirm(v.Path) }, f.keys())
	f.ExtendBaseWidget(f)
	return f
}

// build puts the parts together.
func (f *frame) build() {
	objects := []fyne.CanvasObject{f.number, f.label, f.shown, f.hint, f.guidance}
	switch {
	case f.body == nil:
	case f.beside():
		words := container.New(layout.NewCustomPaddedVBoxLayout(-theme.InnerPadding()), objects...)
		objects = []fyne.CanvasObject{container.New(besideLayout{len(f.view.Choices)}, words, f.body.object())}
		objects = append(objects, f.problem.box, f.warning.box)
	default: // what is wrong stands between the question and a list that may be long
		objects = append(objects, f.problem.box, f.warning.box, inset(f.body.object()))
	}
	if f.body != nil {
		objects = append(objects, f.state.box, inset(container.NewHBox(f.confirm)))
	}
	f.box = container.New(layout.NewCustomPaddedVBoxLayout(-theme.InnerPadding()), objects...)
}

// beside says whether the choices stand at the right of the wording.
func (f *frame) beside() bool {
	c, ok := f.body.(*choices)
	return ok && c.look.beside
}

// inset lines a body up with the text above it.
func inset(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(insetLayout{}, o)
}

type insetLayout struct{}

// pads makes up for the room that the texts of a frame share.
func (insetLayout) pads() (side, above float32) {
	return theme.InnerPadding(), theme.InnerPadding()
}

func (l insetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, above := l.pads()
	objects[0].Move(fyne.NewPos(side, above))
	objects[0].Resize(size.SubtractWidthHeight(2*side, 2*above))
}

func (l insetLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if !objects[0].Visible() {
		return fyne.Size{}
	}
	side, above := l.pads()
	return objects[0].MinSize().AddWidthHeight(2*side, 2*above)
}

// CreateRenderer implements fyne.Widget.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.New(barLayout{}, f.bar, f.box))
}

// barLayout puts the bar into the margin at the left of a field.
type barLayout struct{}

func (barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-theme.Padding()/2, 0))
	objects[0].Resize(fyne.NewSize(theme.Padding(), size.Height))
	objects[1].Resize(size)
}

func (barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

// Update implements Field.
func (f *frame) Update(v interview.View) {
	if !reflect.DeepEqual(f.view, v) {
		f.fill(v)
	}
}

// Commit implements Field.
func (f *frame) Commit() {
	if f.body != nil {
		f.body.commit()
	}
}

// Focus implements Field.
func (f *frame) Focus() fyne.Focusable {
	if f.body != nil && !f.view.ReadOnly {
		return f.body.focusable()
	}
	if len(f.buttons) > 0 { // a note with something to play
		return f.buttons[0]
	}
	return nil
}

// Trouble implements Field.
func (f *frame) Trouble() fyne.CanvasObject {
	for _, l := range []*line{f.problem, f.warning} {
		if f.body != nil && !l.box.Hidden {
			return l.box
		}
	}
	return nil
}

func (f *frame) keys() Keys { return frameKeys{f, hostKeys{f.host}} }

// fill shows a view.
func (f *frame) fill(v interview.View) {
	f.view = v
	f.words(v)
	f.media(v)
	if f.body != nil {
		f.body.show(v)
	}
	f.state.say(f.stateText(v))
	f.problem.say(v.Problem)
	f.warning.say(f.warningText(v))
	f.confirm.Hidden = v.Warning == "" || v.Confirmed
	f.bar.FillColor = color.Transparent
	switch {
	case v.Problem != "":
		f.bar.FillColor = theme.Color(theme.ColorNameError)
	case v.Warning != "" && !v.Confirmed:
		f.bar.FillColor = theme.Color(theme.ColorNameWarning)
	}
	f.box.Refresh()
	f.bar.Refresh()
}

// words shows the wordings. One that stands in for a missing translation is
// grey.
func (f *frame) words(v interview.View) {
	size, colour := theme.SizeNameSubHeadingText, theme.ColorNameForeground
	if f.host.Compact || f.beside() || v.Item.Type.Kind == survey.NoteKind {
		size = theme.SizeNameText
	}
	if v.Fallback {
		colour = theme.ColorNamePlaceHolder
	}
	if v.Label == "" && v.Item.Type.Asked() { // its author gave it no wording
		v.Label, colour = v.Item.Name, theme.ColorNamePlaceHolder
	}
	bold := v.Item.Type.Kind != survey.NoteKind && !f.beside()
	segments := wording(v.Label, widget.RichTextStyle{SizeName: size, ColorName: colour, TextStyle: fyne.TextStyle{Bold: bold}})
	if v.Required && v.Item.Type.Asked() && !v.ReadOnly {
		segments = append(segments, &widget.TextSegment{Text: " *",
			Style: widget.RichTextStyle{Inline: true, SizeName: size, ColorName: theme.ColorNameError, TextStyle: fyne.TextStyle{Bold: true}}})
	}
	put(f.label, segments)
	put(f.hint, wording(v.Hint, small(theme.ColorNamePlaceHolder)))
	if v.Guidance != "" {
		v.Guidance = f.host.T("field.guidance", "text", v.Guidance)
	}
	put(f.guidance, wording(v.Guidance, small(theme.ColorNamePlaceHolder)))
	number := v.Item.Columns["qid"]
	if v.Item.Sensitivity >= harmful {
		number = joined(number, f.host.T("field.sensitive"))
	}
	if v.Fallback {
		number = joined(number, f.host.T("field.fallback"))
	}
	f.number.SetText(number)
	f.number.Hidden = number == ""
}

func small(colour fyne.ThemeColorName) widget.RichTextStyle {
	return widget.RichTextStyle{SizeName: theme.SizeNameText, ColorName: colour}
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "  ·  " + b
}

// stateText names a state that stands instead of an answer, unless a choice of
// the list already shows it.
func (f *frame) stateText(v interview.View) string {
	if !marked(v.State) {
		return ""
	}
	for _, c := range v.Choices {
		if c.Special == v.State && c.Name == v.Text {
			return ""
		}
	}
	return f.host.T("field.state", "state", f.host.T("answer."+v.State.String()))
}

// marked says whether a state stands instead of an answer.
func marked(s survey.State) bool {
	return s == survey.DontKnow || s == survey.Refused || s == survey.NotApplicable
}

func (f *frame) warningText(v interview.View) string {
	if v.Warning != "" && v.Confirmed {
		return f.host.T("field.confirmed", "warning", v.Warning)
	}
	return v.Warning
}

// The events of a body.

func (f *frame) answer(text string) { f.host.Answer(f.view.Path, text) }
func (f *frame) typing(text string) { f.host.Typing(f.view.Path, text) }
func (f *frame) next()              { f.host.Next(f.view.Path) }

// step goes to the question above or below, on the same page.
func (f *frame) step(by int) {
	if f.host.Step != nil {
		f.host.Step(f.view.Path, by)
	}
}

// clear takes the answer or mark away.
func (f *frame) clear() {
	if f.view.State != survey.NotReached || f.view.Text != "" {
		f.answer("")
	}
}

func (f *frame) focused() {
	if f.host.Focused != nil {
		f.host.Focused(f.view.Path)
	}
}

// A line says something below a body, with a sign before it.
type line struct {
	box  *fyne.Container
	text *widget.RichText
	sign *widget.Icon
	icon func() fyne.Resource
	ink  fyne.ThemeColorName
}

func newLine(icon func() fyne.Resource, ink fyne.ThemeColorName) *line {
	l := &line{text: newWords(), sign: widget.NewIcon(nil), icon: icon, ink: ink}
	l.box = container.New(signLayout{}, l.sign, l.text)
	return l
}

func (l *line) say(text string) {
	l.box.Hidden = text == ""
	if text == "" {
		return
	}
	l.sign.SetResource(theme.NewColoredResource(l.icon(), l.ink))
	put(l.text, []widget.RichTextSegment{&widget.TextSegment{Text: text,
		Style: widget.RichTextStyle{ColorName: l.ink, SizeName: theme.SizeNameText, TextStyle: fyne.TextStyle{Bold: true}}}})
}

// signLayout puts a sign beside the first line of a text.
type signLayout struct{}

func (signLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	sign, side := theme.IconInlineSize(), theme.InnerPadding()
	objects[0].Resize(fyne.NewSquareSize(sign))
	objects[0].Move(fyne.NewPos(side, (firstLine()-sign)/2))
	objects[1].Move(fyne.NewPos(side+sign-side/2, 0))
	objects[1].Resize(size.SubtractWidthHeight(side+sign-side/2, 0))
}

func (signLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[1].MinSize().AddWidthHeight(theme.InnerPadding()+theme.IconInlineSize(), 0)
}

// firstLine is the height of a label of one line.
func firstLine() float32 {
	return fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height + 2*theme.InnerPadding()
}
