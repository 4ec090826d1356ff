package screen

import (
	"errors"

	"anketa/storage"
)

// Restorable says whether an error at the start is one that a backup helps
// against, and gives the newest backup. A file whose first bytes are broken
// looks like one of another program; that there are backups of it tells.
func Restorable(store string, err error) (storage.Backup, bool) {
	if !errors.Is(err, storage.ErrDamaged) && !errors.Is(err, storage.ErrForeign) {
		return storage.Backup{}, false
	}
	all, err := storage.Backups(store)
	if err != nil || len(all) == 0 {
		return storage.Backup{}, false
	}
	return all[0], true
}
