package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"anketa/survey/message"
)

// secondSetting names a second folder for backups, as on a stick; its path may
// tell something, so it is sealed. An older program kept it in clear.
const secondSetting = "second_folder"

// SetSecondFolder names the folder that gets the backups too; "" for none.
func (s *Store) SetSecondFolder(ctx context.Context, folder string) error {
	err := s.SetSetting(ctx, secondSetting, folder)
	if err == nil {
		s.knowSecond(folder)
	}
	return err
}

// SecondFolder is the folder that gets the backups too; "" where there is none.
// It is known from the first unlocking on, also when the store is locked again.
func (s *Store) SecondFolder() string {
	s.keys.RLock()
	defer s.keys.RUnlock()
	return s.second
}

func (s *Store) knowSecond(folder string) {
	s.keys.Lock()
	defer s.keys.Unlock()
	s.second = folder
}

// meetSecond reads which folder it is. One that stands in clear is sealed where
// the store is of an older program, and else is nobody's. It needs s.writing.
func (s *Store) meetSecond(ctx context.Context, older bool) {
	var folder string
	err := s.db.QueryRowContext(ctx, "SELECT value FROM open_setting WHERE name = ?", secondSetting).Scan(&folder)
	if err == nil {
		_ = s.write(ctx, "seal the second folder", func(ctx context.Context, tx *sql.Tx) error {
			if older {
				if err := s.saveSetting(ctx, tx, secondSetting, folder); err != nil {
					return err
				}
			}
			_, err := tx.ExecContext(ctx, "DELETE FROM open_setting WHERE name = ?", secondSetting)
			return err
		})
	}
	var sealed []byte
	if s.db.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", secondSetting).Scan(&sealed) != nil {
		return
	}
	if clear, err := s.openShared(settingKind, secondSetting, sealed); err == nil {
		s.knowSecond(string(clear))
	}
}

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

// BackupToSecond copies the backups that the second folder lacks into it; see
// BackupTo.
func (s *Store) BackupToSecond(ctx context.Context) error {
	folder := s.SecondFolder()
	if folder == "" {
		return nil
	}
	_, err := s.BackupTo(ctx, folder)
	return err
}

// BackupTo copies the backups that the second folder lacks into it, the newest
// first, reads each one back, and then removes older ones there by the same
// rule as beside the store. It takes from the store's backups, so that no save
// waits for a slow stick. A folder that is not there is no error: the next time
// makes up for it.
func (s *Store) BackupTo(ctx context.Context, folder string) (*Second, error) {
	path, open := s.isOpen()
	if !open {
		return nil, message.New("back up to the second folder: %w", fs.ErrClosed)
	}
	to, err := SecondFolder(path, s.device, folder)
	if err == nil && to.There {
		err = to.fill(ctx, secondFolder(folder, s.device), backupStem(path))
	}
	if err == nil {
		to, err = SecondFolder(path, s.device, folder)
	}
	if err != nil {
		return nil, message.New("back up to the second folder: %w", err)
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
		err = message.New("%w: what was written is not what is read", ErrDamaged)
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

// Second looks at the second folder of an open store; nil where it has none.
func (s *Store) Second() (*Second, error) {
	path, open := s.isOpen()
	folder := s.SecondFolder()
	if !open || folder == "" {
		return nil, nil
	}
	return SecondFolder(path, s.device, folder)
}
