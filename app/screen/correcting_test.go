package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
)

const editableForm = `
| survey | type | name | label | relevant |
|  | start | began | | |
|  | end | ended | | |
|  | text | a | A | |
|  | text | b | B | |
|  | text | c | C | ${a} = 'yes' |
| settings | form_id | version | client_editable |
|  | f | 1 | yes |
`

// finishedAt begins, answers and finishes an interview at a desk.
func finishedAt(t *testing.T, p *player, answers ...string) string {
	t.Helper()
	s, err := p.desk.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	say(t, s, answers...)
	end(t, s)
	return s.ID
}

// say gives answers: name=text.
func say(t *testing.T, s *screen.Interview, answers ...string) {
	t.Helper()
	for _, one := range answers {
		name, text, _ := strings.Cut(one, "=")
		if _, err := s.Answer(survey.Path(name), text); err != nil {
			t.Fatal(err)
		}
	}
}

func end(t *testing.T, s *screen.Interview) {
	t.Helper()
	ended := errors.New("not ended")
	if problems := s.Finish(func(err error) { ended = err }); len(problems) > 0 || ended != nil {
		t.Fatalf("%v %v", problems, ended)
	}
}

// standing is the version that stands.
func stands(t *testing.T, p *player, id string) *survey.Record {
	t.Helper()
	for r, err := range p.desk.Store.Records(context.Background(), storage.Filter{ID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Fatal("nothing stands")
	return nil
}

func TestACorrection(t *testing.T) {
	p := seat(t, map[string]string{"1.md": editableForm})
	ctx := context.Background()
	id := finishedAt(t, p, "a=yes", "b=old", "c=here")
	first := stands(t, p, id)
	if _, err := p.desk.Edit(ctx, id, " \n"); !errors.Is(err, screen.ErrNoReason) {
		t.Errorf("without a reason: %v", err)
	}
	s, err := p.desk.Edit(ctx, id, "misheard")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Corrected()) != 0 {
		t.Errorf("nothing is changed yet: %+v", s.Corrected())
	}
	say(t, s, "a=no", "b=new")
	want := "a yes→no 1, b old→new 1, c here→ 5"
	if got := changes(s.Corrected()); got != want {
		t.Errorf("changed: %s, want %s", got, want)
	}
	if again, err := p.desk.Edit(ctx, id, "another"); err != nil || again.View("b").Text != "new" {
		t.Errorf("a correction begins anew: %v", err)
	}
	end(t, s)
	fixed := stands(t, p, id)
	switch {
	case len(fixed.Parents) != 1 || fixed.Parents[0] != first.Hash():
		t.Error("it does not name what it replaces")
	case fixed.Reason != "misheard" || fixed.Author == "":
		t.Errorf("by %q, why %q", fixed.Author, fixed.Reason)
	case !fixed.Finished.Equal(first.Finished) || !fixed.Started.Equal(first.Started) || fixed.Saved.Before(first.Saved):
		t.Errorf("times %v, %v, %v", fixed.Started, fixed.Finished, fixed.Saved)
	case fixed.Find("began").Text != first.Find("began").Text:
		t.Error("start has changed")
	case fixed.Find("b").Text != "new" || fixed.Number != first.Number || fixed.Device != first.Device:
		t.Errorf("%+v", fixed)
	}
	rows, _, err := p.desk.Finished(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var shown []screen.Row
	for _, r := range rows {
		if r.Changed {
			shown = append(shown, r)
		}
	}
	if got := changes(shown); got != want {
		t.Errorf("the review shows %s, want %s", got, want)
	}
	second, err := p.desk.Edit(ctx, id, "once more")
	if err != nil {
		t.Fatal(err)
	}
	say(t, second, "b=newest")
	end(t, second)
	if got := stands(t, p, id); got.Parents[0] != fixed.Hash() || got.Reason != "once more" {
		t.Errorf("the second correction replaces %x: %q", got.Parents[0][:4], got.Reason)
	}
	folder := filepath.Join(t.TempDir(), "xml")
	if _, err := screen.ExportXML(ctx, p.desk.Store, "f", folder, nil); err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob(filepath.Join(folder, "*.xml"))
	if len(files) != 1 {
		t.Fatalf("%d files", len(files))
	}
	data, _ := os.ReadFile(files[0])
	if strings.Contains(string(data), "deprecatedID>"+id) || !strings.Contains(string(data), "deprecatedID>uuid:") {
		t.Errorf("the second correction names the first record:\n%s", data)
	}
}

// changes writes rows as "code before→now state".
func changes(rows []screen.Row) string {
	var out []string
	for _, r := range rows {
		out = append(out, r.Code+" "+r.Before+"→"+r.Answer+" "+string(rune('0'+r.State)))
	}
	return strings.Join(out, ", ")
}

func TestACorrectionThatTheFormDoesNotAllow(t *testing.T) {
	p := seat(t, map[string]string{"1.md": strings.Replace(editableForm, "| yes |", "| no |", 1)})
	id := finishedAt(t, p, "a=x")
	if _, err := p.desk.Edit(context.Background(), id, "why"); !errors.Is(err, screen.ErrNotEditable) {
		t.Errorf("%v", err)
	}
	if all, err := p.desk.Records(context.Background()); err != nil || all.All[0].Draft {
		t.Errorf("it became a draft (%v)", err)
	}
}

// TestADraftStaysWithTheNewerForm: one that was gone on with in a newer form is
// not taken back by an older one in use.
func TestADraftStaysWithTheNewerForm(t *testing.T) {
	newer := strings.Replace(shaped("text", "2"), "| settings", "|  | text | more | M |\n| settings", 1)
	p := seat(t, map[string]string{"1.md": shaped("text", "1"), "2.md": newer})
	p.must(t, "begin", "answer other old", "killed 2.md", "answer more here", "killed 1.md", "text more here")
}
