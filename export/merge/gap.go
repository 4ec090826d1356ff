package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
)

// A Laptop is what is known of the running numbers that one laptop gave out.
// It has one count for its interviews of all forms, real and training; a
// number is given out when an interview begins and never again. So a number
// that is missing belongs to an interview that has not arrived, is still open
// or was given up, or to another form. Where a workbook says which of it, the
// number is known and not missing. Simulated interviews have numbers of their
// own.
type Laptop struct {
	Device    string      `json:"device"`
	Simulated bool        `json:"simulated"`
	Last      int         `json:"last"`  // the greatest number that has arrived; what was given out behind it is unknown
	Kinds     ByKind[int] `json:"kinds"` // interviews that have arrived
	Missing   []Run       `json:"missing"`
	Known     []Known     `json:"known,omitempty"`   // numbers that have not arrived, and a workbook says why
	Exports   *Exports    `json:"exports,omitempty"` // nil where no workbook tells its number
}

// Known is numbers of which it is known what became of them.
type Known struct {
	Run
	Why string `json:"why"` // export.OtherForm, Unfinished, Discarded, Withdrew or Colleague
}

// whys are the reasons in words.
var whys = []struct {
	why   string
	words *message.Text
}{
	{export.OtherForm, message.New("of another form")}, {export.Unfinished, message.New("not finished")},
	{export.Discarded, message.New("discarded")}, {export.Withdrew, message.New("withdrawn")},
	{export.Colleague, message.New("with a colleague on the same laptop")},
}

// A Run is the numbers from First to Last.
type Run struct {
	First int `json:"first"`
	Last  int `json:"last"`
}

func (r Run) String() string {
	if r.First == r.Last {
		return fmt.Sprint(r.First)
	}
	return fmt.Sprintf("%d–%d", r.First, r.Last)
}

// Gaps counts the numbers that are missing.
func (l Laptop) Gaps() int {
	n := 0
	for _, r := range l.Missing {
		n += r.Last - r.First + 1
	}
	return n
}

// String prints the laptop in one line.
func (l Laptop) String() string { return l.In(message.English) }

// In prints it in a language.
func (l Laptop) In(to *message.Language) string { return l.text().In(to) }

func (l Laptop) text() *message.Text {
	var kinds *message.Text
	for k, n := range l.Kinds {
		switch {
		case n == 0:
		case kinds == nil:
			kinds = kindCount(survey.Kind(k), n)
		default:
			kinds = message.New("%s and %s", kinds, kindCount(survey.Kind(k), n))
		}
	}
	missing := message.New("nothing is missing")
	if len(l.Missing) > 0 {
		missing = message.New("not arrived or never finished: %s", list(l.Missing))
	}
	for _, w := range whys {
		var runs []Run
		for _, k := range l.Known {
			if k.Why == w.why {
				runs = append(runs, k.Run)
			}
		}
		if len(runs) > 0 {
			missing = message.New("%s; %s: %s", missing, w.words, list(runs))
		}
	}
	return message.New("laptop %s: %s, %s; %s%s", ShortDevice(l.Device), Run{1, l.Last}, kinds, missing, l.Exports.text())
}

// kindCount says how many interviews of a kind there are.
func kindCount(k survey.Kind, n int) *message.Text {
	switch k {
	case survey.Training:
		return message.New("%d training", n)
	case survey.Simulated:
		return message.New("%d simulated", n)
	}
	return message.New("%d real", n)
}

// ShortDevice is the beginning of a laptop's random id that stands in the
// names of its workbooks. Another id, as of simulated interviews, is told
// whole.
func ShortDevice(device string) string {
	random := strings.TrimPrefix(device, "uuid:")
	if len(random) < 16 || strings.Trim(random, "0123456789abcdef-") != "" {
		return device
	}
	return random[:6]
}

func list(runs []Run) string {
	words := make([]string, len(runs))
	for i, r := range runs {
		words[i] = r.String()
	}
	return strings.Join(words, ", ")
}

// Laptops gives every laptop of which a numbered interview has arrived, by its
// id, and how many interviews have no number or no laptop.
func (s *Set) Laptops() (all []Laptop, unnumbered int) {
	type counter struct {
		device    string
		simulated bool
	}
	by := map[counter][]*survey.Record{}
	for _, r := range s.arrived() {
		if r.Number < 1 || r.Device == "" {
			unnumbered++
			continue
		}
		at := counter{r.Device, r.Kind == survey.Simulated}
		by[at] = append(by[at], r)
	}
	for at, rs := range by {
		l := Laptop{Device: at.device, Simulated: at.simulated, Missing: missing(rs)}
		for _, r := range rs {
			l.Kinds[r.Kind]++
			l.Last = max(l.Last, r.Number)
		}
		s.explain(&l)
		if !l.Simulated {
			l.Exports = s.exportsOf(l.Device)
		}
		all = append(all, l)
	}
	slices.SortFunc(all, func(a, b Laptop) int {
		return cmp.Or(strings.Compare(a.Device, b.Device), a.Kinds[survey.Simulated]-b.Kinds[survey.Simulated])
	})
	return all, unnumbered
}

// missing gives the numbers from 1 that no record has and a greater one is
// had. Records come by number.
func missing(byNumber []*survey.Record) []Run {
	out := []Run{}
	next := 1
	for _, r := range byNumber {
		if r.Number > next {
			out = append(out, Run{next, r.Number - 1})
		}
		next = r.Number + 1
	}
	return out
}

// gaps makes a notice of every laptop with numbers that are missing.
func (s *Set) gaps() []Notice {
	var out []Notice
	laptops, _ := s.Laptops()
	for _, l := range laptops {
		if len(l.Missing) == 0 {
			continue
		}
		what := message.New("Running numbers that have not arrived or were never finished: %s, of %s.", list(l.Missing), Run{1, l.Last})
		if l.Simulated {
			what = message.New("Running numbers of simulated interviews that have not arrived or were never finished: %s, of %s.", list(l.Missing), Run{1, l.Last})
		}
		out = append(out, Notice{What: what, Device: l.Device})
	}
	return out
}
