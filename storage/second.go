package storage

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// SecondSetting is the open setting that names a second folder for backups, as
// on a stick; "" where there is none.
const SecondSetting = "second_folder"

// A Second is how the second folder for backups stands.
type Second struct {
	Folder  string
	There   bool     // a stick that is not plugged in is not
	Backups []Backup // in it, the newest first
	Lacks   []Backup // that stand beside the store and not in it, the newest first
}

// secondFolder is where the backups of one laptop stand in the second folder,
// so that several laptops can share a stick.
func secondFolder(folder, device string) string {
	return filepath.Join(folder, "anketa-backup-"+device[:min(6, len(device))])
}

// SecondFolder looks at the second folder for the backups of a store; device is
// the laptop's id. A folder that is not there is no error.
func SecondFolder(path, device, folder string) (*Second, error) {
	s := &Second{Folder: folder}
	info, err := os.Stat(folder)
	if err != nil || !info.IsDir() {
		return s, nil
	}
	s.There = true
	if s.Backups, err = backupsIn(secondFolder(folder, device), backupStem(path)); err != nil {
		return nil, err
	}
	all, err := Backups(path)
	if err != nil {
		return nil, err
	}
	for _, b := range all {
		same := func(x Backup) bool { return filepath.Base(x.Path) == filepath.Base(b.Path) }
		if !slices.ContainsFunc(s.Backups, same) {
			s.Lacks = append(s.Lacks, b)
		}
	}
	return s, nil
}

// BackupTo copies the backups that the second folder lacks into it, the newest
// first, reads each one back, and then removes older ones there by the same
// rule as beside the store. It takes from the store's backups, so that no save
// waits for a slow stick. A folder that is not there is no error: the next time
// makes up for it.
func (s *Store) BackupTo(ctx context.Context, folder string) (*Second, error) {
	path, open := s.isOpen()
	if !open {
		return nil, fmt.Errorf("back up to the second folder: %w", fs.ErrClosed)
	}
	to, err := SecondFolder(path, s.device, folder)
	if err == nil && to.There {
		err = to.fill(ctx, secondFolder(folder, s.device), backupStem(path))
	}
	if err == nil {
		to, err = SecondFolder(path, s.device, folder)
	}
	if err != nil {
		return nil, fmt.Errorf("back up to the second folder: %w", err)
	}
	return to, nil
}

func (to *Second) fill(ctx context.Context, dir, stem string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, b := range to.Lacks {
		if err := ctx.Err(); err != nil {
			return err
		}
		// One that was removed meanwhile, because there are newer ones, is not missed.
		if err := copyChecked(b.Path, filepath.Join(dir, filepath.Base(b.Path))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if len(to.Lacks) == 0 {
		return nil
	}
	if err := syncFolder(dir); err != nil {
		return err
	}
	return removeSpare(dir, stem)
}

// removeSpare removes what nobody needs any more, and halves of files that a
// stick has that was pulled out.
func removeSpare(dir, stem string) error {
	all, err := backupsIn(dir, stem)
	if err != nil {
		return err
	}
	var failed []error
	for _, b := range spare(all) {
		failed = append(failed, names.remove(b.Path))
	}
	halves, _ := filepath.Glob(filepath.Join(dir, "*.db.new"))
	for _, half := range halves {
		failed = append(failed, names.remove(half))
	}
	return errors.Join(failed...)
}

// copyChecked copies a file, reads the copy back, and then gives it its name.
func copyChecked(from, to string) error {
	half := to + ".new"
	_ = names.remove(half)
	if err := copyFile(from, half); err != nil {
		_ = names.remove(half)
		return err
	}
	want, err := sumOf(from)
	have, err2 := sumOf(half)
	if err = errors.Join(err, err2); err == nil && want != have {
		err = fmt.Errorf("%w: what was written is not what is read", ErrDamaged)
	}
	if err == nil {
		err = names.rename(half, to)
	}
	if err != nil {
		_ = names.remove(half)
	}
	return err
}

func sumOf(path string) (sum digest, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	copy(sum[:], h.Sum(nil))
	return sum, nil
}

// secondOf looks at the second folder of a file that nobody has open; nil where
// it names none.
func secondOf(ctx context.Context, path string) *Second {
	db, done, err := openUntouched(ctx, path)
	if err != nil {
		return nil
	}
	defer done()
	var device, folder string
	err = db.QueryRowContext(ctx, "SELECT device, (SELECT value FROM open_setting WHERE name = ?) FROM laptop", SecondSetting).Scan(&device, &folder)
	if err != nil || folder == "" {
		return nil
	}
	s, _ := SecondFolder(path, device, folder)
	return s
}

// Second looks at the second folder of an open store.
func (s *Store) Second(folder string) (*Second, error) {
	path, open := s.isOpen()
	if !open {
		return nil, fs.ErrClosed
	}
	return SecondFolder(path, s.device, folder)
}
