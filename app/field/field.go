package field

import (
	"time"

	"fyne.io/fyne/v2"

	"anketa/survey"
	"anketa/survey/interview"
)

// A Field is one question, or note, on the page.
type Field interface {
	fyne.CanvasObject
	Update(interview.View)      // what it is now; what is being typed stays
	Commit()                    // hands in what was typed
	OpenFirst() bool            // opens the first sound, film or address that it has; false for none
	Trouble() fyne.CanvasObject // what says that the answer is missing, wrong or doubted; nil where nothing is
	Focus() fyne.Focusable      // what gets the keyboard; nil for a note or what can only be read
}

// A Host is what a field hands its events to. The first ones are
// called with the place of the question. Those after Next may be nil, but T.
type Host struct {
	Answer  func(p survey.Path, text string) // chosen, or typed and left
	Typing  func(p survey.Path, text string) // being typed
	Confirm func(p survey.Path)              // what a soft check doubted is right

	Focused func(p survey.Path)         // the field has the keyboard now; may be nil
	Next    func(p survey.Path)         // to the next question
	Step    func(p survey.Path, by int) // to the question above (-1) or below (1) on the page
	Reveal  func(fyne.CanvasObject)     // a part of a tall field should be in sight

	Key      func(*fyne.KeyEvent) bool   // a key that the field has no use for
	Shortcut func(fyne.Shortcut) bool    // likewise
	T        func(string, ...any) string // texts of the interface
	After    func(time.Duration, func()) // calls later, on the window's goroutine

	Attach   func(p survey.Path, ends []string) // has a file chosen whose name ends so, and taken in as the answer
	File     func(name string, got func(File))  // tells, maybe later, what there is of an answer's file
	SaveFile func(name string)                  // has a copy of it written outside
	Files    *Album                             // the pictures among the answers

	Open   func(name string, data []byte) // has a file of the form opened by another program
	Browse func(address string)           // has a web address opened
	Album  *Album                         // the form's pictures

	Compact bool // several questions share the page: smaller wordings
}

// A body is the part of a field that takes the answer.
type body interface {
	object() fyne.CanvasObject
	show(v interview.View)
	commit()
	focusable() fyne.Focusable
}

// bodies are the kinds of question. What is not here, as a note, has none.
var bodies = map[survey.QuestionKind]func(*frame) body{
	survey.TextKind:           newText,
	survey.IntegerKind:        newNumber,
	survey.DecimalKind:        newNumber,
	survey.RangeKind:          newRange,
	survey.DateKind:           newMoment,
	survey.TimeKind:           newMoment,
	survey.DateTimeKind:       newMoment,
	survey.SelectOneKind:      newSelect,
	survey.SelectMultipleKind: newSelect,
	survey.RankKind:           newSelect,
	survey.AcknowledgeKind:    newAcknowledge,
	survey.GeopointKind:       newText,
	survey.GeotraceKind:       newText,
	survey.GeoshapeKind:       newText,
	survey.FileKind:           newFile,
}

// New makes the field for a question or note.
func New(v interview.View, host Host) Field {
	f := newFrame(v, host)
	if make := bodies[v.Item.Type.Kind]; make != nil {
		f.body = make(f)
	}
	f.build()
	f.fill(v)
	return f
}

// hostKeys lets a host take the keys of the widgets.
type hostKeys struct{ h Host }

func (k hostKeys) Key(e *fyne.KeyEvent) bool     { return k.h.Key != nil && k.h.Key(e) }
func (k hostKeys) Shortcut(s fyne.Shortcut) bool { return k.h.Shortcut != nil && k.h.Shortcut(s) }

// keysOr offers a key to a first taker before the host.
type keysOr struct {
	first func(*fyne.KeyEvent) bool
	Keys
}

func (k keysOr) Key(e *fyne.KeyEvent) bool { return k.first(e) || k.Keys.Key(e) }
