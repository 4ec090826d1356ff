// Package merge is the union of what several workbooks hold.
//
//	set := merge.New()
//	for each workbook {
//		book, err := export.Read(ctx, path)
//		balance := set.Add(path, book.SHA256, book)
//	}
//	export.Write(ctx, out, set.Heads(), export.Options{Files: set.Files(), Others: set.Others()})
//
// A Set only grows: it holds every version of every record that it was ever
// given, by hash. A version is replaced when another version of the same
// record names it as a parent; the versions that are not are the heads of the
// record. One head is the record as it stands. No clock decides anything, and
// nothing is ever dropped: not the other side of a conflict, not a version
// that was replaced, and what is missing from a newer workbook is not deleted.
//
// So the order of the workbooks, how they are grouped and how often one comes
// make no difference to the set: Canonical is the same byte for byte.
//
// # Joins
//
// Heads that were changed apart join by themselves where no answer was changed
// twice. The join is a version with all heads as its parents, made by nobody
// (survey.JoinAuthor) and saved when the last of them was, so that whoever has
// the same heads makes the same join, byte for byte. It stands for the record
// and travels as any version; when one more head arrives it is passed over and
// the join of all heads stands instead. A correction of a join is made from it
// as from any version.
//
// An answer was changed twice where two heads hold different things and
// neither was made by somebody who had seen the other one's (see history). All
// heads are put together at once; there need not be one common ancestor, and
// merges in between make no difference. What counts as one answer:
//
//   - The answer to a question, with its state, and whether a doubt about it was
//     confirmed or it was parked. An answer that is gone, as the path passes its
//     question by, was changed.
//   - An instance of a repeat, by its key and never by its position. Added ones
//     join, each behind the one that it followed; of one that a head has removed,
//     any change in it that the other head did not see is a conflict about the
//     whole instance. Two orders of the same instances are a conflict.
//   - Kind, number, laptop, interviewer, form and beginning of the record. Where
//     they differ in the version of the form the newer name is taken, of two ends
//     the later one, and of languages that of the version that was saved later.
//
// What the form works out by itself is no answer: it is worked out anew for the
// join (Forms.Settle). Without the form nobody knows what that is, and without
// it heads join only where they hold the same. Where the form would not have
// asked one respondent what comes of all changes together, they do not join
// either, although no answer was changed twice (Conflict.Misfit).
//
// # Conflicts
//
// Heads that do not join are a conflict. It is shown, and until somebody
// decides the head with the greatest hash stands in, so that two coordinators
// see the same. A decision (Set.Decide) is a version with all heads as its
// parents, and travels as any other. Two people who decide otherwise begin a
// conflict about just that; two who decide alike have made versions that hold
// the same, which join.
//
// # The balance
//
// Every interview that a workbook holds, as a row of the sheet data or as a
// version behind it, is counted exactly once, as the set stands after that
// workbook:
//
//	Waiting     it came sealed and nobody here has opened it: it is kept as it is
//	Withdrawn   the interview was withdrawn: nothing of it is taken
//	Refused     it could not be read, and the reader said why
//	Known       the set had this very version already, from an earlier
//	            workbook or from an earlier row of this one
//	Superseded  new to the set, but another version that is there replaces it
//	Joined      new, replaced by none, and its record has another such version,
//	            with which it has joined
//	Conflict    new, replaced by none, and its record has another such version,
//	            which waits for a decision
//	Added       new, and now the record as it stands
//
// Read is what the workbook holds and is counted by itself; that it is the sum
// of the others is the check (Balance.Holds). Over all workbooks, Added,
// Superseded, Joined and Conflict together are the versions of the set, but for
// those that it had before (Set.Put) and the joins that it made itself.
//
// # What was edited outside
//
// A row that somebody changed in a workbook is no version: nothing is taken
// from it by itself. It counts once, as what became of the version that it was
// exported as: as that version where the workbook holds it besides or the
// evidence gives it back, as Known once any workbook has brought it, and as
// Refused until then, so that the balance of a workbook may change when a later
// one comes. Held against that version it is a list of edits (Set.Edits), each
// with old and new answer. An edit that is accepted becomes a version, made by
// whoever accepts it, and put into the set (Set.Make): it is told apart from what
// the workbooks brought. What was decided is remembered by the edit's tag
// (Set.Judge) and travels with the workbook of the merge (Set.Outside), so that
// nobody is asked again. An edit of which a version made from the same one holds
// the new answer is accepted already.
//
// # What was withdrawn
//
// An interview that a workbook lists as withdrawn, or that was withdrawn here
// (Set.Withdraw), is in no set: every version of it goes, whenever it came, and
// none comes back, from whatever workbook. What the balances counted its
// versions as becomes Withdrawn; rows that were known already stay Known. What
// was withdrawn travels with the workbook of the merge (Set.Withdrawn).
//
// # What people should look at
//
// Real, training and simulated interviews are counted apart. Two interviews
// that look like one, as two with one case code or with one running number of
// one laptop, with the same answers, or with nearly the same from one
// interviewer, day and place, stay two and are told (Set.Notices), and so are
// versions whose
// predecessor has not arrived. Of every laptop it is told which of its running
// numbers have not arrived (Set.Laptops).
package merge
