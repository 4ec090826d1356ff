package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
)

// fieldKeys are the keys inside the fields of a page, for F1: NAME.help says
// what they do.
var fieldKeys = []struct{ keys, name string }{
	{"1 … 9", "digits"},
	{"↑ ↓  Space", "arrows"},
	{"Tab  Shift+Tab", "tab"},
	{"Delete", "erase"},
	{"Ctrl+Enter", "multiline"},
}

// showKeys lists what can be done on the view that is shown, by key.
func (a *App) showKeys() {
	var rows []fyne.CanvasObject
	add := func(keys, text string) {
		k := paragraph(keys)
		k.TextStyle.Bold = true
		rows = append(rows, container.New(columns{14, 0}, k, paragraph(text)))
	}
	for _, act := range actions() {
		if act.on(a.shown()) {
			var names []string
			for _, c := range act.keys {
				names = append(names, c.String())
			}
			add(strings.Join(names, "   "), a.T("action."+act.name+".help"))
		}
	}
	if _, ok := a.shown().(*interviewView); ok {
		for _, k := range fieldKeys {
			add(k.keys, a.T("keys."+k.name))
		}
	}
	o := &overlay{}
	ok := field.NewButton(a.T("ok"), o.close, o)
	ok.Importance = widget.HighImportance
	o.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedVBoxLayout(-2*theme.Padding()), rows...))
	size := a.window.Canvas().Size()
	a.over(container.NewBorder(subtitle(a.T("keys.title")), buttonRow(ok), nil, nil, o.scroll), o,
		fyne.NewSize(min(letters(48), size.Width*0.92), size.Height*0.85), ok)
}
