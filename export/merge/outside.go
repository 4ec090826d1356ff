package merge

import (
	"cmp"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
)

// outside is what the workbooks hold that was changed outside of Anketa.
type outside struct {
	rows     []*outsideRow
	repaired []Repaired
	judged   map[string]export.Judged // what was decided, by tag
	voices   map[voice]bool           // who decided what, of all decisions that came
}

// A voice is what one person decided about an edit.
type voice struct {
	key, tag, who string
	verdict       export.Verdict
}

// An outsideRow is an interview that somebody edited in a workbook.
type outsideRow struct {
	file     int // place in Set.files
	edited   *export.Edited
	original *survey.Record // what it was held against; nil as long as it has not arrived
	edits    []export.Edit
}

// An Edit is an answer that somebody changed in a workbook, with where it
// stands now.
type Edit struct {
	export.Edit
	ID      string // of the interview
	Tag     string // names it for ever, in hex
	File    string
	Case    string // case code of the interview; "" where it has none
	Verdict export.Verdict
	Who     string // decided
	When    time.Time
}

// Repaired is a cell of a workbook that was read as what it had been.
type Repaired struct {
	File string
	export.Repair
}

// addOutside takes what a workbook holds that was edited. The rows that are
// not taken are refused until the version arrives that they were made from.
func (s *Set) addOutside(f *File, book *export.Book) {
	for _, r := range book.Repaired {
		s.outside.repaired = append(s.outside.repaired, Repaired{f.Name, r})
	}
	for _, j := range book.Outside {
		s.remember(j)
	}
	for _, e := range book.Edited {
		if s.IsWithdrawn(e.Key) {
			if !e.Taken {
				f.Read++
				f.Withdrawn++
			}
			continue
		}
		s.outside.rows = append(s.outside.rows, &outsideRow{file: len(s.files), edited: e})
		if !e.Taken {
			f.Read++
			f.Refused++
		}
	}
}

// remember notes a line of the sheet _edited_outside. What was decided counts
// before what was not; of two decisions the later one.
func (s *Set) remember(j export.Judged) {
	if s.IsWithdrawn(j.Key) {
		return
	}
	if s.outside.judged == nil {
		s.outside.judged, s.outside.voices = map[string]export.Judged{}, map[voice]bool{}
	}
	if j.Verdict != export.Undecided {
		s.outside.voices[voice{j.Key, j.Tag, j.Who, j.Verdict}] = true
	}
	have, known := s.outside.judged[j.Tag]
	decided := func(j export.Judged) int {
		if j.Verdict == export.Undecided {
			return 0
		}
		return 1
	}
	if !known || cmp.Or(decided(j)-decided(have), j.When.Compare(have.When), strings.Compare(string(j.Verdict), string(have.Verdict)), strings.Compare(j.File, have.File)) > 0 {
		s.outside.judged[j.Tag] = j
	}
}

// opposed finds edits that one person accepted and another refused. The version
// that was made of it stands, which nobody would see otherwise.
func (s *Set) opposed() []Notice {
	takers := map[string][]string{}
	for v := range s.outside.voices {
		if v.verdict == export.Accepted {
			takers[v.tag] = append(takers[v.tag], v.who)
		}
	}
	found := map[string]bool{}
	for v := range s.outside.voices {
		if v.verdict == export.Refused && slices.ContainsFunc(takers[v.tag], func(who string) bool { return who != v.who }) {
			id, _, _ := strings.Cut(v.key, "/")
			found[id] = !s.IsWithdrawn(id)
		}
	}
	var out []Notice
	for id, here := range found {
		if here {
			out = append(out, Notice{What: message.New("An answer that was changed outside of Anketa was accepted by one person and refused by another. What was accepted stands: see _edited_outside."), IDs: []string{id}})
		}
	}
	return out
}

// Version gives a version of a record; nil where the set does not have it.
func (s *Set) Version(id string, h survey.Hash) *survey.Record {
	if r := s.versions[h]; r != nil && r.ID == id {
		return r
	}
	if len(s.records[id]) > 1 {
		if v := s.view(id); v.joined && v.hash == h {
			return v.stands
		}
	}
	return nil
}

// Head gives a record as it stands; false where it is not there or waits for a
// decision.
func (s *Set) Head(id string) (*survey.Record, bool) {
	if len(s.records[id]) == 0 {
		return nil, false
	}
	v := s.view(id)
	return v.stands, v.conflict == nil
}

