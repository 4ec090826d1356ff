package merge

import (
	"bytes"
	"iter"
	"maps"
	"slices"
	"strings"

	"anketa/export"
	"anketa/survey"
)

// A Set is the union of what was added to it. It is for one goroutine.
type Set struct {
	versions map[survey.Hash]*survey.Record
	replaced map[edge]bool            // versions that another version of their record names as parent
	records  map[string][]survey.Hash // the versions of each record, by its id
	files    []File
	claims   []claim
	told     []string // notices of whoever fills the set
}

// An edge names a parent as a version of one record. A version cannot replace
// anything of another record, whatever it claims.
type edge struct {
	id     string
	parent survey.Hash
}

// New gives an empty set.
func New() *Set {
	return &Set{versions: map[survey.Hash]*survey.Record{}, replaced: map[edge]bool{}, records: map[string][]survey.Hash{}}
}

// Add takes all versions of a workbook and says what came of each. The records
// belong to the set from then on.
func (s *Set) Add(name, sha256 string, book *export.Book) Balance {
	f := File{Name: name, SHA256: sha256}
	var fresh []survey.Hash
	for _, r := range book.Records {
		f.Read++
		f.Kinds[r.Kind].Read++
		h := r.Hash()
		if s.put(h, r) {
			fresh = append(fresh, h)
		} else {
			f.Known++
			f.Kinds[r.Kind].Known++
		}
	}
	for _, r := range book.Repeated { // the same row, pasted
		f.Read++
		f.Known++
		f.Kinds[r.Kind].Read++
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
		f.count(r.Kind, s.standing(h, r))
	}
	s.files = append(s.files, f)
	s.heard(book)
	return f.Balance
}

// put takes one version; false where it was there.
func (s *Set) put(h survey.Hash, r *survey.Record) bool {
	if have := s.versions[h]; have != nil {
		s.versions[h] = lesser(have, r)
		return false
	}
	s.versions[h] = r
	s.records[r.ID] = append(s.records[r.ID], h)
	for _, p := range r.Parents {
		s.replaced[edge{r.ID, p}] = true
	}
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
	conflicting
)

func (s *Set) standing(h survey.Hash, r *survey.Record) standing {
	switch {
	case s.replaced[edge{r.ID, h}]:
		return superseded
	case len(s.heads(r.ID)) > 1:
		return conflicting
	}
	return added
}

// heads gives the versions of a record that none replaces, by hash.
func (s *Set) heads(id string) []survey.Hash {
	var out []survey.Hash
	for _, h := range s.records[id] {
		if !s.replaced[edge{id, h}] {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, survey.Hash.Compare)
	return out
}

// Len says how many records and how many versions there are.
func (s *Set) Len() (records, versions int) { return len(s.records), len(s.versions) }

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
		heads := s.heads(id)
		out = append(out, s.versions[heads[len(heads)-1]])
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
// that were replaced, and the other heads of a conflict.
func (s *Set) Others() []*survey.Record {
	var out []*survey.Record
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		heads := s.heads(id)
		hashes := slices.SortedFunc(slices.Values(s.records[id]), survey.Hash.Compare)
		for _, h := range hashes {
			if h != heads[len(heads)-1] {
				out = append(out, s.versions[h])
			}
		}
	}
	return out
}
