package merge

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// Two interviews are told as possible duplicates from so many equal answers
// on: with fewer, people who have nothing to do with each other answer alike.
const fewestAlike = 20

// Of two interviews of one interviewer, day and place, one answer in so many
// may differ. Where more than mostAtOnce were held on one day by one code, the
// code says nothing, and they are not compared.
const (
	oneDiffersIn = 10
	mostAtOnce   = 200
)

// sitePrefix begins the names of the questions about where an interview is held.
const sitePrefix = "site"

// An atlas numbers the places of a form, so that the answers of many interviews
// can be compared without spelling each place out.
type atlas struct {
	roots map[[2]string]*spot
	ids   map[string]uint32
	seed  maphash.Seed
	forms Forms
}

// A spot is where one version of a form asks something.
type spot struct {
	path       string
	id         uint32 // the same in all versions
	calculated bool
	site       bool
	kids       map[string]*spot
}

// A fact is what was answered at a place, as far as it is to be compared.
type fact struct {
	at   *spot
	text uint64
}

func newAtlas(f Forms) *atlas {
	return &atlas{roots: map[[2]string]*spot{}, ids: map[string]uint32{}, seed: maphash.MakeSeed(), forms: f}
}

// facts gives what a person answered, by place: without what the form works
// out, and without what is another one in every interview.
func (t *atlas) facts(r *survey.Record, into []fact) []fact {
	version := [2]string{r.Form, r.Version}
	if t.roots[version] == nil {
		t.roots[version] = &spot{kids: map[string]*spot{}}
	}
	if r.Root == nil {
		return into
	}
	into = t.below(t.roots[version], r.Root, version, into)
	slices.SortFunc(into, func(a, b fact) int { return cmp.Or(cmp.Compare(a.at.id, b.at.id), cmp.Compare(a.text, b.text)) })
	return into
}

func (t *atlas) below(at *spot, a *survey.Answer, version [2]string, into []fact) []fact {
	for _, c := range a.Children {
		to := at.kids[c.Name]
		if to == nil {
			to = t.spot(at, c.Name, version)
		}
		if c.State == survey.Given && c.Text != "" && !to.calculated {
			into = append(into, fact{to, maphash.String(t.seed, c.Text)})
		}
		if len(c.Children) > 0 {
			into = t.below(to, c, version, into)
		}
	}
	return into
}

func (t *atlas) spot(at *spot, name string, version [2]string) *spot {
	s := &spot{path: within(at.path, name), kids: map[string]*spot{}, site: strings.HasPrefix(name, sitePrefix)}
	s.calculated = name == CaseCode || t.forms != nil && t.forms.Calculated(version[0], version[1], s.path)
	if _, ok := t.ids[s.path]; !ok {
		t.ids[s.path] = uint32(len(t.ids))
	}
	s.id = t.ids[s.path]
	at.kids[name] = s
	return s
}

// sameAnswers finds interviews that hold the same answers under several ids, as
// after one was copied by hand.
func (s *Set) sameAnswers(heads []*survey.Record) []Notice {
	t := newAtlas(s.forms)
	var room []fact
	return groups(heads, func(r *survey.Record) (string, bool) {
		room = t.facts(r, room[:0])
		if len(room) < fewestAlike {
			return "", false
		}
		var sum maphash.Hash
		sum.SetSeed(t.seed)
		for _, f := range room {
			maphash.WriteComparable(&sum, [2]uint64{uint64(f.at.id), f.text})
		}
		return fmt.Sprintf("%s\x00%d\x00%x", r.Form, r.Kind, sum.Sum64()), true
	}, func(rs []*survey.Record) Notice {
		return Notice{What: message.New("%d different interviews hold the same %d answers; they were kept apart.", len(rs), len(t.facts(rs[0], nil))), IDs: ids(rs)}
	})
}

// nearlySame finds interviews that one interviewer held on one day in one
// place, and that hardly differ.
func (s *Set) nearlySame(heads []*survey.Record) []Notice {
	t := newAtlas(s.forms)
	by := map[string][]*survey.Record{}
	for _, r := range heads {
		if r.Interviewer != "" && !r.Started.IsZero() {
			key := fmt.Sprintf("%s\x00%d\x00%s\x00%s", r.Form, r.Kind, r.Interviewer, r.Started.Format("2006-01-02"))
			by[key] = append(by[key], r)
		}
	}
	var out []Notice
	for _, rs := range by {
		if len(rs) > 1 && len(rs) <= mostAtOnce {
			out = append(out, t.nearlySame(rs)...)
		}
	}
	return out
}

func (t *atlas) nearlySame(rs []*survey.Record) []Notice {
	var out []Notice
	all := make([][]fact, len(rs))
	for i, r := range rs {
		all[i] = t.facts(r, nil)
		for j := range i {
			alike, differ, elsewhere := compare(all[i], all[j])
			if alike >= fewestAlike && differ > 0 && differ*oneDiffersIn <= alike+differ && !elsewhere {
				out = append(out, Notice{
					What: message.New("2 interviews of one interviewer, day and place differ in %d of %d answers; they were kept apart.", differ, alike+differ),
					IDs:  ids([]*survey.Record{r, rs[j]}),
				})
			}
		}
	}
	return out
}

// compare counts the answers that are the same and those that are not;
// elsewhere says that the two were given in different places.
func compare(a, b []fact) (alike, differ int, elsewhere bool) {
	onlyA, onlyB := 0, 0
	for len(a) > 0 || len(b) > 0 {
		c := 0
		switch {
		case len(b) == 0:
			c = -1
		case len(a) == 0:
			c = 1
		default:
			c = cmp.Or(cmp.Compare(a[0].at.id, b[0].at.id), cmp.Compare(a[0].text, b[0].text))
		}
		switch {
		case c == 0:
			alike, a, b = alike+1, a[1:], b[1:]
		case c < 0:
			elsewhere, onlyA, a = elsewhere || a[0].at.site, onlyA+1, a[1:]
		default:
			elsewhere, onlyB, b = elsewhere || b[0].at.site, onlyB+1, b[1:]
		}
	}
	return alike, max(onlyA, onlyB), elsewhere
}
