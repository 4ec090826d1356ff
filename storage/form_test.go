package storage

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"anketa/survey"
)

// TestEarlierForms holds that a form which was edited without a new version
// does not take away the one with which interviews were made.
func TestEarlierForms(t *testing.T) {
	now := monday
	s := must(unlocked(filepath.Join(t.TempDir(), "anketa.db"), Options{Now: func() time.Time { now = now.Add(time.Hour); return now }}))
	defer s.Close()
	save := func(version, workbook string) {
		t.Helper()
		if err := s.SaveForm(ctx, "core", version, "Core "+workbook, []byte(workbook)); err != nil {
			t.Fatal(err)
		}
	}
	check := func(version, now string, earlier ...string) {
		t.Helper()
		if got := must(s.Form(ctx, "core", version)); string(got) != now {
			t.Errorf("version %s is %q, want %q", version, got, now)
		}
		var got []string
		for _, w := range must(s.Earlier(ctx, "core", version)) {
			got = append(got, string(w))
		}
		if !slices.Equal(got, earlier) {
			t.Errorf("version %s was %q before, want %q", version, got, earlier)
		}
	}
	save("1", "draft of the form")
	save("1", "one")
	check("1", "one")
	must(s.Begin(ctx, &survey.Record{Form: "core", Version: "1"}))
	save("1", "one edited")
	check("1", "one edited", "one")
	save("1", "one edited again")
	check("1", "one edited again", "one edited", "one")
	save("11", "eleven")
	save("11", "eleven edited")
	check("11", "eleven edited")
	check("1", "one edited again", "one edited", "one")
	var titles []string
	for _, f := range must(s.Forms(ctx)) {
		titles = append(titles, f.Version+" "+f.Title)
	}
	if want := []string{"11 Core eleven edited", "1 Core one edited again"}; !slices.Equal(titles, want) {
		t.Errorf("forms %q, want %q", titles, want)
	}
}
