package storage

import (
	"bytes"
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

// files are those of a store, by the endings of their names, and how they were
// earlier.
type files struct{ now, older map[string][]byte }

var damages = []damage{
	{"nothing", func(*files, *rand.Rand) {}},
	{"a bit of the store", func(f *files, rnd *rand.Rand) { flip(f.now[""], rnd) }},
	{"a bit of the -wal", func(f *files, rnd *rand.Rand) { flip(f.now["-wal"], rnd) }},
	{"a page of the store", func(f *files, rnd *rand.Rand) { spoilRange(f.now[""], rnd.IntN(len(f.now[""])/4096)*4096, 4096, rnd) }},
	{"a sector of the store", func(f *files, rnd *rand.Rand) { spoilRange(f.now[""], rnd.IntN(len(f.now[""])/512)*512, 512, rnd) }},
	{"zeros in the store", func(f *files, rnd *rand.Rand) {
		at := rnd.IntN(len(f.now[""])/4096) * 4096
		clear(f.now[""][at : at+4096])
	}},
	{"the store cut short", func(f *files, rnd *rand.Rand) { f.now[""] = f.now[""][:rnd.IntN(len(f.now[""]))] }},
	{"the -wal cut short", func(f *files, rnd *rand.Rand) { f.now["-wal"] = f.now["-wal"][:rnd.IntN(len(f.now["-wal"]))] }},
	{"no -wal", func(f *files, _ *rand.Rand) { f.now["-wal"] = nil }},
	{"zeros for a -wal", func(f *files, _ *rand.Rand) { clear(f.now["-wal"]) }},
	{"an older -wal", func(f *files, _ *rand.Rand) { f.now["-wal"] = f.older["-wal"] }},
	{"an older store", func(f *files, _ *rand.Rand) { f.now[""], f.now["-wal"] = f.older[""], nil }},
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
	told := 0
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			var sum verdicts
			for range damageTries() {
				dir := t.TempDir()
				path := filepath.Join(dir, "anketa.db")
				good.write(t, path, func(f *files) { d.do(f, rnd) })
				fault, err := tells(path, p)
				switch {
				case fault != nil:
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
			if d.name == "nothing" && sum.told > 0 {
				t.Error("a store without damage is called damaged")
			}
			told += sum.told
		})
	}
	if told == 0 {
		t.Error("no damage was noticed")
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
	switch {
	case err != nil:
		return nil, err
	case d.Fault != nil:
		return d.Fault, nil
	case !d.History.Whole():
		return errors.New(d.History.Findings[0].String()), nil
	}
	s, err := enter(path)
	if err != nil {
		return err, nil
	}
	defer s.Close()
	if s.Break() != nil {
		return errors.New("something is missing at the end of the history"), nil
	}
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
	w.tell(t, story([]step{opens, sets("1"), keepsForm, takesIn, begins}, times(20, answers), []step{finishes, begins}, times(3, answers)))
	older := readFiles(w.path)
	w.tell(t, story(times(2, answers), []step{finishes, begins}, times(6, answers)))
	f := &files{now: readFiles(w.path), older: older}
	p := w.now()
	w.tell(t, []step{closes})
	return f, p
}

func readFiles(path string) map[string][]byte {
	all := map[string][]byte{}
	for _, part := range []string{"", "-wal", "-head", "-head-last"} {
		if data, err := os.ReadFile(path + part); err == nil {
			all[part] = data
		}
	}
	return all
}

// write writes a copy of the files that was changed.
func (f *files) write(t *testing.T, path string, change func(*files)) {
	t.Helper()
	c := &files{now: map[string][]byte{}, older: f.older}
	for part, data := range f.now {
		c.now[part] = bytes.Clone(data)
	}
	change(c)
	for part, data := range c.now {
		if data == nil {
			continue
		}
		if err := os.WriteFile(path+part, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
