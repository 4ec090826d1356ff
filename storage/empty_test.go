package storage

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"anketa/survey"
)

// TestEmptying holds that nothing is left of a store in its folder, nor of its
// backups in the second one, and that other files stay.
func TestEmptying(t *testing.T) {
	ctx, path, second := context.Background(), filepath.Join(t.TempDir(), "anketa.db"), t.TempDir()
	s, _, _ := inMany(t, path, second)
	other := filepath.Join(filepath.Dir(path), "photo.jpg")
	if err := os.WriteFile(other, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := s.Empty(ctx); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, folder := range []string{filepath.Dir(path), second} {
		for _, e := range must(os.ReadDir(folder)) {
			left = append(left, e.Name())
		}
	}
	if !slices.Equal(left, []string{"photo.jpg"}) {
		t.Errorf("there are still %v", left)
	}
	s = must(unlocked(path, Options{}))
	defer s.Close()
	if all := must(s.List(ctx, Filter{})); len(all) != 0 {
		t.Errorf("a new store has %d interviews", len(all))
	}
}

// TestKeysGoFirst holds that a store whose emptying was broken off behind the
// keys opens for nobody.
func TestKeysGoFirst(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "anketa.db")
	s, _, secrets := inMany(t, path, "")
	if err := s.destroyKeys(ctx); err != nil {
		t.Fatal(err)
	}
	if data := must(os.ReadFile(path)); len(secrets) == 0 || len(data) == 0 {
		t.Fatal("there is nothing to look for")
	}
	s.Close()
	if _, err := unlocked(path, Options{}); err == nil {
		t.Error("somebody is let in")
	}
}

func TestUnconfirmed(t *testing.T) {
	ctx := context.Background()
	s := fresh(t)
	a, b := finished("uuid:a", 1, "x"), finished("uuid:b", 2, "x")
	a2 := finished("uuid:a", 1, "y", a.Hash())
	for _, r := range []*survey.Record{a, b, a2} {
		must(s.Put(ctx, r))
	}
	for _, c := range []struct{ have, want []int }{{[]int{}, []int{1, 2}}, {[]int{0, 1, 2}, nil}, {[]int{0, 1}, []int{1}}, {[]int{0, 2}, []int{2}}} {
		var hashes []survey.Hash
		for _, i := range c.have {
			hashes = append(hashes, []*survey.Record{a, b, a2}[i].Hash())
		}
		if got := must(s.Unconfirmed(ctx, hashes)); !slices.Equal(got, c.want) {
			t.Errorf("with %v: %v, want %v", c.have, got, c.want)
		}
	}
}
