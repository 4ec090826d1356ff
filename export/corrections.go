package export

import (
	"context"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// A Correction is one line of a list of corrections, in the layout of
// ipacheckcorrections (Innovations for Poverty Action, ipacheck 4): the key of
// a row, the variable, its value and the new one, and what to do. The columns
// behind those are for people; ipacheckcorrections passes over them.
type Correction struct {
	Key      string // of the row: the interview's, or the instance's
	Variable string // the column
	Value    string // as it is
	NewValue string
	Action   string // Replace, Okay, Drop; "" where nobody has decided
	Comments string // why
	State    string // word of the column _states where Value alone does not say it; else ""
	NewState string
	Case     string // case code of the interview
	Label    string // of the question
	Who      string
	When     time.Time
	File     string // where it was changed; "" in Anketa
	Row      int    // there
	Problem  string // why the form would not allow the new value; for people, and never read as a reason
	Line     int    // of the list, when it was read
}

// What a list says of a line.
const (
	Replace = "replace" // the new value counts
	Okay    = "okay"    // the value is right as it is
	Drop    = "drop"    // the whole interview goes, which no correction does
)

const correctionsSheet = "corrections"

var correctionsHead = []string{keyColumn, "variable", "value", "newvalue", "action", "comments", "state", "newstate", "case_code", "label", "who", "when", "file", "row", "problem"}

func (c *Correction) cells() []cell {
	row := ""
	if c.Row > 0 {
		row = strconv.Itoa(c.Row)
	}
	cells := words(codeStyle, c.Key, c.Variable, c.Value, c.NewValue, c.Action, c.Comments, c.State, c.NewState, c.Case, c.Label, c.Who, instantText(c.When), c.File)
	return append(cells, number.put(row), words(codeStyle, c.Problem)[0])
}

// word is the state of an answer where its text does not say it: given for one
// with text, not asked for a blank.
func (v Value) word() string {
	if v.State == survey.Given && v.Text != "" || v.State == survey.NotAsked && v.Text == "" {
		return ""
	}
	return stateWords[v.State]
}

// Correction is the line of a list for an edit.
func (e Edit) Correction() Correction {
	return Correction{Key: e.Key, Variable: e.Column, Value: e.Old.Text, NewValue: e.New.Text, State: e.Old.word(), NewState: e.New.word(), Row: e.Row}
}

// NewAnswer is what a line puts in the place of a value: a blank takes the
// answer away unless newstate says more.
func (c Correction) NewAnswer() (Value, bool) {
	word := strings.TrimSpace(strings.ToLower(c.NewState))
	if word == "" {
		if c.NewValue == "" {
			return Value{State: survey.NotReached}, true
		}
		return Value{survey.Given, c.NewValue}, true
	}
	i := slices.Index(stateWords[:], word)
	return Value{survey.State(max(i, 0)), c.NewValue}, i >= 0
}

// WriteCorrections writes a list of corrections as a workbook of its own. The
// errors are those of Write.
func WriteCorrections(ctx context.Context, path string, all []Correction) error {
	if err := Replaceable(path); err != nil {
		return err
	}
	f, err := newFrame()
	if err != nil {
		return named(err, path)
	}
	texts := newStringTable(nil)
	s := newSheet(correctionsSheet, correctionsLook(), texts, f.ids)
	if err := putCorrections(s, all); err != nil {
		return named(err, path)
	}
	if err := s.close(); err != nil {
		return named(err, path)
	}
	texts.close()
	err = WriteWhole(ctx, path, func(file *os.File) error { return f.save(file, []*sheet{s}, texts) }, nil)
	if err != nil {
		return named(err, path)
	}
	return nil
}

func correctionsLook() look {
	l := look{tab: answersTab, frozen: 2, asNumbers: true, widths: []float64{28, 20, 24, 24, 12, 40, 14, 14, 14, 40, 12, 22, 24, 8, 60}}
	for range correctionsHead[:13] {
		l.columns = append(l.columns, codeStyle) // so that a code that is typed in stays one
	}
	return l
}

func putCorrections(s *sheet, all []Correction) error {
	if err := s.row(headings(correctionsHead...)); err != nil {
		return err
	}
	for _, c := range all {
		if err := s.row(c.cells()); err != nil {
			return err
		}
	}
	return nil
}

// ReadCorrections reads a list of corrections, from the sheet corrections of a
// workbook or the only sheet that it has. Columns are found by their names,
// those of ipacheckcorrections have to be there; rows without a key are passed
// over. The error is an *Error.
func ReadCorrections(ctx context.Context, path string) ([]Correction, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, named(err, path)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, named(err, path)
	}
	c, err := open(ctx, path, file, info.Size())
	if err != nil {
		return nil, named(err, path)
	}
	g, err := openGrid(ctx, c, nil)
	if err != nil {
		return nil, named(err, path)
	}
	all, err := g.corrections(ctx)
	if err != nil {
		return nil, named(err, path)
	}
	return all, nil
}

