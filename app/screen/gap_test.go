package screen_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"anketa/app/screen"
)

// TestGaps holds that workbooks are added up, that one which cannot be read
// stops the ledger, and that a stopped one tells nothing.
func TestGaps(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	var paths []string
	for seed, n := range []int{2, 4} {
		path := filepath.Join(dir, string(rune('a'+seed))+".xlsx")
		if _, err := screen.Export(ctx, laptop(t, n, uint64(seed)), "", path, nil); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	l, err := screen.Gaps(ctx, paths, nil)
	if err != nil || len(l.Laptops) != 2 || l.Laptops[0].Last != 2 || l.Laptops[1].Last != 4 || l.Unnumbered+len(l.Refused) != 0 {
		t.Errorf("the ledger is %+v, %v", l, err)
	}
	var several screen.Several
	if l, err := screen.Gaps(ctx, append(paths, filepath.Join(dir, "x.xlsx"), dir), nil); !errors.As(err, &several) || len(several) != 2 || l != nil {
		t.Errorf("with two files that cannot be read: %v, %v", l, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	l, err = screen.Gaps(stopped, paths, func(int, int, string) { cancel() })
	if !errors.Is(err, context.Canceled) || l != nil {
		t.Errorf("a stopped ledger is %v, %v", l, err)
	}
}
