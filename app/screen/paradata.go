package screen

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"strconv"
	"time"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// paradataHead are the columns of a file of paradata. event, node, start,
// old-value, new-value and user are those of ODK's audit log
// (https://docs.getodk.org/form-audit-log); node is the path without the form's
// name. What they cannot say stands beside them.
var paradataHead = []string{
	"KEY", "device", "number", "save", "event", "node", "start", "elapsed_ms", "session", "clock_back", "language",
	"old-value", "new-value", "old_state", "new_state", "user",
}

// ExportParadata writes how the finished interviews of one form came about: a
// line for every change, in order, as CSV in UTF-8 with a byte order mark. form
// is as for Export. Records counts the lines.
func ExportParadata(ctx context.Context, store *storage.Store, form, path string, p Progress) (*Exported, error) {
	p.step(0, 0, path)
	form, err := formToExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	all, err := store.List(ctx, storage.Filter{Form: form, Finished: true})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	x := &Exported{Form: form, Notices: leftDamaged(all)}
	err = export.WriteWhole(ctx, path, func(file *os.File) error {
		x.Records, err = writeParadata(ctx, store, form, file)
		return err
	}, nil)
	if err != nil {
		return nil, message.New("write paradata: %w", err)
	}
	return x, nil
}

func writeParadata(ctx context.Context, store *storage.Store, form string, file *os.File) (lines int, err error) {
	b := bufio.NewWriter(file)
	b.WriteString("\ufeff")
	w := csv.NewWriter(b)
	w.UseCRLF = true
	err = w.Write(paradataHead)
	for c, wrong := range store.Changes(ctx, storage.Filter{Form: form}) {
		if err = errors.Join(err, wrong, ctx.Err()); err != nil {
			return lines, err
		}
		err = w.Write(paradataLine(c))
		lines++
	}
	w.Flush()
	return lines, errors.Join(err, w.Error(), b.Flush())
}

func paradataLine(c storage.Change) []string {
	line := []string{c.Interview, c.Device, strconv.Itoa(c.Number), strconv.FormatInt(c.N, 10)}
	if c.Lost {
		line = append(line, "lost")
		return append(line, make([]string, len(paradataHead)-len(line))...)
	}
	back := ""
	if c.Back {
		back = "1"
	}
	return append(line, eventOf(c.Edit.Op), string(c.Edit.Path), c.Time.Format(time.RFC3339Nano), strconv.FormatInt(c.Elapsed, 10), c.Session, back, c.Language,
		c.Text, c.Edit.Text, stateWord(c.State, c.Text), stateWord(c.Edit.State, c.Edit.Text), c.Who)
}

// eventOf names a change as ODK's log does, where it has a name for it.
func eventOf(op survey.Op) string {
	switch op {
	case survey.Put:
		return "question"
	case survey.Insert:
		return "add repeat"
	case survey.Remove:
		return "delete repeat"
	}
	return op.String()
}

// stateWord tells a state that the text beside it does not.
func stateWord(s survey.State, text string) string {
	if text != "" && s == survey.Given || s == survey.NotReached {
		return ""
	}
	return s.String()
}