func (g *grid) corrections(ctx context.Context) ([]Correction, error) {
	name := correctionsSheet
	if !g.has(name) && len(g.names) == 1 {
		name = g.names[0]
	}
	if !g.has(name) {
		return nil, &Error{Part: "sheet " + correctionsSheet, Why: message.New("it is not there."), Hint: message.New("A list of corrections is a sheet of that name, with the columns KEY, variable, value, newvalue and action.")}
	}
	var at map[string]int
	var out []Correction
	err := g.rows(ctx, name, func(line int, cells []cell) error {
		if at == nil {
			at = map[string]int{}
			for i := range cells {
				if word := strings.ToLower(keyText(textAt(cells, i))); word != "" {
					at[word] = i + 1
				}
			}
			return neededColumns(at)
		}
		text := func(column string) string { return textAt(cells, at[strings.ToLower(column)]-1) }
		c := Correction{
			Key: keyText(text(keyColumn)), Variable: keyText(text("variable")), Value: text("value"), NewValue: text("newvalue"),
			Action: strings.ToLower(keyText(text("action"))), Comments: text("comments"), State: text("state"), NewState: text("newstate"),
			Case: text("case_code"), Label: text("label"), Who: text("who"), File: text("file"), Line: line,
		}
		c.When, _ = instant(text("when"))
		c.Row, _ = strconv.Atoi(text("row"))
		if c.Key != "" {
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// neededColumns wants the columns without which a list says nothing.
func neededColumns(at map[string]int) error {
	for _, column := range []string{"key", "variable", "value", "newvalue", "action"} {
		if at[column] == 0 {
			return &Error{Part: "sheet " + correctionsSheet, Why: message.New("it has no column %s.", column), Hint: message.New("The first row names the columns: KEY, variable, value, newvalue and action.")}
		}
	}
	return nil
}

// corrected adds to the sheet corrections what a record's versions say that
// was corrected: each version with a reason against the one that it replaces.
func (w *writer) corrected(r *survey.Record, others []*survey.Record) {
	versions := map[survey.Hash]*survey.Record{r.Hash(): r}
	for _, o := range others {
		versions[o.Hash()] = o
	}
	all := append([]*survey.Record{r}, others...)
	slices.SortStableFunc(all, func(a, b *survey.Record) int { return a.Saved.Compare(b.Saved) })
	for _, v := range all {
		if len(v.Parents) == 1 && v.Reason != "" && versions[v.Parents[0]] != nil {
			w.corrections = append(w.corrections, w.layout.differences(versions[v.Parents[0]], v)...)
		}
	}
}

// differences gives the answers that one version holds otherwise than another.
func (l *layout) differences(from, to *survey.Record) []Correction {
	before := map[string]*row{}
	for _, w := range l.spread(Map(l.mapping, from)) {
		before[w.key] = w
	}
	why, file, line := sources(to.Reason)
	var out []Correction
	for _, w := range l.spread(Map(l.mapping, to)) {
		was := before[w.key]
		if was == nil {
			was = newRow(w.table, w.key)
		}
		for _, c := range w.table.cols {
			if c.path == "" || c.of != nil || was.value(c) == w.value(c) {
				continue
			}
			o, n := was.value(c), w.value(c)
			out = append(out, Correction{
				Key: w.key, Variable: c.name, Value: o.Text, NewValue: n.Text, State: o.word(), NewState: n.word(), Action: Replace,
				Comments: why, Case: caseOf(to), Label: c.label(), Who: to.Author, When: to.Saved, File: file, Row: line,
			})
		}
	}
	return out
}

// caseOf is the case code of an interview; "" where it has none.
func caseOf(r *survey.Record) string {
	for p, a := range r.All() {
		if name, _ := p.Last(); name == "case_code" && a.State == survey.Given {
			return a.Text
		}
	}
	return ""
}

func (c *column) label() string {
	if len(c.items) == 0 {
		return ""
	}
	p, _ := c.items[0].Label.In(0, 0)
	return p.String()
}

// EditedIn begins the reason of a correction that was made in a workbook.
func EditedIn(file string, row int, why string) string {
	s := "changed in " + file + ", row " + strconv.Itoa(row)
	if why != "" {
		s += ": " + why
	}
	return s
}

var editedIn = regexp.MustCompile(`(?s)^changed in (.+), row (\d+)(?:: (.*))?$`)

// sources is the way back from EditedIn; of another reason all is why.
func sources(reason string) (why, file string, row int) {
	m := editedIn.FindStringSubmatch(reason)
	if m == nil {
		return reason, "", 0
	}
	row, _ = strconv.Atoi(m[2])
	return m[3], m[1], row
}
