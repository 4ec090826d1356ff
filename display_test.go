//go:build e2e

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
)

// patience is how long the slowest step may take on a busy machine.
const patience = 60 * time.Second

// A display is an X server of our own, without a window manager, and the
// program that is driven on it by physical keys.
type display struct {
	t     *testing.T
	name  string // :N
	trace string // a pipe, into which the program writes its trace
	lines chan string
	heard []string // what was read from it, for who has to find out what went wrong
	shots string
	shot  int

	program *exec.Cmd
	records *recorder // of what the program writes; nil where nobody asks
	layout  string
	latin   bool // it was left for a text in Latin letters
}

// newDisplay starts an X server. Nobody waits by the clock: the server says
// when it is ready, and the program writes a line for everything it shows.
func newDisplay(t *testing.T) *display {
	t.Helper()
	ready, said, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{said}
	if err := x.Start(); err != nil {
		t.Fatalf("start Xvfb: %v", err)
	}
	t.Cleanup(func() { x.Process.Kill(); x.Wait() })
	said.Close()
	number, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb did not come up: %v", err)
	}
	d := &display{t: t, name: ":" + strings.TrimSpace(number), shots: os.Getenv("ANKETA_SHOTS"), layout: "us"}
	d.listen()
	return d
}

// listen opens the pipe for both ends, so that it outlives the program that
// is killed.
func (d *display) listen() {
	d.trace = filepath.Join(d.t.TempDir(), "trace")
	if err := syscall.Mkfifo(d.trace, 0o600); err != nil {
		d.t.Fatal(err)
	}
	pipe, err := os.OpenFile(d.trace, os.O_RDWR, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { pipe.Close() })
	d.lines = make(chan string, 10000)
	go func() {
		defer close(d.lines)
		for s := bufio.NewScanner(pipe); s.Scan(); {
			d.lines <- s.Text()
		}
	}()
}

// start starts the program in its own home folder and gives its window the
// keyboard.
func (d *display) start(home string, args ...string) {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Join(home, ".cache"), 0o700); err != nil {
		d.t.Fatal(err)
	}
	d.program = d.records.command(program(d.t), args...)
	d.program.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "HOME="+home, "XDG_CONFIG_HOME="+home,
		"LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_SCALE=1", "ANKETA_TRACE="+d.trace)
	output, err := os.Create(filepath.Join(d.t.TempDir(), "output"))
	if err != nil {
		d.t.Fatal(err)
	}
	d.program.Stdout, d.program.Stderr = output, output
	if err := d.program.Start(); err != nil {
		d.t.Fatal(err)
	}
	running := d.program
	d.t.Cleanup(func() {
		running.Process.Kill()
		running.Wait()
		if text, _ := os.ReadFile(output.Name()); d.t.Failed() && len(text) > 0 {
			d.t.Logf("the program said:\n%s", text)
		}
	})
	d.awaitOne("the door", func(line string) bool { return line == "screen enroll" || line == "screen unlock" })
	window := strings.Fields(d.do("xdotool", "search", "--sync", "--onlyvisible", "--name", "^Anketa$"))
	if len(window) == 0 {
		d.t.Fatal("there is no window")
	}
	d.do("xdotool", "windowfocus", "--sync", window[0])
}

// kill ends the program as a power cut does.
func (d *display) kill() {
	d.t.Helper()
	if err := d.program.Process.Signal(syscall.SIGKILL); err != nil {
		d.t.Fatal(err)
	}
	d.program.Wait()
}

// await reads the trace up to a line with these words at its beginning, and
// gives it.
func (d *display) await(words string) string {
	d.t.Helper()
	return d.awaitOne(fmt.Sprintf("%q", words), func(line string) bool {
		return line == words || strings.HasPrefix(line, words+" ")
	})
}

func (d *display) awaitOne(what string, is func(line string) bool) string {
	d.t.Helper()
	late := time.After(patience)
	for {
		select {
		case line := <-d.lines:
			d.heard = append(d.heard, line)
			if is(line) {
				return line
			}
			if strings.HasPrefix(line, "fault") {
				d.fail("the window tells of a fault (%s) while %s was awaited", line, what)
			}
		case <-late:
			d.fail("%s did not come", what)
		}
	}
}

func (d *display) fail(format string, args ...any) {
	d.t.Helper()
	d.picture("failed")
	last := d.heard[max(0, len(d.heard)-12):]
	d.t.Fatalf(format+"; the trace ends with\n\t"+strings.Join(last, "\n\t"), args...)
}

