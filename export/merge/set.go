package merge

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
)

// A Set is the union of what was added to it. It is for one goroutine.
type Set struct {
	sealed   map[survey.Hash]export.SealedRow
	versions map[survey.Hash]*survey.Record
	records  map[string][]survey.Hash // the versions of each record, by its id
	had      map[survey.Hash]bool     // those of the versions that were there before any workbook; true where one brought them again
	decided  int                      // versions that were made here
	files    []File
	claims   []claim
	sendings []export.Sending // each once
	counted  map[survey.Hash]counted
	gone     map[string]export.Withdrawn // interviews that were withdrawn, by id
	outside  outside
	told     []*message.Text // notices of whoever fills the set

	forms Forms
	views map[string]*view // of records with several versions
}

// New gives an empty set. It knows no form, so versions that were changed
// apart wait for a decision unless they hold the same: see Know.
func New() *Set {
	return &Set{versions: map[survey.Hash]*survey.Record{}, records: map[string][]survey.Hash{}, had: map[survey.Hash]bool{}, counted: map[survey.Hash]counted{}, gone: map[string]export.Withdrawn{}, views: map[string]*view{}}
}

// Know has the set join what it can with forms, from now on. It is called
// again when there are more of them.
func (s *Set) Know(f Forms) {
	s.forms = f
	clear(s.views)
}

// Put takes a version that was there before any workbook, as one that the
// laptop has. Where it was made from a join that the set made, that stays for
// ever. One of an interview that was withdrawn is passed over.
func (s *Set) Put(r *survey.Record) {
	if s.IsWithdrawn(r.ID) {
		return
	}
	h := r.Hash()
	if len(s.records[r.ID]) > 1 {
		if v := s.view(r.ID); v.joined && s.versions[v.hash] == nil && slices.Contains(r.Parents, v.hash) {
			s.Put(v.stands)
		}
	}
	if s.put(h, r) {
		s.had[h] = false
	}
}

// Fresh gives every version that was not there before, by id and hash: those
// that workbooks brought, decisions, and joins that stand.
func (s *Set) Fresh() []*survey.Record {
	var out []*survey.Record
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		for _, h := range slices.SortedFunc(slices.Values(s.records[id]), survey.Hash.Compare) {
			if _, had := s.had[h]; !had {
				out = append(out, s.versions[h])
			}
		}
		if v := s.view(id); s.versions[v.hash] == nil {
			out = append(out, v.stands)
		}
	}
	return out
}

