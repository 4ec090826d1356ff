package merge

import (
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
)

// A held is what one version holds at one place: an answer, that an instance is
// there, or something that the record says of itself. The zero held is nothing,
// as where the path passed a question by.
type held struct {
	there             bool
	state             survey.State
	text              string
	confirmed, parked bool
}

// A place is where something is held in all versions of a record: as a path,
// but an instance of a repeat is named by its key, which outlives that others
// come and go:
//
//	g_costs/cost_agent
//	incidents{5f2c…}/inc_type
//
// What the record says of itself stands at places that no question can have:
// "@kind" and so on.
type place = string

// Places gives every answer, group and instance of a record with its place,
// groups and instances before what they hold.
func Places(r *survey.Record) iter.Seq2[string, *survey.Answer] {
	return func(yield func(string, *survey.Answer) bool) { walk(r.Root, "", yield) }
}

func walk(a *survey.Answer, at place, yield func(place, *survey.Answer) bool) bool {
	for p, c := range placed(a, at) {
		if !yield(p, c) || !walk(c, p, yield) {
			return false
		}
	}
	return true
}

// Names gives the path of a place in the form, without instances.
func Names(p string) string { return names(p) }

func names(p place) string {
	if strings.IndexByte(p, '{') < 0 {
		return p
	}
	steps := strings.Split(p, "/")
	for i, s := range steps {
		steps[i], _, _ = strings.Cut(s, "{")
	}
	return strings.Join(steps, "/")
}

// below says whether a place lies in another one.
func below(p, in place) bool { return len(p) > len(in) && p[len(in)] == '/' && p[:len(in)] == in }

// A sheet is one version, laid out by place.
type sheet struct {
	record *survey.Record
	held   map[place]held
	paths  map[place]survey.Path
	order  []place // of the answers, as the record has them
}

func layOut(r *survey.Record) *sheet {
	s := &sheet{record: r, held: map[place]held{}, paths: map[place]survey.Path{}}
	for name, text := range said(r) {
		s.held[name] = held{there: true, text: text}
		s.paths[name] = survey.Path(name)
	}
	if r.Root != nil {
		s.children(r.Root, "", "")
	}
	return s
}

func (s *sheet) children(a *survey.Answer, at place, path survey.Path) {
	positions := map[string]int{}
	for p, c := range placed(a, at) {
		to := path.Join(c.Name)
		if c.Key != "" {
			positions[c.Name]++
			to = to.At(positions[c.Name])
		}
		s.order, s.paths[p] = append(s.order, p), to
		if v := holds(c); v.there {
			s.held[p] = v
		}
		s.children(c, p, to)
	}
	for name := range positions {
		p := ordering(at, name)
		s.paths[p] = path.Join(name)
		s.held[p] = held{there: true, text: strings.Join(sequence(a, at, name), " ")}
	}
}

// ordering is the place of the order of a repeat's instances.
func ordering(at place, name string) place { return within(at, name) + "{*}" }

// sequence gives the instances of a repeat in their order.
func sequence(a *survey.Answer, at place, name string) []place {
	var out []place
	for p, c := range placed(a, at) {
		if c.Key != "" && c.Name == name {
			out = append(out, p)
		}
	}
	return out
}

func within(at place, name string) place {
	if at == "" {
		return name
	}
	return at + "/" + name
}

// placed gives the children of an answer with their places. Of two that are
// named alike, as no program writes them, the second has a place of its own.
func placed(a *survey.Answer, at place) iter.Seq2[place, *survey.Answer] {
	return func(yield func(place, *survey.Answer) bool) {
		var seen map[place]int
		if a == nil {
			return
		}
		for i, c := range a.Children {
			p := within(at, c.Name)
			if c.Key != "" {
				p += "{" + url.PathEscape(c.Key) + "}"
			}
			if seen == nil {
				seen = make(map[place]int, len(a.Children)-i)
			}
			if seen[p]++; seen[p] > 1 {
				p += "{}" + strconv.Itoa(seen[p])
			}
			if !yield(p, c) {
				return
			}
		}
	}
}

// holds gives what an answer holds itself; a group is nothing without what is
// in it.
func holds(a *survey.Answer) held {
	v := held{true, a.State, a.Text, a.Confirmed, a.Parked}
	if a.Children != nil && a.Key == "" && v == (held{there: true}) {
		return held{}
	}
	return v
}

// What a record says of itself, by the column that a workbook has for it.
const (
	formPlace        = "@form"
	versionPlace     = "@form_version"
	kindPlace        = "@kind"
	numberPlace      = "@number"
	devicePlace      = "@device"
	interviewerPlace = "@interviewer"
	languagePlace    = "@language"
	startedPlace     = "@started"
	finishedPlace    = "@finished"
)

func said(r *survey.Record) map[place]string {
	return map[place]string{
		formPlace: r.Form, versionPlace: r.Version, kindPlace: r.Kind.String(), numberPlace: strconv.Itoa(r.Number),
		devicePlace: r.Device, interviewerPlace: r.Interviewer, languagePlace: r.Language,
		startedPlace: second(r.Started), finishedPlace: second(r.Finished),
	}
}

// second tells times apart as a record's hash does.
func second(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.Unix(), 10)
}

// say takes over what another record says of itself at a place.
func say(r, from *survey.Record, p place) {
	switch p {
	case formPlace:
		r.Form = from.Form
	case versionPlace:
		r.Version = from.Version
	case kindPlace:
		r.Kind = from.Kind
	case numberPlace:
		r.Number = from.Number
	case devicePlace:
		r.Device = from.Device
	case interviewerPlace:
		r.Interviewer = from.Interviewer
	case languagePlace:
		r.Language = from.Language
	case startedPlace:
		r.Started = from.Started
	case finishedPlace:
		r.Finished = from.Finished
	}
}

// older settles what a record says of itself where versions say different
// things and nobody needs to be asked: the newer version of the form, the
// later end, the language of the version that was saved later.
func older(p place) (less func(a, b *survey.Record) int) {
	switch p {
	case versionPlace:
		return func(a, b *survey.Record) int { return survey.CompareVersions(a.Version, b.Version) }
	case finishedPlace:
		return func(a, b *survey.Record) int { return a.Finished.Compare(b.Finished) }
	case languagePlace:
		return func(a, b *survey.Record) int { return a.Saved.Compare(b.Saved) }
	}
	return nil
}
