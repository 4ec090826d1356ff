package command

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anketa/app/screen"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

var answer = Command{
	Name:    "answer",
	Args:    "[FORM.xlsx] ANSWERS.json|-",
	Summary: "Fills a form from answers, as an interviewer would, and prints the record as JSON.",
	Detail: `ANSWERS.json is an object of answers by question name; a repeat is a list of
such objects. What is not relevant is not asked. "-" reads one object per line
and prints one record per line.

Printed are "values" (answers and calculations by name), "repeats" (a list of
instances by name), "states" (where an answer is not simply given), "problems",
"asked_n" (how many questions were asked) and "unused" (answers that were not
asked for). What is printed can be given back as answers.`,
	Set: func(flags *flag.FlagSet) Action {
		seed := flags.Uint64("seed", 0, "`N` for random() and uuid(): equal seeds give equal records")
		return func(ctx context.Context, e Env, args []string) error {
			formPath, source, err := answerArgs(args)
			if err != nil {
				return err
			}
			form, err := openForm(formPath)
			if err != nil {
				return err
			}
			o := interview.Options{Now: time.Now, Seed: *seed}
			if source == "-" {
				return answerLines(ctx, e, form, o)
			}
			return answerFile(e, form, o, source)
		}
	},
}

func answerArgs(args []string) (form, source string, err error) {
	switch len(args) {
	case 1:
		return "", args[0], nil
	case 2:
		return args[0], args[1], nil
	}
	return "", "", misuse("one form and one file of answers are needed")
}

// openForm reads a form that must open; its faults are the error.
func openForm(path string) (*survey.Form, error) {
	form, faults, err := screen.LoadForm(path)
	if err != nil {
		return nil, err
	}
	if err := faults.Err(); err != nil {
		return nil, message.New("the form does not open:\n%w", faults.Of(survey.Fault))
	}
	return form, nil
}

func answerFile(e Env, form *survey.Form, o interview.Options, source string) error {
	data, err := os.ReadFile(source)
	if err != nil {
		return message.New("read answers: %w", err)
	}
	filled, err := fill(form, data, o)
	if err != nil {
		return message.New("%s: %w", filepath.Base(source), err)
	}
	return printJSON(e.Stdout, filled.JSON(form))
}

// answerLines answers one line after another; a line at fault gets its own
// {"error": …}, so that line n of the output belongs to line n of the input.
func answerLines(ctx context.Context, e Env, form *survey.Form, o interview.Options) error {
	in := bufio.NewReader(e.Stdin)
	out := json.NewEncoder(e.Stdout)
	out.SetEscapeHTML(false)
	failed := false
	for n := 1; ctx.Err() == nil; n++ {
		line, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return message.New("read answers: %w", err)
		}
		if strings.TrimSpace(line) != "" {
			failed = answerLine(out, form, line, o, n) || failed
		}
		if err != nil {
			break
		}
	}
	if failed {
		return errSaid
	}
	return ctx.Err()
}

func answerLine(out *json.Encoder, form *survey.Form, line string, o interview.Options, n int) (failed bool) {
	filled, err := fill(form, []byte(line), o)
	if err != nil {
		out.Encode(map[string]string{"error": fmt.Sprintf("line %d: %v", n, err)})
		return true
	}
	out.Encode(filled.JSON(form))
	return false
}

func fill(form *survey.Form, data []byte, o interview.Options) (*screen.Filled, error) {
	dec := json.NewDecoder(strings.NewReader(string(data)))
	dec.UseNumber()
	var answers screen.Answers
	if err := dec.Decode(&answers); err != nil {
		return nil, jsonFault(data, err)
	}
	return screen.Fill(form, answers, o)
}
