package screen_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// laptop makes a store with simulated interviews of the shipped form.
func laptop(t testing.TB, n int, seed uint64) *storage.Store {
	t.Helper()
	ctx := context.Background()
	store := storagetest.New(t)
	form := shippedForm(t)
	if err := store.SaveForm(ctx, form.ID, form.Version, form.Title, form.Source); err != nil {
		t.Fatal(err)
	}
	err := screen.Simulate(ctx, form, n, seed, func(r *survey.Record) error { _, err := store.Put(ctx, r); return err }, nil)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func shippedForm(t testing.TB) *survey.Form {
	t.Helper()
	form, faults, err := screen.LoadForm("")
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	return form
}

// TestSimulate holds that simulated interviews are said to be such, differ
// from each other, and are the same again for the same seed.
func TestSimulate(t *testing.T) {
	form := shippedForm(t)
	simulate := func(n int, seed uint64) (out []*survey.Record) {
		err := screen.Simulate(context.Background(), form, n, seed, func(r *survey.Record) error { out = append(out, r); return nil }, nil)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	records := simulate(12, 3)
	ids := map[string]bool{}
	for i, r := range records {
		if r.Kind != survey.Simulated || !r.IsFinished() || r.Number != i+1 || r.Started.IsZero() || !r.Finished.After(r.Started) {
			t.Errorf("interview %d is %s number %d, from %v to %v", i, r.Kind, r.Number, r.Started, r.Finished)
		}
		ids[r.ID] = true
	}
	if len(ids) != 12 {
		t.Errorf("12 interviews have %d ids", len(ids))
	}
	encoded := func(rs []*survey.Record) (out []string) {
		for _, r := range rs {
			out = append(out, string(survey.Encode(r)))
		}
		return out
	}
	if !slices.Equal(encoded(simulate(12, 3)), encoded(records)) {
		t.Error("the same seed gives other interviews")
	}
	if !slices.Equal(encoded(simulate(5, 3)), encoded(records[:5])) {
		t.Error("fewer interviews of a seed are not its first ones")
	}
	if slices.Equal(encoded(simulate(12, 4)), encoded(records)) {
		t.Error("another seed gives the same interviews")
	}
}

// TestSimulateStops holds that an error of the store, or a cancelled job, ends
// the simulation there.
func TestSimulateStops(t *testing.T) {
	form := shippedForm(t)
	full := errors.New("disk full")
	put := 0
	err := screen.Simulate(context.Background(), form, 5, 1, func(*survey.Record) error {
		if put++; put == 2 {
			return full
		}
		return nil
	}, nil)
	if !errors.Is(err, full) || put != 2 {
		t.Errorf("went on to %d with %v", put, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	put = 0
	err = screen.Simulate(ctx, form, 5, 1, func(*survey.Record) error { put++; cancel(); return nil }, nil)
	if !errors.Is(err, context.Canceled) || put != 1 {
		t.Errorf("a cancelled job made %d interviews and ended with %v", put, err)
	}
}

// TestCancelled holds that a job which is stopped leaves the folder as it was,
// and the file that is there untouched, whenever it is stopped.
func TestCancelled(t *testing.T) {
	store := laptop(t, 5, 1)
	dir := t.TempDir()
	book, out := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "out.xlsx")
	if _, err := screen.Export(context.Background(), store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	jobs := map[string]func(context.Context, screen.Progress) error{
		"export": func(ctx context.Context, p screen.Progress) error {
			_, err := screen.Export(ctx, store, "", out, p)
			return err
		},
		"merge": func(ctx context.Context, p screen.Progress) error {
			_, err := screen.Merge(ctx, []string{book}, out, p)
			return err
		},
		"report": func(ctx context.Context, p screen.Progress) error {
			_, err := screen.MakeReport(ctx, book, out, screen.ReportOptions{}, p)
			return err
		},
	}
	for name, job := range jobs {
		t.Run(name, func(t *testing.T) {
			before, err := os.ReadFile(book)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(out, before, 0o600); err != nil {
				t.Fatal(err)
			}
			for stop := 1; ; stop++ {
				ctx, cancel := context.WithCancel(context.Background())
				steps := 0
				err := job(ctx, func(done, total int, _ string) {
					if steps++; steps == stop && (total == 0 || done < total) {
						cancel()
					}
				})
				stopped := ctx.Err() != nil
				cancel()
				if !stopped {
					if err != nil || stop == 1 {
						t.Errorf("it was not stopped at step %d and ended with %v", stop, err)
					}
					break
				}
				if !errors.Is(err, context.Canceled) {
					t.Errorf("stopped at step %d it ended with %v", stop, err)
				}
				if now, _ := os.ReadFile(out); !bytes.Equal(now, before) {
					t.Fatalf("stopped at step %d it had changed the file", stop)
				}
			}
			files, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil || len(files) != 2 {
				t.Errorf("the folder holds %v", files)
			}
		})
	}
}

// TestExportChooses holds what is exported: finished interviews of one form.
func TestExportChooses(t *testing.T) {
	ctx := context.Background()
	store := laptop(t, 3, 1)
	out := filepath.Join(t.TempDir(), "out.xlsx")
	if _, err := screen.Export(ctx, store, "another", out, nil); !errors.Is(err, screen.ErrNothing) || screen.Explain(err).Key != "nothing" {
		t.Errorf("a form without interviews: %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a workbook of nothing was written")
	}
	if _, err := store.Begin(ctx, &survey.Record{Form: "eeca_migrant_core", Version: "1.0.0"}); err != nil {
		t.Fatal(err)
	}
	x, err := screen.Export(ctx, store, "", out, nil)
	if err != nil {
		t.Fatal(err)
	}
	if x.Records != 3 || x.Drafts != 1 || x.Form != "eeca_migrant_core" || len(x.SHA256) != 64 {
		t.Errorf("exported %+v, want 3 interviews and one draft left behind", x)
	}
	other, faults, err := screen.LoadForm(writeForm(t))
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	if err := store.SaveForm(ctx, other.ID, other.Version, other.Title, other.Source); err != nil {
		t.Fatal(err)
	}
	err = screen.Simulate(ctx, other, 1, 1, func(r *survey.Record) error { _, err := store.Put(ctx, r); return err }, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := screen.Export(ctx, store, "", out, nil); err == nil || !strings.Contains(err.Error(), "name one of eeca_migrant_core, small") {
		t.Errorf("two forms: %v", err)
	}
	if x, err := screen.Export(ctx, store, "small", out, nil); err != nil || x.Records != 1 {
		t.Errorf("the named one of two forms: %+v, %v", x, err)
	}
}

func writeForm(t *testing.T) string {
	path := filepath.Join(t.TempDir(), "small.md")
	form := "| survey | | | |\n| | type | name | label |\n| | integer | age | Age |\n"
	if err := os.WriteFile(path, []byte(form), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
