package app

import (
	"context"
	"syscall"
	"time"

	"github.com/godbus/dbus/v5"

	"anketa/app/screen"
)

// On Linux the system says beforehand that it is going to sleep, and waits for
// who asked it to: the window is locked before it can be drawn again.

const (
	loginName = "org.freedesktop.login1"
	loginPath = "/org/freedesktop/login1"
	manager   = loginName + ".Manager"
	// What is drawn last needs a moment to reach the screen.
	lastFrame = 300 * time.Millisecond
)

// A bed is the connection on which the system tells of sleep.
type bed struct {
	bus   *dbus.Conn
	delay dbus.UnixFD // while it is open the system waits; 0 for none
}

// watchSleep listens where there is something to listen to. The clocks tell of
// sleep afterwards in any case.
func (a *App) watchSleep() {
	var b *bed
	var told chan *dbus.Signal
	a.work.run(func(context.Context, screen.Progress) (err error) {
		b, told, err = makeBed()
		return err
	}, nil, func(err error) {
		if err == nil {
			receive(a.work, told, func(s *dbus.Signal) { a.told(b, s) })
		}
	})
}

func makeBed() (*bed, chan *dbus.Signal, error) {
	bus, err := dbus.ConnectSystemBus()
	if err != nil {
		return nil, nil, err
	}
	if err := bus.AddMatchSignal(dbus.WithMatchInterface(manager), dbus.WithMatchMember("PrepareForSleep")); err != nil {
		bus.Close()
		return nil, nil, err
	}
	told := make(chan *dbus.Signal, 4)
	bus.Signal(told)
	b := &bed{bus: bus}
	b.hold()
	return b, told, nil
}

// hold asks the system to wait for us the next time.
func (b *bed) hold() {
	if b.bus == nil {
		return
	}
	var fd dbus.UnixFD
	err := b.bus.Object(loginName, loginPath).Call(manager+".Inhibit", 0, "sleep", Title, "lock", "delay").Store(&fd)
	if err == nil {
		b.delay = fd
	}
}

func (b *bed) release() {
	if b.delay > 0 {
		_ = syscall.Close(int(b.delay))
		b.delay = 0
	}
}

// told locks before the laptop sleeps.
func (a *App) told(b *bed, s *dbus.Signal) {
	if len(s.Body) != 1 {
		return
	}
	if going, ok := s.Body[0].(bool); ok && going {
		a.trace("sleeps")
		a.lock()
		a.work.after(lastFrame, b.release)
	} else if ok {
		a.work.run(func(context.Context, screen.Progress) error { b.hold(); return nil }, nil, func(error) {})
	}
}
