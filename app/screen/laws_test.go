package screen_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"anketa/app/screen"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// TestStoresOfFleets plays fleets whose workbooks come to two coordinators in
// different orders, groups and repetitions: their stores have the same versions
// of people, and the same stands for every interview. What one of them merged
// is taken back, and its store is as it was.
func TestStoresOfFleets(t *testing.T) {
	runs := 3
	if n, err := strconv.Atoi(os.Getenv("ANKETA_TORTURE")); err == nil {
		runs = max(runs, n/1000)
	}
	joins, conflicts := 0, 0
	for seed := range runs {
		rng := rand.New(rand.NewPCG(uint64(seed), 3))
		p := newPost(t)
		paths := p.fleet(rng)
		one, two := p.coordinator(), p.coordinator()
		before := contents(t, one)
		made := p.mergeAll(one, rng, paths)
		shuffled := slices.Clone(paths)
		rng.Shuffle(len(paths), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		p.mergeAll(two, rng, append(shuffled, paths[0]))
		a, b := contents(t, one), contents(t, two)
		if a.String() != b.String() {
			t.Fatalf("fleet %d: one store has\n%s\nand the other\n%s", seed, a, b)
		}
		joins, conflicts = joins+a.joins, conflicts+a.conflicts
		for _, id := range slices.Backward(made) {
			if _, _, err := one.UndoMerge(context.Background(), id); err != nil {
				t.Fatalf("fleet %d: %v", seed, err)
			}
		}
		if after := contents(t, one); after.String() != before.String() {
			t.Fatalf("fleet %d: after the undoing it has\n%s\nand had\n%s", seed, after, before)
		}
		if h, err := one.Verify(context.Background()); err != nil || !h.Whole() {
			t.Fatalf("fleet %d: %v %v", seed, err, h.Findings)
		}
	}
	if joins == 0 || conflicts == 0 {
		t.Errorf("%d joins and %d conflicts in %d fleets: too tame to show anything", joins, conflicts, runs)
	}
}

// coordinator gives a store with one interview of its own.
func (p *post) coordinator() *storage.Store {
	store := storagetest.New(p.t)
	if _, err := store.Put(context.Background(), p.interview(9, 99)); err != nil {
		p.t.Fatal(err)
	}
	return store
}

// fleet makes workbooks of some interviews that were corrected here and there,
// each with all that its versions were made from.
func (p *post) fleet(rng *rand.Rand) (paths []string) {
	var all [][]*survey.Record // each with its ancestors, itself first
	for i := range 5 {
		all = append(all, []*survey.Record{p.interview(i+1, rng.Uint64())})
	}
	for range 6 + rng.IntN(4) {
		from := all[rng.IntN(len(all))]
		answer := fmt.Sprintf("%c=%d", "ab"[rng.IntN(2)], 1+rng.IntN(5))
		all = append(all, slices.Insert(slices.Clone(from), 0, corrected(p.t, p.form, from[0], 1+rng.IntN(90), answer)))
	}
	for i, versions := range all {
		paths = append(paths, p.book(fmt.Sprint("fleet", rng.Uint64(), "-", i, ".xlsx"), versions...))
	}
	return paths
}

// mergeAll merges workbooks in groups, and gives the numbers of the merges.
func (p *post) mergeAll(store *storage.Store, rng *rand.Rand, paths []string) (made []int64) {
	for len(paths) > 0 {
		n := 1 + rng.IntN(min(3, len(paths)))
		m, err := screen.MergeInto(context.Background(), store, paths[:n], "", nil, nil)
		if err != nil {
			p.t.Fatal(err)
		}
		if !m.Holds() {
			p.t.Fatalf("the account does not hold:\n%s", m.Account)
		}
		if m.Merge > 0 {
			made = append(made, m.Merge)
		}
		paths = paths[n:]
	}
	return made
}

// A content is what counts in a store: the versions that people made, and what
// stands.
type content struct {
	lines            []string
	joins, conflicts int
}

func (c content) String() string { return fmt.Sprint(c.lines) }

func contents(t *testing.T, store *storage.Store) (c content) {
	t.Helper()
	ctx, set := context.Background(), merge.New()
	for r, err := range store.Versions(ctx, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		set.Put(r)
		if !r.IsJoin() {
			c.lines = append(c.lines, r.Hash().String()[:8])
		}
	}
	for r, err := range store.Records(ctx, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		c.lines = append(c.lines, fmt.Sprintf("%d stands as %.8s", r.Number, r.Hash()))
		if r.IsJoin() {
			c.joins++
		}
	}
	slices.Sort(c.lines)
	c.conflicts = len(set.Conflicts())
	return c
}
