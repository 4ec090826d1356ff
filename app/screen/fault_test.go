package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
)

// TestFaultsOfWorkbooks holds that the usual causes have a sentence each, with
// the name of the file, and that all files are told of at once.
func TestFaultsOfWorkbooks(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.xlsx")
	if _, err := screen.Export(context.Background(), laptop(t, 3, 1), "", good, nil); err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(dir, "locked.xlsx")
	if _, err := screen.ExportWith(context.Background(), "orbit stencil walnut prairie", laptop(t, 3, 1), "", locked, nil); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	form, err := os.ReadFile("forms/eeca_migrant_core.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	want := []struct{ path, key string }{
		{filepath.Join(dir, "gone.xlsx"), "nofile"},
		{file("text.xlsx", "a;b;c"), "nobook"},
		{file("empty.xlsx", ""), "empty"},
		{file("sealed.xlsx", "age-encryption.org/v1"), "sealed"},
		{file("old.xlsx", ole), "oldbook"},
		{locked, "password"},
		{file("short.xlsx", string(whole[:len(whole)/2])), "damagedbook"},
		{file("form.xlsx", string(form)), "otherbook"},
	}
	paths := []string{good}
	for _, w := range want {
		paths = append(paths, w.path)
	}
	_, err = screen.Merge(context.Background(), paths, filepath.Join(dir, "all.xlsx"), nil)
	var all screen.Several
	if !errors.As(err, &all) || len(all) != len(want) {
		t.Fatalf("merge tells of %v, want %d faults", err, len(want))
	}
	for i, w := range want {
		if got := screen.Explain(all[i]); got.Key != w.key || got.File != w.path {
			t.Errorf("%s is told as %q of %s, want %q", filepath.Base(w.path), got.Key, got.File, w.key)
		}
	}
	_, err = screen.Merge(context.Background(), []string{good}, good, nil)
	if got := screen.Explain(err); got.Key != "over" || got.File != good {
		t.Errorf("writing over what is read is told as %+v", got)
	}
}
