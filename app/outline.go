package app

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// sections is the list of sections beside the page: how far each is, where an
// answer needs another look, and a way to get there by mouse. The keyboard
// goes there by the finder, so that Tab stays in the questions.
type sections struct {
	v    *interviewView
	box  *fyne.Container
	list *fyne.Container
	all  *container.Scroll
	rows []*sectionRow
}

func newSections(v *interviewView) *sections {
	s := &sections{v: v, list: container.NewVBox()}
	background := canvas.NewRectangle(theme.Color(theme.ColorNameInputBackground))
	s.all = container.NewVScroll(s.list)
	s.box = container.NewStack(background, s.all)
	return s
}

// update shows the sections as they are now. Rows are kept, for most of the
// time only a number changes.
func (s *sections) update() {
	// What only asks for another case of a repeat, and no question, is no section.
	now := slices.DeleteFunc(s.v.s.Sections(), func(x screen.Section) bool { return x.Label == "" && x.Total == 0 })
	for len(s.rows) < len(now) {
		row := newSectionRow(s.v.jump)
		s.rows = append(s.rows, row)
		s.list.Objects = append(s.list.Objects, row)
	}
	s.rows, s.list.Objects = s.rows[:len(now)], s.list.Objects[:len(now)]
	for i, section := range now {
		s.rows[i].show(section, s.v.app)
	}
	s.list.Refresh()
	for i, section := range now {
		if section.Current {
			field.Reveal(s.all, s.rows[i])
		}
	}
}

// A sectionRow is one section.
type sectionRow struct {
	widget.BaseWidget
	section screen.Section
	jump    func(survey.Path)

	label *widget.Label
	count *widget.Label
	mark  *widget.Icon
	here  *canvas.Rectangle
}

func newSectionRow(jump func(survey.Path)) *sectionRow {
	r := &sectionRow{
		jump: jump, label: widget.NewLabel(""), count: widget.NewLabel(""),
		mark: widget.NewIcon(nil), here: canvas.NewRectangle(color.Transparent),
	}
	r.label.Wrapping = fyne.TextWrapWord
	r.ExtendBaseWidget(r)
	return r
}

func (r *sectionRow) show(s screen.Section, a *App) {
	if r.section == s && r.label.Text != "" {
		return
	}
	r.section = s
	r.label.TextStyle.Bold = s.Current
	r.label.SetText(orElse(s.Label, a.T("sections.none")))
	r.count.SetText("")
	if s.Total > 0 {
		r.count.SetText(a.T("sections.count", "done", s.Done, "total", s.Total))
	}
	r.here.FillColor = color.Transparent
	if s.Current {
		r.here.FillColor = theme.Color(theme.ColorNameSelection)
	}
	r.here.Refresh()
	switch {
	case s.Doubt:
		r.mark.SetResource(theme.NewErrorThemedResource(theme.WarningIcon()))
	case s.Total > 0 && s.Done == s.Total:
		r.mark.SetResource(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	default:
		r.mark.SetResource(nil)
	}
}

// Tapped jumps to the section.
func (r *sectionRow) Tapped(*fyne.PointEvent) { r.jump(r.section.Path) }

// CreateRenderer implements fyne.Widget.
func (r *sectionRow) CreateRenderer() fyne.WidgetRenderer {
	// Room for the scroll bar, which lies over what it scrolls. The counts end
	// at one line, whether or not a mark stands before them.
	room := max(0, theme.Size(theme.SizeNameScrollBar)-theme.InnerPadding())
	right := container.New(layout.NewCustomPaddedLayout(0, 0, 0, room), container.New(layout.NewCustomPaddedHBoxLayout(-theme.InnerPadding()/2), r.mark, r.count))
	return widget.NewSimpleRenderer(container.NewStack(r.here, container.NewBorder(nil, nil, nil, right, r.label)))
}
