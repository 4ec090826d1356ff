package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// Exit codes, for scripts.
const (
	Done    = 0
	AtFault = 1 // a workbook, form, store or file is
	Misused = 2 // the call is
)

// Env is what a command may touch beside files.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Terminal       bool              // Stderr is one: progress is shown
	Language       *message.Language // of what people read; JSON is in English always

	Ask    func(what string) (string, error) // for a passphrase, on the terminal; nil where there is none
	Effort seal.Effort                       // of new passphrases; zero is what takes about a second
}

// notices tells what people should look at.
func (e Env) notices(sentences []*message.Text) {
	for _, s := range sentences {
		message.Fprintf(e.Stderr, "notice: %s\n", s)
	}
}

// english gives sentences as scripts may read them.
func english(sentences []*message.Text) []string {
	out := make([]string, len(sentences))
	for i, s := range sentences {
		out[i] = s.String()
	}
	return out
}

// A Command is one verb.
type Command struct {
	Name    string
	Args    string // what follows the name, as help prints it
	Summary string // one sentence
	Detail  string // what else a caller must know; may be empty
	// Minus says that an argument may begin with one: what is no flag is then an
	// argument.
	Minus bool
	// Set declares the flags and gives what runs once they are parsed.
	Set func(*flag.FlagSet) Action
}

// An Action does the job. An error is the input's fault unless it is a Misuse.
type Action func(ctx context.Context, e Env, args []string) error

// Misuse is a fault of the call.
type Misuse struct{ Msg *message.Text }

func (m Misuse) Error() string { return m.Msg.String() }

// In says it in a language.
func (m Misuse) In(l *message.Language) string { return m.Msg.In(l) }

func misuse(format string, args ...any) error {
	return Misuse{message.New(format, args...)}
}

// Commands are all verbs, in the order in which help lists them.
func Commands() []Command {
	return []Command{check, eval, answer, simulate, exporting, withPassword(merging), withPassword(correcting), withPassword(gaps), withPassword(reporting), identity, laptops, recipient, recovery, withdraw, retention, empty, doctor, restore, version}
}

// Is says whether a word on the command line is a verb.
func Is(word string) bool {
	return word == "help" || word == "--help" || word == "-h" || word == "--version" ||
		slices.ContainsFunc(Commands(), func(c Command) bool { return c.Name == word })
}

// Names are those of all verbs.
func Names() []string {
	var names []string
	for _, c := range Commands() {
		names = append(names, c.Name)
	}
	return names
}

// Run carries out a command line and gives its exit code.
func Run(ctx context.Context, e Env, args []string) int {
	e.Stdout, e.Stderr = message.To(e.Stdout, e.Language), message.To(e.Stderr, e.Language)
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		return help(e, args)
	}
	if args[0] == "--version" {
		args[0] = version.Name
	}
	i := slices.IndexFunc(Commands(), func(c Command) bool { return c.Name == args[0] })
	if i < 0 {
		message.Fprintf(e.Stderr, "anketa: there is no command %q; anketa help lists them\n", args[0])
		return Misused
	}
	return Commands()[i].run(ctx, e, args[1:])
}

func (c Command) run(ctx context.Context, e Env, args []string) int {
	flags := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	action := c.Set(flags)
	args, err := c.parse(flags, args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		c.usage(e.Stdout)
		return Done
	case err != nil:
		err = Misuse{wrongFlag(err)}
	default:
		err = action(ctx, e, args)
	}
	return c.outcome(e, err)
}

func (c Command) outcome(e Env, err error) int {
	var m Misuse
	switch {
	case err == nil:
		return Done
	case errors.Is(err, errSaid):
		return AtFault
	case errors.As(err, &m):
		message.Fprintf(e.Stderr, "anketa %s: %s\nIt is called as: anketa %s\nanketa help %s says more.\n", c.Name, err, c.call(), c.Name)
		return Misused
	}
	message.Fprintf(e.Stderr, "anketa %s: %v%s\n", c.Name, err, remedy(err))
	return AtFault
}

func (c Command) call() string { return strings.TrimSpace(c.Name + " " + c.Args) }

// errSaid ends a command whose output has already named every fault.
var errSaid = errors.New("the faults are printed")

// parse lets flags stand before, between and after the arguments, as people
// type them.
func (c Command) parse(flags *flag.FlagSet, args []string) ([]string, error) {
	var plain []string
	if c.Minus {
		plain, args = setApart(flags, args)
	}
	for {
		if err := flags.Parse(args); err != nil {
			return nil, err
		}
		args = flags.Args()
		if len(args) == 0 {
			return plain, nil
		}
		plain, args = append(plain, args[0]), args[1:]
	}
}

// setApart takes the words that look like flags and are none from among the
// flags and their values.
func setApart(flags *flag.FlagSet, args []string) (plain, rest []string) {
	for i := 0; i < len(args); i++ {
		name, _, valued := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		f := flags.Lookup(name)
		switch {
		case args[i] == "--":
			return append(plain, args[i+1:]...), rest
		case !strings.HasPrefix(args[i], "-") || f == nil && name != "h" && name != "help":
			plain = append(plain, args[i])
			continue
		}
		rest = append(rest, args[i])
		if f != nil && !valued && !isSwitch(f) && i+1 < len(args) {
			i++
			rest = append(rest, args[i])
		}
	}
	return plain, rest
}

// isSwitch says whether a flag stands without a value.
func isSwitch(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

func help(e Env, args []string) int {
	names := Names()
	if len(args) > 1 && args[1] == "--names" {
		message.Fprintln(e.Stdout, strings.Join(names, " "))
		return Done
	}
	if len(args) > 1 {
		i := slices.Index(names, args[1])
		if i < 0 {
			message.Fprintf(e.Stderr, "anketa help: there is no command %q; there are: %s\n", args[1], strings.Join(names, ", "))
			return Misused
		}
		Commands()[i].usage(e.Stdout)
		return Done
	}
	overview(e.Stdout)
	return Done
}

func overview(w io.Writer) {
	fmt.Fprint(w, "Anketa: interviews without a network.\n\n"+
		"anketa [--store FILE] [FORM.xlsx]    opens the window\n\n"+
		"Without a window:\n")
	for _, c := range Commands() {
		fmt.Fprintf(w, "  anketa %s\n        %s\n", c.call(), c.Summary)
	}
	fmt.Fprint(w, "\nWhere no FORM is named, the shipped questionnaire is meant. anketa help COMMAND says more.\n"+
		"Exit codes: 0 done, 1 the input is at fault, 2 the call is.\n")
}

func (c Command) usage(w io.Writer) {
	fmt.Fprintf(w, "anketa %s\n\n%s\n", c.call(), c.Summary)
	if c.Detail != "" {
		message.Fprintf(w, "\n%s\n", c.Detail)
	}
	flags := flag.NewFlagSet(c.Name, flag.ContinueOnError)
	c.Set(flags)
	first := true
	flags.VisitAll(func(f *flag.Flag) {
		if first {
			fmt.Fprintln(w)
			first = false
		}
		kind, what := flag.UnquoteUsage(f)
		message.Fprintf(w, "  %-22s %s\n", strings.TrimSpace(dashed(f.Name)+" "+kind), what)
	})
}
