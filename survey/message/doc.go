// Package message has what the program says to people beside the texts of its
// window: why a workbook was not taken, what is wrong with a form, which step
// could not be done. A sentence is written in English where it is made, and its
// format and what is filled in stay apart, so that it can be said in another
// language later:
//
//	return message.New("the sheet %s has no column %q", sheet, column)
//
// A Text is an error too, and its English is what fmt.Errorf would make; with
// %w it wraps. What is filled in may be a Text again, another error, or
// whatever can say itself in a language (Sayer): it is translated with the
// sentence around it. Those who print choose the language:
//
//	fmt.Println(message.Say(message.For("ru_RU.UTF-8"), err))
//
// The translations lie in the folder ru, by the English format. A test reads
// the source of the whole program and holds them against it: every format has
// its Russian, with the same verbs, and nothing is translated that nobody says.
//
// Sentences go to people only. What programs read, as JSON and the sheets that
// are read back, has English or a code.
package message
