package storage

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A damage is something that happens to the files of a store.
type damage struct {
	name string
	do   func(f *files, rnd *rand.Rand)
}

// files are those of a store, and how they were earlier.
type files struct{ db, wal, olderWAL []byte }

var damages = []damage{
	{"nothing", func(*files, *rand.Rand) {}},
	{"a bit of the store", func(f *files, rnd *rand.Rand) { flip(f.db, rnd) }},
	{"a page of the store", func(f *files, rnd *rand.Rand) { spoilRange(f.db, rnd.IntN(len(f.db)/4096)*4096, 4096, rnd) }},
	{"a sector of the store", func(f *files, rnd *rand.Rand) { spoilRange(f.db, rnd.IntN(len(f.db)/512)*512, 512, rnd) }},
	{"zeros in the store", func(f *files, rnd *rand.Rand) {
		at := rnd.IntN(len(f.db)/4096) * 4096
		clear(f.db[at : at+4096])
	}},
	{"the store cut short", func(f *files, rnd *rand.Rand) { f.db = f.db[:rnd.IntN(len(f.db))] }},
	{"an older -wal", func(f *files, _ *rand.Rand) { f.wal = f.olderWAL }},
}

func flip(b []byte, rnd *rand.Rand) { b[rnd.IntN(len(b))] ^= 1 << rnd.IntN(8) }

func spoilRange(b []byte, at, n int, rnd *rand.Rand) {
	for i := range n {
		b[at+i] = byte(rnd.Uint32())
	}
}

// verdicts are what a store did about a damage.
type verdicts struct{ whole, told, silent int }

// TestDamageIsNeverSilent damages a store in every way: everything that was
// saved is there, or the store says that it is not.
func TestDamageIsNeverSilent(t *testing.T) {
	good, p := aDamagedDay(t)
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 0))
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			var sum verdicts
			for range damageTries() {
				dir := t.TempDir()
				path := filepath.Join(dir, "anketa.db")
				good.write(t, path, func(f *files) { d.do(f, rnd) })
				told, err := tells(path, p)
				switch {
				case told != nil:
					sum.told++
				case err != nil:
					sum.silent++
					t.Errorf("seed %d: nothing was said: %v", seed, err)
				default:
					sum.whole++
				}
				if err := os.RemoveAll(dir); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("whole %d, told %d, silent %d", sum.whole, sum.told, sum.silent)
			if (d.name == "nothing") != (sum.told == 0) {
				t.Errorf("told %d times", sum.told)
			}
		})
	}
}

func damageTries() int {
	switch {
	case torture() > 0:
		return max(torture()/30, 1)
	case testing.Short():
		return 3
	}
	return 12
}

// tells says what a store says of its state, by itself or when it is examined;
// err is what is missing.
func tells(path string, p promise) (told, err error) {
	d, err := Diagnose(ctx, path)
	if err != nil {
		return nil, err
	}
	if d.Fault != nil {
		return d.Fault, nil
	}
	s, err := enter(path)
	if err != nil {
		return err, nil
	}
	defer s.Close()
	if err = kept(s, p, p); errors.Is(err, errUnread) {
		return err, nil
	}
	return nil, err
}

// aDamagedDay makes the files of a store as a kill leaves them, and what it
// promised. The -wal file has the last answers, the store the others.
func aDamagedDay(t *testing.T) (*files, promise) {
	t.Helper()
	onTestDisk(t)
	w := newTeller(t, t.TempDir())
	var f files
	read := func(part string) []byte { return must(os.ReadFile(w.path + part)) }
	w.tell(t, story([]step{opens, sets("1"), keepsForm, takesIn, begins}, times(20, answers), []step{finishes, begins}, times(3, answers)))
	f.olderWAL = read("-wal")
	w.tell(t, story(times(2, answers), []step{finishes, begins}, times(6, answers), []step{sets("2")}))
	f.db, f.wal = read(""), read("-wal")
	p := w.now()
	w.tell(t, []step{closes})
	return &f, p
}

// write writes a copy of the files that was changed.
func (f *files) write(t *testing.T, path string, change func(*files)) {
	t.Helper()
	c := &files{clone(f.db), clone(f.wal), clone(f.olderWAL)}
	change(c)
	for part, data := range map[string][]byte{"": c.db, "-wal": c.wal} {
		if data == nil {
			continue
		}
		if err := os.WriteFile(path+part, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func clone(b []byte) []byte { return append([]byte{}, b...) }
