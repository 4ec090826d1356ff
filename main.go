// Anketa carries out interviews on a laptop, without a network: it asks,
// keeps, exports, merges and reports. Without a verb it opens the window.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/term"

	"anketa/app"
	"anketa/app/command"
	_ "anketa/app/locale" // before Fyne reads it
	"anketa/survey/message"
)

func main() {
	noCore()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	args, e := os.Args[1:], terminal()
	if len(args) > 1 && args[0] == "--language" {
		e.Language, args = message.For(args[1]), args[2:]
	}
	if len(args) > 0 && command.Is(args[0]) {
		os.Exit(command.Run(ctx, e, args))
	}
	os.Exit(window(ctx, args))
}

func terminal() command.Env {
	e := command.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Terminal: term.IsTerminal(int(os.Stderr.Fd())),
		Language: message.For(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG"))),
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		e.Ask = ask
	}
	return e
}

// ask reads a passphrase from the terminal, which does not show it.
func ask(what string) (string, error) {
	fmt.Fprint(os.Stderr, what)
	defer fmt.Fprintln(os.Stderr)
	typed, err := term.ReadPassword(int(os.Stdin.Fd()))
	return string(typed), err
}

// window opens the window on a store and a form, the shipped one where none is
// named, and gives the exit code.
func window(ctx context.Context, args []string) int {
	flags := flag.NewFlagSet("anketa", flag.ContinueOnError)
	store := flags.String("store", "", "the `FILE` that keeps the interviews (default: in the user's configuration folder)")
	switch err := flags.Parse(args); {
	case err != nil:
		return command.Misused // flag has said why
	case flags.NArg() > 1:
		return complain(command.Misused, "one form at most; anketa help lists the commands")
	case flags.NArg() == 1 && !readable(flags.Arg(0)):
		return complain(command.Misused, "%q is neither a command nor a form that can be read; anketa help lists the commands", flags.Arg(0))
	case noDisplay():
		return windowless("there is no display here")
	}
	switch err := app.Run(ctx, app.Options{Store: *store, Form: flags.Arg(0)}); {
	case errors.Is(err, app.ErrNoWindow):
		return windowless(err.Error())
	case err != nil:
		return complain(command.AtFault, "%v", err)
	}
	return command.Done
}

// windowless says why there is no window, and what goes without one.
func windowless(why string) int {
	return complain(command.AtFault, "%s, so the window cannot open; without one there are: %s", why, strings.Join(command.Names(), ", "))
}

func complain(code int, format string, args ...any) int {
	fmt.Fprintf(os.Stderr, "anketa: "+format+"\n", args...)
	return code
}

func readable(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// noDisplay says whether this is a Unix desktop's kind of system without one.
func noDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return false
	}
	return os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == ""
}
