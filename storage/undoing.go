package storage

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// An UndoError is why a merge cannot be undone as things are: something was
// made from what it brought.
type UndoError struct {
	Merge   int64
	Later   []int64 // merges that brought versions made from its own: they are undone before it
	Numbers []int   // of interviews that were corrected here since
}

func (e *UndoError) Error() string { return e.In(message.English) }

// In says it in a language.
func (e *UndoError) In(l *message.Language) string {
	var why *message.Text
	if len(e.Numbers) > 0 {
		why = message.New("interviews that it brought were corrected here since (%s)", listed(e.Numbers))
	}
	if len(e.Later) > 0 {
		later := message.New("later merges brought corrections of them; undo those first (%s)", listed(e.Later))
		if why != nil {
			later = message.New("%s, and %s", why, later)
		}
		why = later
	}
	return message.New("merge %d cannot be undone: %s", e.Merge, why).In(l)
}

// listed names the first numbers of a list.
func listed[T int | int64](numbers []T) string {
	const most = 10
	words := make([]string, 0, most+1)
	for i, n := range numbers {
		if i == most {
			words = append(words, "…")
			break
		}
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}

// UndoMerge takes back what only a merge has brought: versions that another
// merge has brought too, or that were finished here, stay. What the merge was
// stays, with when and by whom it was undone. The error is an *UndoError where
// something was made from what would go; ErrNotFound where there is no such
// merge, or it was undone.
func (s *Store) UndoMerge(ctx context.Context, id int64) (m Merge, removed int, err error) {
	step := fmt.Sprintf("undo merge %d", id)
	err = s.change(ctx, step, func(ctx context.Context, tx *sql.Tx) error {
		all, err := s.merges(ctx, tx)
		if err != nil {
			return err
		}
		k, err := mergeIn(all, id)
		switch {
		case err != nil:
			return err
		case !k.Undone.IsZero():
			return message.New("it was undone on %s: %w", k.Undone.Format("2006-01-02"), ErrNotFound)
		}
		if removed, err = s.takeBack(ctx, tx, id, all); err != nil {
			return err
		}
		if err := s.forgetRefusals(ctx, tx, k, all); err != nil {
			return err
		}
		k.Brought = max(k.Brought, removed) // of one that was broken off nobody has counted
		k.Undone, k.UndoneBy, k.Known = s.now().Round(0), s.ring.code, nil
		m = k.Merge
		return s.saveMerge(ctx, tx, k)
	})
	return m, removed, err
}

// findMerge gives a merge among all that were made.
func (s *Store) findMerge(ctx context.Context, q querier, id int64) (*keptMerge, []*keptMerge, error) {
	all, err := s.merges(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	k, err := mergeIn(all, id)
	return k, all, err
}

func mergeIn(all []*keptMerge, id int64) (*keptMerge, error) {
	i := slices.IndexFunc(all, func(k *keptMerge) bool { return k.ID == id })
	if i < 0 {
		return nil, ErrNotFound
	}
	return all[i], nil
}

// noteTakenBack tells that versions are about to go on purpose.
func (s *Store) noteTakenBack(ctx context.Context, tx *sql.Tx, id int64, versions []brought) error {
	var seqs []int64
	for _, v := range versions {
		seqs = append(seqs, v.seq)
	}
	slices.Sort(seqs)
	return s.note(ctx, tx, Event{What: EventErased, Erased: spans(seqs), Why: fmt.Sprintf("merge %d was undone", id)})
}

// brought is a version that a merge has brought.
type brought struct {
	place, n, seq int64
	tag           string
}

func (s *Store) takeBack(ctx context.Context, tx *sql.Tx, id int64, all []*keptMerge) (removed int, err error) {
	versions, err := broughtBy(ctx, tx, id)
	if err != nil {
		return 0, err
	}
	if versions, err = s.leaveToOthers(ctx, tx, id, versions, all); err != nil {
		return 0, err
	}
	if err := madeSince(ctx, tx, id, versions); err != nil {
		return 0, err
	}
	if err := s.noteTakenBack(ctx, tx, id, versions); err != nil {
		return 0, err
	}
	for len(versions) > 0 {
		n := 1
		for n < len(versions) && versions[n].place == versions[0].place {
			n++
		}
		if err := s.removeVersions(ctx, tx, versions[:n]); err != nil {
			return 0, err
		}
		removed, versions = removed+n, versions[n:]
	}
	return removed, nil
}

func broughtBy(ctx context.Context, q querier, id int64) (out []brought, err error) {
	err = eachRow(ctx, q, "SELECT interview, n, seq, tag FROM version WHERE merge = ? ORDER BY interview, n", func(rows *sql.Rows) error {
		var v brought
		var tag []byte
		err := rows.Scan(&v.place, &v.n, &v.seq, &tag)
		v.tag = string(tag)
		out = append(out, v)
		return err
	}, id)
	return out, err
}

// leaveToOthers gives the versions that another merge has brought too to the
// first such merge, and keeps the rest.
func (s *Store) leaveToOthers(ctx context.Context, tx *sql.Tx, id int64, versions []brought, all []*keptMerge) (own []brought, err error) {
	also := map[string]int64{}
	for _, k := range all {
		if k.ID == id || !k.Undone.IsZero() {
			continue
		}
		for i := 0; i+knownSize <= len(k.Known); i += knownSize {
			if tag := string(k.Known[i : i+knownSize]); also[tag] == 0 {
				also[tag] = k.ID
			}
		}
	}
	for _, v := range versions {
		other := also[v.tag[:knownSize]]
		if other == 0 {
			own = append(own, v)
			continue
		}
		if _, err := tx.ExecContext(ctx, "UPDATE version SET merge = ? WHERE interview = ? AND n = ?", other, v.place, v.n); err != nil {
			return nil, err
		}
	}
	return own, nil
}

// madeSince finds versions that were made from those that would go and would
// stay themselves.
func madeSince(ctx context.Context, q querier, id int64, versions []brought) error {
	goes := map[[2]int64]bool{}
	tags := map[int64]map[string]bool{}
	for _, v := range versions {
		goes[[2]int64{v.place, v.n}] = true
		if tags[v.place] == nil {
			tags[v.place] = map[string]bool{}
		}
		tags[v.place][v.tag] = true
	}
	found := &UndoError{Merge: id}
	later, numbers := map[int64]bool{}, map[int]bool{}
	err := eachRow(ctx, q, `SELECT r.interview, r.tag, r.n, i.number, coalesce(v.merge, 0) FROM replaced r
		JOIN interview i ON i.place = r.interview JOIN version v ON v.interview = r.interview AND v.n = r.n
		ORDER BY i.number, v.merge`, func(rows *sql.Rows) error {
		var place, n, merge int64
		var number int
		var tag []byte
		if err := rows.Scan(&place, &tag, &n, &number, &merge); err != nil {
			return err
		}
		switch {
		case !tags[place][string(tag)] || goes[[2]int64{place, n}]:
		case merge == 0 && !numbers[number]:
			numbers[number] = true
			found.Numbers = append(found.Numbers, number)
		case merge != 0 && !later[merge]:
			later[merge] = true
			found.Later = append(found.Later, merge)
		}
		return nil
	})
	if err == nil && len(later)+len(numbers) > 0 {
		return found
	}
	return err
}

// removeVersions takes versions of one interview away, and the interview where
// nothing else is left of it.
func (s *Store) removeVersions(ctx context.Context, tx *sql.Tx, versions []brought) error {
	e := &entry{}
	sealed, err := e.scan(tx.QueryRowContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE place = ?", versions[0].place))
	if err != nil {
		return err
	}
	if err := s.openAbout(e, sealed); err != nil {
		return err
	}
	for _, v := range versions {
		for _, table := range []string{"replaced", "version"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ? AND n = ?", v.place, v.n); err != nil {
				return err
			}
		}
		e.versions--
	}
	if e.versions > 0 || e.draft || e.edits > 0 {
		if err := s.describeHead(ctx, tx, e); err != nil {
			return err
		}
		return s.dropUnused(ctx, tx, e)
	}
	if err := s.noteErasing(ctx, tx, e, "the merge that brought them was undone", "attachment"); err != nil {
		return err
	}
	for _, table := range []string{"attachment", "lost"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ?", e.place); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM interview WHERE place = ?", e.place)
	return err
}

// standing gives the version that stands for an interview with several heads,
// of which one is a join: what it joined may have been joined with more since.
func (s *Store) standing(ctx context.Context, q querier, e *entry) (*survey.Record, error) {
	rows, err := q.QueryContext(ctx, allVersionsOf("SELECT "+headColumns+" FROM interview WHERE id = ?"), e.id)
	if err != nil {
		return nil, err
	}
	all, err := readHeads(rows)
	if err != nil {
		return nil, err
	}
	versions := map[survey.Hash]*survey.Record{}
	var hashes []survey.Hash
	for _, v := range all {
		if v.sealed {
			continue
		}
		r, err := s.openRecord(e, versionKind, v.n, v.payload)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, r.Hash())
		versions[hashes[len(hashes)-1]] = r
	}
	return versions[survey.LineageOf(hashes, func(h survey.Hash) *survey.Record { return versions[h] }).Stands()], nil
}
