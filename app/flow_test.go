package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestFlowGoesOnBelow(t *testing.T) {
	test.NewTempApp(t)
	gap := theme.Padding()
	for _, c := range []struct {
		name  string
		right bool
		width float32
		want  []fyne.Position
		high  float32
	}{
		{"room for all", false, 400, []fyne.Position{{X: 0, Y: 0}, {X: 100 + gap, Y: 0}, {X: 200 + 2*gap, Y: 0}}, 20},
		{"two lines", false, 250, []fyne.Position{{X: 0, Y: 0}, {X: 100 + gap, Y: 0}, {X: 0, Y: 20 + gap}}, 40 + gap},
		{"narrower than one", false, 50, []fyne.Position{{X: 0, Y: 0}, {X: 0, Y: 20 + gap}, {X: 0, Y: 40 + 2*gap}}, 60 + 2*gap},
		{"from the right", true, 250, []fyne.Position{{X: 50 - gap, Y: 0}, {X: 150, Y: 0}, {X: 150, Y: 20 + gap}}, 40 + gap},
	} {
		t.Run(c.name, func(t *testing.T) {
			var objects []fyne.CanvasObject
			for range 3 {
				r := canvas.NewRectangle(nil)
				r.SetMinSize(fyne.NewSize(100, 20))
				objects = append(objects, r)
			}
			box := flow(objects...)
			if c.right {
				box = flowRight(objects...)
			}
			if got := box.MinSize(); got.Height != 20 || got.Width != 100 {
				t.Errorf("before it has a width it wants %v", got)
			}
			box.Resize(fyne.NewSize(c.width, 100))
			for i, o := range objects {
				if o.Position() != c.want[i] {
					t.Errorf("object %d is at %v, want %v", i, o.Position(), c.want[i])
				}
			}
			if got := box.MinSize().Height; got != c.high {
				t.Errorf("it wants to be %v high, want %v", got, c.high)
			}
		})
	}
}
