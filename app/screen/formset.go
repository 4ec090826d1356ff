package screen

import (
	"cmp"
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xlsform"
)

// A formSet is the versions of one form, told apart by what they ask: two may
// call themselves the same version. Whatever order they come in, the set is
// the same.
type formSet struct {
	all   []found
	known map[string]bool // Book.Content and Book.Older that were taken
	said  []*message.Text // what people should look at, beside what notices finds
	fault error           // why the first one that does not open does not
}

// found is a form, and the files of it that were nowhere.
type found struct {
	*survey.Form
	identity, outline export.Identity
	missing           []string
}

func foundForm(f *survey.Form, missing []string) found {
	return found{f, export.IdentityOf(f), export.OutlineOf(f), missing}
}

// add takes a form. One that was opened without its files is the same as one
// with them.
func (s *formSet) add(f found) {
	for i, have := range s.all {
		if have.identity == f.identity {
			return
		}
		if len(have.missing)+len(f.missing) == 0 || have.outline != f.outline {
			continue
		}
		if len(f.missing) < len(have.missing) {
			s.all[i] = f
		}
		return
	}
	s.all = append(s.all, f)
}

// seen says whether the same was taken before, and notes that it is now.
func (s *formSet) seen(content string) bool {
	if s.known == nil {
		s.known = map[string]bool{}
	}
	before := s.known[content]
	s.known[content] = true
	return before && content != ""
}

// asStored puts the newest first; of those that call themselves the same
// version, the one that was added first.
func (s *formSet) asStored() []*survey.Form {
	out := make([]*survey.Form, len(s.all))
	for i, f := range s.all {
		out[i] = f.Form
	}
	newestFirst(out)
	return out
}

// asMerged puts the newest first. Of those that call themselves the same
// version the one that asks most leads, for nothing says which is newer.
func (s *formSet) asMerged() []*survey.Form {
	slices.SortFunc(s.all, func(a, b found) int {
		return cmp.Or(len(b.Items)-len(a.Items), slices.Compare(a.identity[:], b.identity[:]))
	})
	return s.asStored()
}

// notices says what people should look at, always in one order.
func (s *formSet) notices() []*message.Text {
	out := append(slices.Clone(s.said), export.KindChanges(s.asStored())...)
	out = append(out, rewordings(s.asStored())...)
	by := map[string][]string{}
	for _, f := range s.all {
		by[f.Version] = append(by[f.Version], f.identity.String())
		if len(f.missing) > 0 {
			out = append(out, message.New("The form version %s was opened without its attached files (%s), which are not in the workbook any more: their codes have no labels. Put them into the folder of the workbook to have them.",
				f.Version, strings.Join(f.missing, ", ")))
		}
	}
	for version, names := range by {
		if len(names) > 1 {
			slices.Sort(names)
			out = append(out, message.New("%d forms call themselves version %s (%s): the questions of all were put together. Give a form that is edited a new version.",
				len(names), version, strings.Join(names, ", ")))
		}
	}
	slices.SortFunc(out, func(a, b *message.Text) int { return strings.Compare(a.String(), b.String()) })
	return slices.CompactFunc(out, func(a, b *message.Text) bool { return a.String() == b.String() })
}

// stored takes the versions of a form with which interviews were made. There is
// no error as long as one of them opens.
func stored(ctx context.Context, store *storage.Store, interviews []storage.Summary) (*formSet, error) {
	names := map[formName]bool{}
	set := &formSet{}
	for _, s := range interviews {
		name := formName{s.Form, s.Version}
		if names[name] {
			continue
		}
		names[name] = true
		if err := set.addStored(ctx, store, name); err != nil {
			return nil, err
		}
	}
	if len(set.all) == 0 {
		return nil, set.fault
	}
	return set, nil
}

// addStored takes the forms of a version that the store keeps: the one that it
// has now, and those that it had while interviews were made with it. One that
// does not open is told, and its interviews stay whole all the same.
func (s *formSet) addStored(ctx context.Context, store *storage.Store, name formName) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	earlier, err := store.Earlier(ctx, name.ID, name.Version)
	if err != nil {
		return message.New("form %s %s: %w", name.ID, name.Version, err)
	}
	form, err := readStored(ctx, store, name)
	var faults survey.ErrorList
	switch {
	case err == nil:
		s.add(foundForm(form, nil))
	case errors.As(err, &faults) || errors.Is(err, storage.ErrNotFound):
		s.closed(name.Version, err)
	default:
		return err
	}
	for _, workbook := range earlier {
		form, faults := xlsform.Read(workbook, xlsform.Options{Name: name.ID})
		if err := faults.Err(); err != nil {
			s.closed(name.Version, err)
			continue
		}
		s.add(foundForm(form, nil))
	}
	return nil
}

// closed tells that a form does not open.
func (s *formSet) closed(version string, err error) {
	if s.fault == nil {
		s.fault = message.New("form version %s: %w", version, err)
	}
	s.said = append(s.said, message.New("The form version %s does not open: answers that no other version asks for have no column; the interviews stay whole in the sheet _versions. (%s)", version, firstLine{err}))
}

// A firstLine is an error of which the first line is told: the others show
// where in the form it is.
type firstLine struct{ error }

func (e firstLine) Error() string { return e.In(message.English) }
func (e firstLine) Unwrap() error { return e.error }
func (e firstLine) In(l *message.Language) string {
	line, _, _ := strings.Cut(message.Say(l, e.error), "\n")
	return line
}

// addBook takes the forms that travel in a workbook. The one that leads has to
// open.
func (s *formSet) addBook(book *export.Book) error {
	if !s.seen(book.Content) {
		f, err := formIn(book)
		if err != nil {
			return err
		}
		s.add(f)
	}
	for _, data := range book.Older {
		if s.seen(string(data)) {
			continue
		}
		f, err := readForm(data, book)
		if err != nil {
			s.said = append(s.said, message.New("An older version of the form does not open: answers that no other version asks for have no column; the interviews stay whole in the sheet _versions. (%s)", filepath.Base(book.Path)))
			continue
		}
		s.add(f)
	}
	return nil
}
