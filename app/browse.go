package app

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// A browser finds a file or a folder by keys alone: what is typed narrows the
// list, Enter opens a folder or takes a file, Backspace goes a folder up.
// Fyne's own dialog cannot be used without a mouse.
type browser struct {
	app    *App
	o      *overlay
	ends   []string // of the names that are offered; nil offers folders to choose from
	taken  func(path string)
	folder string

	all, shown []place
	where      *widget.Label
	search     *field.Entry
	list       *field.List
}

// A place is a row of a browser.
type place struct {
	label string
	path  string
	icon  fyne.Resource
	take  bool // it is taken; else it is opened
}

// openFile has a file chosen whose name ends in one of ends.
func (a *App) openFile(folder string, ends []string, taken func(path string)) {
	a.browse(folder, ends, taken)
}

// openFolder has a folder chosen.
func (a *App) openFolder(folder string, taken func(path string)) {
	a.browse(folder, nil, taken)
}

func (a *App) browse(folder string, ends []string, taken func(string)) {
	b := &browser{app: a, o: &overlay{}, ends: ends, taken: taken, where: widget.NewLabel("")}
	b.where.Truncation = fyne.TextTruncateEllipsis
	b.search = field.NewEntry(b.o)
	b.search.PlaceHolder = a.T("browse.search")
	b.search.OnChanged = func(string) { b.narrow() }
	b.list = field.NewList(func() int { return len(b.shown) }, newPlaceRow, func(i int, o fyne.CanvasObject) { showPlace(o, b.shown[i]) }, b.o)
	b.list.OnPicked = b.pick
	b.o.keys = b.key
	title := "browse.file"
	if ends == nil {
		title = "browse.folder"
	}
	cancel := field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), b.o.close, b.o)
	size := a.window.Canvas().Size()
	a.over(container.NewBorder(container.NewVBox(subtitle(a.T(title)), b.where, b.search), buttonRow(cancel), nil, nil, b.list), b.o,
		fyne.NewSize(min(letters(50), size.Width*0.9), size.Height*0.85), b.search)
	b.enter(orHome(folder))
}

// orHome is a folder that is there.
func orHome(folder string) string {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return folder
	}
	if home, err := os.UserHomeDir(); err == nil {
		return home
	}
	return string(filepath.Separator)
}

func (b *browser) key(k fyne.KeyName) bool {
	switch {
	case (k == fyne.KeyReturn || k == fyne.KeyEnter) && filepath.IsAbs(b.search.Text):
		b.typed(filepath.Clean(b.search.Text))
	case k == fyne.KeyReturn || k == fyne.KeyEnter:
		b.pick(b.list.Marked())
	case k == fyne.KeyBackspace && b.search.Text == "":
		b.enter(filepath.Dir(b.folder))
	default:
		return b.list.Step(k)
	}
	return true
}

// typed goes to a folder, or takes a file, whose whole name was typed or pasted.
func (b *browser) typed(path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		b.where.SetText(b.folder + " · " + b.app.explain(err))
	case info.IsDir():
		b.enter(path)
	case b.ends != nil && b.offers(filepath.Base(path)):
		b.o.close()
		b.taken(path)
	}
}

func (b *browser) pick(i int) {
	if i < 0 || i >= len(b.shown) {
		return
	}
	p := b.shown[i]
	if !p.take {
		b.enter(p.path)
		return
	}
	b.o.close()
	b.taken(p.path)
}

// enter lists a folder, beside the window: a stick may be slow.
func (b *browser) enter(folder string) {
	var entries []os.DirEntry
	b.app.work.run(func(context.Context, screen.Progress) (err error) {
		entries, err = os.ReadDir(folder)
		return err
	}, nil, func(err error) {
		b.folder, b.all = folder, b.places(folder, entries)
		b.where.SetText(folder)
		if err != nil {
			b.where.SetText(folder + " · " + b.app.explain(err))
		}
		b.search.SetText("")
		b.narrow()
	})
}

// places are the rows of a folder: itself where a folder is wanted, the one
// above, the folders, the files, and where else to look.
func (b *browser) places(folder string, entries []os.DirEntry) []place {
	a := b.app
	var out, folders, files []place
	if b.ends == nil {
		out = append(out, place{a.T("browse.here"), folder, theme.ConfirmIcon(), true})
	}
	if up := filepath.Dir(folder); up != folder {
		out = append(out, place{a.T("browse.up"), up, theme.MoveUpIcon(), false})
	}
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		switch {
		case strings.HasPrefix(e.Name(), "."):
		case isFolder(path, e):
			folders = append(folders, place{e.Name(), path, theme.FolderIcon(), false})
		case b.offers(e.Name()):
			files = append(files, place{e.Name(), path, theme.FileIcon(), true})
		}
	}
	for _, list := range [][]place{folders, files} {
		slices.SortFunc(list, func(x, y place) int {
			return cmp.Compare(strings.ToLower(x.label), strings.ToLower(y.label))
		})
		out = append(out, list...)
	}
	return append(out, elsewhere(folder)...)
}

func isFolder(path string, e os.DirEntry) bool {
	if e.Type()&os.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (b *browser) offers(name string) bool {
	return slices.ContainsFunc(b.ends, func(end string) bool { return strings.HasSuffix(strings.ToLower(name), end) }) &&
		!strings.HasPrefix(name, "~$") // Excel's lock of an open workbook
}

// elsewhere are the home folder and the sticks and disks that are there.
func elsewhere(folder string) (out []place) {
	if home, err := os.UserHomeDir(); err == nil && home != folder {
		out = append(out, place{home, home, theme.HomeIcon(), false})
	}
	for _, disk := range disks() {
		if disk != folder {
			out = append(out, place{disk, disk, theme.StorageIcon(), false})
		}
	}
	return out
}

// disks lists where sticks and disks come up on the three systems.
func disks() (out []string) {
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/Volumes/*"} {
		found, _ := filepath.Glob(pattern)
		out = append(out, found...)
	}
	if filepath.Separator == '\\' {
		for letter := 'C'; letter <= 'Z'; letter++ {
			if root := string(letter) + `:\`; exists(root) {
				out = append(out, root)
			}
		}
	}
	return out
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// narrow lists what has the words that were typed.
func (b *browser) narrow() {
	words := strings.Fields(strings.ToLower(b.search.Text))
	b.shown = nil
	for _, p := range b.all {
		label := strings.ToLower(p.label)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(label, w) }) {
			b.shown = append(b.shown, p)
		}
	}
	b.list.Refresh()
	b.list.Mark(0)
}

func newPlaceRow() fyne.CanvasObject {
	label := widget.NewLabel("")
	label.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, widget.NewIcon(nil), nil, label)
}

func showPlace(o fyne.CanvasObject, p place) {
	parts := o.(*fyne.Container).Objects
	parts[0].(*widget.Label).SetText(p.label)
	parts[1].(*widget.Icon).SetResource(p.icon)
}
