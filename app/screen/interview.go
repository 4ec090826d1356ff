package screen

import (
	"cmp"
	"context"
	"maps"
	"math/rand/v2"
	"slices"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// An Interview is one interview on the screen: which page is shown, what has
// been typed, and how it is saved. What a field shows it asks for by View.
type Interview struct {
	ID     string
	Number int
	Kind   survey.Kind
	Lost   []survey.Path // a draft's answers for which this version of the form has no question

	desk   *Desk
	form   *survey.Form
	iv     *interview.Interview
	saving saving

	corrects *survey.Record // the finished version that is corrected; nil of a new interview
	author   string         // who corrects it

	pages   []Page
	at      int                    // the page that is shown; len(pages) is the end
	focus   survey.Path            // the question that has the keyboard
	from    survey.Path            // at the end: the question from which one came to look; "" where one went on to it
	typed   map[survey.Path]string // typed and not yet handed to the interview
	quiet   map[survey.Path]bool   // being typed in: its problem waits until it is left
	pressed bool                   // the page's problems are shown; going on again leaves it
	opened  bool                   // the page's sensitive answers were asked for
	fresh   bool                   // it was just begun, and nobody has answered anything
}

// Begin starts an interview. It has its number, and is in the store, when
// Begin returns.
func (d *Desk) Begin(ctx context.Context) (*Interview, error) {
	if _, err := Recipients(ctx, d.Store, d.Form); err != nil {
		return nil, err
	}
	o, err := d.options(ctx, d.Form, "")
	if err != nil {
		return nil, err
	}
	iv := interview.New(d.Form, o)
	if err := propose(iv, d.Form, d.Settings.Interviewer); err != nil {
		return nil, err
	}
	draft, err := d.Store.Begin(ctx, iv.Draft())
	if err != nil {
		return nil, err
	}
	iv.Edits() // the draft has them
	s := d.sit(d.Form, iv, draft, storage.Place{})
	s.fresh = true
	return s, nil
}

// Resume goes on with a draft at the question where it was left.
func (d *Desk) Resume(ctx context.Context, id string) (*Interview, error) {
	return d.resume(ctx, id, nil)
}

// resume goes on with a draft and what was not saved of it; nil is nothing.
func (d *Desk) resume(ctx context.Context, id string, last *stowed) (*Interview, error) {
	draft, place, err := d.Store.Draft(ctx, id)
	if err != nil {
		return nil, err
	}
	var edits []survey.Edit
	if last != nil {
		if err := draft.Apply(last.Edits...); err != nil {
			return nil, message.New("take what is not saved: %w", err)
		}
		edits, place = last.Edits, last.Place
	}
	form, err := d.formOf(ctx, draft)
	if err != nil {
		return nil, err
	}
	o, err := d.options(ctx, form, id)
	if err != nil {
		return nil, err
	}
	o.Language, o.Kind = languageIndex(form, place.Language), draft.Kind
	iv, lost, err := interview.Resume(form, draft, o)
	if err != nil {
		return nil, err
	}
	s := d.sit(form, iv, draft, place, edits...)
	s.Lost = lost
	s.author = draft.Author
	if s.corrects, err = replaced(ctx, d.Store, draft); err != nil {
		return nil, err
	}
	s.save()
	return s, nil
}

// options are those of the interview with that id; "" is a new one.
func (d *Desk) options(ctx context.Context, form *survey.Form, id string) (interview.Options, error) {
	last, err := d.lastSaved(ctx, form, id)
	kind := survey.Real
	if d.Practice() {
		kind = survey.Training
	}
	return interview.Options{
		Now: d.now, Seed: seed(), Language: form.Default, Kind: kind, LastSaved: last,
		Device: d.Store.Device(), Interviewer: d.Settings.Interviewer,
	}, err
}

// Practice says whether a new interview is for practice: as set, or because
// the form still has places to fill in, with which no fieldwork starts.
func (d *Desk) Practice() bool { return d.Settings.Practice || len(d.Places) > 0 }

// sit puts an interview on the screen at a place; waiting are edits of the
// draft that are not saved.
func (d *Desk) sit(form *survey.Form, iv *interview.Interview, draft *survey.Record, place storage.Place, waiting ...survey.Edit) *Interview {
	s := &Interview{
		ID: draft.ID, Number: draft.Number, Kind: draft.Kind,
		desk: d, form: form, iv: iv,
		typed: map[survey.Path]string{}, quiet: map[survey.Path]bool{},
	}
	s.saving = saving{queue: d.queue, place: place, waiting: waiting, append: func(ctx context.Context, at storage.Place, edits []survey.Edit) error {
		return d.Store.Append(ctx, s.ID, at, edits)
	}}
	s.divide()
	s.turn(s.resumeAt(place.Path), place.Path)
	return s
}

// Form is the version of the questionnaire that the interview is made with.
func (s *Interview) Form() *survey.Form { return s.form }

// Watch has said called after every write, with the places that it saved.
func (s *Interview) Watch(said func(saved []survey.Path, err error)) { s.saving.said = said }

// Saved says whether every answer is committed, and what keeps it from that.
func (s *Interview) Saved() (Saved, error) { return s.saving.state(), s.saving.err }

// Untouched says that nothing was answered since the interview was begun: what
// stands there the form or the program proposed.
func (s *Interview) Untouched() bool { return s.fresh && len(s.typed) == 0 }

// Drop discards an interview in which nothing was answered, behind the writes
// that wait. Its number is not given out again, and the history says why.
func (s *Interview) Drop(done func(error)) {
	s.saving.closed = true
	s.desk.queue.Put(func() error { return s.desk.Store.Discard(context.Background(), s.ID) }, done)
}

// Retry tries to save again what could not be saved.
func (s *Interview) Retry() { s.saving.push() }

// View is what a field shows.
func (s *Interview) View(p survey.Path) interview.View {
	v := s.iv.View(p)
	if text, ok := s.typed[p]; ok {
		v.Text = text
	}
	switch {
	case s.quiet[p]:
		v.Problem, v.Warning = "", ""
	case s.pressed && v.Problem == "" && s.onPage(p):
		v.Problem = s.missing(p)
	}
	return v
}

// missing is what is said of a required question without an answer.
func (s *Interview) missing(p survey.Path) string {
	for _, problem := range s.iv.Problems() {
		if problem.Path == p && problem.Kind == interview.Required {
			return problem.Message
		}
	}
	return ""
}

// Answer hands in what was chosen, or typed and left.
func (s *Interview) Answer(p survey.Path, text string) ([]interview.Change, error) {
	delete(s.typed, p)
	delete(s.quiet, p)
	return s.changed(s.iv.Set(p, text))
}

// Type takes what stands in a field while it is typed in. Tick hands it in.
func (s *Interview) Type(p survey.Path, text string) {
	s.typed[p], s.quiet[p] = text, true
}

// Tick hands in what was typed since the last Tick. It is to be called once a
// second and before the page is left, so that no more than a second is typed
// without being saved.
func (s *Interview) Tick() (all []interview.Change) {
	for _, p := range slices.Sorted(maps.Keys(s.typed)) {
		text := s.typed[p]
		delete(s.typed, p)
		changes, err := s.changed(s.iv.Set(p, text))
		if err == nil {
			all = append(all, changes...)
		}
	}
	return all
}

// Mark answers with "don't know", "refused" or "not applicable".
func (s *Interview) Mark(p survey.Path, state survey.State) ([]interview.Change, error) {
	delete(s.typed, p)
	delete(s.quiet, p)
	return s.changed(s.iv.Mark(p, state))
}

// Confirm says that an answer which a soft check doubted is right.
func (s *Interview) Confirm(p survey.Path) ([]interview.Change, error) {
	return s.changed(s.iv.Confirm(p))
}

// Add makes another instance of a repeat and goes to it.
func (s *Interview) Add(repeat survey.Path) error {
	s.Tick() // before positions move
	if _, err := s.changed(s.iv.Add(repeat)); err != nil {
		return err
	}
	s.Jump(repeat.At(s.iv.Instances(repeat)))
	return nil
}

// Remove takes an instance away with all its answers and goes to the page
// where it stood.
func (s *Interview) Remove(instance survey.Path) error {
	s.Tick() // before positions move
	at := s.pageOf(instance)
	if _, err := s.changed(s.iv.Remove(instance)); err != nil {
		return err
	}
	s.turn(min(at, len(s.pages)), "")
	return nil
}

// changed divides the pages anew where the change asks for it, and saves.
func (s *Interview) changed(changes []interview.Change, err error) ([]interview.Change, error) {
	if err != nil {
		return nil, err
	}
	s.pressed, s.fresh = false, s.fresh && len(changes) == 0
	if slices.ContainsFunc(changes, func(c interview.Change) bool {
		return c.Property == survey.Relevant || c.Property == survey.Count
	}) {
		s.redivide()
	}
	s.save()
	return changes, nil
}

// save sends what changed, with the place where the interviewer is.
func (s *Interview) save() {
	done, total := s.iv.Progress()
	s.saving.add(s.iv.Edits(), storage.Place{
		Path: s.place(), Language: s.form.Languages[s.Language()].ID, Done: done, Total: total,
		Interviewer: s.answeredCode(), Version: s.form.Version,
	})
}

// Language is the index of the questionnaire's language.
func (s *Interview) Language() int { return s.iv.Language() }

// Languages are those of the questionnaire.
func (s *Interview) Languages() []survey.Language { return s.form.Languages }

// NextLanguage changes to the next one; after the last comes the first.
func (s *Interview) NextLanguage() []interview.Change {
	s.Tick()
	changes := s.iv.SetLanguage((s.Language() + 1) % len(s.form.Languages))
	s.save()
	return changes
}

// Progress is how many questions are answered, of those that are asked now.
func (s *Interview) Progress() (done, total int) { return s.iv.Progress() }

// Code is the case code, which the respondent's card shows; "" where the form
// makes none.
func (s *Interview) Code() string {
	for _, it := range s.form.Items {
		if it.Name == "case_code" && it.Repeat() == nil {
			return s.iv.View(it.Path()).Text
		}
	}
	return ""
}

// Finish makes the finished version, once every answer is in the journal. It
// is refused while hard problems stand, which are given. done is called when
// the version is committed, or with what keeps it or an answer from that.
func (s *Interview) Finish(done func(error)) []interview.Problem {
	s.Tick()
	r, problems := s.iv.Finish()
	if r == nil {
		return problems
	}
	r.ID, r.Number, r.Kind = s.ID, s.Number, s.Kind
	if code := s.answeredCode(); code != "" {
		r.Interviewer, r.Author = code, code
	}
	if s.corrects != nil { // when the interview was ended stays
		r.Finished, r.Author = s.corrects.Finished, cmp.Or(s.author, r.Author)
	}
	s.save() // the end of it is a fact of the journal, too
	s.saving.flush(func(err error) {
		if err != nil {
			done(err)
			return
		}
		s.commit(r, done)
	})
	return nil
}

// commit writes the finished version.
func (s *Interview) commit(r *survey.Record, done func(error)) {
	s.desk.queue.Put(func() error {
		ctx := context.Background()
		to, err := Recipients(ctx, s.desk.Store, s.form)
		if err == nil {
			err = s.desk.Store.FinishSealed(ctx, r, to)
		}
		if err != nil {
			return message.New("finish: %w", err)
		}
		return nil
	}, func(err error) {
		s.saving.closed = err == nil
		done(err)
		if err == nil {
			s.desk.backUp()
		}
	})
}

func languageIndex(form *survey.Form, id string) int {
	i := slices.IndexFunc(form.Languages, func(l survey.Language) bool { return l.ID == id })
	if i < 0 {
		return form.Default
	}
	return i
}

// seed is what the interview's random() and uuid() start from.
func seed() uint64 { return rand.Uint64() }
