package export

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"anketa/survey"
)

// Whatever is another cell in the finished file than was made, in whichever
// sheet, is noticed before the file gets its name, even where its checksums
// agree.
func TestAFileThatHoldsSomethingElseIsNoticed(t *testing.T) {
	f, records := small()
	_, others := small()
	for _, r := range others {
		r.Reason = "another version"
	}
	o := Options{Forms: []*survey.Form{f}, Now: noon, Others: others}
	folder := t.TempDir()
	to := newSpill(folder)
	defer to.close()
	w, err := newWriter(o, to)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	if err := w.all(ctx, sequence(records)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "book.xlsx")
	media, err := w.media(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.finish(media.list); err != nil {
		t.Fatal(err)
	}
	if _, err := w.save(ctx, path, media); err != nil {
		t.Fatal(err)
	}
	if _, err := w.compare(ctx, path); err != nil {
		t.Fatalf("the file as it was written: %v", err)
	}
	bent := 0
	for part, text := range unzipped(t, path) {
		for name, change := range map[string]func(string) string{
			"a value":  func(s string) string { return lastOf(s, `<v>\d+</v>`, "<v>0</v>") },
			"a text":   func(s string) string { return lastOf(s, `</t>`, "x</t>") },
			"a column": func(s string) string { return lastOf(s, `<c r="[A-Z]+`, `<c r="ZZ`) },
			"a row":    func(s string) string { return lastOf(s, `<row .*?</row>`, "") },
			"a kind":   func(s string) string { return lastOf(s, ` t="s"`, "") },
		} {
			changed := change(text)
			if changed == text || !strings.Contains(part, "sheet") && !strings.Contains(part, "shared") {
				continue
			}
			bent++
			other := filepath.Join(folder, "bent.xlsx")
			rezipped(t, path, other, part, changed)
			if _, err := w.compare(ctx, other); err == nil {
				t.Errorf("%s of %s is another one, and nothing was said", name, part)
			}
		}
	}
	if bent < 20 {
		t.Errorf("%d changes were tried, want more", bent)
	}
}

// lastOf changes the last match.
func lastOf(s, pattern, to string) string {
	all := regexp.MustCompile(pattern).FindAllStringIndex(s, -1)
	if len(all) == 0 {
		return s
	}
	at := all[len(all)-1]
	return s[:at[0]] + to + s[at[1]:]
}

func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	out := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(text)
	}
	return out
}

// rezipped writes an archive again with another text in one part.
func rezipped(t *testing.T, from, to, part, text string) {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, old := range unzipped(t, from) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == part {
			old = text
		}
		if _, err := io.WriteString(w, old); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, packed.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
