// Package export turns records into a workbook (.xlsx) and a workbook back
// into records.
//
//	written, err := export.Write(ctx, "evening.xlsx", store.Records(ctx, all), export.Options{Forms: forms})
//	book, err := export.Read(ctx, "evening.xlsx")
//
// One workbook is complete by itself: the answers as one row per interview
// and one sheet per repeat, the same with labels, a codebook, and the form's
// own survey, choices and settings sheets. Reading it needs no form.
// WriteCSV gives the same tables to programs that read no workbook. Options.Password
// and WithPasswords are for workbooks that are protected with a password.
//
// It promises:
//
//   - What is written can be read back: record → workbook → record is the
//     identity, also after LibreOffice has re-saved the file, sorted its rows
//     or moved its columns. Write reads its own file back and compares before
//     the file gets its name; until then nothing that was there is touched.
//   - A blank cell means that the question was not asked; never 0. Every other
//     state of an answer stands in the column _states.
//   - Nothing is dropped in silence and nothing is guessed. A count that does
//     not agree with the sheet _export, a damaged file, a row that is nobody's:
//     each is told with sheet, row and remedy.
//   - A row that does not agree with its hash is read as what it was where
//     something that spreadsheets do explains it and the hash then agrees
//     (Book.Repaired). Else somebody edited it: nothing is taken from it, and
//     held against the version that was exported it tells every answer that is
//     another (Book.Edited, Edited.Changes). Columns that were sorted apart give
//     no edits.
//   - No answer is written anywhere but into what was asked for: no temporary
//     file in clear, no answer in an error. What does not fit into the memory
//     meanwhile lies beside it, encrypted under a key that is nowhere.
package export
