package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
	"testing"
	"time"

	"anketa/export"
	"anketa/survey"
)

// fleets is how many random fleets a test plays: as many as the environment
// asks for in ANKETA_TORTURE, else the usual number.
func fleets(t testing.TB, usual int) int {
	t.Helper()
	asked := os.Getenv("ANKETA_TORTURE")
	if asked == "" {
		return usual
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("ANKETA_TORTURE is a number of fleets, not %q", asked)
	}
	return n
}

// TestLaws plays fleets of laptops that begin interviews, correct them, withdraw some, export,
// merge what others exported, and decide conflicts. Whatever comes of it, any
// order, grouping and repetition of merging all workbooks gives one set, byte
// for byte, in which everything is that was ever acknowledged and
// nothing that was withdrawn, and every balance adds up.
func TestLaws(t *testing.T) {
	var sum lawsSeen
	var one sync.Mutex
	runs, workers := fleets(t, 200), runtime.GOMAXPROCS(0)
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // a fleet is small, and soon forgotten
	t.Run("all", func(t *testing.T) {
		for w := range workers {
			t.Run(fmt.Sprint(w), func(t *testing.T) {
				t.Parallel()
				var seen lawsSeen
				for seed := w; seed < runs; seed += workers {
					seen.fleet(t, seed)
				}
				one.Lock()
				defer one.Unlock()
				sum.add(seen)
			})
		}
	})
	if least := runs / 50; sum.joined < least || sum.conflicts < least || sum.decided < least || sum.onJoin < least || sum.gone < least {
		t.Errorf("%+v in %d fleets: too tame to show anything", sum, runs)
	}
	t.Logf("%d fleets: %+v", runs, sum)
}

// lawsSeen counts what fleets have shown.
type lawsSeen struct{ joined, conflicts, decided, onJoin, gone int }

func (s *lawsSeen) add(o lawsSeen) {
	s.joined, s.conflicts, s.decided = s.joined+o.joined, s.conflicts+o.conflicts, s.decided+o.decided
	s.onJoin, s.gone = s.onJoin+o.onJoin, s.gone+o.gone
}

// fleet plays one fleet and holds the laws against it.
func (s *lawsSeen) fleet(t *testing.T, seed int) {
	g := playFleet(rand.New(rand.NewPCG(uint64(seed), 2)))
	want := g.merged(t, g.books...)
	for h, id := range g.made {
		if there := want.versions[h] != nil; there == g.gone[id] {
			t.Fatalf("fleet %d: version %.8s is there: %v; withdrawn: %v", seed, h, there, g.gone[id])
		}
	}
	if len(want.Withdrawn()) != len(g.gone) {
		t.Fatalf("fleet %d: withdrawn are %v, want %v", seed, want.Withdrawn(), g.gone)
	}
	canonical, conflicts := want.Canonical(), fmt.Sprint(want.Conflicts())
	for name, got := range g.otherWays(t) {
		if other := got.Canonical(); !bytes.Equal(other, canonical) {
			t.Fatalf("fleet %d, %s: another set of %d lines, want %d", seed, name, bytes.Count(other, []byte("\n")), bytes.Count(canonical, []byte("\n")))
		}
		if got := fmt.Sprint(got.Conflicts()); got != conflicts {
			t.Fatalf("fleet %d, %s: in conflict %v, want %v", seed, name, got, conflicts)
		}
	}
	s.conflicts += len(want.Conflicts())
	s.decided += g.decided
	s.gone += len(g.gone)
	for id := range want.records {
		v := want.view(id)
		if v.joined {
			s.joined++
		}
		for _, r := range v.lineage.Versions {
			if r.IsJoin() {
				s.onJoin++
			}
		}
	}
}

// A game is what some laptops made.
type game struct {
	rng     *rand.Rand
	laptops []*Set
	books   []*export.Book
	made    map[survey.Hash]string // the interview of every version that a person made and that was exported
	waiting []map[survey.Hash]string
	gone    map[string]bool // interviews that were withdrawn
	decided int
	clock   int
}

func playFleet(rng *rand.Rand) *game {
	g := &game{rng: rng, made: map[survey.Hash]string{}, gone: map[string]bool{}}
	for range 2 + rng.IntN(3) {
		s := New()
		s.Know(adding{})
		g.laptops = append(g.laptops, s)
		g.waiting = append(g.waiting, map[survey.Hash]string{})
	}
	for range 20 + rng.IntN(40) {
		g.step(rng.IntN(len(g.laptops)))
	}
	for i := range g.laptops {
		g.export(i)
	}
	return g
}

// step has one laptop do something.
func (g *game) step(i int) {
	s := g.laptops[i]
	current := s.current()
	switch n := g.rng.IntN(12); {
	case len(current) > 0 && g.rng.IntN(90) == 0:
		g.withdraw(i, current[g.rng.IntN(len(current))].ID)
	case len(current) == 0 && n < 4 || len(current) < 2 && n == 0:
		g.keep(i, first(fmt.Sprint(i, "-", g.clock), "a", "1", "b", "1", "sum", "2", "c", "1"))
	case n < 6 && len(current) > 0:
		g.correct(i, current[g.rng.IntN(len(current))])
	case n < 8:
		g.export(i)
	case n < 11 && len(g.books) > 0:
		s.Add("x", "", g.copied(g.rng.IntN(len(g.books))))
		if g.rng.IntN(2) == 0 {
			g.decide(i)
		}
	default:
		g.decide(i)
	}
}

