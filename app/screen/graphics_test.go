package screen

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func TestGraphics(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the system has a display by itself")
	}
	dir := t.TempDir()
	drawing = []string{"liba.so.1", "libb.so.1"}
	t.Cleanup(func() { drawing = []string{"libX11.so.6", "libEGL.so.1", "libGLESv2.so.2"} })
	if err := os.WriteFile(filepath.Join(dir, "liba.so.1"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"LD_LIBRARY_PATH": dir, "WAYLAND_DISPLAY": "wayland-0"}
	g := graphics(func(name string) string { return env[name] })
	if !g.Needed || g.Display != "wayland-0" || !slices.Equal(g.Missing, []string{"libb.so.1"}) {
		t.Errorf("got %+v", g)
	}
	r := &Report{Graphics: Graphics{Needed: true, Missing: g.Missing}}
	r.ofGraphics()
	if len(r.Notices) != 2 || len(r.Faults) != 0 {
		t.Errorf("no display and a missing library are notices: %q, %q", r.Notices, r.Faults)
	}
}
