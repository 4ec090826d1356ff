//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// This file is how the window is opened by keys: the first start, the
// passphrase, locking and hiding.

// What the interviewer of these tests chose. It is typed by the places of the
// keys, in whatever layout is set.
const (
	interviewer = storagetest.Code
	passphrase  = storagetest.Passphrase
)

// typePassphrase presses the keys of the passphrase.
func (d *display) typePassphrase() {
	d.t.Helper()
	d.pressAll(passphrase)
}

func (d *display) pressAll(text string) {
	d.t.Helper()
	var keys []string
	for _, r := range strings.ToLower(text) {
		key := string(r)
		if r == ' ' {
			key = "space"
		}
		keys = append(keys, key)
	}
	d.press(keys...)
}

// enroll goes through the first start.
func (k *talk) enroll() {
	k.t.Helper()
	d := k.d
	d.picture("code")
	d.write(interviewer)
	d.press("Return")
	d.await("step phrase")
	d.written()
	d.picture("words")
	d.press("ctrl+w")
	d.typePassphrase()
	d.press("Return")
	d.typePassphrase()
	d.picture("own")
	d.press("Return")
	d.await("step paper")
	d.picture("paper")
	groups := strings.Fields(d.paper())
	d.press("Return")
	var first, second int
	if _, err := fmt.Sscanf(d.await("asked"), "asked %d %d", &first, &second); err != nil {
		k.t.Fatal(err)
	}
	d.pressAll(groups[first-1])
	d.press("Return")
	d.pressAll(groups[second-1])
	d.picture("rehearsed")
	d.press("Return")
	d.await("enrolled")
	d.await("screen start")
}

// unlock types the passphrase at the door.
func (k *talk) unlock() {
	k.t.Helper()
	k.d.picture("unlock")
	k.d.typePassphrase()
	k.d.press("Return")
	k.d.await("unlocked")
}

// locks locks by key and comes back to the same question.
func (k *talk) locks() {
	k.t.Helper()
	k.d.press("ctrl+l")
	k.d.await("screen unlock")
	k.d.await("locked")
	k.unlock()
	k.backAtQuestion()
}

func (k *talk) backAtQuestion() {
	k.t.Helper()
	if at := k.question(k.d.await("question")); at != k.at {
		k.t.Fatalf("the passphrase leads to %s, the interview was at %s", at, k.at)
	}
}

// hideInMidTyping hides while a text is being typed, calculates a little, and
// kills the program.
func (k *talk) hideInMidTyping() {
	k.t.Helper()
	view := k.iv.View(k.at)
	text := k.says(view)
	k.d.put(view, text)
	if _, err := k.iv.Set(k.at, text); err != nil {
		k.t.Fatal(err)
	}
	k.d.press("F12")
	k.d.await("screen hidden")
	k.d.await("locked")
	k.d.written()
	k.d.press("1", "2", "minus", "3", "Return")
	k.d.picture("hidden")
	k.reopen(view)
}

// paperForm is a recovery code as it is printed.
var paperForm = regexp.MustCompile(`(?:[DFGJLNQRSUWZ]{5} ){7}[DFGJLNQRSUWZ]{5}`)

// paper reads the recovery code that is on the screen, as an interviewer does.
// Nothing but the screen has it, so it is looked for in the program's memory.
func (d *display) paper() string {
	d.t.Helper()
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", d.program.Process.Pid))
	if err != nil {
		d.t.Fatal(err)
	}
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", d.program.Process.Pid))
	if err != nil {
		d.t.Fatal(err)
	}
	defer memory.Close()
	for line := range strings.Lines(string(maps)) {
		var from, to int64
		var may string
		if n, _ := fmt.Sscanf(line, "%x-%x %s", &from, &to, &may); n != 3 || !strings.HasPrefix(may, "rw") || to-from > 1<<30 {
			continue
		}
		part := make([]byte, to-from)
		n, _ := memory.ReadAt(part, from)
		for _, code := range paperForm.FindAll(part[:n], -1) {
			if seal.CheckPaper(string(code)) == nil {
				return string(code)
			}
		}
	}
	d.t.Fatal("the recovery code is nowhere")
	return ""
}

// secondStart starts the program again on the store that its window has open:
// the window comes forward, and the second program ends.
func (d *display) secondStart(home string, args ...string) {
	d.t.Helper()
	second := exec.Command(program(d.t), args...)
	second.Env = append(os.Environ(), "DISPLAY="+d.name, "WAYLAND_DISPLAY=", "HOME="+home, "XDG_CONFIG_HOME="+home, "ANKETA_TRACE=")
	if out, err := second.CombinedOutput(); err != nil {
		d.t.Fatalf("the second start: %v\n%s", err, out)
	}
	d.await("forward")
}
