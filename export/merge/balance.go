package merge

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
)

// A Balance is what came of the interviews that were read; see the package
// comment for what each count means.
type Balance struct {
	Read       int `json:"read"`
	Added      int `json:"added"`
	Known      int `json:"known"`
	Superseded int `json:"superseded"`
	Joined     int `json:"joined"`
	Conflict   int `json:"conflict"`
	Refused    int `json:"refused"`
	Withdrawn  int `json:"withdrawn,omitempty"`
	Waiting    int `json:"waiting,omitempty"`
}

// Holds says whether everything that was read is accounted for.
func (b Balance) Holds() bool {
	return b.Read == b.Added+b.Known+b.Superseded+b.Joined+b.Conflict+b.Refused+b.Withdrawn+b.Waiting
}

// Plus adds two balances up.
func (b Balance) Plus(c Balance) Balance {
	return Balance{
		b.Read + c.Read, b.Added + c.Added, b.Known + c.Known,
		b.Superseded + c.Superseded, b.Joined + c.Joined, b.Conflict + c.Conflict, b.Refused + c.Refused, b.Withdrawn + c.Withdrawn, b.Waiting + c.Waiting,
	}
}

// String prints the sum as people check it.
func (b Balance) String() string { return b.In(message.English) }

// In prints it in a language.
func (b Balance) In(l *message.Language) string {
	equal := "="
	if !b.Holds() {
		equal = "≠"
	}
	text := message.New("%d read %s %d added + %d already known + %d superseded + %d joined + %d conflict + %d refused",
		b.Read, equal, b.Added, b.Known, b.Superseded, b.Joined, b.Conflict, b.Refused)
	if b.Withdrawn != 0 {
		text = message.New("%s + %d withdrawn", text, b.Withdrawn)
	}
	if b.Waiting != 0 {
		text = message.New("%s + %d waiting sealed", text, b.Waiting)
	}
	return text.In(l)
}

// A File is the balance of one workbook.
type File struct {
	Name    string          `json:"name"`
	SHA256  string          `json:"sha256"` // of the file, in hex
	Balance                 // of all kinds
	Kinds   ByKind[Balance] `json:"kinds"` // a row that was refused has none
}

// ByKind is something of each survey.Kind. In JSON it is an object with the
// kinds' words as keys: real, training, simulated.
type ByKind[T any] [survey.Simulated + 1]T

// MarshalJSON writes the kinds in their order.
func (k ByKind[T]) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for kind, v := range k {
		if kind > 0 {
			out = append(out, ',')
		}
		data, err := json.Marshal(v)
		if err != nil {
			return nil, message.New("write %s: %w", survey.Kind(kind), err)
		}
		out = append(strconv.AppendQuote(out, survey.Kind(kind).String()), ':')
		out = append(out, data...)
	}
	return append(out, '}'), nil
}

func (f *File) count(k survey.Kind, st standing) {
	for _, b := range []*Balance{&f.Balance, &f.Kinds[k]} {
		*b.of(st)++
	}
}

// of is the count of a standing.
func (b *Balance) of(st standing) *int {
	return [...]*int{added: &b.Added, superseded: &b.Superseded, joined: &b.Joined, conflicting: &b.Conflict, waiting: &b.Waiting}[st]
}

// An Account is everything that a merge has to say, fit for JSON.
type Account struct {
	Files     []File      `json:"files"`
	Total     Balance     `json:"total"`
	Records   int         `json:"records"`
	Versions  int         `json:"versions"`
	Kinds     ByKind[int] `json:"kinds"`            // records as they stand
	Sealed    int         `json:"sealed,omitempty"` // interviews beside them that were not opened
	Conflicts []string    `json:"conflicts"`
	Disputed  []Named     `json:"-"` // the same interviews
	Notices   []Notice    `json:"notices"`

	own int // versions that no workbook brought, joins among them
}

