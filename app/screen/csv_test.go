package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
	"anketa/export"
)

// TestCSVIsStopped holds that a stopped export leaves no folder behind,
// whenever it is stopped, and that a store without interviews makes none.
func TestCSVIsStopped(t *testing.T) {
	store := laptop(t, 3, 1)
	dir := t.TempDir()
	book, out := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "csv")
	if _, err := screen.Export(context.Background(), store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	jobs := map[string]func(context.Context, screen.Progress) (*screen.Tables, error){
		"of a store": func(ctx context.Context, p screen.Progress) (*screen.Tables, error) {
			return screen.ExportCSV(ctx, store, "", out, export.Dialect{}, p)
		},
		"of a workbook": func(ctx context.Context, p screen.Progress) (*screen.Tables, error) {
			return screen.WorkbookToCSV(ctx, book, out, export.Dialect{}, p)
		},
	}
	for name, job := range jobs {
		stops := 0
		for {
			ctx, cancel := context.WithCancel(context.Background())
			steps := 0
			made, err := job(ctx, func(int, int, string) {
				if steps++; steps > stops {
					cancel()
				}
			})
			stopped := ctx.Err() != nil
			cancel()
			if !stopped {
				if err != nil || made.Records != 3 || made.Form != "eeca_migrant_core" || made.Files[0].Name != "data.csv" {
					t.Errorf("%s: %+v, %v", name, made, err)
				}
				break
			}
			if _, there := os.Stat(out); !errors.Is(err, context.Canceled) || there == nil {
				t.Errorf("%s: stopped at step %d it ended with %v", name, stops+1, err)
			}
			stops++
		}
		if stops < 2 {
			t.Errorf("%s: it could be stopped %d times", name, stops)
		}
		if err := os.RemoveAll(out); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := screen.ExportCSV(context.Background(), store, "another", out, export.Dialect{}, nil); !errors.Is(err, screen.ErrNothing) {
		t.Errorf("a form without interviews: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a folder of nothing was made")
	}
}