func (g *game) withdraw(i int, id string) {
	g.gone[id] = true
	g.laptops[i].Withdraw(export.Withdrawn{Key: id, Case: "C", Day: fmt.Sprintf("2026-01-%02d", 1+g.rng.IntN(28)), By: fmt.Sprint("L", i)})
}

func (g *game) keep(i int, r *survey.Record) {
	g.clock++
	g.laptops[i].Put(r)
	g.waiting[i][r.Hash()] = r.ID
}

// correct makes a version of one that stands: some answers are given anew,
// instances come and go.
func (g *game) correct(i int, from *survey.Record) {
	var edits []string
	for range 1 + g.rng.IntN(2) {
		switch members := len(sequence(from.Root, "", "m")); g.rng.IntN(6) {
		case 0:
			edits = []string{fmt.Sprintf("+m[%d]=k%d", 1+g.rng.IntN(members+1), g.clock)}
			g.clock++
		case 1, 2:
			if members > 0 {
				edits = []string{fmt.Sprintf("m[%d]/%c=%d", 1+g.rng.IntN(members), "qr"[g.rng.IntN(2)], g.rng.IntN(3))}
			}
		case 3:
			if members > 0 {
				edits = []string{fmt.Sprintf("-m[%d]", 1+g.rng.IntN(members))}
			}
		default:
			edits = append(edits, fmt.Sprintf("%c=%d", "aaabcd"[g.rng.IntN(6)], g.rng.IntN(7)))
		}
	}
	r := edited([]*survey.Record{from}, edits...)
	r.Author, r.Reason, r.Saved = fmt.Sprint("L", i), "corrected", from.Saved.Add(time.Duration(g.clock)*time.Minute)
	_, _ = adding{}.Settle(r, nil)
	g.keep(i, r)
}

func (g *game) export(i int) {
	g.books = append(g.books, written(g.laptops[i]))
	for h, id := range g.waiting[i] {
		g.made[h] = id
	}
	clear(g.waiting[i])
}

func (g *game) decide(i int) {
	s := g.laptops[i]
	for _, id := range s.Conflicts() {
		c, _ := s.Conflict(id)
		d := Decision{Choices: map[string]survey.Hash{}, Who: fmt.Sprint("L", i), Why: "decided", When: began.Add(time.Duration(g.clock) * time.Hour)}
		for _, dispute := range c.Disputes {
			d.Choices[dispute.Place] = c.Heads[g.rng.IntN(len(c.Heads))].Hash()
		}
		r, err := s.Decide(id, d)
		if err != nil {
			panic(err)
		}
		g.clock++
		g.decided++
		g.waiting[i][r.Hash()] = r.ID
	}
}

// copied gives a workbook as it is read: records of its own, in another order,
// spelled otherwise.
func (g *game) copied(i int) *export.Book {
	b := &export.Book{Withdrawn: g.books[i].Withdrawn}
	for _, r := range g.books[i].Records {
		b.Records = append(b.Records, shuffled(r, g.rng))
	}
	g.rng.Shuffle(len(b.Records), func(i, j int) { b.Records[i], b.Records[j] = b.Records[j], b.Records[i] })
	return b
}

// shuffled writes a version down with its plain answers in another order.
func shuffled(r *survey.Record, rng *rand.Rand) *survey.Record {
	c := *r
	root := *r.Root
	c.Root = &root
	root.Children = append([]*survey.Answer(nil), root.Children...)
	plain := 0
	for plain < len(root.Children) && root.Children[plain].Key == "" {
		plain++
	}
	rng.Shuffle(plain, func(i, j int) { root.Children[i], root.Children[j] = root.Children[j], root.Children[i] })
	return &c
}

// merged adds workbooks up, and holds that the balance does.
func (g *game) merged(t *testing.T, books ...*export.Book) *Set {
	t.Helper()
	s := New()
	s.Know(adding{})
	for i, b := range books {
		if balance := add(t, s, fmt.Sprint(i), b); balance.Read != len(b.Records) {
			t.Fatalf("%s of %d", balance, len(b.Records))
		}
	}
	if a := s.Account(); !a.Holds() {
		t.Fatalf("the account does not hold:\n%s", a)
	}
	return s
}

// otherWays merges all workbooks in other orders, groups and repetitions, and
// through the laptops of the fleet.
func (g *game) otherWays(t *testing.T) map[string]*Set {
	all := make([]*export.Book, len(g.books))
	for i := range all {
		all[i] = g.copied(i)
	}
	half := 1 + g.rng.IntN(len(all))
	in := func(s *Set) *export.Book { return written(s) }
	out := map[string]*Set{
		"in groups": g.merged(t, in(g.merged(t, all[:half]...)), in(g.merged(t, all[half:]...))),
		"twice":     g.merged(t, append(all, all[:half]...)...),
		"of itself": g.merged(t, in(g.merged(t, in(g.merged(t, all...)), all[0]))),
	}
	one := g.merged(t)
	for _, b := range all {
		one = g.merged(t, b, in(one))
	}
	out["one after another"] = one
	g.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	out["in another order"] = g.merged(t, all...)
	home := g.laptops[0]
	for _, b := range all {
		home.Add("x", "", b)
	}
	out["at home"] = home
	return out
}