// Account gives the balance of every workbook and of all, and what people
// should look at.
func (s *Set) Account() Account {
	s.resolve()
	a := Account{Files: s.files, Conflicts: s.Conflicts(), Notices: s.Notices(), own: len(s.had) + s.decided + s.made()}
	a.Records, a.Versions = s.Len()
	a.Sealed, a.Disputed = len(s.sealed), s.named(a.Conflicts)
	for _, f := range s.files {
		a.Total = a.Total.Plus(f.Balance)
	}
	for _, r := range s.current() {
		a.Kinds[r.Kind]++
	}
	return a
}

// AllKnown gives the account of workbooks whose versions were all known before:
// what was taken is known, and nothing else came of it.
func (a Account) AllKnown() Account {
	known := func(b Balance) Balance {
		return Balance{Read: b.Read, Known: b.Read - b.Refused - b.Withdrawn, Refused: b.Refused, Withdrawn: b.Withdrawn}
	}
	files := slices.Clone(a.Files)
	for i := range files {
		files[i].Balance = known(files[i].Balance)
		for k, b := range files[i].Kinds {
			files[i].Kinds[k] = known(b)
		}
	}
	a.Files, a.Total, a.own = files, known(a.Total), a.Versions
	return a
}

// Files gives the balances as a workbook carries them.
func (s *Set) Files() []export.File {
	out := make([]export.File, len(s.files))
	for i, f := range s.files {
		out[i] = export.File{
			Name: f.Name, SHA256: f.SHA256, Read: f.Read, Added: f.Added, Known: f.Known,
			Superseded: f.Superseded, Joined: f.Joined, Conflict: f.Conflict, Refused: f.Refused, Withdrawn: f.Withdrawn, Waiting: f.Waiting,
		}
	}
	return out
}

// Holds says whether every balance holds and the versions that came in are
// those that are there, beside those that were there before.
func (a Account) Holds() bool {
	for _, f := range a.Files {
		if !f.Holds() {
			return false
		}
	}
	return a.Total.Holds() && a.Total.Added+a.Total.Superseded+a.Total.Joined+a.Total.Conflict == a.Versions-a.own
}

// String prints the account as a table, a line for each workbook, with the sum
// and its check, then what people should look at.
func (a Account) String() string { return a.In(message.English) }

// In prints it in a language.
func (a Account) In(l *message.Language) string {
	var b strings.Builder
	say := func(t *message.Text) { fmt.Fprintln(&b, t.In(l)) }
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight|tabwriter.TabIndent)
	withdrawn, waiting := a.Total.Withdrawn > 0, a.Total.Waiting > 0 // seldom; the columns stand only then
	fmt.Fprint(w, message.New("read\tadded\tknown\tsuperseded\tjoined\tconflict\trefused\t").In(l))
	if withdrawn {
		fmt.Fprint(w, message.New("withdrawn\t").In(l))
	}
	if waiting {
		fmt.Fprint(w, message.New("waiting\t").In(l))
	}
	fmt.Fprintln(w, message.New("  sha256    file").In(l))
	line := func(c Balance, sha256, name string) {
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t", c.Read, c.Added, c.Known, c.Superseded, c.Joined, c.Conflict, c.Refused)
		if withdrawn {
			fmt.Fprintf(w, "%d\t", c.Withdrawn)
		}
		if waiting {
			fmt.Fprintf(w, "%d\t", c.Waiting)
		}
		fmt.Fprintf(w, "  %-8.8s  %s\n", sha256, name)
	}
	for _, f := range a.Files {
		line(f.Balance, f.SHA256, f.Name)
	}
	line(a.Total, "", message.New("all").In(l))
	w.Flush()
	say(message.New("%s", a.Total))
	if !a.Holds() {
		say(message.New("The balance does not hold: %d versions are there.", a.Versions))
	}
	say(message.New("%d interviews: %d real, %d training, %d simulated; %d versions; %d in conflict",
		a.Records, a.Kinds[survey.Real], a.Kinds[survey.Training], a.Kinds[survey.Simulated], a.Versions, len(a.Conflicts)))
	if a.Sealed > 0 {
		say(message.New("%d sealed interviews beside them were not opened and are kept as they are", a.Sealed))
	}
	for _, of := range a.Disputed {
		say(message.New("conflict: %s has versions that were changed apart", of))
	}
	for _, n := range a.Notices {
		say(message.New("notice: %s", n))
	}
	return b.String()
}
