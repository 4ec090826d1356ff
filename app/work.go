package app

import (
	"context"
	"io"
	"net"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
)

// A worker takes work off the window's goroutine and brings what came of it
// back. This file is the only one of the program's window that starts
// goroutines or calls fyne.Do.
type worker struct {
	inline bool // everything at once on the calling goroutine: tests, and after the window has gone

	queue   chan func() func() // writes, in order; each gives what to do on the window's goroutine
	written sync.WaitGroup
	mu      sync.Mutex
	landed  []func()
	jobs    context.Context // ends when the window goes
	endJobs func()
	working sync.WaitGroup // jobs
	running int            // how many of them, as the window's goroutine knows
}

// progressEvery keeps a fast job from flooding the window.
const progressEvery = 100 * time.Millisecond

func newWorker() *worker {
	w := &worker{queue: make(chan func() func(), 64)}
	w.jobs, w.endJobs = context.WithCancel(context.Background())
	w.written.Add(1)
	go w.write()
	return w
}

// Put has write carried out after all earlier ones, on the one goroutine that
// writes answers, and then landed on the window's.
func (w *worker) Put(write func() error, landed func(error)) {
	if w.inline {
		landed(write())
		return
	}
	w.queue <- func() func() {
		err := write()
		return func() { landed(err) }
	}
}

func (w *worker) write() {
	defer w.written.Done()
	for job := range w.queue {
		result := job()
		w.mu.Lock()
		w.landed = append(w.landed, result)
		w.mu.Unlock()
		fyne.Do(w.deliver)
	}
}

// deliver runs what came back. A result runs once, whoever asks first.
func (w *worker) deliver() {
	w.mu.Lock()
	results := w.landed
	w.landed = nil
	w.mu.Unlock()
	for _, f := range results {
		f()
	}
}

// patience is how long a job may take to stop and clear up behind itself.
const patience = 10 * time.Second

// stop waits for the writes under way and stops the jobs, on the window's
// goroutine when its loop has ended. What the writes lead to is then done at
// once.
func (w *worker) stop() {
	if w.inline {
		return
	}
	w.inline = true
	w.stopJobs()
	close(w.queue)
	w.written.Wait()
	w.deliver()
}

// stopJobs stops the jobs, so that none leaves a half-written file with answers
// behind, nor goes on with a store that is closed.
func (w *worker) stopJobs() {
	w.endJobs()
	done := make(chan struct{})
	go func() { w.working.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// run carries out a job beside the window. show and done are called on the
// window's goroutine, done once and last. The job sees through its context
// that it was cancelled.
func (w *worker) run(job func(context.Context, screen.Progress) error, show screen.Progress, done func(error)) (cancel func()) {
	if w.inline {
		ctx, cancel := context.WithCancel(context.Background())
		done(job(ctx, show))
		return cancel
	}
	ctx, cancel := context.WithCancel(w.jobs)
	w.working.Add(1)
	w.running++
	go func() {
		err := job(ctx, w.limited(show))
		w.working.Done()
		fyne.Do(func() {
			w.running--
			cancel()
			done(err)
		})
	}()
	return cancel
}

// busy says whether a job is under way.
func (w *worker) busy() bool { return w.running > 0 }

// limited passes progress on to the window, the last of each interval at
// least where it ends a step. A job whose progress nobody shows gets nil.
func (w *worker) limited(show screen.Progress) screen.Progress {
	if show == nil {
		return nil
	}
	var last time.Time
	var mu sync.Mutex
	return func(done, total int, what string) {
		mu.Lock()
		defer mu.Unlock()
		if now := time.Now(); done == total || now.Sub(last) >= progressEvery {
			last = now
			fyne.Do(func() { show(done, total, what) })
		}
	}
}

// every calls f on the window's goroutine, until stop.
func (w *worker) every(d time.Duration, f func()) (stop func()) {
	if w.inline {
		return func() {}
	}
	ticker, done := time.NewTicker(d), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				fyne.Do(f)
			case <-done:
				return
			}
		}
	}()
	return sync.OnceFunc(func() { ticker.Stop(); close(done) })
}

// after calls f once on the window's goroutine.
func (w *worker) after(d time.Duration, f func()) {
	if w.inline {
		return
	}
	time.AfterFunc(d, func() { fyne.Do(f) })
}

// accept greets everybody who connects, with the word, and calls f for each,
// until the listener is closed.
func (w *worker) accept(l net.Listener, f func()) {
	if w.inline {
		return
	}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_ = conn.SetDeadline(time.Now().Add(doorbellWait))
			_, _ = io.WriteString(conn, doorbellWord)
			conn.Close()
			fyne.Do(f)
		}
	}()
}

// receive calls f with everything that comes, on the window's goroutine.
func receive[T any](w *worker, from <-chan T, f func(T)) {
	if w.inline {
		return
	}
	go func() {
		for v := range from {
			fyne.Do(func() { f(v) })
		}
	}()
}

// soon calls f when the key that is being dealt with has gone all its way. A
// key comes as a key and then as its letter: whoever closes on the first and
// gives the keyboard back at once has the letter typed into what was below.
func (w *worker) soon(f func()) {
	if w.inline {
		f()
		return
	}
	fyne.Do(f)
}

// when calls f on the window's goroutine once done is closed.
func (w *worker) when(done <-chan struct{}, f func()) {
	if w.inline {
		return
	}
	go func() {
		<-done
		fyne.Do(f)
	}()
}
