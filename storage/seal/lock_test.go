package seal

import (
	"errors"
	"testing"
	"time"
)

func TestUnlockWithTheSameKeysInAnyLayout(t *testing.T) {
	locked := LockWith("ключ от двери", Least, here, []byte("secret"))
	for _, typed := range []string{"ключ от двери", "КЛЮЧ  ОТ ДВЕРИ ", "rk.x jn ldthb", "RK>X JN LDTHB"} {
		if got, err := UnlockWith(typed, here, locked); err != nil || string(got) != "secret" {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"", "ключ от окна", "ключотдвери"} {
		if _, err := UnlockWith(typed, here, locked); !errors.Is(err, ErrPassphrase) {
			t.Errorf("%q: %v; want ErrPassphrase", typed, err)
		}
	}
}

// A file from elsewhere cannot make the program take all memory, nor make
// guessing cheap: both are refused before anything is derived.
func TestHostileEffortIsRefusedAtOnce(t *testing.T) {
	for _, e := range []Effort{
		{0, 64, 1}, {1, 63, 1}, {1, 64, 0}, {},
		{65, 64, 1}, {1, 1<<20 + 1, 1}, {1, 1 << 20, 65}, {1, 64, 9},
		{1<<32 - 1, 1<<32 - 1, 255},
	} {
		locked := LockWith("six words", Least, here, []byte("secret"))
		copy(locked[1:], e.append(nil))
		start := time.Now()
		if _, err := UnlockWith("six words", here, mended(locked)); !errors.Is(err, ErrEffort) {
			t.Errorf("%v: %v; want ErrEffort", e, err)
		}
		if took := time.Since(start); took > 100*time.Millisecond {
			t.Errorf("%v took %v", e, took)
		}
		if !panics(func() { LockWith("six words", e, here, nil) }) {
			t.Errorf("%v was locked with", e)
		}
	}
}

func panics(f func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	f()
	return false
}

// A machine is so fast that Floor takes so long, and time is in proportion to
// memory and passes.
func TestCalibrate(t *testing.T) {
	const wanted = 700 * time.Millisecond
	tests := []struct {
		floor  time.Duration
		memory uint64 // GiB
		want   Effort
	}{
		{2 * time.Second, 8, Floor},
		{700 * time.Millisecond, 8, Floor},
		{350 * time.Millisecond, 8, Effort{3, 128 << 10, 4}},
		{175 * time.Millisecond, 4, Effort{3, 256 << 10, 4}},
		{175 * time.Millisecond, 0, Effort{12, 64 << 10, 4}}, // the system does not say: no more memory
		{70 * time.Millisecond, 64, Effort{3, 512 << 10, 4}}, // 512 MiB, and 1.25 times the time left gives no whole pass
		{35 * time.Millisecond, 64, Effort{7, 512 << 10, 4}},
		{0, 64, Effort{64, 512 << 10, 4}},
	}
	for _, test := range tests {
		measure := func(e Effort) time.Duration { return test.floor }
		if got := calibrate(wanted, test.memory<<20, measure); got != test.want || !got.bounded() {
			t.Errorf("Floor in %v, %d GiB: %v; want %v", test.floor, test.memory, got, test.want)
		}
	}
}

func TestMemoryIsKnown(t *testing.T) {
	if n := memoryKiB(); n != 0 && (n < 128<<10 || n > 1<<40) {
		t.Errorf("%d KiB of memory", n)
	}
}

func TestCalibratedIsNoLessThanFloor(t *testing.T) {
	if testing.Short() {
		t.Skip("derives at Floor, twice")
	}
	e := Calibrate(time.Millisecond)
	if e != Floor {
		t.Errorf("%v for a millisecond; want Floor", e)
	}
}
