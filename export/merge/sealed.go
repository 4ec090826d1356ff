package merge

import (
	"cmp"
	"maps"
	"slices"

	"anketa/export"
	"anketa/survey"
)

// PutSealed takes interviews that nobody here can open, or that are not taken:
// they travel on as they are. The gap ledger counts them as arrived.
func (s *Set) PutSealed(rows ...export.SealedRow) {
	if s.sealed == nil {
		s.sealed = map[survey.Hash]export.SealedRow{}
	}
	for _, r := range rows {
		if s.IsWithdrawn(r.Key) {
			continue
		}
		h := r.Hash()
		if before, had := s.sealed[h]; had && len(r.Files) == 0 {
			r.Files = before.Files
		}
		s.sealed[h] = r
	}
}

// addSealed counts the rows of a workbook that nobody has opened, and takes them.
func (s *Set) addSealed(f *File, rows []export.SealedRow) {
	for _, r := range rows {
		f.Read++
		f.Kinds[r.Kind].Read++
		h := r.Hash()
		_, known := s.sealed[h]
		switch {
		case s.IsWithdrawn(r.Key):
			f.withdraw(r.Kind)
			continue
		case known:
			f.Known++
			f.Kinds[r.Kind].Known++
		default:
			f.count(r.Kind, waiting)
			s.counted[h] = counted{len(s.files), waiting}
		}
		s.PutSealed(r)
	}
}

// Unsealed takes rows out that were opened.
func (s *Set) Unsealed(rows ...export.SealedRow) {
	for _, r := range rows {
		delete(s.sealed, r.Hash())
	}
}

// Sealed gives them, by running number, key and hash.
func (s *Set) Sealed() []export.SealedRow {
	hashes := slices.SortedFunc(maps.Keys(s.sealed), func(a, b survey.Hash) int {
		x, y := s.sealed[a], s.sealed[b]
		return cmp.Or(x.Number-y.Number, cmp.Compare(x.Key, y.Key), a.Compare(b))
	})
	out := make([]export.SealedRow, len(hashes))
	for i, h := range hashes {
		out[i] = s.sealed[h]
	}
	return out
}

// arrived gives what the gap ledger counts: every interview once.
func (s *Set) arrived() []*survey.Record {
	all := s.current()
	have := map[string]bool{}
	for _, r := range all {
		have[r.ID] = true
	}
	for _, r := range s.Sealed() {
		if !have[r.Key] {
			have[r.Key] = true
			all = append(all, &survey.Record{ID: r.Key, Kind: r.Kind, Number: r.Number, Device: r.Device, Form: r.Form, Version: r.Version})
		}
	}
	slices.SortStableFunc(all, func(a, b *survey.Record) int { return a.Number - b.Number })
	return all
}
