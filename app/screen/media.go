package screen

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"anketa/export"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// storeMedia has the files of a store's interviews. One that cannot be read
// there is none: it keeps no answer from being exported.
func storeMedia(store *storage.Store) export.Media {
	return func(ctx context.Context, key, name string, to io.Writer) error {
		err := store.ReadAttachment(ctx, key, name, to)
		for _, none := range []error{storage.ErrNotFound, storage.ErrNoKey, storage.ErrSealed, storage.ErrDamaged} {
			if errors.Is(err, none) {
				return export.ErrNoMedia
			}
		}
		return err
	}
}

// keysOf gives the interviews that miss a file.
func keysOf(absent []export.MediaFile) (keys []string) {
	for _, f := range absent {
		keys = append(keys, f.Key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// absentNotices tells of the files that an export was made without.
func absentNotices(absent []export.MediaFile, password string) []*message.Text {
	switch n, of := len(absent), len(keysOf(absent)); {
	case n == 0:
		return nil
	case password != "":
		return []*message.Text{message.New("%d files of answers were left out, of %d interviews: a password protects the workbook alone. Those interviews count as not exported.", n, of)}
	default:
		return []*message.Text{message.New("%d files of answers, of %d interviews, are not here or cannot be read, and were left out. Those interviews count as not exported.", n, of)}
	}
}

// unprotected tells of the files that do not lie beside a workbook because a
// password protects it.
func unprotected(absent []export.MediaFile) []*message.Text {
	if len(absent) == 0 {
		return nil
	}
	return []*message.Text{message.New("%d files of answers are not beside the workbook: a password protects the workbook alone.", len(absent))}
}

// leftOut tells of files that an export for other programs was made without.
func leftOut(absent []export.MediaFile) []*message.Text {
	if len(absent) == 0 {
		return nil
	}
	return []*message.Text{message.New("%d files of answers, of %d interviews, were left out: they are not here, or this layout has no place for them.", len(absent), len(keysOf(absent)))}
}

// A mergeMedia is the files of the interviews of a merge: beside the workbooks,
// and in the store that they are merged into.
type mergeMedia struct {
	library export.Library
	store   *storage.Store // nil where there is none
	sealed  map[string]sealedMedia
}

// media is where the merged workbook takes files from.
func (m *mergeMedia) media() export.Media {
	places := []export.Media{m.library.Read, m.unsealed}
	if m.store != nil {
		places = append(places, storeMedia(m.store))
	}
	return export.FirstMedia(places...)
}

// tell says which files a merge did not find.
func (m *mergeMedia) tell(absent []export.MediaFile) (out []*message.Text) {
	altered := 0
	for _, f := range absent {
		if m.library.Altered(f.Name) {
			altered++
		}
	}
	if altered > 0 {
		out = append(out, message.New("%d files beside the workbooks are not those that the answers name: they were changed or damaged, and were not taken. Ask for the folder again.", altered))
	}
	if n := len(absent) - altered; n > 0 {
		out = append(out, message.New("%d files of answers, of %d interviews, are missing: put the folder NAME-media beside each workbook and merge again.", n, len(keysOf(absent))))
	}
	return out
}

// keep puts the files of versions into the store, which has the versions, and
// gives those that it has not and that were not found.
func (m *mergeMedia) keep(ctx context.Context, versions []*survey.Record, p Progress) (absent []export.MediaFile, err error) {
	for i, r := range versions {
		names := r.Attachments()
		if len(names) == 0 {
			continue
		}
		had, err := m.store.Attachments(ctx, r.ID)
		if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrNoKey) { // withdrawn, or a colleague's
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if slices.ContainsFunc(had, func(a storage.Attachment) bool { return a.Name == name }) {
				continue
			}
			switch found, err := m.put(ctx, r.ID, name); {
			case err != nil:
				return nil, err
			case !found:
				absent = append(absent, export.MediaFile{Key: r.ID, Name: name})
			}
		}
		p.step(i, len(versions), "")
	}
	return absent, nil
}

// put puts one file into the store.
func (m *mergeMedia) put(ctx context.Context, id, name string) (found bool, err error) {
	if path, err := m.library.Find(ctx, name); err == nil {
		file, err := os.Open(path)
		if err != nil {
			return false, nil
		}
		defer file.Close()
		_, err = m.store.PutAttachment(ctx, id, name, file)
		return err == nil, skipping(err)
	} else if !errors.Is(err, export.ErrNoMedia) {
		return false, err
	}
	if _, sealed := m.sealed[id+" "+name]; !sealed {
		return false, nil
	}
	from, to := io.Pipe()
	go func() { to.CloseWithError(m.unsealed(ctx, id, name, to)) }()
	defer from.Close()
	_, err = m.store.PutAttachment(ctx, id, name, from)
	return err == nil, skipping(err)
}

// skipping passes over a file that is not the one it should be, or nowhere.
func skipping(err error) error {
	for _, none := range []error{storage.ErrChanged, storage.ErrTooLarge, export.ErrNoMedia, storage.ErrSealed, storage.ErrDamaged} {
		if errors.Is(err, none) {
			return nil
		}
	}
	return err
}

// sealedMedia says where the file of a sealed interview is.
type sealedMedia struct {
	age  string // the name of the age file
	open func(sealed io.Reader) (io.Reader, error)
}

// open takes the files of an interview that was opened.
func (m *mergeMedia) open(id *seal.Identity, key string, files []storage.SealedFile) {
	for _, f := range files {
		if m.sealed == nil {
			m.sealed = map[string]sealedMedia{}
		}
		m.sealed[key+" "+f.Name] = sealedMedia{f.Sealed, func(sealed io.Reader) (io.Reader, error) { return f.Open(id, sealed) }}
	}
}

// unsealed is a Media of the files of sealed interviews that were opened.
func (m *mergeMedia) unsealed(ctx context.Context, key, name string, to io.Writer) error {
	from, here := m.sealed[key+" "+name]
	if !here {
		return export.ErrNoMedia
	}
	path, err := m.library.Find(ctx, from.age)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return export.ErrNoMedia
	}
	defer file.Close()
	clear, err := from.open(file)
	if err != nil {
		return export.ErrNoMedia
	}
	if _, err := io.Copy(to, clear); err != nil {
		return errors.Join(export.ErrNoMedia, err)
	}
	return nil
}

// file remembers the records of a workbook that name files.
func (m *mergeJob) file(records []*survey.Record) {
	for _, r := range records {
		if len(r.Attachments()) > 0 {
			m.filed = append(m.filed, r)
		}
	}
}

// keepFiles puts the files of a merge's interviews into the store, which has the
// interviews, and tells which ones were not found.
func (m *Merging) keepFiles(ctx context.Context) ([]*message.Text, error) {
	j := m.job
	j.media.store = m.store
	merges, err := m.store.Merges(ctx)
	if err != nil {
		return nil, err
	}
	for _, old := range merges { // what waited sealed stands beside what was written before
		if old.Out != "" {
			j.media.library.AddBook(old.Out)
		}
	}
	absent, err := j.media.keep(ctx, j.filed, j.progress)
	return j.media.tell(absent), err
}

// filesAreNew says whether workbooks that were merged before came with a file
// that the store does not have.
func (m *Merging) filesAreNew(ctx context.Context) bool {
	for _, r := range m.job.filed {
		had, err := m.store.Attachments(ctx, r.ID)
		if err != nil {
			continue
		}
		for _, name := range r.Attachments() {
			if slices.ContainsFunc(had, func(a storage.Attachment) bool { return a.Name == name }) {
				continue
			}
			if _, err := m.job.media.library.Find(ctx, name); err == nil {
				return true
			}
			if from, sealed := m.job.media.sealed[r.ID+" "+name]; sealed {
				if _, err := m.job.media.library.Find(ctx, from.age); err == nil {
					return true
				}
			}
		}
	}
	return false
}

// absent counts the files of records that do not lie beside the workbooks under
// their names. What is in those that do, only the merge reads.
func (m *mergeMedia) absent(records []*survey.Record) (n int) {
	seen := map[string]bool{}
	for _, r := range records {
		for _, name := range r.Attachments() {
			from := name
			if sealed, here := m.sealed[r.ID+" "+name]; here {
				from = sealed.age
			}
			if !seen[from] && !m.library.Has(from) {
				n++
			}
			seen[from] = true
		}
	}
	return n
}
