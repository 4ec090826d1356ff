package export

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// Forms in these tests are written as lines: type, name and, for a select,
// the codes. A group or repeat holds the lines that are indented below it.
func parseForm(id, version, text string) *survey.Form {
	f := &survey.Form{ID: id, Version: version, Title: "Test", Root: &survey.Item{Type: &survey.Type{Name: "group"}, Index: -1},
		Languages: []survey.Language{{ID: "Русский (ru)", Code: "ru"}, {ID: "English (en)", Code: "en"}}}
	open := []*survey.Item{f.Root}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		depth := (len(line) - len(strings.TrimLeft(line, "\t"))) - 1
		open = open[:depth+1]
		it := &survey.Item{Name: words[1], Type: typesOfTests[words[0]], Parent: open[depth],
			Label: survey.Text{survey.Plain("Вопрос " + words[1]), survey.Plain("Question " + words[1])}}
		if it.Type == nil {
			panic("no type " + words[0])
		}
		if codes := words[2:]; len(codes) > 0 {
			it.List = &survey.List{Name: words[1] + "_list"}
			for _, code := range codes {
				it.List.Choices = append(it.List.Choices, &survey.Choice{Name: code, Label: survey.Text{survey.Plain("метка " + code), survey.Plain("label " + code)}})
			}
		}
		open[depth].Items = append(open[depth].Items, it)
		open = append(open, it)
	}
	return f
}

var typesOfTests = map[string]*survey.Type{
	"group":     {Name: "group", Kind: survey.GroupKind},
	"repeat":    {Name: "repeat", Kind: survey.RepeatKind},
	"text":      {Name: "text", Kind: survey.TextKind},
	"integer":   {Name: "integer", Kind: survey.IntegerKind, Data: survey.IntegerData},
	"decimal":   {Name: "decimal", Kind: survey.DecimalKind, Data: survey.DecimalData},
	"date":      {Name: "date", Kind: survey.DateKind, Data: survey.DateData},
	"time":      {Name: "time", Kind: survey.TimeKind, Data: survey.TimeData},
	"dateTime":  {Name: "dateTime", Kind: survey.DateTimeKind, Data: survey.DateTimeData},
	"calculate": {Name: "calculate", Kind: survey.CalculateKind},
	"select":    {Name: "select_one", Kind: survey.SelectOneKind},
	"multiple":  {Name: "select_multiple", Kind: survey.SelectMultipleKind},
	"rank":      {Name: "rank", Kind: survey.RankKind},
	"geopoint":  {Name: "geopoint", Kind: survey.GeopointKind},
	"note":      {Name: "note", Kind: survey.NoteKind},
}

const household = `
	text who
	group g_work
		integer age
		decimal wage
		date since
		multiple langs ru kk uz 98
	select status 01 2 98
	rank worst pay hours boss
	geopoint where
	dateTime met
	time woke
	calculate score
	note thanks
	repeat members
		text name
		integer age
		repeat jobs
			text title
			date began
`

// hostile are answers that some program on the way might change.
var hostile = []string{
	"007", "=1+1", "+7 701 000 00 00", "-1", "@SUM(A1)", "'quoted", "a\nb", " edged ", "tab\there", "\x01\x02", "e\u0301te\u0301", "é", "ок", "🙂 👩‍👩‍👧", "_x0041_", "_x005F_x0041_",
	"\u00a0nbsp\u00a0x", "<b>&amp;</b>", "1e5", "1E400", "NaN", "TRUE", "#N/A", "0.1", "3.5999999999999996", "12345678901234567890", "-0", "00", "1.50", "1,5",
	"2026-03-18", "2026-03-18T09:26:53.000+05:00", "09:26:53.000+05:00", "1899-12-31", "9999-12-31", "10000-01-01", "\ufeffbom", "\u2028line", "\u202eright", "\ufffe", "\ufffd",
	"bad\xffutf8", "\r\n", "\r", "x\r\ny", " ", "\n", "ُلغة", "ა", "]]>", "<![CDATA[x]]>", "&#x41;", "\u007f\u0085", "1 2  3", "a b", "98", "ru uz", "51.1 71.4 300 5",
}

// long is more than a cell holds.
var long = strings.Repeat("слово 🙂 ", 5000)

// A source makes random records of a form.
type source struct {
	*rand.Rand
	serial int
	wild   bool // hostile answers and states in every place
}

func (s *source) record(f *survey.Form) *survey.Record {
	s.serial++
	at := time.Date(2026, 3, 18, 9, s.IntN(60), 5, s.IntN(1e9), time.FixedZone("", 5*3600))
	r := &survey.Record{
		ID: fmt.Sprintf("uuid:%08x-%04d", s.Uint32(), s.serial), Form: f.ID, Version: f.Version, Kind: survey.Kind(s.IntN(3)), Number: s.serial,
		Device: "laptop:1", Interviewer: "KZ07", Language: "ru", Started: at, Finished: at.Add(time.Hour), Saved: at.Add(time.Hour), Author: "KZ07",
		Root: &survey.Answer{Children: s.answers(f.Root)},
	}
	if s.IntN(4) == 0 {
		r.Parents = []survey.Hash{{1, byte(s.serial)}, {2}}
		r.Reason = s.text(typesOfTests["text"], nil)
	}
	return r
}

