package survey

import (
	"iter"
	"slices"

	"anketa/survey/xpath"
)

// A Form is the questionnaire's definition. It is built by a reader
// (survey/xlsform), made whole by Link and not changed after that: any number
// of interviews may share it.
type Form struct {
	ID      string // settings form_id
	Version string // settings version; compared as text
	Name    string // name of the root node, "data" unless the settings say else
	Title   string

	Languages []Language // in order of first appearance; at least one
	Default   int        // index of the language that an interview starts in

	Root  *Item            // a group without a name of its own in paths
	Items []*Item          // every item below Root in form order; set by Link
	Lists map[string]*List // choice lists by name

	InstanceName *Rule             // settings instance_name; nil where none
	Pages        bool              // settings style has "pages"
	Special      Special           // codes for don't know, refused, not applicable
	Settings     map[string]string // the settings row as it stands, by canonical header
	Editable     bool              // settings client_editable: finished interviews may be corrected
	RecipientAt  Position          // where the setting recipient stands
	Sheets       []Sheet           // extension sheets: checks, quotas, indicators, reports

	// Source is the file that it was read from, byte for byte; where the form
	// reads attached files, they are packed into it.
	Source []byte

	// Attached are the pictures, sounds and films that it shows and plays, by
	// the name that its author wrote. One that is missing is not in it.
	Attached map[string][]byte

	graph graph
}

// Attachment gives a media file of the form as it is, nil where it has none of
// that name. It may be asked of no form.
func (f *Form) Attachment(name string) []byte {
	if f == nil {
		return nil
	}
	return f.Attached[name]
}

// A Language is one wording of the form.
type Language struct {
	ID   string // as the author wrote it after "::", e.g. "Русский (ru)"
	Name string // without the code: "Русский"
	Code string // the code in parentheses: "ru"; "" where there is none
}

// Special names the codes that stand for an answer state. Choice codes are
// compared with choice names, number codes with numbers.
type Special struct {
	Choice [NotApplicable + 1]string // by State; "" where there is none
	Number [NotApplicable + 1]string
}

// A Sheet is an extension sheet as rows of cells by canonical header.
type Sheet struct {
	Name string
	Rows []SheetRow
}

// A SheetRow is one row of an extension sheet.
type SheetRow struct {
	At    Position
	Cells map[string]string
}

// An Item is one row of the survey sheet: a question, note, calculation,
// group or repeat.
type Item struct {
	Index int // place in Form.Items; set by Link. The root has -1
	Name  string
	Type  *Type
	At    Position

	Label, Hint, Guidance Text
	Media                 map[string]Text // image, big-image, audio, video → file name

	List            *List      // the choices of a select or rank; nil elsewhere
	ItemsFrom       *xpath.Ref // select_one ${repeat question}: where its choices come from
	Rules           [Properties]*Rule
	RequiredMessage Text

	Default       *Rule        // a dynamic default, evaluated once
	DefaultText   string       // a static default
	Trigger       []*xpath.Ref // the calculation runs when one of these changes
	Appearance    []string
	Params        map[string]string
	Seed          xpath.Expr        // of randomize, where the parameter seed is an expression; set by Link
	Columns       map[string]string // what Anketa keeps and does not act on, by header
	Sensitivity   int               // 0 none … 3 could harm if disclosed
	AnalystExport string            // keep, band, drop, on_request; "" where not said

	Parent *Item
	Items  []*Item // of a group or repeat
}

// Rule is what an author wrote for one property of an item.
type Rule struct {
	Expr    xpath.Expr
	Message Text // of a constraint or a warning
	At      Position
}

// A List is a choice list.
type List struct {
	Name    string
	Columns []string // extra columns, usable in choice filters, in sheet order
	Choices []*Choice
	File    string // the attachment it was read from; "" for the choices sheet
	At      Position
}

// A Choice is one row of the choices sheet.
type Choice struct {
	Name   string // the code that is stored
	Label  Text
	Media  map[string]Text
	Values []string // the cells of List.Columns
	At     Position
}

// Value gives the choice's cell in an extra column of its list; "" where
// there is none.
func (l *List) Value(c *Choice, column string) string {
	if i := slices.Index(l.Columns, column); i >= 0 && i < len(c.Values) {
		return c.Values[i]
	}
	return ""
}

// Choice finds a choice by its code; nil where there is none.
func (l *List) Choice(name string) *Choice {
	if l == nil {
		return nil
	}
	for _, c := range l.Choices {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Walk gives the item and everything below it in form order.
func (it *Item) Walk() iter.Seq[*Item] {
	return func(yield func(*Item) bool) { it.walk(yield) }
}

func (it *Item) walk(yield func(*Item) bool) bool {
	if !yield(it) {
		return false
	}
	for _, c := range it.Items {
		if !c.walk(yield) {
			return false
		}
	}
	return true
}

// Path gives the place of the item in the form, without positions.
func (it *Item) Path() Path {
	if it.Parent == nil {
		return ""
	}
	return it.Parent.Path().Join(it.Name)
}

// Repeat gives the innermost repeat that the item stands in, nil where none;
// a repeat is not inside itself.
func (it *Item) Repeat() *Item {
	for p := it.Parent; p != nil; p = p.Parent {
		if p.Type.Kind == RepeatKind {
			return p
		}
	}
	return nil
}

// Has says whether the appearance column holds that word.
func (it *Item) Has(appearance string) bool {
	return slices.Contains(it.Appearance, appearance)
}

// Masked says whether its answer is not to be read while it is typed, nor in a
// list.
func (it *Item) Masked() bool { return it.Has("masked") || it.Has("hidden-answer") }

// Rule gives what the author wrote for a property, nil where nothing.
func (it *Item) Rule(p Property) *Rule { return it.Rules[p] }
