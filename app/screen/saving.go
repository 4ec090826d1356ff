package screen

import (
	"context"

	"anketa/storage"
	"anketa/survey"
)

// A Queue carries out writes one after another, in the order of the calls, off
// the window's goroutine, and then calls landed on the window's.
type Queue interface {
	Put(write func() error, landed func(error))
}

// atOnce is the Queue of tests and of scripts.
type atOnce struct{}

func (atOnce) Put(write func() error, landed func(error)) { landed(write()) }

// Saved says how the answers of an interview stand.
type Saved uint8

const (
	SavedAll     Saved = iota // every answer is committed
	SavedSoon                 // a write is under way
	SavedNothing              // the last write did not succeed; the answers wait here
)

// saving brings the edits of one interview to the store, in order. At most
// one write is under way; what is typed meanwhile goes with the next one. A
// write that did not succeed is repeated with all that came since.
type saving struct {
	queue  Queue
	append func(ctx context.Context, at storage.Place, edits []survey.Edit) error
	said   func(saved []survey.Path, err error) // how a write ended; may be nil

	waiting []survey.Edit
	flying  int // how many of waiting are in the write under way
	place   storage.Place
	moved   bool // the place is not saved yet
	busy    bool
	err     error
	then    func(error) // see flush
	closed  bool        // the interview is finished; what comes is only where the window is
	held    bool        // what waits was sealed: see Interview.Stow
}

// add takes edits and the place where the interviewer is now.
func (s *saving) add(edits []survey.Edit, at storage.Place) {
	if s.closed {
		return
	}
	s.waiting = append(s.waiting, edits...)
	s.moved = s.moved || at != s.place
	s.place = at
	s.push()
}

// flush calls then when everything that waits now is committed, or with the
// error that keeps it from that.
func (s *saving) flush(then func(error)) {
	s.then = then
	s.push()
	s.flushed()
}

func (s *saving) flushed() {
	if s.then == nil || s.busy || s.err == nil && len(s.waiting) > 0 {
		return
	}
	then := s.then
	s.then = nil
	then(s.err)
}

// push starts a write unless one is under way or nothing is waiting.
func (s *saving) push() {
	if s.busy || s.held || len(s.waiting) == 0 && !s.moved {
		return
	}
	s.busy, s.moved, s.flying = true, false, len(s.waiting)
	edits, at := s.waiting[:s.flying:s.flying], s.place
	s.queue.Put(func() error { return s.append(context.Background(), at, edits) }, s.landed)
}

func (s *saving) landed(err error) {
	s.busy, s.err = false, err
	var saved []survey.Path
	if err != nil {
		s.moved = true
	} else {
		for _, e := range s.waiting[:s.flying] {
			saved = append(saved, e.Path)
		}
		s.waiting = s.waiting[s.flying:]
	}
	s.flying = 0
	if s.said != nil {
		s.said(saved, err)
	}
	if err == nil {
		s.push()
	}
	s.flushed()
}

// state says whether everything that was answered is committed.
func (s *saving) state() Saved {
	switch {
	case s.err != nil:
		return SavedNothing
	case s.busy || len(s.waiting) > 0:
		return SavedSoon
	}
	return SavedAll
}
