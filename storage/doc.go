// Package storage keeps the interviews of one laptop in one SQLite file: the
// forms they are made with, drafts with a journal of every edit, finished
// versions for ever, and a few settings.
//
//	store, err := storage.Open(ctx, path, storage.Options{})
//	if err != nil {
//		return err // may be ErrLocked, ErrNewer, ErrForeign, ErrDamaged
//	}
//	defer store.Close()
//	draft, err := store.Begin(ctx, iv.Draft())       // it has its id and number
//	err = store.Append(ctx, draft.ID, at, iv.Edits()) // nil: it is on the disk
//	record, problems := iv.Finish()
//	err = store.Finish(ctx, record)                   // the draft became a version
//
// What it promises:
//
//   - A method that returns nil has committed what it was given: it is there
//     after a crash, a kill and a power cut. A method that returns an error
//     has changed nothing, and the same Store goes on when the reason is gone,
//     as when there is space on the disk again. After an error of the disk it
//     opens the file anew and examines it before the next change.
//   - A number is given out once, also when its interview is discarded.
//   - A backup is whole: it has its name when all of it was read back, and only
//     then older ones go. Restoring keeps the damaged file as it is.
//   - A finished version never changes. Another version of the same interview
//     stands beside it, and says which ones it replaces.
//   - A file that is not a store, or is one of a newer program, is not touched.
//   - Everything that an answer or a wording could be read from goes through
//     one seam (sealer) on its way to the disk. In clear are only ids,
//     numbers, counts and the names of settings. Beside the store
//     and its -wal, only backups, a restored store and what is kept of a
//     damaged one hold payloads and, while a newer program converts the file,
//     its -journal.
//
// A draft is a snapshot and the journal rows since: an answer costs one row
// and one sync of the disk. When the rows are many, a new snapshot is made
// with one of them; the journal stays, also after the end of the draft, as
// the record of who changed what and when.
//
// A Store may be used from several goroutines. Reading never holds up a save
// for longer than one chunk of records takes to read; a backup does while SQLite
// copies, which is some milliseconds for each megabyte.
package storage
