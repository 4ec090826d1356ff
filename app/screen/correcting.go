package screen

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// Why a finished interview is not corrected.
var (
	ErrNotEditable = message.New("the form does not let finished interviews be corrected: its setting client_editable is not yes")
	ErrNoReason    = message.New("a correction needs a reason")
)

// Edit goes on with a finished interview, to correct it; one that is being
// corrected already is gone on with as it is. The finished version stays until
// the correction is finished, and beside it for ever. The error is
// ErrNotEditable, ErrNoReason, or storage.ErrSealed where nobody here can read
// the interview.
func (d *Desk) Edit(ctx context.Context, id, reason string) (*Interview, error) {
	head, err := d.head(ctx, id)
	if err != nil {
		return nil, err
	}
	if err := d.Editable(ctx, head); err != nil {
		return nil, err
	}
	if reason = strings.Join(strings.Fields(reason), " "); reason == "" {
		return nil, ErrNoReason
	}
	draft := *head
	draft.Parents, draft.Reason = []survey.Hash{head.Hash()}, reason
	draft.Author = cmp.Or(d.Settings.Interviewer, d.Store.User())
	draft.Finished, draft.Saved = time.Time{}, time.Time{}
	if _, err := d.Store.Reopen(ctx, id, &draft); err != nil {
		return nil, err
	}
	return d.Resume(ctx, id)
}

// Editable is ErrNotEditable where the form that a finished interview would be
// corrected with does not allow it.
func (d *Desk) Editable(ctx context.Context, r *survey.Record) error {
	form, err := d.formOf(ctx, r)
	if err == nil && !form.Editable {
		err = ErrNotEditable
	}
	return err
}

// head reads the version that stands for a finished interview.
func (d *Desk) head(ctx context.Context, id string) (*survey.Record, error) {
	for r, err := range d.Store.Records(ctx, storage.Filter{ID: id}) {
		return r, err
	}
	all, err := d.Store.List(ctx, storage.Filter{ID: id})
	if err == nil && len(all) > 0 && all[0].Sealed {
		err = storage.ErrSealed
	}
	if err == nil {
		err = message.New("interview %s: %w", id, storage.ErrNotFound)
	}
	return nil, err
}

// replaced reads the version that a record replaces, the first of several; nil
// where it is the first one, or where that version is not here.
func replaced(ctx context.Context, store *storage.Store, r *survey.Record) (*survey.Record, error) {
	if len(r.Parents) == 0 {
		return nil, nil
	}
	for v, err := range store.Versions(ctx, storage.Filter{ID: r.ID}) {
		if err != nil || v.Hash() == r.Parents[0] {
			return v, err
		}
	}
	return nil, nil
}

// Corrects is the finished version that this interview corrects; nil where it
// is a new one.
func (s *Interview) Corrects() *survey.Record { return s.corrects }

// Editable says whether the interview may be corrected once it is finished.
func (s *Interview) Editable() bool { return s.form.Editable }

// Corrected lists what the correction has changed up to now.
func (s *Interview) Corrected() []Row {
	if s.corrects == nil {
		return nil
	}
	s.settle()
	return Changed(s.form, s.corrects, s.iv.Record(), s.Language())
}

// Changed lists the answers of which a version has others than the one that it
// replaces, those that are gone last. Rows hold what was said before as well.
func Changed(form *survey.Form, before, after *survey.Record, language int) (out []Row) {
	old := keyed(answers(form, before, language), before)
	now := answers(form, after, language)
	for key, i := range positions(now, after) {
		row, was := now[i], old[key]
		delete(old, key)
		if was.text == after.Find(row.Path).Text && was.row.State == row.State {
			continue
		}
		row.Changed, row.Before, row.BeforeState = true, was.row.Answer, was.row.State
		out = append(out, row)
	}
	sortRows(out, after)
	var gone []Row
	for _, was := range old {
		if was.text == "" && was.row.State == survey.NotReached {
			continue
		}
		row := was.row
		row.Changed, row.Before, row.BeforeState = true, row.Answer, row.State
		row.Answer, row.State = "", survey.NotAsked
		gone = append(gone, row)
	}
	sortRows(gone, before)
	return append(out, gone...)
}

// compared lists the answers of a version, those that a correction changed with
// what was said before; those that are gone come last.
func compared(form *survey.Form, before, r *survey.Record, language int) []Row {
	rows := answers(form, r, language)
	if before == nil {
		return rows
	}
	at := map[survey.Path]int{}
	for i, row := range rows {
		at[row.Path] = i
	}
	for _, row := range Changed(form, before, r, language) {
		if i, ok := at[row.Path]; ok && row.State != survey.NotAsked {
			rows[i] = row
		} else {
			rows = append(rows, row)
		}
	}
	return rows
}

// An oldRow is a row and the stored text that it shows.
type oldRow struct {
	row  Row
	text string
}

func keyed(rows []Row, r *survey.Record) map[string]oldRow {
	out := map[string]oldRow{}
	for key, i := range positions(rows, r) {
		out[key] = oldRow{rows[i], r.Find(rows[i].Path).Text}
	}
	return out
}

// positions finds rows by places that name instances by their keys, which stay
// when an instance before them is removed.
func positions(rows []Row, r *survey.Record) map[string]int {
	out := map[string]int{}
	for i, row := range rows {
		out[keyPath(r, row.Path)] = i
	}
	return out
}

func keyPath(r *survey.Record, p survey.Path) string {
	var b strings.Builder
	a := r.Root
	var at survey.Path
	for name, n := range p.Steps() {
		at = at.Join(name)
		if n > 0 {
			at = at.At(n)
		}
		b.WriteString("/" + name)
		if a = r.Find(at); a != nil && a.Key != "" {
			b.WriteString("#" + a.Key)
		}
	}
	return b.String()
}

// sortRows puts rows into the order of a record.
func sortRows(rows []Row, r *survey.Record) {
	order := map[survey.Path]int{}
	for p := range r.All() {
		order[p] = len(order)
	}
	slices.SortFunc(rows, func(a, b Row) int { return order[a.Path] - order[b.Path] })
}
