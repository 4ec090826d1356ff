package command

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"time"

	"anketa/survey/message"
	"anketa/survey/xpath"
)

var eval = Command{
	Name:    "eval",
	Args:    "[--context FILE.xml] [--ref PATH] EXPRESSION | --lines",
	Minus:   true,
	Summary: "Works out an expression of the form language and prints its kind and value.",
	Detail: `FILE.xml is what the expression sees: a record, whose elements are texts, or an
XForm, of which the primary instance is the record, the other instances are the
lists of instance(), and the binds give the types. Names are those without
prefix. ${name} means the elements of that name, and inside a repeat (elements
of one name beside each other) those of the same instance. All axes of XPath may be tried, also those that a
form cannot have: anketa check refuses them.

Kinds are number, string, boolean and nodes; a date is the string that an
interview stores, and the value of nodes is the list of their texts. What an
interview would leave blank and tell of, such as several answers where one is
wanted, is told on standard error.

--lines reads one object a line, {"expr": …, "context": …, "ref": …}, context
being XML and both it and ref optional, and answers each with one line:
{"kind": …, "value": …, "notes": […]} or {"error": …}. A number is one in JSON
too, but for "NaN", "Infinity" and "-Infinity". It ends with 0 when every line
has its answer. random() and uuid() are the same in every run.`,
	Set: func(flags *flag.FlagSet) Action {
		file := flags.String("context", "", "the record or XForm that the expression sees, `FILE.xml`; - for standard input")
		ref := flags.String("ref", "", "where it stands, a `PATH` such as /data/member[2]/age; the root element where not said")
		now := flags.String("now", "", "the `TIME` of now() and today() and its zone, as 2026-05-01T14:03:00+05:00")
		lines := flags.Bool("lines", false, "read expressions from standard input, one JSON object a line")
		return func(ctx context.Context, e Env, args []string) error {
			if *lines != (len(args) == 0) || len(args) > 1 || *lines && *file == "-" {
				return misuse("one EXPRESSION is needed, or --lines")
			}
			t, err := newTrial(e, *file, *ref, *now)
			switch {
			case err != nil:
				return err
			case *lines:
				return t.lines(ctx, e)
			}
			return t.print(e, args[0])
		}
	},
}

// A trial is what expressions are tried on.
type trial struct {
	doc *document // nil: there are no data
	ref string
	now func() time.Time
}

func newTrial(e Env, file, ref, now string) (*trial, error) {
	t := &trial{ref: ref, now: time.Now}
	if now != "" {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			return nil, misuse("--now is written as 2026-05-01T14:03:00+05:00, not %q", now)
		}
		t.now = func() time.Time { return at }
	}
	if file == "" {
		return t, nil
	}
	data, err := readInput(e, file)
	if err != nil {
		return nil, message.New("read context: %w", err)
	}
	t.doc, err = readDocument(string(data), t.zone())
	return t, err
}

// readInput reads a file, or standard input for "-".
func readInput(e Env, file string) ([]byte, error) {
	if file == "-" {
		return io.ReadAll(e.Stdin)
	}
	return os.ReadFile(file)
}

func (t *trial) zone() *time.Location { return t.now().Location() }

func (t *trial) print(e Env, text string) error {
	o, err := t.eval(text)
	if err != nil {
		return err
	}
	for _, note := range o.Notes {
		message.Fprintln(e.Stderr, note)
	}
	value := fmt.Sprint(o.Value)
	if texts, ok := o.Value.([]string); ok {
		if value, err = listText(texts); err != nil {
			return err
		}
	}
	_, err = message.Fprintln(e.Stdout, strings.TrimRight(o.Kind+" "+value, " "))
	return err
}

// listText writes texts so that each is seen to end: ["Osh", ""].
func listText(texts []string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(texts)
	return strings.TrimSpace(b.String()), err
}

// An outcome is what an expression comes to, as --lines prints it.
type outcome struct {
	Kind  string   `json:"kind"`
	Value any      `json:"value"` // string, bool, []string or json.Number
	Notes []string `json:"notes,omitempty"`
}

// eval works an expression out. The error is everything that is wrong with it
// whatever the data are.
func (t *trial) eval(text string) (outcome, error) {
	x, err := t.parse(text)
	if err != nil {
		return outcome{}, err
	}
	var o outcome
	c := t.doc.context(t.now)
	c.Report = func(err error) { o.Notes = append(o.Notes, err.Error()) }
	if err := t.stand(c, &o); err != nil {
		return outcome{}, err
	}
	if meansNodes(x) {
		o.Kind, o.Value = xpath.NodesKind.String(), textsOf(c.EvalNodes(x))
		return o, nil
	}
	v := c.Eval(x)
	o.Kind, o.Value = kindOf(v).String(), plainValue(v)
	return o, nil
}

func (t *trial) parse(text string) (xpath.Expr, error) {
	x, err := xpath.Parse(text)
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, e := range xpath.CheckCalls(x) {
		faults = append(faults, e)
	}
	for ref := range xpath.Refs(x) {
		if e := t.doc.unknown(x, ref); e != nil {
			faults = append(faults, e)
		}
	}
	localNames(x)
	return x, errors.Join(faults...)
}

// stand puts the context where the trial's ref points.
func (t *trial) stand(c *xpath.Context, o *outcome) error {
	if t.ref == "" {
		return nil
	}
	x, err := t.parse(t.ref)
	if err != nil {
		return message.New("ref: %w", err)
	}
	places := c.EvalNodes(x)
	switch len(places) {
	case 0:
		return message.New("ref: there is nothing at %s", t.ref)
	case 1:
	default:
		o.Notes = append(o.Notes, fmt.Sprintf("ref: %s is %d places, and the first is taken; say which as in /data/member[1]/age", t.ref, len(places)))
	}
	c.Node = places[0]
	return nil
}

// meansNodes says whether an expression is a way to nodes and no computation.
func meansNodes(x xpath.Expr) bool {
	switch x := x.(type) {
	case *xpath.Ref, *xpath.Path, *xpath.Filter:
		return true
	case *xpath.Binary:
		return x.Op == xpath.Union
	case *xpath.Call:
		return x.Name == "id" || x.Name == "instance" || x.Name == "randomize"
	}
	return false
}

func textsOf(nodes []xpath.Node) []string {
	texts := make([]string, len(nodes))
	for i, n := range nodes {
		texts[i] = n.Value().Str()
	}
	return texts
}

// kindOf is the kind of a value as an interview would store it: a date is
// text.
func kindOf(v xpath.Value) xpath.ValueKind {
	if v.Kind() == xpath.DateKind {
		return xpath.StringKind
	}
	return v.Kind()
}

// plainValue is a value as JSON has it.
func plainValue(v xpath.Value) any {
	switch v.Kind() {
	case xpath.BooleanKind:
		return v.Bool()
	case xpath.NumberKind:
		if f := v.Num(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return json.Number(v.Str())
		}
	}
	return v.Str()
}
