// Package command does the jobs of the screens without a window: check a form,
// fill it from answers, simulate interviews, export, merge, report.
//
//	code := command.Run(ctx, command.Env{…}, os.Args[1:])
//
// Results go to standard output, progress to standard error where that is a
// terminal. A command exits with 0 when it is done, 1 when what it was given
// to read or write is at fault, 2 when the call itself is.
package command
