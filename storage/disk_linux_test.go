package storage

import (
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

// mountTmpfs makes a small disk of its own, where the test may.
func mountTmpfs(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no disk to fill up: mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// ballast fills a disk with a file.
type ballast struct{ path string }

func (b ballast) fill(t *testing.T, _ *Store) {
	t.Helper()
	f := must(os.Create(b.path))
	defer f.Close()
	for size := 1 << 16; size >= 1; size /= 16 {
		for block := make([]byte, size); ; {
			if _, err := f.Write(block); err != nil {
				break
			}
		}
	}
}

func (b ballast) free(t *testing.T, _ *Store) {
	t.Helper()
	if err := os.Remove(b.path); err != nil {
		t.Fatal(err)
	}
}

func TestFullDiskGoesOn(t *testing.T) {
	dir := mountTmpfs(t, "size=3m")
	testFull(t, dir, ballast{filepath.Join(dir, "film.mkv")})
}

// TestGuessingOnAFullDiskGetsSlow: where no try can be counted in the file, the
// first is tried all the same, and every one after it waits.
func TestGuessingOnAFullDiskGetsSlow(t *testing.T) {
	clock, dir := monday, mountTmpfs(t, "size=3m")
	o := Options{Now: func() time.Time { return clock }, Effort: seal.Least}
	path := filepath.Join(dir, "anketa.db")
	do(t, must(unlocked(path, o)).Close())
	ballast{filepath.Join(dir, "film.mkv")}.fill(t, nil)
	s := must(Open(ctx, path, o))
	defer s.Close()
	for i, delay := range []time.Duration{0, 2, 5, 15} {
		delay *= time.Second
		var wait *WaitError
		if delay > 0 {
			if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.As(err, &wait) || wait.Until.Sub(clock) != delay {
				t.Fatalf("try %d: %v", i+1, err)
			}
			clock = clock.Add(delay)
		}
		if err := s.Unlock(ctx, firstCode, "wrong"); !errors.Is(err, ErrPassphrase) {
			t.Fatalf("try %d: %v", i+1, err)
		}
	}
	clock = clock.Add(30 * time.Second)
	do(t, s.Unlock(ctx, firstCode, firstPhrase))
}

// TestOpenOnAFullDisk reads everything with not a byte free.
func TestOpenOnAFullDisk(t *testing.T) {
	dir := mountTmpfs(t, "size=3m")
	path := filepath.Join(dir, "anketa.db")
	s := must(unlocked(path, Options{}))
	r := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	film := ballast{filepath.Join(dir, "film.mkv")}
	film.fill(t, nil)
	s = reopened(t, path)
	if got, _, err := s.Draft(ctx, r.ID); err != nil || got.Find("age").Text != "34" {
		t.Errorf("draft %v, %v", got, err)
	}
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "35")}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v", err)
	}
	film.free(t, nil)
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "35")}); err != nil {
		t.Error(err)
	}
	fullFrom := filepath.Join(dir, "new.db")
	film.fill(t, nil)
	if _, err := Open(ctx, fullFrom, Options{}); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a new store on a full disk: %v", err)
	}
	film.free(t, nil)
	if err := reopened(t, fullFrom).SetSetting(ctx, "a", "b"); err != nil {
		t.Error(err)
	}
}

func TestReadOnlyDisk(t *testing.T) {
	dir := mountTmpfs(t, "size=3m")
	path := filepath.Join(dir, "anketa.db")
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("remount: %v", err)
	}
	for _, p := range []string{path, filepath.Join(dir, "new.db")} {
		if _, err := Open(ctx, p, Options{}); !errors.Is(err, syscall.EROFS) {
			t.Errorf("%s: %v", filepath.Base(p), err)
		}
	}
	sameFiles(t, "read-only disk", before, contents(t, dir))
}

// limitFiles has the system refuse to write past a size, as a failing disk
// refuses to write.
func limitFiles(t *testing.T, size uint64) (lift func()) {
	t.Helper()
	signal.Ignore(syscall.SIGXFSZ)
	var was syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: was.Max}); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAfterAnErrorOfTheDisk has a write fail and goes on with the same Store.
func TestAfterAnErrorOfTheDisk(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	want := must(s.Begin(ctx, blank()))
	id := want.ID
	edit := []survey.Edit{answer("age", "34")}
	if err := s.Append(ctx, id, Place{}, edit); err != nil {
		t.Fatal(err)
	}
	size := uint64(must(os.Stat(path + "-wal")).Size())
	lift := limitFiles(t, size+100)
	defer lift()
	for range 3 { // the second and third time after opening the file anew
		err := s.Append(ctx, id, Place{}, []survey.Edit{answer("sex", "2")})
		if code(err) != codeIOErr && !errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("a write that the system refused: %v", err)
		}
	}
	if got, _, err := s.Draft(ctx, id); err != nil || got.Find("age") == nil || got.Find("sex") != nil {
		t.Errorf("what was saved: %v, %v", got, err)
	}
	lift()
	if err := s.Append(ctx, id, Place{}, []survey.Edit{answer("sex", "2")}); err != nil {
		t.Fatal(err)
	}
	if got, _, err := s.Draft(ctx, id); err != nil || got.Find("age") == nil || got.Find("sex") == nil {
		t.Errorf("afterwards: %v, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _, err := reopened(t, path).Draft(ctx, id); err != nil || got.Find("sex") == nil {
		t.Errorf("after opening again: %v, %v", got, err)
	}
}

func TestFolderOfSomebodyElse(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write everywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, filepath.Join(dir, "anketa.db"), Options{}); !errors.Is(err, os.ErrPermission) {
		t.Errorf("%v", err)
	}
}
