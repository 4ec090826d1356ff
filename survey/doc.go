// Package survey is the vocabulary of a questionnaire: its definition (Form,
// Item, List, Rule), what follows from what (Cell, Edge), its answers (Record,
// Answer, Path) and the changes of them (Edit).
//
// A reader such as survey/xlsform builds a Form from a document and makes it
// whole with Link, which finds every fault that needs the whole form. A linked
// Form does not change: any number of interviews (survey/interview) share it.
//
//	form, faults := xlsform.Read(workbook, xlsform.Options{Name: "household"})
//	if err := faults.Err(); err != nil {
//		return err
//	}
//	for _, cell := range form.Order() {
//		fmt.Println(cell, "before", form.Readers(cell))
//	}
//
// The dependency graph has a vertex for each property of each item that an
// expression can decide. Order puts a cell after every cell that it reads, so
// one pass in that order brings a whole interview up to date.
//
// A Record stands by itself: it is read, compared, hashed and written without
// its form. It is either a draft, which grows by Edits, or one finished
// version.
package survey