// do runs a tool on the display.
func (d *display) do(name string, args ...string) string {
	d.t.Helper()
	tool := exec.Command(name, args...)
	tool.Env = append(os.Environ(), "DISPLAY="+d.name)
	out, err := tool.CombinedOutput()
	if err != nil {
		d.t.Fatalf("%s %s: %v %s", name, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// press presses keys one after another. A key is named by what stands on it
// in the US layout, and pressed by its place: what it types depends on the
// layout.
func (d *display) press(keys ...string) {
	d.t.Helper()
	if len(keys) == 0 {
		return
	}
	args := []string{"key", "--delay", "8"}
	for _, key := range keys {
		args = append(args, place(key))
	}
	d.do("xdotool", args...)
}

// rows are the rows of the keyboard, with the code of their first key.
var rows = []struct {
	first int
	keys  string
}{{10, "1234567890-="}, {24, "qwertyuiop[]"}, {38, "asdfghjkl;'`"}, {52, "zxcvbnm,./"}}

// place gives the code of a key. Keys that are the same in every layout keep
// their name.
func place(key string) string {
	held, name := "", key
	if i := strings.LastIndexByte(key, '+'); i > 0 {
		held, name = key[:i+1], key[i+1:]
	}
	if len(name) != 1 {
		return held + name
	}
	if lower := strings.ToLower(name); lower != name {
		held, name = held+"shift+", lower
	}
	for _, row := range rows {
		if i := strings.Index(row.keys, name); i >= 0 {
			return held + fmt.Sprint(row.first+i)
		}
	}
	panic("there is no key " + key)
}

// write types a text in Latin letters. Whoever has another layout changes it
// for that, as an interviewer does, and back when the text has arrived.
func (d *display) write(text string) {
	d.t.Helper()
	if d.layout != "us" && !d.latin {
		d.latin = true
		d.do("setxkbmap", "us")
	}
	var keys []string
	for _, r := range text {
		key := string(r)
		if r == ' ' {
			key = "space"
		}
		keys = append(keys, key)
	}
	d.press(keys...)
}

// use sets the layout.
func (d *display) use(layout string) {
	d.layout, d.latin = layout, false
	d.do("setxkbmap", layout)
}

// written changes back to the layout that write left.
func (d *display) written() {
	if d.latin {
		d.use(d.layout)
	}
}

// picture keeps a picture of the screen where ANKETA_SHOTS names a folder.
func (d *display) picture(name string) {
	d.t.Helper()
	if d.shots == "" {
		return
	}
	if err := os.MkdirAll(d.shots, 0o755); err != nil {
		d.t.Fatal(err)
	}
	d.shot++
	file := filepath.Join(d.shots, fmt.Sprintf("%s_%02d_%s.png", d.layout, d.shot, name))
	if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
		d.t.Fatal(err)
	}
	// The trace runs ahead of the frame: the second picture has what it told.
	d.do("import", "-window", "root", file)
	d.do("import", "-window", "root", file)
}

// program is the built binary.
func program(t *testing.T) string {
	t.Helper()
	path := os.Getenv("ANKETA")
	if path == "" {
		t.Fatal("ANKETA must name the program: make window builds and names it")
	}
	return path
}

// longestRead is how many choices are read as a whole; a longer list is
// searched.
const longestRead = 15

// put gives an answer on the field that has the keyboard.
func (d *display) put(view interview.View, text string) {
	d.t.Helper()
	if !view.Item.Type.Selects() {
		d.typeText(view, text)
		return
	}
	place := map[string]int{}
	for i, c := range view.Choices {
		place[c.Name] = i
	}
	searched := len(view.Choices) > longestRead || view.Item.Has("minimal") || view.Item.Has("autocomplete")
	for name := range strings.FieldsSeq(text) {
		at, ok := place[name]
		switch {
		case !ok:
			d.t.Fatalf("%s does not offer %s", view.Path, name)
		case searched:
			d.mark(at, len(view.Choices))
			if view.Item.Type.Multiple() {
				d.press("Return")
			}
		case len(view.Choices) <= 9:
			d.press(fmt.Sprint(at + 1))
		default:
			d.press(append(append([]string{"Home"}, times("Down", at)...), "space")...)
		}
	}
}

// mark marks a row of a list that is searched, from wherever the mark is.
func (d *display) mark(at, of int) {
	d.t.Helper()
	d.press(append(append([]string{"Down"}, times("Up", of)...), times("Down", at)...)...)
}

// typeText replaces what stands in an entry. Digits are pressed by place in
// every layout; letters need the layout that has them.
func (d *display) typeText(view interview.View, text string) {
	d.t.Helper()
	d.press("ctrl+a")
	if view.Item.Type.Kind != survey.TextKind {
		d.press(strings.Split(text, "")...)
		return
	}
	d.write(text)
}

func times(key string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = key
	}
	return out
}
