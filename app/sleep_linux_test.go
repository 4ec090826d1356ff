package app

import (
	"testing"

	"github.com/godbus/dbus/v5"
)

// TestSleepLocks: the window is locked when the system says that it is going to
// sleep, and by nothing else that it says.
func TestSleepLocks(t *testing.T) {
	r := newRig(t)
	for _, body := range [][]any{nil, {"yes"}, {false}} {
		r.told(&bed{}, &dbus.Signal{Body: body})
		r.wantScreen("start")
	}
	r.told(&bed{}, &dbus.Signal{Body: []any{true}})
	r.wantScreen("unlock")
}
