package field

import (
	"bytes"
	"image"
	_ "image/gif" // the kinds of pictures that a form may have
	_ "image/jpeg"
	_ "image/png"
	"maps"
	"path"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// An Album keeps the pictures of a form as they are drawn, so that going from
// question to question does not unpack them again.
type Album struct{ drawn map[string]leaf }

// A leaf is one picture: of dots, or of strokes.
type leaf struct {
	dots    image.Image
	strokes fyne.Resource
	size    fyne.Size
}

const (
	mostDots  = 40 << 20 // of a picture that is unpacked at all
	drawnDots = 1600     // a picture is not kept wider or higher than this
	mostKept  = 40       // pictures
)

// get unpacks a picture; ok is false for what is none.
func (a *Album) get(name string, data []byte) (leaf, bool) {
	if a == nil || len(data) == 0 {
		return leaf{}, false
	}
	if l, ok := a.drawn[name]; ok {
		return l, l.size.Width > 0
	}
	if a.drawn == nil || len(a.drawn) >= mostKept {
		a.drawn = map[string]leaf{}
	}
	l := unpack(name, data)
	a.drawn[name] = l
	return l, l.size.Width > 0
}

func unpack(name string, data []byte) leaf {
	if strings.EqualFold(path.Ext(name), ".svg") {
		strokes := fyne.NewStaticResource(name, data)
		aspect := canvas.NewImageFromResource(strokes).Aspect()
		if aspect <= 0 {
			return leaf{}
		}
		return leaf{strokes: strokes, size: fyne.NewSize(400*aspect, 400)}
	}
	about, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || about.Width <= 0 || about.Height <= 0 || about.Width*about.Height > mostDots {
		return leaf{}
	}
	dots, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return leaf{}
	}
	return leaf{dots: thinned(dots), size: fyne.NewSize(float32(about.Width), float32(about.Height))}
}

// thinned makes a large picture smaller, by taking the mean of squares of dots.
func thinned(from image.Image) image.Image {
	b := from.Bounds()
	n := (max(b.Dx(), b.Dy()) + drawnDots - 1) / drawnDots
	if n <= 1 {
		return from
	}
	to := image.NewNRGBA64(image.Rect(0, 0, b.Dx()/n, b.Dy()/n))
	for y := range to.Rect.Dy() {
		for x := range to.Rect.Dx() {
			var sum [4]uint32
			for i := range n * n {
				r, g, bl, a := from.At(b.Min.X+x*n+i%n, b.Min.Y+y*n+i/n).RGBA()
				sum = [4]uint32{sum[0] + r, sum[1] + g, sum[2] + bl, sum[3] + a}
			}
			for c := range sum {
				v := sum[c] / uint32(n*n)
				to.Pix[to.PixOffset(x, y)+2*c], to.Pix[to.PixOffset(x, y)+2*c+1] = uint8(v>>8), uint8(v)
			}
		}
	}
	return to
}

// A picture is shown as large as it is, within bounds that are counted in the
// size of the text. Without a picture it takes no room.
type picture struct {
	widget.BaseWidget
	image *canvas.Image // nil for none
	size  fyne.Size
	most  fyne.Size // in letters
}

// The bounds of the picture of a question, and of one of a choice.
var (
	largePicture = fyne.NewSize(40, 13)
	smallPicture = fyne.NewSize(12, 7)
)

func newPicture(a *Album, name string, data []byte, most fyne.Size) *picture {
	p := &picture{most: most}
	if l, ok := a.get(name, data); ok {
		p.image, p.size = canvas.NewImageFromImage(l.dots), l.size
		if l.strokes != nil {
			p.image = canvas.NewImageFromResource(l.strokes)
		}
		p.image.FillMode = canvas.ImageFillContain
		p.image.ScaleMode = canvas.ImageScaleSmooth
	}
	p.ExtendBaseWidget(p)
	return p
}

// wanted is its size where there is room.
func (p *picture) wanted() fyne.Size {
	if p.image == nil {
		return fyne.Size{}
	}
	w, h := p.most.Width*theme.TextSize(), p.most.Height*theme.TextSize()
	by := min(1, w/p.size.Width, h/p.size.Height)
	return fyne.NewSize(p.size.Width*by, p.size.Height*by)
}

// CreateRenderer implements fyne.Widget.
func (p *picture) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *picture }

// Layout implements fyne.WidgetRenderer.
func (r *pictureRenderer) Layout(size fyne.Size) {
	if r.p.image != nil {
		want := r.p.wanted()
		by := min(1, size.Width/want.Width)
		place(r.p.image, 0, 0, want.Width*by, want.Height*by)
	}
}

// MinSize implements fyne.WidgetRenderer.
func (r *pictureRenderer) MinSize() fyne.Size {
	want := r.p.wanted()
	return fyne.NewSize(min(want.Width, smallPicture.Width*theme.TextSize()), want.Height)
}

// Objects implements fyne.WidgetRenderer.
func (r *pictureRenderer) Objects() []fyne.CanvasObject {
	if r.p.image == nil {
		return nil
	}
	return []fyne.CanvasObject{r.p.image}
}

// Refresh implements fyne.WidgetRenderer.
func (r *pictureRenderer) Refresh() { r.Layout(r.p.Size()) }

// Destroy implements fyne.WidgetRenderer.
func (r *pictureRenderer) Destroy() {}

// Names gives the names of the pictures that are kept.
func (a *Album) Names() []string { return slices.Sorted(maps.Keys(a.drawn)) }