// resolve holds edited rows against the versions that have arrived since.
func (s *Set) resolve() {
	for _, o := range s.outside.rows {
		if o.original != nil {
			continue
		}
		if o.original = o.edited.Original; o.original == nil {
			o.original = s.Version(o.edited.Key, o.edited.Of)
		}
		if o.original == nil {
			continue
		}
		edits, repairs := o.edited.Changes(o.original)
		o.edits = edits
		for _, r := range repairs {
			s.outside.repaired = append(s.outside.repaired, Repaired{s.files[o.file].Name, r})
		}
		if f := &s.files[o.file]; !o.edited.Taken {
			f.Refused--
			f.Known++
			f.Kinds[o.original.Kind].Read++
			f.Kinds[o.original.Kind].Known++
		}
	}
}

// Edits gives what was edited in workbooks, each edit once, in the order in
// which the workbooks came. Those whose version has not arrived are among
// Unresolved.
func (s *Set) Edits() []Edit {
	s.resolve()
	var out []Edit
	seen := map[string]bool{}
	for _, o := range s.outside.rows {
		for _, e := range o.edits {
			tag := hex.EncodeToString(e.Tag())
			if seen[tag] {
				continue
			}
			seen[tag] = true
			out = append(out, s.edit(o, e, tag))
		}
	}
	return out
}

func (s *Set) edit(o *outsideRow, e export.Edit, tag string) Edit {
	out := Edit{Edit: e, ID: o.edited.Key, Tag: tag, File: s.files[o.file].Name, Verdict: export.Undecided}
	out.Case, _ = caseCode(o.original)
	switch j, known := s.outside.judged[tag]; {
	case known && j.Verdict != export.Undecided:
		out.Verdict, out.Who, out.When = j.Verdict, j.Who, j.When
	case e.Fault == nil && s.done(o.edited.Key, e):
		out.Verdict = export.Accepted
	}
	return out
}

// Done says whether the new answer stands already in a version that was made,
// in however many steps, from the one that was edited.
func (s *Set) Done(e Edit) bool { return e.Fault == nil && s.done(e.ID, e.Edit) }

func (s *Set) done(id string, e export.Edit) bool {
	return slices.ContainsFunc(s.records[id], func(h survey.Hash) bool {
		r := s.versions[h]
		a := r.Find(e.Path)
		return a != nil && a.Text == e.New.Text && (a.State == e.New.State || a.Text != "") && s.madeFrom(r, e.Of)
	})
}

func (s *Set) madeFrom(r *survey.Record, before survey.Hash) bool {
	if slices.Contains(r.Parents, before) {
		return true
	}
	from := map[survey.Hash]bool{}
	s.ancestors(r, from)
	return from[before]
}

// Judge notes what was decided about an edit. That of an accepted one the
// version which it became is put into the set is the caller's work.
func (s *Set) Judge(e Edit, v export.Verdict, who string, when time.Time) {
	s.remember(export.Judged{Edit: e.Edit, Tag: e.Tag, File: e.File, Verdict: v, Who: who, When: when})
}

// Unresolved gives the rows that were edited and whose version has not
// arrived, and of which workbook they are.
func (s *Set) Unresolved() (files []string, rows []export.Refusal) {
	s.resolve()
	for _, o := range s.outside.rows {
		if o.original == nil {
			files, rows = append(files, s.files[o.file].Name), append(rows, o.edited.Refusal())
		}
	}
	return files, rows
}

// Repaired gives the cells that spreadsheets changed by themselves, and what
// they were.
func (s *Set) Repaired() []Repaired {
	s.resolve()
	return s.outside.repaired
}

// Outside gives all that is known of edits, as a workbook carries it: by key,
// column and tag.
func (s *Set) Outside() []export.Judged {
	lines := map[string]export.Judged{}
	for tag, j := range s.outside.judged {
		lines[tag] = j
	}
	for _, e := range s.Edits() {
		if _, known := lines[e.Tag]; !known || e.Verdict != lines[e.Tag].Verdict {
			lines[e.Tag] = export.Judged{Edit: e.Edit, Tag: e.Tag, File: e.File, Verdict: e.Verdict, Who: e.Who, When: e.When}
		}
	}
	var out []export.Judged
	for _, j := range lines {
		out = append(out, j)
	}
	slices.SortFunc(out, func(a, b export.Judged) int {
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Column, b.Column), strings.Compare(a.Tag, b.Tag))
	})
	return out
}

// caseCode is the case code of an interview.
func caseCode(r *survey.Record) (string, bool) {
	for p, a := range r.All() {
		if name, _ := p.Last(); name == CaseCode && a.State == survey.Given && a.Text != "" {
			return a.Text, true
		}
	}
	return "", false
}
