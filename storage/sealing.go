package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// How a store that was kept in clear becomes one that is sealed: the new file
// is built in a folder beside it, read back and compared; then it has the name
// sealed.db there, and from that moment on it is the store. The clear file is
// moved into the folder, the new one takes its name, and what is left in clear
// is erased. A program that is killed meanwhile leaves the old store or the new
// one, and the next Open goes on.

func sealingFolder(path string) string { return path + "-sealing" }
func sealedFile(path string) string    { return filepath.Join(sealingFolder(path), "sealed.db") }
func clearedFile(path string) string   { return filepath.Join(sealingFolder(path), "clear.db") }

// sealPlain makes a sealed store of one in clear, and lets its first person in.
func (s *Store) sealPlain(ctx context.Context, p Person) error {
	l, secret, err := s.newSlot(p, seal.NewKey())
	if err != nil {
		return err
	}
	if err := s.replaceClear(ctx, l, secret); err != nil {
		return err
	}
	if _, err := s.Backup(ctx); err != nil {
		return message.New("the store is sealed, but has no backup yet: %w", err)
	}
	return eraseClear(s.path, true)
}

func (s *Store) replaceClear(ctx context.Context, l *slot, secret *seal.Secret) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if !s.plain || s.path == "" {
		return ErrNoKey
	}
	if err := s.renewed(ctx); err != nil {
		return err
	}
	if err := s.buildSealed(ctx, l, secret); err != nil {
		return errors.Join(err, removeFolder(sealingFolder(s.path)))
	}
	if err := s.db.Close(); err != nil { // with it goes the -wal file
		return err
	}
	if err := swapSealed(s.path); err != nil {
		return err
	}
	db, err := s.connect(ctx)
	if err != nil {
		return err
	}
	s.db, s.prepared = db, nil
	s.keys.Lock()
	s.plain = false
	s.keys.Unlock()
	s.setRing(&keyring{l.id, l.code, secret, l.locked})
	return s.examine(ctx)
}

// buildSealed leaves the new store in its folder, complete.
func (s *Store) buildSealed(ctx context.Context, l *slot, secret *seal.Secret) error {
	if _, err := plainContent(ctx, s.db); err != nil {
		return err
	}
	shop := sealingFolder(s.path)
	if err := removeFolder(shop); err != nil {
		return err
	}
	if err := os.Mkdir(shop, 0o700); err != nil {
		return err
	}
	half := filepath.Join(shop, "half.db")
	for _, work := range []func(ctx context.Context, from querier, to *Store) error{
		func(ctx context.Context, from querier, to *Store) error { return reseal(ctx, from, to) },
		compareResealed, // after it was closed and opened again
	} {
		if err := s.withSealed(ctx, half, l, secret, work); err != nil {
			return err
		}
	}
	if _, err := examineFile(ctx, half); err != nil {
		return err
	}
	if err := inOneFile(half); err != nil {
		return err
	}
	if err := names.rename(half, sealedFile(s.path)); err != nil {
		return err
	}
	return errors.Join(syncFolder(shop), syncFolder(filepath.Dir(s.path)))
}

// withSealed opens the new store, for the person who is its first, and closes
// it again.
func (s *Store) withSealed(ctx context.Context, path string, l *slot, secret *seal.Secret, work func(ctx context.Context, from querier, to *Store) error) (err error) {
	to, err := Open(ctx, path, Options{Now: s.now, Effort: s.cost})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if to.State() == Fresh {
		err = to.changeClear(ctx, "keep the keys", func(ctx context.Context, tx *sql.Tx) error { return saveSlot(ctx, tx, l) })
		if err != nil {
			return err
		}
	}
	clear := secret.Bytes()
	defer wipe(clear)
	own, err := seal.ParseSecret(clear) // closing clears it
	if err != nil {
		return err
	}
	to.enter(l, own)
	return work(ctx, s.db, to)
}

// finishSealing goes on where a program was killed. It may be repeated from any
// point.
func finishSealing(path string) error {
	if _, err := os.Stat(sealingFolder(path)); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	if err := swapSealed(path); err != nil {
		return err
	}
	version, err := versionOf(path)
	if err != nil {
		return err
	}
	if version > plainVersion {
		if _, err := examineFile(context.Background(), path); err != nil {
			return message.New("what is in clear stays, for it was encrypted badly: %w", err)
		}
	}
	return eraseClear(path, version > plainVersion)
}

// swapSealed puts the new store in the place of the old one, where there is a
// new one.
func swapSealed(path string) error {
	if _, err := os.Stat(sealedFile(path)); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	for _, part := range parts { // the file itself last
		if err := names.rename(path+part, clearedFile(path)+part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := syncFolder(sealingFolder(path)); err != nil {
		return err
	}
	if err := names.rename(sealedFile(path), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// eraseClear writes over what is left in clear of a store that is sealed now:
// its file, its backups, the copies of conversions, what restores kept of damaged
// ones. On a disk that spreads its
// writes, old blocks may outlive that; against those helps encrypting the disk.
func eraseClear(path string, sealed bool) error {
	if !sealed { // nothing was decided: what was begun goes, and is sealed already
		if _, err := os.Stat(clearedFile(path)); err == nil {
			return message.New("%w: it is being encrypted, and its new file is missing", ErrDamaged)
		}
		return removeFolder(sealingFolder(path))
	}
	for _, folder := range asideFolders(path) { // all of them are of the store in clear
		if err := eraseFolder(folder, filepath.Base(path)); err != nil {
			return err
		}
	}
	all := clearCopies(path)
	for _, part := range parts {
		all = append(all, clearedFile(path)+part)
	}
	for _, file := range all {
		if err := erase(file); err != nil {
			return err
		}
	}
	return removeFolder(sealingFolder(path))
}

// versionOf reads the header of a file that nobody has open; 0 where it is no
// store.
func versionOf(path string) (int, error) {
	header, err := readHeader(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil || len(header) < headerSize || binary.BigEndian.Uint32(header[68:]) != application {
		return 0, err
	}
	return int(binary.BigEndian.Uint32(header[60:])), nil
}

// conversionCopy is what stands after the store's own name in that of the copy
// which is made before a conversion.
var conversionCopy = regexp.MustCompile(`^-v\d+-\d{8}-\d{6}\.\d{3}\.db$`)

// clearCopies lists the backups and the copies of conversions that are in
// clear.
func clearCopies(path string) (files []string) {
	base := filepath.Dir(path)
	for _, folder := range []string{"backups", "backup"} {
		entries, err := os.ReadDir(filepath.Join(base, folder))
		if err != nil {
			continue
		}
		for _, e := range entries {
			file := filepath.Join(base, folder, e.Name())
			_, ours := parseBackup(e.Name(), backupStem(path))
			if rest, ok := strings.CutPrefix(e.Name(), stem(path)); folder == "backup" && ok {
				ours = conversionCopy.MatchString(rest)
			}
			if version, err := versionOf(file); ours && err == nil && version == plainVersion {
				files = append(files, file)
			}
		}
	}
	return files
}

// erase writes zeros over a file and removes it.
func erase(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		_, err = io.CopyN(f, zeros{}, info.Size())
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return names.remove(path)
}

// zeros is a file that never ends.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }
