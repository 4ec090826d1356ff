package screen

import (
	"anketa/survey"
)

// This file is the way through the pages of an interview.

// A Step is what came of going on.
type Step uint8

const (
	Moved  Step = iota // another page is shown
	Stayed             // the page has problems, which it now shows; going on again leaves it
	Ended              // the end is shown
)

// Page is what is shown; ok is false at the end of the interview.
func (s *Interview) Page() (p Page, ok bool) {
	if s.at >= len(s.pages) {
		return Page{}, false
	}
	return s.pages[s.at], true
}

// Next goes on. A page with problems is left at the second call only; its soft
// checks then count as confirmed.
func (s *Interview) Next() Step {
	s.settle()
	if page, ok := s.Page(); ok && !s.Covered() {
		if s.doubtful(page) && !s.pressed {
			s.pressed = true
			return Stayed
		}
		s.confirm(page)
	}
	s.turn(min(s.at+1, len(s.pages)), "")
	return s.step()
}

// Back goes to the page before; the first one stays.
func (s *Interview) Back() {
	s.settle()
	s.turn(max(s.at-1, 0), "")
}

// Jump goes to a place: a question, a group or an instance. Where it is not
// asked now, nothing moves.
func (s *Interview) Jump(p survey.Path) {
	s.settle()
	if i := s.pageOf(p); i < len(s.pages) {
		s.turn(i, p)
	}
}

// JumpEnd goes to the end for a look: Return, and an interview that is left
// there, go back to the question that it is called at.
func (s *Interview) JumpEnd() {
	s.settle()
	if s.at < len(s.pages) {
		s.from = s.focus
	}
	s.turn(len(s.pages), s.from)
}

// Return goes back from the end to where one came from: the question at which
// JumpEnd was called, else the last page.
func (s *Interview) Return() {
	s.settle()
	if i := s.pageOf(s.from); s.from != "" && i < len(s.pages) {
		s.turn(i, s.from)
		return
	}
	s.turn(max(s.at-1, 0), "")
}

// First says whether the first page is shown.
func (s *Interview) First() bool { return s.at == 0 }

// Focus is the question that has, or should get, the keyboard.
func (s *Interview) Focus() survey.Path { return s.focus }

// Focused tells which question has the keyboard.
func (s *Interview) Focused(p survey.Path) { s.focus = p }

// Covered says whether the page holds sensitive answers that were given
// earlier and should not be read by whoever looks on. It is covered each time
// it is come to, until Uncover.
func (s *Interview) Covered() bool {
	page, ok := s.Page()
	return ok && !s.opened && s.sensitive(page)
}

// Uncover shows the page's answers.
func (s *Interview) Uncover() { s.opened = true }

// Cover covers the page again where it shows sensitive answers, and tells
// whether it does.
func (s *Interview) Cover() bool {
	page, ok := s.Page()
	if !ok || !s.opened || !s.sensitive(page) {
		return false
	}
	s.settle()
	s.opened = false
	return true
}

// sensitive says whether a page shows an answer that could harm if disclosed.
func (s *Interview) sensitive(page Page) bool {
	for _, p := range page.Rows {
		if v := s.iv.View(p); v.Item.Sensitivity >= 3 && v.State.Answered() {
			return true
		}
	}
	return false
}

// doubtful says whether anything on the page would stop the finish, or is
// doubted by a soft check.
func (s *Interview) doubtful(page Page) bool {
	for _, p := range page.Rows {
		v := s.iv.View(p)
		if v.Problem != "" || v.Warning != "" || v.Required && !v.State.Answered() {
			return true
		}
	}
	return false
}

func (s *Interview) confirm(page Page) {
	for _, p := range page.Rows {
		if s.iv.View(p).Warning != "" {
			s.Confirm(p)
		}
	}
}

// settle hands in what was typed and lets problems show.
func (s *Interview) settle() {
	s.Tick()
	clear(s.quiet)
}

// turn shows a page and puts the keyboard on a question of it: the one at p,
// else its first. At the end p is where Return goes.
func (s *Interview) turn(page int, p survey.Path) {
	s.at, s.pressed = page, false
	s.focus, s.from = "", p
	if page, ok := s.Page(); ok {
		s.from = ""
		s.focus = page.At(s.asked)
		if s.asked(p) && s.onPage(p) {
			s.focus = p
		}
		s.opened = !s.sensitive(page)
	}
	s.save()
}

func (s *Interview) step() Step {
	if s.at == len(s.pages) {
		return Ended
	}
	return Moved
}

func (s *Interview) asked(p survey.Path) bool {
	it := s.iv.View(p).Item
	return it != nil && it.Type.Asked()
}

func (s *Interview) onPage(p survey.Path) bool {
	page, ok := s.Page()
	return ok && page.has(p)
}

// atEnd is the place of an interview that was left at its end.
const atEnd survey.Path = "."

// place is where the interviewer is, as the store keeps it.
func (s *Interview) place() survey.Path {
	switch {
	case s.at < len(s.pages):
		return s.focus
	case s.from != "":
		return s.from
	}
	return atEnd
}

// resumeAt gives the page of a stored place. Where its question is not asked
// any more, as with a newer form, it is the first with a question left open.
func (s *Interview) resumeAt(p survey.Path) int {
	i := s.pageOf(p)
	if i < len(s.pages) || p == atEnd {
		return i
	}
	return s.firstOpen()
}

func (s *Interview) firstOpen() int {
	for i, page := range s.pages {
		for _, p := range page.Rows {
			if v := s.iv.View(p); v.Item.Type.Asked() && !v.State.Answered() {
				return i
			}
		}
	}
	return len(s.pages)
}

// pageOf gives the page that holds p, or the first in the group or instance p;
// the first page for no place, the end for a place that is not asked now.
func (s *Interview) pageOf(p survey.Path) int {
	if p == "" {
		return 0
	}
	for i, page := range s.pages {
		if page.has(p) {
			return i
		}
	}
	return len(s.pages)
}

// divide makes the pages of what is relevant now.
func (s *Interview) divide() { s.pages = Pages(s.form.Root, live{s}) }

// redivide keeps the page that is shown, as far as it is still there.
func (s *Interview) redivide() {
	before, ok := s.Page()
	s.divide()
	if !ok {
		s.at = len(s.pages)
		return
	}
	for _, p := range append([]survey.Path{s.focus}, before.Rows...) {
		if i := s.pageOf(p); p != "" && i < len(s.pages) {
			s.at = i
			return
		}
	}
	s.at = min(s.at, len(s.pages))
}

// live answers the pager from the interview.
type live struct{ s *Interview }

func (l live) Relevant(p survey.Path) bool      { return l.s.iv.Relevant(p) }
func (l live) Instances(repeat survey.Path) int { return l.s.iv.Instances(repeat) }
func (l live) Label(p survey.Path) string       { return l.s.iv.View(p).Label }
