package screen

import (
	"os"
	"strings"
	"testing"

	"anketa/survey"
)

// TestVersion holds the two places together that name the program's version.
func TestVersion(t *testing.T) {
	about, err := os.ReadFile("../../FyneApp.toml")
	if err != nil {
		t.Fatal(err)
	}
	if line := `Version = "` + Version + `"`; !strings.Contains(string(about), line) {
		t.Errorf("FyneApp.toml does not say %s", line)
	}
}

// TestNewestFirst holds the order of a form's versions.
func TestNewestFirst(t *testing.T) {
	for _, versions := range []string{"1.10.0 1.9.2 1.9 1", "2026112401 2026051801", "2 1b 1a", "10 9"} {
		want := strings.Fields(versions)
		var forms []*survey.Form
		for i := len(want) - 1; i >= 0; i-- {
			forms = append(forms, &survey.Form{Version: want[i]})
		}
		newestFirst(forms)
		var got []string
		for _, f := range forms {
			got = append(got, f.Version)
		}
		if strings.Join(got, " ") != versions {
			t.Errorf("got %v, want %s", got, versions)
		}
	}
}