func (s *source) answers(group *survey.Item) []*survey.Answer {
	out := []*survey.Answer{}
	for _, it := range group.Items {
		switch it.Type.Kind {
		case survey.NoteKind:
		case survey.GroupKind:
			out = append(out, &survey.Answer{Name: it.Name, Children: s.answers(it)})
			if s.IntN(5) == 0 {
				out[len(out)-1].Children = nil
			}
		case survey.RepeatKind:
			for n := range s.IntN(4) {
				out = append(out, &survey.Answer{Name: it.Name, Key: fmt.Sprintf("k%d-%x", n, s.Uint32()), Children: s.answers(it)})
			}
		default:
			if a := s.answer(it); a != nil {
				out = append(out, a)
			}
		}
	}
	return out
}

func (s *source) answer(it *survey.Item) *survey.Answer {
	a := &survey.Answer{Name: it.Name, State: survey.Given}
	switch s.IntN(8) {
	case 0:
		return nil
	case 1:
		a.State = survey.State(s.IntN(5))
		if a.State != survey.Given {
			if s.IntN(2) == 0 {
				a.Text = "98"
			}
			return a
		}
	}
	a.Text = s.text(it.Type, it.List)
	a.Confirmed = s.IntN(10) == 0
	return a
}

func (s *source) text(t *survey.Type, list *survey.List) string {
	if s.wild && s.IntN(3) == 0 {
		if s.IntN(60) == 0 {
			return long
		}
		return hostile[s.IntN(len(hostile))]
	}
	switch {
	case t.Multiple():
		var codes []string
		for _, i := range s.Perm(len(list.Choices))[:1+s.IntN(len(list.Choices))] {
			codes = append(codes, list.Choices[i].Name)
		}
		return strings.Join(codes, " ")
	case list != nil:
		return list.Choices[s.IntN(len(list.Choices))].Name
	case t.Kind == survey.GeopointKind:
		return fmt.Sprintf("%.4f %.4f 0 5", s.Float64()*90, s.Float64()*180)
	}
	switch t.Data {
	case survey.IntegerData:
		return fmt.Sprint(s.IntN(2000) - 100)
	case survey.DecimalData:
		return numberText(fmt.Sprintf("%.3f", s.Float64()*1e4))
	case survey.DateData:
		return time.Date(1950+s.IntN(80), 1, s.IntN(365), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case survey.TimeData:
		return "09:26:53.000+05:00"
	case survey.DateTimeData:
		return "2026-03-18T09:26:53.000+05:00"
	}
	return []string{"Алия", "Ташкент, рынок", "no", "two words", "12"}[s.IntN(5)]
}

func newSource(seed uint64, wild bool) *source {
	return &source{Rand: rand.New(rand.NewPCG(seed, 7)), wild: wild}
}

func (s *source) records(f *survey.Form, n int) []*survey.Record {
	out := make([]*survey.Record, n)
	for i := range out {
		out[i] = s.record(f)
	}
	return out
}

// sequence gives records as storage does.
func sequence(records []*survey.Record) iter.Seq2[*survey.Record, error] {
	return func(yield func(*survey.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// write makes a workbook in a folder of the test's own.
func write(t testing.TB, records []*survey.Record, o Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if o.Now.IsZero() {
		o.Now = noon
	}
	if _, err := Write(context.Background(), path, sequence(records), o); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustRead(t testing.TB, path string) *Book {
	t.Helper()
	b, err := Read(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// same holds records against what a book has.
func same(t testing.TB, b *Book, want []*survey.Record) {
	t.Helper()
	for _, r := range b.Refused {
		t.Errorf("refused: %s", r)
	}
	if len(b.Records) != len(want) {
		t.Fatalf("%d records came back, want %d", len(b.Records), len(want))
	}
	for i, r := range want {
		if b.Records[i].Hash() != r.Hash() {
			t.Errorf("record %d came back changed:\n%s\n%s", i, survey.Encode(r), survey.Encode(b.Records[i]))
		}
	}
}

func TestARecordComesBackAsItWas(t *testing.T) {
	f := parseForm("household", "2", household)
	for seed := range uint64(40) {
		s := newSource(seed, seed%2 == 0)
		want := s.records(f, 20)
		same(t, mustRead(t, write(t, want, Options{Forms: []*survey.Form{f}})), want)
	}
}

func TestWhatTheBookSaysOfItself(t *testing.T) {
	f := parseForm("household", "2", household)
	want := newSource(1, false).records(f, 3)
	files := []File{{Name: "a.xlsx", SHA256: "00", Read: 9, Added: 1, Known: 2, Superseded: 1, Joined: 3, Conflict: 1, Refused: 1}}
	b := mustRead(t, write(t, want, Options{Forms: []*survey.Form{f}, Device: "laptop:1", Files: files}))
	if b.Form != "household" || b.Version != "2" || b.Device != "laptop:1" || !b.Created.Equal(noon) || b.Heads != 3 || !slices.Equal(b.Files, files) || len(b.SHA256) != 64 {
		t.Errorf("got %+v", b)
	}
}
