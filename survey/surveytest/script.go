package surveytest

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"anketa/survey"
	"anketa/survey/interview"
)

// Run plays every script that a pattern names, each as a test of its own.
func Run(t *testing.T, pattern string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no script is named %s (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			Play(t, a)
		})
	}
}

// Play plays one script.
func Play(t testing.TB, a *txtar.Archive) {
	t.Helper()
	p := &player{
		t: t, form: open(t, a), kept: map[string]*survey.Record{},
		now: time.Date(2026, 3, 7, 10, 0, 0, 0, time.FixedZone("", 3*60*60)),
	}
	for i, line := range strings.Split(string(a.Comment), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		if err := p.line(line); err != nil {
			t.Errorf("line %d: %s: %v", i+1, line, err)
		}
	}
}

// A player is one script on its way.
type player struct {
	t       testing.TB
	form    *survey.Form
	now     time.Time
	o       interview.Options
	iv      *interview.Interview
	journal *survey.Record // what the edits so far come to
	last    []interview.Change
	kept    map[string]*survey.Record
}

func (p *player) line(line string) error {
	line, refused := strings.CutPrefix(line, "!")
	words, err := split(line)
	if err != nil {
		return err
	}
	err = p.do(words[0], words[1:])
	switch {
	case refused && err == nil:
		return fmt.Errorf("it was not refused")
	case refused:
		return nil
	}
	return err
}

// split cuts a line into words; quotes hold one together.
func split(line string) ([]string, error) {
	var words []string
	for rest := strings.TrimSpace(line); rest != ""; rest = strings.TrimSpace(rest) {
		if rest[0] != '\'' {
			word, after, _ := strings.Cut(rest, " ")
			words, rest = append(words, word), after
			continue
		}
		word, i := "", 1
		for {
			j := strings.IndexByte(rest[i:], '\'')
			if j < 0 {
				return nil, fmt.Errorf("a quote is not closed")
			}
			word, i = word+rest[i:i+j], i+j+1
			if i == len(rest) || rest[i] != '\'' {
				break
			}
			word, i = word+"'", i+1
		}
		words, rest = append(words, word), rest[i:]
	}
	return words, nil
}

func (p *player) do(verb string, args []string) error {
	if set, ok := settings[verb]; ok {
		return set(p, args)
	}
	p.begin()
	if act, ok := actions[verb]; ok {
		changes, err := act(p, args)
		if err != nil {
			return err
		}
		p.last = changes
		return p.replay()
	}
	if look, ok := looks[verb]; ok {
		return look(p, args)
	}
	return fmt.Errorf("there is no line %q", verb)
}

// begin starts the interview when it is first needed.
func (p *player) begin() {
	if p.iv == nil {
		p.o.Now = func() time.Time { return p.now }
		p.o.Language = p.form.Default
		p.iv = interview.New(p.form, p.o)
		p.journal = p.iv.Draft()
		p.journal.Root = nil
	}
}

// replay holds the journal to its promise: applied, it gives the draft.
func (p *player) replay() error {
	draft := p.iv.Draft()
	if err := p.journal.Apply(p.iv.Edits()...); err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	p.journal.Language = draft.Language
	if !reflect.DeepEqual(p.journal, draft) {
		return fmt.Errorf("the journal gives\n%s\nand the draft is\n%s", survey.Encode(p.journal), survey.Encode(draft))
	}
	return nil
}
