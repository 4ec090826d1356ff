package app

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// This file is the small pieces that several views put in.

// keysOr offers a key to a first taker before the rest.
type keysOr struct {
	first func(*fyne.KeyEvent) bool
	field.Keys
}

func (k keysOr) Key(e *fyne.KeyEvent) bool { return k.first(e) || k.Keys.Key(e) }

// Reveal implements field.Revealer.
func (k keysOr) Reveal(o fyne.CanvasObject) {
	if r, ok := k.Keys.(field.Revealer); ok {
		r.Reveal(o)
	}
}

// page is a view that is read from top to bottom, with its buttons below.
func (a *App) page(body fyne.CanvasObject, buttons ...fyne.CanvasObject) fyne.CanvasObject {
	a.scroll, a.below = container.NewVScroll(container.New(columnLayout{}, body)), buttons
	a.scroll.OnScrolled = func(fyne.Position) { a.touched() }
	return container.NewBorder(nil, container.NewVBox(widget.NewSeparator(), container.NewPadded(buttonRow(buttons...))), nil, nil, a.scroll)
}

// Reveal implements field.Revealer for the widgets of a page: what has the
// keyboard is in sight.
func (a *App) Reveal(o fyne.CanvasObject) {
	if a.scroll != nil && !slices.Contains(a.below, o) {
		field.Reveal(a.scroll, o)
	}
}

func (a *App) buttonsBelow() (out []*field.Button) {
	for _, o := range a.below {
		if b, ok := o.(*field.Button); ok && !b.Disabled() {
			out = append(out, b)
		}
	}
	return out
}

// showResult brings what came of a job into sight, once it is laid out.
func (a *App) showResult(o fyne.CanvasObject) {
	v := a.shown()
	a.work.after(settled, func() {
		if a.shown() == v {
			a.Reveal(o)
		}
	})
}

// labelledKey puts a key beside a text.
func (a *App) labelledKey(text, key string) string { return text + "  " + key }

// oneOf is a row of buttons of which one is chosen. ← and → move among them.
func (a *App) oneOf(labels []string, chosen int, choose func(i int)) *fyne.Container {
	buttons := make([]*field.Button, len(labels))
	row := flow()
	show := func(chosen int) {
		for i, b := range buttons {
			b.Importance = widget.MediumImportance
			if i == chosen {
				b.Importance = widget.HighImportance
			}
			b.Refresh()
		}
	}
	keys := keysOr{func(k *fyne.KeyEvent) bool { return a.walk(buttons, k.Name) }, a}
	for i, label := range labels {
		buttons[i] = field.NewButton(label, func() {
			show(i)
			choose(i)
		}, keys)
		row.Objects = append(row.Objects, buttons[i])
	}
	show(chosen)
	return row
}

// practiceMark is the band over an interview that is no fieldwork.
func (a *App) practiceMark(kind survey.Kind) fyne.CanvasObject {
	if kind == survey.Real {
		nothing := canvas.NewRectangle(color.Transparent)
		nothing.Hide()
		return nothing
	}
	return notice(a.T("practice." + kind.String()))
}

// kinds names how many interviews of each kind there are; "" for none.
func (a *App) kinds(n [survey.Simulated + 1]int) string {
	var out []string
	for k := survey.Real; k <= survey.Simulated; k++ {
		if n[k] > 0 {
			out = append(out, a.T("kinds."+k.String(), "n", n[k]))
		}
	}
	return strings.Join(out, ", ")
}

// counted says of which kinds the interviews of a result are. Where none is of
// fieldwork that cannot be overlooked.
func (a *App) counted(n [survey.Simulated + 1]int) fyne.CanvasObject {
	text := a.T("kinds.counted", "kinds", a.kinds(n))
	if n[survey.Real] == 0 {
		return notice(text + " " + a.T("kinds.unreal"))
	}
	return paragraph(text)
}

// aboutForm is one line about a form.
func (a *App) aboutForm(form *survey.Form) string {
	var names []string
	for _, l := range form.Languages {
		names = append(names, languageName(l))
	}
	return a.T("start.form", "version", form.Version, "languages", strings.Join(names, ", "), "n", screen.Questions(form))
}

// languageName is what people call a wording of the form; a form without
// languages has one without a name.
func languageName(l survey.Language) string {
	if l.Name != "" {
		return l.Name
	}
	if l.ID != "" {
		return l.ID
	}
	return "—"
}

// joinPaths lists places, not too many of them.
func joinPaths(paths []survey.Path) string {
	const most = 8
	var names []string
	for i, p := range paths {
		if i == most {
			names = append(names, "…")
			break
		}
		names = append(names, string(p))
	}
	return strings.Join(names, ", ")
}
