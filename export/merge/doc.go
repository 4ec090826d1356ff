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
// record. One head is the record as it stands. Two or more are a conflict: it
// is shown, and until somebody decides the head with the greatest hash stands
// in, so that two coordinators see the same. No clock decides anything, and
// nothing is ever dropped: not the other side of a conflict, not a version
// that was replaced, and what is missing from a newer workbook is not deleted.
//
// So the order of the workbooks, how they are grouped and how often one comes
// make no difference to the set: Canonical is the same byte for byte.
//
// # The balance
//
// Every interview that a workbook holds, as a row of the sheet data or as a
// version behind it, is counted exactly once, as the set stands after that
// workbook:
//
//	Refused     it could not be read, and the reader said why
//	Known       the set had this very version already, from an earlier
//	            workbook or from an earlier row of this one
//	Superseded  new to the set, but another version that is there replaces it
//	Conflict    new, replaced by none, and its record has another such version
//	Added       new, and now the record as it stands
//
// Read is what the workbook holds and is counted by itself; that it is the sum
// of the others is the check (Balance.Holds). Over all workbooks, Added,
// Superseded and Conflict together are the versions of the set.
//
// # What people should look at
//
// Real, training and simulated interviews are counted apart. Two interviews
// that look like one, as two with one case code or with one running number of
// one laptop, stay two and are told (Set.Notices), and so are versions whose
// predecessor has not arrived. Of every laptop it is told which of its running
// numbers have not arrived (Set.Laptops).
package merge
