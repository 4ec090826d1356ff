package screen

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// A Talk is how long one interview was.
type Talk struct {
	Questions int     // that took an answer; each instance of a repeat counts
	Seconds   float64 // as modelled: see readingPace
}

// How long an interview takes is modelled: labels of questions and notes, and
// the choices of short lists, are read aloud at readingPace; hints are for the
// interviewer and are not. Then an answer is thought of and entered.
const (
	readingPace  = 14.0 // characters a second: 150 words a minute
	readChoices  = 7    // choices of a longer list are not read aloud
	quickAnswer  = 5.0  // seconds for a choice or a tick
	slowerAnswer = 8.0  // for several choices, a number, a date
	freeAnswer   = 20.0 // for words, an order, a place, a file
)

// A Spread is where the middle of many values lies, and four fifths of them.
type Spread struct {
	P10    float64 `json:"p10"`
	Median float64 `json:"median"`
	P90    float64 `json:"p90"`
}

// A Length is how long interviews were.
type Length struct {
	Interviews int    `json:"interviews"`
	Questions  Spread `json:"questions"`
	Minutes    Spread `json:"minutes"` // modelled; a minute that was begun counts
}

// earlyShare is the part of the longest interview below which one counts as
// ended early: nobody was at home, or nobody wanted to talk. Random answers
// end far more interviews at the door than people do.
const earlyShare = 1.0 / 3

// Length gives the length of the interviews that came to an end, and of those
// among them that were not ended early; ok is false where none came to an end.
func (w *Walk) Length() (all, full Length, ok bool) {
	if len(w.Talks) == 0 {
		return Length{}, Length{}, false
	}
	longest := 0
	for _, t := range w.Talks {
		longest = max(longest, t.Questions)
	}
	early := func(t Talk) bool { return float64(t.Questions) < earlyShare*float64(longest) }
	return lengthOf(w.Talks), lengthOf(slices.DeleteFunc(slices.Clone(w.Talks), early)), true
}

func lengthOf(talks []Talk) Length {
	var n, m []float64
	for _, t := range talks {
		n, m = append(n, float64(t.Questions)), append(m, math.Ceil(t.Seconds/60))
	}
	return Length{len(talks), spread(n), spread(m)}
}

// spread takes percentiles by nearest rank: each is a value that was seen.
func spread(values []float64) Spread {
	slices.Sort(values)
	rank := func(share float64) float64 {
		return values[max(0, int(math.Ceil(share*float64(len(values))))-1)]
	}
	return Spread{rank(.1), rank(.5), rank(.9)}
}

// length tells how long interviews are, none where none came to an end.
func (w *Walk) length() survey.ErrorList {
	all, full, ok := w.Length()
	if !ok {
		return nil
	}
	msg := message.New("An interview is about %s long.", full)
	if early := all.Interviews - full.Interviews; early > 0 {
		msg = message.New("An interview that does not end early is about %s long. Of %d random interviews %d ended early; all together are about %s long.",
			full, all.Interviews, early, all)
	}
	return survey.ErrorList{{
		At: survey.Position{Sheet: "survey"}, Severity: survey.Notice, Code: "LENGTH_001", Msg: msg,
		Hint: message.New("Assumed are labels and up to %d choices read aloud at %g characters a second, and %g to %g seconds for an answer.",
			readChoices, readingPace, quickAnswer, freeAnswer),
	}}
}

// String gives the middle, and in brackets the range of four in five.
func (l Length) String() string { return l.In(message.English) }

// In gives it in a language.
func (l Length) In(to *message.Language) string {
	q, m := l.Questions, l.Minutes
	questions, minutes := int(q.Median), int(m.Median)
	return message.New("%s (four in five: %g to %g) and %s (%g to %g)",
		counted(questions, message.New("%d question", questions), message.New("%d questions", questions)), q.P10, q.P90,
		counted(minutes, message.New("%d minute", minutes), message.New("%d minutes", minutes)), m.P10, m.P90).In(to)
}

// A tour goes through an interview that is held and counts what was met.
type tour struct {
	iv   *interview.Interview
	met  map[*survey.Item]bool
	seen map[*survey.Item]*sight
	talk Talk
}

func (t *tour) group(g *survey.Item, at survey.Path) {
	for _, it := range g.Items {
		p := at.Join(it.Name)
		if it.Type.Kind == survey.RepeatKind {
			for n := 1; n <= t.iv.Instances(p); n++ {
				t.visit(it, p.At(n))
			}
		} else {
			t.visit(it, p)
		}
	}
}

func (t *tour) visit(it *survey.Item, p survey.Path) {
	if !t.iv.Relevant(p) {
		return
	}
	t.met[it] = true
	switch {
	case it.Type.Holds():
		t.group(it, p)
	case it.Type.Kind == survey.NoteKind, it.Type.Asked():
		t.hear(it, t.iv.View(p))
	}
}

// hear counts one question or note, and the time that it takes.
func (t *tour) hear(it *survey.Item, v interview.View) {
	t.talk.Seconds += float64(utf8.RuneCountInString(v.Label)) / readingPace
	if !it.Type.Asked() {
		return
	}
	t.talk.Questions++
	t.talk.Seconds += cmp.Or(secondsOf[it.Type.Kind], slowerAnswer)
	if !it.Type.Selects() {
		return
	}
	s := t.seen[it]
	s.shown++
	if len(v.Choices) == 0 {
		s.bare++
	}
	t.talk.Seconds += float64(readAloud(v.Choices)) / readingPace
}

var secondsOf = map[survey.QuestionKind]float64{
	survey.SelectOneKind: quickAnswer, survey.AcknowledgeKind: quickAnswer,
	survey.TextKind: freeAnswer, survey.RankKind: freeAnswer, survey.FileKind: freeAnswer,
	survey.GeopointKind: freeAnswer, survey.GeotraceKind: freeAnswer, survey.GeoshapeKind: freeAnswer,
}

// readAloud is how many characters of the choices are read: all of a short
// list but don't know and the like.
func readAloud(choices []interview.Choice) int {
	if len(choices) > readChoices {
		return 0
	}
	n := 0
	for _, c := range choices {
		if c.Special == 0 {
			n += utf8.RuneCountInString(c.Label)
		}
	}
	return n
}
