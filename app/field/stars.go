package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
)

// stars draw a short scale as a rating: as many are full as the number says.
type stars struct {
	row   *fyne.Container
	scale *scale
	one   []*tapIcon
	full  int
}

// mostStars is how many numbers a rating may have; a longer one is a line.
const mostStars = 12

var (
	fullStar  = fyne.NewStaticResource("star-full.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#000000" d="M12 17.3 18.2 21l-1.7-7L22 9.2l-7.2-.6L12 2 9.2 8.6 2 9.2 7.5 14l-1.7 7z"/></svg>`))
	emptyStar = fyne.NewStaticResource("star-empty.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#000000" d="M22 9.2l-7.2-.6L12 2 9.2 8.6 2 9.2 7.5 14l-1.7 7L12 17.3 18.2 21l-1.6-7zM12 15.4l-3.8 2.3 1-4.3-3.3-2.9 4.4-.4L12 6.1l1.7 4 4.4.4-3.3 2.9 1 4.3z"/></svg>`))
)

func newStars(s *scale, picked func(string)) *stars {
	out := &stars{row: container.New(layout.NewCustomPaddedHBoxLayout(0)), scale: s}
	for i := range s.count() {
		icon := newTapIcon(nil, func() { picked(s.text(s.nth(i))) })
		icon.icon = func() fyne.Resource {
			if i < out.full {
				return theme.NewPrimaryThemedResource(fullStar)
			}
			return theme.NewThemedResource(emptyStar)
		}
		icon.scale = 1.6
		out.one = append(out.one, icon)
		out.row.Objects = append(out.row.Objects, icon)
	}
	return out
}

func (s *stars) object() fyne.CanvasObject { return s.row }

func (s *stars) set(text string) {
	s.full = 0
	for i := range s.one {
		if share, ok := s.scale.share(text); ok {
			if mine, _ := s.scale.share(s.scale.text(s.scale.nth(i))); mine <= share+1e-9 {
				s.full = i + 1
			}
		}
	}
	for _, icon := range s.one {
		icon.Refresh()
	}
}
