package storage

import "time"

// A clock tells when something happened so that nothing hangs on whether the
// laptop's clock is right: by that clock, and by the time since the program was
// started, which only goes forward.
type clock struct {
	session string    // random, of one run of the program
	began   time.Time // with the time that only goes forward
	latest  time.Time // what was told last
}

// A Stamp is when something happened.
type Stamp struct {
	Time    time.Time `json:"time"`              // by the laptop's clock
	Elapsed int64     `json:"elapsed"`           // milliseconds since the program was started
	Session string    `json:"session,omitempty"` // which run of it
	Back    bool      `json:"back,omitempty"`    // the clock is behind what was told before
}

// startClock begins a run. latest is the last time that is known of before.
func startClock(now, latest time.Time) clock {
	return clock{session: randomHex(4), began: now, latest: latest}
}

// backSlack is how far a clock may go back without a word: that much, systems
// correct by themselves.
const backSlack = 2 * time.Second

// tick stamps what happens now. A clock that was set back is marked once, and
// never corrected: what came before may be wrong as well.
func (c *clock) tick(now time.Time) Stamp {
	s := Stamp{Time: sane(now), Elapsed: now.Sub(c.began).Milliseconds(), Session: c.session}
	s.Back = now.Round(0).Add(backSlack).Before(c.latest)
	c.latest = now.Round(0)
	return s
}
