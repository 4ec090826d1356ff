package screen

import (
	"context"
	"errors"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// An Emptying is what would be lost with a store, beside what was handed over.
type Emptying struct {
	Interviews  int   // that are here, of everybody who uses the store
	Drafts      int   // of these, not finished
	Unexported  []int // numbers of finished interviews in no export
	Unconfirmed []int // numbers of finished interviews that the coordinator's workbook does not have as they are here; nil where none was named
	Colleagues  int   // interviews of others, of which only a workbook can tell whether they were handed over
	Checked     bool  // a workbook was named
}

// Complete says that nothing would be lost.
func (e *Emptying) Complete() bool {
	return e.Drafts == 0 && len(e.Unconfirmed) == 0 && (e.Checked || len(e.Unexported) == 0 && e.Colleagues == 0)
}

// Missing says in sentences what would be lost.
func (e *Emptying) Missing() (sentences []*message.Text) {
	if e.Drafts > 0 {
		sentences = append(sentences, message.New("%d interviews are not finished.", e.Drafts))
	}
	if len(e.Unexported) > 0 && !e.Checked {
		sentences = append(sentences, message.New("Finished interviews in no export: %s.", numberList(e.Unexported)))
	}
	if e.Colleagues > 0 && !e.Checked {
		sentences = append(sentences, message.New("%d interviews belong to colleagues: name the coordinator's workbook to see whether it has them.", e.Colleagues))
	}
	if len(e.Unconfirmed) > 0 {
		sentences = append(sentences, message.New("The coordinator's workbook does not have these finished interviews as they are here: %s.", numberList(e.Unconfirmed)))
	}
	return sentences
}

// CheckEmptying looks at what would be lost. Confirmed are workbooks of the
// coordinator: what they have, version by version, arrived.
func CheckEmptying(ctx context.Context, store *storage.Store, confirmed []string) (*Emptying, error) {
	all, err := store.List(ctx, storage.Filter{Others: true})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	if damaged := damagedNumbers(all); len(damaged) > 0 {
		return nil, message.New("%w: %s", storage.ErrDamaged, damagedWords(all)[0])
	}
	e := &Emptying{Interviews: len(all), Checked: len(confirmed) > 0}
	for _, s := range all {
		if s.Draft {
			e.Drafts++
		}
		if !s.Mine {
			e.Colleagues++
		}
	}
	if e.Unexported, err = store.Unexported(ctx); err != nil {
		return nil, err
	}
	if !e.Checked {
		return e, nil
	}
	var hashes []survey.Hash
	for _, path := range confirmed {
		book, err := export.Read(ctx, path)
		if err != nil {
			return nil, err
		}
		files := &export.Library{}
		files.AddBook(path)
		for _, r := range book.Records {
			arrived, err := hasFiles(ctx, files, r)
			if err != nil {
				return nil, err
			}
			if arrived {
				hashes = append(hashes, r.Hash())
			}
		}
	}
	e.Unconfirmed, err = store.Unconfirmed(ctx, hashes)
	return e, err
}

// Empty destroys the store with its keys and backups: see storage.Store.Empty.
// Whatever the error, Emptied says whether the keys are gone.
func (d *Desk) Empty(ctx context.Context) error {
	d.second.done.Wait()
	return d.Store.Empty(ctx)
}

// Emptied says that nothing is left to open.
func (d *Desk) Emptied() bool { return d.Store.User() == "" }

// hasFiles says whether all files that a record names stand beside the workbook.
func hasFiles(ctx context.Context, files *export.Library, r *survey.Record) (bool, error) {
	for _, name := range r.Attachments() {
		switch _, err := files.Find(ctx, name); {
		case errors.Is(err, export.ErrNoMedia):
			return false, nil
		case err != nil:
			return false, err
		}
	}
	return true, nil
}
