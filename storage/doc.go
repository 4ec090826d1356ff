// Package storage keeps the interviews of one laptop in one SQLite file: the
// forms they are made with, drafts with a journal of every edit, finished
// versions for ever, and a few settings.
//
//	store, err := storage.Open(ctx, path, storage.Options{})
//	if err != nil {
//		return err // may be ErrLocked, ErrNewer, ErrForeign, ErrDamaged
//	}
//	defer store.Close()
//	if store.State() == storage.Locked { // Fresh, Plain: Enroll
//		err = store.Unlock(ctx, "K1", passphrase) // ErrPassphrase, *WaitError
//	}
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
//   - Everything is sealed on its way to the disk, in the file, its -wal, its
//     backups and what is kept of a damaged one. Nobody reads it without the
//     passphrase, the printed code or the coordinator's key of somebody who was
//     enrolled, nor puts one payload in the place of another unseen.
//
// Every interview has a key of its own, sealed for its owner: a colleague who
// unlocks the same store sees that it is there, and nothing of it. Settings and
// forms are for everybody who can unlock. What stands in the file in clear is:
//
//   - the layout of the tables and its version, the laptop's random id and the
//     last running number that it gave out;
//   - of a person: the code, the public keys, wrong passphrases since the last
//     right one and when the last of them was tried, how dear a guess is, and
//     whether there are a printed code and a way over the coordinator;
//   - of an interview: the random id, the running number, the owner, whether
//     there is a draft, how many versions it has, how often it was saved, how
//     many changes its journal has, which of them a damage took, of which change
//     its snapshot is, which versions are sealed for the coordinator or came
//     with which merge;
//   - names of settings, and the few settings that are needed before anybody
//     unlocks (SetOpenSetting): the look of the window, never a path;
//   - how many forms, events, merges, exports, refusals and destroyed interviews
//     there are; which interview has files, how many and how large; the order in
//     which rows were written; the size of each payload, in steps of 128 bytes to
//     4 kB; tags and digests, which tell whether two are the same and nothing
//     else; of what arrived sealed, whether it is a laptop's key, a row that waits
//     or a journal;
//   - beside the file, when the store was last written to (STORE-head) and when
//     backups were made (their names); until the next unlocking, that a restore
//     was made.
//
// Where the second folder for backups is, nobody reads who has not unlocked the
// store: a backup that is made while it is locked goes where the memory says.
//
// Checking a store, backing it up and restoring it need no key: every payload
// carries a checksum, and rows move as they are sealed.
//
// Every row of the journal, version, event and attachment is an entry of a history (chain)
// that outlives what it is of. Verify needs no key and names what was altered,
// put in another place, inserted, cut out or rolled back; with a key also what
// is gone and was not erased on purpose. Nothing inside the file can tell a
// whole history from another whole one, so its end is also kept beside it
// (STORE-head: how many entries, what stands for them, when it was written), in
// backups and exports, and read out as a code. Whoever deletes what the history
// knows writes an event in the same transaction (noteErasing).
//
// The other rows - settings, forms, who can unlock, whose an interview is,
// withdrawals, exports, merges, refusals, what arrived - stand on a shelf: every
// event carries, sealed, what these tables come to (shelf), and the link of the
// entry before it. So whoever has the file, an editor of databases and no key is
// noticed, at the next unlocking (Altered) and by Verify, who
//
//   - deletes such a row, adds one, moves one, or puts an older one in its place,
//     as the lock of an older passphrase: the table is named;
//   - writes the history before an event anew, with the heads outside;
//   - takes a lock from another store: it is not opened;
//   - marks a version as replaced, or one that was replaced as the newest: reading
//     finished interviews (Records) holds that against what the versions say;
//   - has losses look like those of a restore: every restore, and what was lost
//     with it, is told of for ever;
//   - leaves triggers, views, virtual tables or other tables in the file: it is
//     not opened.
//
// It is not noticed inside the file when all of it is put back as it once was:
// see Head. What stands in clear by SetOpenSetting may be changed, and how often
// wrong passphrases were tried: against guessing on a copy helps that each guess
// is dear. Whoever can unlock the store can write whatever they like.
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
