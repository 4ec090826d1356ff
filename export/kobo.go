package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// koboOwn are the columns with which formpack's reporting/export.py ends the
// sheet of interviews; in those of repeats they have koboPrefix before them.
var koboOwn = []struct {
	name string
	cell func(e *entry) cell
}{
	{"_id", func(e *entry) cell { return count(e.index) }},
	{"_uuid", func(e *entry) cell { return told(strings.TrimPrefix(e.record.ID, "uuid:")) }},
	{"_submission_time", func(e *entry) cell { return told(naive(e.record.Finished)) }},
	{"_validation_status", nothing},
	{"_notes", nothing},
	{"_status", func(*entry) cell { return told("submitted_via_web") }},
	{"_submitted_by", func(e *entry) cell { return told(e.record.Interviewer) }},
	{"__version__", func(e *entry) cell { return told(e.record.Version) }},
	{"_tags", nothing},
}

const koboPrefix = "_submission_"

func nothing(*entry) cell { return cell{} }

func count(n int) cell { return number.put(strconv.Itoa(n)) }

// naive is a moment in UTC without its offset, as Kobo has it.
func naive(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05")
}

func (w *profileWriter) koboColumns(t *table) []profileColumn {
	return w.koboColumnsIn(t, &koboWords{})
}

func (w *profileWriter) koboLabels(t *table) []profileColumn {
	return w.koboColumnsIn(t, newKoboWords(w.o))
}

func (w *profileWriter) koboColumnsIn(t *table, k *koboWords) []profileColumn {
	var out []profileColumn
	for _, p := range w.layout.questions(w.layout.root, t) {
		if isKind(p, survey.NoteKind) {
			continue
		}
		out = append(out, profileColumn{k.heading(p.path), func(e *entry) cell { return k.answer(e, p) }})
		out = append(out, k.derived(p)...)
	}
	if t.repeat == nil {
		for _, c := range koboOwn {
			out = append(out, profileColumn{c.name, c.cell})
		}
		return append(out, profileColumn{"_index", func(e *entry) cell { return count(e.index) }})
	}
	out = append(out,
		profileColumn{"_index", func(e *entry) cell { return count(e.index) }},
		profileColumn{"_parent_table_name", func(e *entry) cell { return told(w.names[e.parent.table]) }},
		profileColumn{"_parent_index", func(e *entry) cell { return count(e.parent.index) }})
	for _, c := range koboOwn {
		out = append(out, profileColumn{koboPrefix + c.name, func(e *entry) cell { return c.cell(e.interview()) }})
	}
	return out
}

// interview is the entry of the interview that an instance belongs to.
func (e *entry) interview() *entry {
	for e.parent != nil {
		e = e.parent
	}
	return e
}

// derived are the columns beside a question: q/code for each choice of
// several, _q_latitude and so on for a place.
func (k *koboWords) derived(p *place) []profileColumn {
	var out []profileColumn
	for _, c := range p.columns {
		switch d := derivationOf(c); d {
		case chosen:
			for _, code := range d.codes(c) {
				derived := &column{derived: chosen, of: c, code: code}
				out = append(out, profileColumn{k.heading(p.path) + "/" + k.choice(c, code), func(e *entry) cell {
					return number.put(derived.derive(c.kind.take(e.cells[c.at]), e.state(c)))
				}})
			}
		case coordinate:
			group, name := k.heading(string(survey.Path(p.path).Parent())), k.word(p.path)
			if group != "" {
				group += "/"
			}
			for i, part := range []string{"latitude", "longitude", "altitude", "precision"} {
				out = append(out, profileColumn{fmt.Sprintf("%s_%s_%s", group, name, part), func(e *entry) cell {
					return number.put(wordOf(e.answerText(p), i))
				}})
			}
		}
	}
	return out
}

func (w *profileWriter) kobo(ctx context.Context, path string, records iter.Seq2[*survey.Record, error]) error {
	if err := replaceable(ctx, path); err != nil {
		return err
	}
	f, err := newFrame()
	if err != nil {
		return message.New("styles: %w", err)
	}
	w.names = koboNames(w.layout)
	texts, sheets, all := newStringTable(nil), map[*table]*sheet{}, []*sheet{}
	for _, t := range w.layout.tables {
		s := newSheet(w.names[t], look{}, texts, f.ids)
		if err := s.row(w.heads(t)); err != nil {
			return err
		}
		sheets[t], all = s, append(all, s)
	}
	if err := w.all(ctx, records, func(t *table, cells []cell) error { return sheets[t].row(cells) }); err != nil {
		return err
	}
	for _, s := range all {
		if err := s.close(); err != nil {
			return err
		}
	}
	texts.close()
	return w.write(ctx, path, func(file *os.File) error {
		return protected(file, w.o.Password, func(to io.Writer) error { return f.save(to, all, texts) })
	})
}

// koboNames are the sheets: the form's title, then the repeats.
func koboNames(l *layout) map[*table]string {
	names, out := newNamer(31, "History"), map[*table]string{}
	for _, t := range l.tables {
		wish := l.title
		if t.repeat != nil {
			wish = t.repeat.name
		}
		wish = strings.Trim(strings.NewReplacer("[", "", "]", "", ":", "", "*", "", "?", "", "/", "", "\\", "").Replace(wish), "' ")
		if wish == "" {
			wish = "data"
		}
		out[t] = names.give(legible(wish))
	}
	return out
}
