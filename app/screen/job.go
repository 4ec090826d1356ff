package screen

// Progress tells how far a job is: done of total, and what is being done, in
// words without answers. total is 0 while it is not known. It is called from
// the job's goroutine and must return at once.
type Progress func(done, total int, what string)

// step calls p where there is one, so that a job need not ask.
func (p Progress) step(done, total int, what string) {
	if p != nil {
		p(done, total, what)
	}
}

// count passes a count on as steps of one kind of work.
func (p Progress) count(what string) func(done, total int) {
	return func(done, total int) { p.step(done, total, what) }
}
