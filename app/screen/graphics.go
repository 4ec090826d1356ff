package screen

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Graphics is what the window would be drawn on.
type Graphics struct {
	Display string   // of X11 or Wayland; "" where the system has one without a name, or has none
	Needed  bool     // the system gives a display by its name only: without one there is no window
	Missing []string // libraries that are in no usual folder
}

// The window is drawn through these; they are looked for when it opens, so that
// a program without them runs all its commands.
var drawing = []string{"libX11.so.6", "libEGL.so.1", "libGLESv2.so.2"}

// graphics looks at what there is without opening a window.
func graphics(getenv func(string) string) Graphics {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return Graphics{}
	}
	g := Graphics{Needed: true, Display: getenv("DISPLAY")}
	if g.Display == "" {
		g.Display = getenv("WAYLAND_DISPLAY")
	}
	for _, name := range drawing {
		if !installed(name, getenv("LD_LIBRARY_PATH")) {
			g.Missing = append(g.Missing, name)
		}
	}
	return g
}

// installed looks where Linux and the BSDs keep libraries.
func installed(name, more string) bool {
	patterns := []string{"/lib*", "/usr/lib*", "/usr/local/lib*", "/lib/*", "/usr/lib/*", "/usr/X11R6/lib", "/run/current-system/sw/lib"}
	for _, dir := range append(filepath.SplitList(more), patterns...) {
		if found, _ := filepath.Glob(filepath.Join(dir, name)); len(found) > 0 {
			return true
		}
	}
	return false
}

func (r *Report) ofGraphics() {
	g := r.Graphics
	if len(g.Missing) > 0 {
		r.notice("For the window these libraries were found in no usual folder: %s. Where it does not open, install them (Debian: libx11-6, libegl1, libgles2).", strings.Join(g.Missing, ", "))
	}
	if g.Needed && g.Display == "" {
		r.notice("There is no display here, so the window cannot open; the commands need none.")
	}
}

func lookAtGraphics() Graphics { return graphics(os.Getenv) }
