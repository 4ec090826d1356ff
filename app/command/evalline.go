package command

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"anketa/survey/message"
)

// An evalLine is one expression of --lines.
type evalLine struct {
	Expr    *string `json:"expr"`
	Context string  `json:"context"` // XML; blank: that of --context
	Ref     string  `json:"ref"`     // blank: that of --ref
}

// lines answers one line after another, so that line n of the output belongs
// to line n of the input, blank ones left out of both.
func (t *trial) lines(ctx context.Context, e Env) error {
	in := bufio.NewReader(e.Stdin)
	out := bufio.NewWriter(e.Stdout)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	l := lineTrial{trial: *t}
	for ctx.Err() == nil {
		line, err := in.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return message.New("read expressions: %w", err)
		}
		if strings.TrimSpace(line) != "" {
			enc.Encode(l.answer(line))
		}
		if in.Buffered() == 0 { // whoever waits for this answer gets it
			if err := out.Flush(); err != nil {
				return message.New("write answers: %w", err)
			}
		}
		if err != nil {
			break
		}
	}
	return errors.Join(out.Flush(), ctx.Err())
}

// A lineTrial remembers the last context, as many lines have the same.
type lineTrial struct {
	trial
	text string
	doc  *document
}

func (l *lineTrial) answer(line string) any {
	o, err := l.eval(line)
	if err != nil {
		return map[string]string{"error": err.Error()}
	}
	return o
}

func (l *lineTrial) eval(line string) (outcome, error) {
	var in evalLine
	if err := json.Unmarshal([]byte(line), &in); err != nil || in.Expr == nil {
		return outcome{}, message.New(`a line is one JSON object, {"expr": …, "context": …, "ref": …}`)
	}
	t := l.trial
	if in.Ref != "" {
		t.ref = in.Ref
	}
	if in.Context != "" {
		if err := l.read(in.Context); err != nil {
			return outcome{}, err
		}
		t.doc = l.doc
	}
	return t.eval(*in.Expr)
}

func (l *lineTrial) read(text string) (err error) {
	if l.doc == nil || l.text != text {
		l.doc, err = readDocument(text, l.zone())
		l.text = text
	}
	return err
}
