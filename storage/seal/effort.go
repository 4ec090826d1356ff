package seal

import (
	"math"
	"time"
)

// An Effort is what one guess at a passphrase costs: the parameters of
// Argon2id.
type Effort struct {
	Passes uint32
	KiB    uint32 // of memory
	Lanes  uint8
}

var (
	// Floor is the second choice of RFC 9106 §4, for where memory is short: no
	// lock of a person is weaker.
	Floor = Effort{Passes: 3, KiB: 64 << 10, Lanes: 4}
	// Least is for tests: a guess costs next to nothing.
	Least = Effort{Passes: 1, KiB: 64, Lanes: 1}
	// most bounds what bytes from elsewhere can make this program do.
	most = Effort{Passes: 64, KiB: 1 << 20, Lanes: 64}
)

// bounded tells whether a lock may have the effort. Argon2 needs eight blocks
// of a KiB for a lane (RFC 9106 §3.1); fewer would silently become that.
func (e Effort) bounded() bool {
	return e.Passes >= Least.Passes && e.Passes <= most.Passes &&
		e.KiB >= Least.KiB && e.KiB <= most.KiB &&
		e.Lanes >= Least.Lanes && e.Lanes <= most.Lanes &&
		e.KiB >= 8*uint32(e.Lanes)
}

// mostCalibrated keeps unlocking possible while other programs are open.
const mostCalibrated = 512 << 10

// Calibrate gives the effort that takes about the wanted time on this laptop:
// at least Floor, and no more memory than a quarter of what is installed, nor
// than 512 MiB. It takes about as long as Floor does, twice.
func Calibrate(wanted time.Duration) Effort {
	return calibrate(wanted, memoryKiB(), Effort.measure)
}

// calibrate raises first the memory, which makes guessing dear on any machine,
// then the passes. Both take time in proportion.
func calibrate(wanted time.Duration, memory uint64, measure func(Effort) time.Duration) Effort {
	measure(Floor) // the first run also fetches its memory from the system
	e := Floor
	times := float64(wanted) / float64(max(measure(Floor), time.Microsecond))
	room := float64(min(memory/4, mostCalibrated)) / float64(e.KiB)
	if more := math.Min(times, room); more > 1 {
		e.KiB = uint32(float64(e.KiB)*more) &^ (1<<10 - 1) // whole MiB
		e.KiB = max(e.KiB, Floor.KiB)
		times /= float64(e.KiB) / float64(Floor.KiB)
	}
	if times > 1 {
		e.Passes = min(uint32(math.Min(float64(e.Passes)*times, float64(most.Passes))), most.Passes)
	}
	return e
}

func (e Effort) measure() time.Duration {
	start := time.Now()
	e.derive("", make([]byte, saltSize)).Clear()
	return time.Since(start)
}
