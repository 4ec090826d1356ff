package export

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
	"anketa/survey/message"
)

// centralColumns are those of central-backend's lib/data/briefcase.js.
func (w *profileWriter) centralColumns(t *table) []profileColumn {
	var out []profileColumn
	add := func(name string, text func(e *entry) string) {
		out = append(out, profileColumn{name, func(e *entry) cell { return told(text(e)) }})
	}
	if t.repeat == nil {
		add("SubmissionDate", func(e *entry) string { return inUTC(e.record.Finished) })
	}
	for _, p := range w.layout.questions(w.layout.root, t) {
		name := within(p, t, "-")
		if !isKind(p, survey.GeopointKind) {
			add(name, func(e *entry) string { return e.answerText(p) })
			continue
		}
		for i, part := range []string{"Latitude", "Longitude", "Altitude", "Accuracy"} {
			add(name+"-"+part, func(e *entry) string { return wordOf(e.answerText(p), i) })
		}
	}
	if t.repeat != nil {
		add("PARENT_KEY", func(e *entry) string { return e.parent.key })
		add("KEY", func(e *entry) string { return e.key })
		return out
	}
	add("meta-instanceID", func(e *entry) string { return e.key })
	add("KEY", func(e *entry) string { return e.key })
	add("SubmitterID", func(e *entry) string { return e.record.Interviewer })
	add("SubmitterName", func(e *entry) string { return e.record.Interviewer })
	add("AttachmentsPresent", func(e *entry) string { return strconv.Itoa(e.files) })
	add("AttachmentsExpected", func(e *entry) string { return strconv.Itoa(len(e.record.Attachments())) })
	add("Status", func(*entry) string { return "" })
	add("ReviewState", func(e *entry) string { return []string{"", "edited"}[edits(e)] })
	add("DeviceID", func(e *entry) string { return e.record.Device })
	add("Edits", func(e *entry) string { return strconv.Itoa(edits(e)) })
	add("FormVersion", func(e *entry) string { return e.record.Version })
	return out
}

// edits is 1 where the version replaces others: how many there were is not
// known here.
func edits(e *entry) int { return min(len(e.record.Parents), 1) }

// inUTC is a moment as Central writes it.
func inUTC(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// wordOf is the nth word of a text, from 0; "" where it has fewer.
func wordOf(text string, n int) string {
	if words := strings.Fields(text); n < len(words) {
		return words[n]
	}
	return ""
}

// zipNote marks an archive of ours, so that a later export may replace it.
const zipNote = "Anketa"

func (w *profileWriter) central(ctx context.Context, path string, records iter.Seq2[*survey.Record, error]) error {
	if err := ownZip(path); err != nil {
		return err
	}
	w.names = centralNames(w.layout)
	parts, line := map[*table]*part{}, []byte{}
	put := func(t *table, cells []cell) error {
		line = line[:0]
		for i, c := range cells {
			if i > 0 {
				line = append(line, ',')
			}
			line = appendCSV(line, c.text)
		}
		_, err := parts[t].Write(append(line, '\n'))
		return err
	}
	for _, t := range w.layout.tables {
		parts[t] = newPart(nil, level)
		if err := put(t, w.heads(t)); err != nil {
			return err
		}
	}
	if err := w.all(ctx, records, put); err != nil {
		return err
	}
	return w.write(ctx, path, func(file *os.File) error {
		z := zip.NewWriter(file)
		for _, t := range w.layout.tables {
			if err := parts[t].writeTo(z, w.names[t], nil); err != nil {
				return err
			}
		}
		if err := w.packMedia(ctx, z); err != nil {
			return err
		}
		return errors.Join(z.SetComment(zipNote), z.Close())
	})
}

func (w *profileWriter) heads(t *table) []cell {
	var out []cell
	for _, c := range w.columns[t] {
		out = append(out, cell{textCell, headStyle, c.name})
	}
	return out
}

// centralNames are the files: FORM.csv and FORM-REPEAT.csv, with ~1, ~2 where
// several repeats have one name.
func centralNames(l *layout) map[*table]string {
	form := "form"
	if l.form != "" {
		form = fileName(l.form)
	}
	total, count, out := map[string]int{}, map[string]int{}, map[*table]string{}
	for _, t := range l.tables[1:] {
		total[t.repeat.name]++
	}
	for _, t := range l.tables {
		if t.repeat == nil {
			out[t] = form + ".csv"
			continue
		}
		name := fileName(t.repeat.name)
		if total[t.repeat.name] > 1 {
			count[t.repeat.name]++
			name += "~" + strconv.Itoa(count[t.repeat.name])
		}
		out[t] = form + "-" + name + ".csv"
	}
	return out
}

// fileName leaves out what no file system takes in a name.
func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, s)
}

// appendCSV puts a text in quotes where it needs them, as csv-stringify does.
func appendCSV(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\n\r") {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

// ownZip says whether an archive may be written at path: nothing stands there,
// or an earlier one.
func ownZip(path string) error {
	_, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if z, err := zip.OpenReader(path); err == nil {
		defer z.Close()
		if z.Comment == zipNote {
			return nil
		}
	}
	return &Error{Code: "taken", Why: message.New("another file has that name, which Anketa did not write."), Hint: message.New("Choose another name, or move that file away.")}
}
