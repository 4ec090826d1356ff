package app

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// A logind is who tells of sleep, as far as the window asks it.
type logind struct {
	held chan *os.File
	sent chan int // its own copy of the end that it gave away
}

// Inhibit gives a pipe: while the other end is open, the system waits.
func (l *logind) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	if what != "sleep" || mode != "delay" || strings.ContainsAny(who+why, "/@") {
		return 0, dbus.MakeFailedError(fmt.Errorf("asked for %s, %s", what, mode))
	}
	r, w, err := os.Pipe()
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	fd, err := syscall.Dup(int(w.Fd()))
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	l.held <- r
	l.sent <- fd
	return dbus.UnixFD(fd), nil
}

// privateBus starts a bus that nobody else is on, where the machine has one.
func privateBus(t *testing.T) (address string) {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("there is no dbus-daemon here")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "bus.conf")
	text := `<busconfig><type>session</type><listen>unix:path=` + filepath.Join(dir, "bus") + `</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	bus := exec.Command(daemon, "--config-file="+config, "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err == nil {
		err = bus.Start()
	}
	if err != nil {
		t.Skip("the bus does not start: ", err)
	}
	t.Cleanup(func() { bus.Process.Kill(); bus.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skip("the bus has no address: ", err)
	}
	return strings.TrimSpace(line)
}

// TestSleepOverTheBus: over a real bus the system waits for the window, which
// locks itself when it is told, and then lets go.
func TestSleepOverTheBus(t *testing.T) {
	address := privateBus(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
	system, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	defer system.Close()
	l := &logind{make(chan *os.File, 4), make(chan int, 4)}
	if err := system.Export(l, loginPath, manager); err != nil {
		t.Fatal(err)
	}
	if _, err := system.RequestName(loginName, dbus.NameFlagDoNotQueue); err != nil {
		t.Fatal(err)
	}
	b, told, err := makeBed()
	if err != nil {
		t.Fatal(err)
	}
	defer b.bus.Close()
	if b.delay == 0 {
		t.Fatal("the system does not wait")
	}
	held := <-l.held
	defer held.Close()
	if err := syscall.Close(<-l.sent); err != nil {
		t.Fatal(err)
	}
	r := newRig(t)
	if err := system.Emit(loginPath, manager+".PrepareForSleep", true); err != nil {
		t.Fatal(err)
	}
	select {
	case s := <-told:
		r.told(b, s)
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was heard")
	}
	r.wantScreen("unlock")
	b.release() // which the last frame does
	if err := held.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if n, err := held.Read(make([]byte, 1)); n != 0 || err == nil || os.IsTimeout(err) {
		t.Errorf("the system still waits: %v", err)
	}
}
