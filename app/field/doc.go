// Package field asks one question: a widget for each kind of question, and the
// few plain widgets that the rest of the window is made of.
//
//	f := field.New(iv.View(p), host)
//	window.Canvas().Focus(f.Focus())
//	f.Update(iv.View(p)) // after every change
//	f.Commit()         // before the page is left
//
// A field shows a state and reports an answer; what an answer means, and what
// follows from it, it does not know. While something is being typed the field
// keeps it, whatever Update brings, until it is committed: by Enter, by leaving
// the field, or by Commit.
//
// Keys: Fyne gives a key to the widget that has the keyboard and to nothing
// else, so every widget here hands on what it has no use for. Digits are taken
// by the place of the key (TypedKey), never as a letter, because several
// keyboard layouts have letters there.
package field
