package command

import (
	"bytes"
	"strings"
	"testing"
)

// TestProgressLine holds what the terminal shows, and that it fits on a line.
func TestProgressLine(t *testing.T) {
	for _, test := range []struct {
		done, total int
		what, want  string
	}{
		{0, 0, "", "export"},
		{3, 10, "", "export 3/10"},
		{3, 10, "/home/анна/вечер.xlsx", "export 3/10 вечер.xlsx"},
		{1, 2, strings.Repeat("ж", 200), "export 1/2 " + strings.Repeat("ж", 59)},
	} {
		if got := progressLine("export", test.done, test.total, test.what); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// TestProgressIsForTerminals holds that a script sees nothing of it, and that
// a terminal is left as it was.
func TestProgressIsForTerminals(t *testing.T) {
	var out bytes.Buffer
	p, done := Env{Stderr: &out}.progress("merge")
	if done(); p != nil || out.Len() > 0 {
		t.Errorf("without a terminal there is progress: %q", out.String())
	}
	p, done = Env{Stderr: &out, Terminal: true}.progress("merge")
	p(1, 2, "a.xlsx")
	p(2, 2, "b.xlsx")
	done()
	if want := "\r\x1b[Kmerge 1/2 a.xlsx\r\x1b[K"; out.String() != want {
		t.Errorf("the terminal gets %q, want %q", out.String(), want)
	}
}