// Again gives the versions that were there before and that a workbook brought
// too.
func (s *Set) Again() []survey.Hash {
	var out []survey.Hash
	for h, again := range s.had {
		if again {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, survey.Hash.Compare)
	return out
}

// Add takes all versions of a workbook and says what came of each. The records
// belong to the set from then on.
func (s *Set) Add(name, sha256 string, book *export.Book) Balance {
	f := File{Name: name, SHA256: sha256}
	var fresh []survey.Hash
	s.Withdraw(book.Withdrawn...)
	for _, r := range book.Records {
		f.Read++
		f.Kinds[r.Kind].Read++
		if s.IsWithdrawn(r.ID) {
			f.withdraw(r.Kind)
			continue
		}
		h := book.HashOf(r)
		if s.put(h, r) {
			fresh = append(fresh, h)
		} else {
			f.Known++
			f.Kinds[r.Kind].Known++
			if _, had := s.had[h]; had {
				s.had[h] = true
			}
		}
	}
	for _, r := range book.Repeated { // the same row, pasted
		f.Read++
		f.Kinds[r.Kind].Read++
		if s.IsWithdrawn(r.ID) {
			f.withdraw(r.Kind)
			continue
		}
		f.Known++
		f.Kinds[r.Kind].Known++
	}
	for _, r := range book.Refused {
		if r.Interview {
			f.Read++
			f.Refused++
		}
	}
	for _, h := range fresh {
		r := s.versions[h]
		st := s.standing(h, r)
		f.count(r.Kind, st)
		s.counted[h] = counted{len(s.files), st}
	}
	s.addSealed(&f, book.Sealed)
	s.addOutside(&f, book)
	s.files = append(s.files, f)
	s.heard(book)
	s.received(book)
	s.resolve()
	return s.files[len(s.files)-1].Balance
}

// put takes one version; false where it was there.
func (s *Set) put(h survey.Hash, r *survey.Record) bool {
	delete(s.views, r.ID)
	if have := s.versions[h]; have != nil {
		s.versions[h] = lesser(have, r)
		return false
	}
	s.versions[h] = r
	s.records[r.ID] = append(s.records[r.ID], h)
	return true
}

// lesser chooses between two spellings of one version, which may differ in
// what the hash passes over, as in empty groups: the choice must not depend on
// which came first.
func lesser(a, b *survey.Record) *survey.Record {
	if a != b && bytes.Compare(survey.Encode(b), survey.Encode(a)) < 0 {
		return b
	}
	return a
}

// A standing is how a version stands in the set.
type standing uint8

const (
	added standing = iota
	superseded
	joined
	conflicting
	waiting // sealed
)

func (s *Set) standing(h survey.Hash, r *survey.Record) standing {
	v := s.view(r.ID)
	switch {
	case h == v.hash && v.conflict == nil:
		return added
	case !slices.Contains(v.lineage.Heads, h):
		return superseded
	case v.joined:
		return joined
	}
	return conflicting
}

// Len says how many records and how many versions there are, joins that the
// set has made among them.
func (s *Set) Len() (records, versions int) { return len(s.records), len(s.versions) + s.made() }

// made counts the joins that no workbook brought.
func (s *Set) made() int {
	n := 0
	for id := range s.records {
		if v := s.view(id); v.joined && s.versions[v.hash] == nil {
			n++
		}
	}
	return n
}

// Heads gives each record as it stands, by running number and then id; where
// there is a conflict, the head with the greatest hash. The error is always
// nil: it is what export.Write takes.
func (s *Set) Heads() iter.Seq2[*survey.Record, error] {
	return func(yield func(*survey.Record, error) bool) {
		for _, r := range s.current() {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (s *Set) current() []*survey.Record {
	out := make([]*survey.Record, 0, len(s.records))
	for id := range s.records {
		out = append(out, s.view(id).stands)
	}
	slices.SortFunc(out, func(a, b *survey.Record) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out
}

// Others gives the versions that Heads leaves out, by id and then hash: those
// that were replaced or have joined, and the other heads of a conflict.
func (s *Set) Others() []*survey.Record {
	var out []*survey.Record
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		stands := s.view(id).hash
		for _, h := range slices.SortedFunc(slices.Values(s.records[id]), survey.Hash.Compare) {
			if h != stands {
				out = append(out, s.versions[h])
			}
		}
	}
	return out
}

// Canonical writes the set so that equal sets are equal byte for byte: a line
// for every version, by hash, with its answers in one order however they were
// written down. Joins of what does not stand any more are left
// out: whether somebody ever made one is no matter. What was withdrawn stands
// behind the versions.
func (s *Set) Canonical() []byte {
	var b bytes.Buffer
	lines := map[survey.Hash]*survey.Record{}
	for id := range s.records {
		v := s.view(id)
		maps.Copy(lines, v.lineage.Versions)
		lines[v.hash] = v.stands
	}
	for _, h := range slices.SortedFunc(maps.Keys(lines), survey.Hash.Compare) {
		b.WriteString(h.String())
		b.WriteByte(' ')
		r := *lines[h]
		if r.Root = respell(r.Root); r.Root == nil {
			r.Root = &survey.Answer{}
		}
		b.Write(survey.Encode(&r))
		b.WriteByte('\n')
	}
	for _, r := range s.Sealed() {
		b.WriteString("sealed " + r.Hash().String() + "\n")
	}
	for _, w := range s.Withdrawn() {
		fmt.Fprintf(&b, "withdrawn %q %q %q %q %q %d\n", w.Key, w.Case, w.Day, w.By, w.Device, w.Number)
	}
	return b.Bytes()
}
