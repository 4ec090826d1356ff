// Package interview is one filling of one form: an answer goes in, and all
// that follows from it comes out.
//
//	iv := interview.New(form, interview.Options{Now: time.Now, Seed: seed})
//	changes, err := iv.Set("g_person/age", "12") // what a screen has to draw again
//	view := iv.View("g_person/spouse")           // view.Relevant is false now
//	store.Append(ctx, id, at, iv.Edits())        // what a journal has to keep
//	record, problems := iv.Finish()
//
// What it promises:
//
//   - Nothing goes stale. After every call each calculation, condition, choice
//     list, constraint and wording is what computing everything anew would give.
//   - The cost of a change is that of what depends on it, however large the form.
//   - Nothing typed is lost. An answer that is not relevant, whose choice is not
//     offered or that breaks its rule is blank to every expression and is kept; it
//     is the same again when the reason goes. So undoing a change undoes all of it.
//   - The edits are facts: survey.Record.Apply of every edit since New gives Draft.
//   - What an expression cannot work out is blank and stops nothing; a check of
//     the form asks for it (Options.Faults).
//
// The rules are those of ODK (JavaRosa), with Anketa's own where engines
// disagree. An Interview is not safe for use by several goroutines at once;
// any number of interviews may share a form.
package interview
