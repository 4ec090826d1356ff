package command

import (
	"bufio"
	"context"
	"flag"
	"os"
	"slices"
	"strings"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey/message"
)

// A passwordFlag is the password of workbooks. Like a passphrase, it is never
// an argument.
type passwordFlag struct {
	file string
	ask  bool
}

func passwordFlags(flags *flag.FlagSet, what string) *passwordFlag {
	p := &passwordFlag{}
	flags.StringVar(&p.file, "password-file", "", "a `FILE` whose first line is the password of "+what)
	return p
}

// reading gives a context with which workbooks are read: where one of them is
// protected, the password is asked if no file holds it.
func (p *passwordFlag) reading(ctx context.Context, e Env, paths []string) (context.Context, error) {
	password := ""
	var err error
	switch {
	case p.file != "":
		password, err = firstLine(p.file, "password")
	case e.Ask != nil && slices.ContainsFunc(paths, export.IsProtected):
		password, err = e.Ask("Password of the workbooks: ")
	}
	return export.WithPasswords(ctx, password), err
}

// writing is the password with which a workbook will be protected; "" where
// none is wanted.
func (p *passwordFlag) writing(e Env) (password string, err error) {
	switch {
	case p.file != "":
		password, err = firstLine(p.file, "password")
	case p.ask && e.Ask == nil:
		return "", misuse("there is no terminal to ask for the password: --password-file FILE")
	case p.ask:
		password, err = askTwice(e)
	default:
		return "", nil
	}
	if err == nil {
		err = screen.CheckPassword(password)
	}
	return password, err
}

func askTwice(e Env) (string, error) {
	password, err := e.Ask("Password of the workbook; without it nobody will read it: ")
	if err != nil {
		return "", err
	}
	again, err := e.Ask("Once more: ")
	if err == nil && again != password {
		err = screen.ErrPasswordsDiffer
	}
	return password, err
}

// outPassword is the password of a workbook that a merge writes: another than
// those of the workbooks that it reads.
type outPassword struct{ passwordFlag }

func outPasswordFlags(flags *flag.FlagSet) *outPassword {
	p := &outPassword{}
	flags.StringVar(&p.file, "protect-with", "", "a `FILE` whose first line is the password that protects the workbook which is written")
	flags.BoolVar(&p.ask, "protect", false, "ask for a password that protects the workbook which is written")
	return p
}

// writing gives the password. That the result has none though a workbook that
// goes into it has one is said.
func (p *outPassword) writing(e Env, out string, from []string) (string, error) {
	wanted := p.file != "" || p.ask
	if wanted && out == "" {
		return "", misuse("--protect needs -o ALL.xlsx")
	}
	if !wanted && out != "" && slices.ContainsFunc(from, export.IsProtected) {
		e.notices([]*message.Text{message.New("%s gets no password, and workbooks that go into it have one: --protect, or --protect-with FILE.", out)})
	}
	return p.passwordFlag.writing(e)
}

// withPassword gives a command that reads workbooks the flag for their
// password.
func withPassword(c Command) Command {
	set := c.Set
	c.Set = func(flags *flag.FlagSet) Action {
		p := passwordFlags(flags, "the workbooks, where they have one (default: asked on the terminal)")
		action := set(flags)
		return func(ctx context.Context, e Env, args []string) error {
			ctx, err := p.reading(ctx, e, args)
			if err != nil {
				return err
			}
			return action(ctx, e, args)
		}
	}
	return c
}

// firstLine is a secret that a file holds.
func firstLine(path, what string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", message.New("read the %s: %w", what, err)
	}
	defer f.Close()
	line, err := bufio.NewReader(f).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", message.New("read the %s: the first line of %s is blank: %w", what, path, err)
	}
	return line, nil
}
