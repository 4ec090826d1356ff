package screen

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"anketa/survey"
	"anketa/survey/surveytest"
)

// TestCheck runs testdata/check: each file is what it shows, a form, and the
// list of the check, without the reader's own codes.
func TestCheck(t *testing.T) {
	files, err := filepath.Glob("testdata/check/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			form, faults := ReadForm(a.Files[0].Data)
			c, err := CheckRead(context.Background(), form, faults, 60, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, f := range c.Faults {
				if f.Code != "LENGTH_001" {
					fmt.Fprintf(&got, "%s %s %v\n", f.Severity, f.Code, f)
				}
			}
			if got.String() != string(a.Files[1].Data) {
				t.Errorf("got\n%s\nwant\n%s", got.String(), a.Files[1].Data)
			}
		})
	}
}

// TestCheckIsTheSameAgain holds that equal forms give equal lists, and that a
// form that does not open has the reader's list only.
func TestCheckIsTheSameAgain(t *testing.T) {
	list := func() string {
		form, faults, err := LoadForm("")
		if err != nil {
			t.Fatal(err)
		}
		c, err := CheckRead(context.Background(), form, faults, 40, nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Faults.Error()
	}
	if first, again := list(), list(); first != again || first == "" {
		t.Errorf("first\n%s\nthen\n%s", first, again)
	}
	form, faults := ReadForm([]byte("| survey |\n| | type | name |\n| | nothing | x |\n"))
	c, err := CheckRead(context.Background(), form, faults, 40, nil)
	if err != nil || c.Opens() || len(c.Faults) != len(faults) || c.Walk != nil {
		t.Errorf("a form that does not open: %v, %v", c, err)
	}
}

// TestShippedFormIsClean holds that the check has nothing to say of the shipped
// form but how long it is and which lists have no code.
func TestShippedFormIsClean(t *testing.T) {
	c, err := CheckForm(context.Background(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, f := range c.Faults {
		codes = append(codes, f.Severity.String()+" "+f.Code)
	}
	if want := []string{"notice CHOICES_010", "notice CHOICES_010", "notice LENGTH_001"}; !slices.Equal(codes, want) {
		t.Errorf("got %v\n%v", codes, c.Faults)
	}
	_, full, ok := c.Walk.Length()
	if !ok || c.Walk.Held != usualWalks(c.Form) || full.Questions.Median < 60 || full.Minutes.Median < 15 || full.Minutes.P90 > 60 {
		t.Errorf("%d interviews, %v", c.Walk.Held, full)
	}
}

// TestUsualWalks holds how many are held where nobody says how many.
func TestUsualWalks(t *testing.T) {
	for items, want := range map[int]int{1: 1500, 300: 1500, 600: 375, 3000: 30} {
		if got := usualWalks(&survey.Form{Items: make([]*survey.Item, items)}); got != want {
			t.Errorf("%d items: %d interviews, want %d", items, got, want)
		}
	}
}

// TestWalksEnd holds that they end with the time and with the context, and say
// how many were held.
func TestWalksEnd(t *testing.T) {
	form := surveytest.Form(t, "| survey |\n| | type | name | label |\n| | text | a | A |\n")
	w := holdWalks(context.Background(), form, 50, 0, nil)
	if w.Held != 1 || w.Wanted != 50 || w.findings()[0].Code != "WALK_004" {
		t.Errorf("held %d of %d: %v", w.Held, w.Wanted, w.findings())
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := CheckRead(ctx, form, nil, 50, func(done, _ int, _ string) {
		if done == 3 {
			cancel()
		}
	})
	if err == nil {
		t.Error("a check that was cancelled ends as if nothing were")
	}
}

// TestLength holds the model: what is read aloud, what an answer costs, and
// which interviews ended early.
func TestLength(t *testing.T) {
	form := surveytest.Form(t, `
| survey | | | | |
| | type           | name  | label                        | hint |
| | note           | hello | 14 characters.               | not read aloud, however long it is, as it is for the interviewer |
| | select_one yn  | smoke | 28 characters, read aloud -- | |
| | integer        | age   | 14 characters.               | |
| choices | | | | |
| | list_name | name | label   | |
| | yn        | yes  | seven.. | |
| | yn        | no   | seven.. | |
| | yn        | 98   | Don't know is not read aloud | |`)
	w := holdWalks(context.Background(), form, 1, time.Minute, nil)
	if len(w.Talks) != 1 || w.Talks[0].Questions != 2 {
		t.Fatalf("talks: %v", w.Talks)
	}
	if got, want := w.Talks[0].Seconds, 1.0+2+1+5+1+8; got != want {
		t.Errorf("it takes %g s, want %g", got, want)
	}
	w.Talks = nil
	for _, n := range []int{1, 2, 3, 40, 41, 42, 43, 44, 45, 60} {
		w.Talks = append(w.Talks, Talk{Questions: n, Seconds: float64(n) * 30})
	}
	all, full, _ := w.Length()
	if got, want := fmt.Sprint(all, "; ", full), "41 questions (four in five: 1 to 45) and 21 minutes (1 to 23); 43 questions (four in five: 40 to 60) and 22 minutes (20 to 30)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// BenchmarkCheck is a check of the shipped form, as a coordinator waits for it.
func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		if _, err := CheckForm(context.Background(), "", nil); err != nil {
			b.Fatal(err)
		}
	}
}

// TestNames holds what Stata and SPSS take.
func TestNames(t *testing.T) {
	for name, want := range map[string]bool{"age": false, "if": true, "IF": false, "AND": true, "str12": true, "str": false, "street": false, "_n": true, "_N": true} {
		if got := isWord(name); got != want {
			t.Errorf("%s: reserved %t, want %t", name, got, want)
		}
	}
	f := &finding{}
	for i := range 8 {
		f.add(survey.Position{Sheet: "survey", Row: i + 2}, fmt.Sprint(i))
	}
	if got, want := f.list().String(), "0, 1, 2, 3, 4 and 3 more"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
