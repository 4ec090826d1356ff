package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// What has a name is whole, and nothing is left beside it.
func TestWriteWhole(t *testing.T) {
	broken := errors.New("broken")
	good := func(f *os.File) error { _, err := f.WriteString("new"); return err }
	bad := func(f *os.File) error { _, _ = f.WriteString("ne"); return broken }
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	tests := []struct {
		name  string
		ctx   context.Context
		write func(*os.File) error
		check func(string) error
		want  string
		err   error
	}{
		{"written", context.Background(), good, nil, "new", nil},
		{"checked", context.Background(), good, func(beside string) error {
			if data, err := os.ReadFile(beside); err != nil || string(data) != "new" {
				return broken
			}
			return nil
		}, "new", nil},
		{"not written to the end", context.Background(), bad, nil, "old", broken},
		{"refused by the check", context.Background(), good, func(string) error { return broken }, "old", broken},
		{"stopped", stopped, good, nil, "old", context.Canceled},
	}
	for _, tt := range tests {
		folder := t.TempDir()
		path := filepath.Join(folder, "a.xlsx")
		if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := WriteWhole(tt.ctx, path, tt.write, tt.check); !errors.Is(err, tt.err) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.err)
		}
		if got, _ := os.ReadFile(path); string(got) != tt.want {
			t.Errorf("%s: the file holds %q, want %q", tt.name, got, tt.want)
		}
		if files, _ := os.ReadDir(folder); len(files) != 1 {
			t.Errorf("%s: %d files are in the folder, want one", tt.name, len(files))
		}
	}
	var e *Error
	if err := WriteWhole(context.Background(), filepath.Join(t.TempDir(), "gone", "a"), good, nil); !errors.As(err, &e) {
		t.Errorf("a folder that is not there: %v", err)
	}
}

// What a program left that was killed long ago goes with the next file; what
// another one may be writing stays, and so does what is nobody's half.
func TestWriteWholeSweeps(t *testing.T) {
	folder := t.TempDir()
	long := time.Now().Add(-2 * abandoned)
	for name, made := range map[string]time.Time{".anketa-1.part": long, ".anketa-2.part": time.Now(), "notes.part": long} {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.WriteFile(path, []byte("answers"), 0o600), os.Chtimes(path, made, made)); err != nil {
			t.Fatal(err)
		}
	}
	write := func(f *os.File) error { _, err := f.WriteString("new"); return err }
	if err := WriteWhole(context.Background(), filepath.Join(folder, "a.xlsx"), write, nil); err != nil {
		t.Fatal(err)
	}
	var left []string
	files, _ := os.ReadDir(folder)
	for _, f := range files {
		left = append(left, f.Name())
	}
	if want := []string{".anketa-2.part", "a.xlsx", "notes.part"}; !slices.Equal(left, want) {
		t.Errorf("there are %v, want %v", left, want)
	}
}
