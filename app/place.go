package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
)

// This file is where the store is: in the folder for settings or, where that
// cannot be written to, in one that somebody chose.

// storePreference remembers the chosen place, beside how the window looks.
const storePreference = "store"

// chosenStore is the file of the store where none is named.
func chosenStore(p fyne.Preferences) (string, error) {
	if chosen := p.String(storePreference); chosen != "" {
		if _, err := os.Stat(chosen); err == nil {
			return chosen, nil
		}
	}
	return screen.DefaultStore()
}

// ofPlace says whether it is the place of the store that is wrong, and another
// one may be right.
func ofPlace(err error) bool {
	return errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR) ||
		errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, screen.ErrNoHome)
}

// elsewhere has a folder chosen for the store, and opens it there.
func (v *faultView) elsewhere() {
	a := v.app
	a.openFolder("", func(folder string) {
		a.options.Store, a.homeless = filepath.Join(folder, "anketa.db"), nil
		a.fyne.Preferences().SetString(storePreference, a.options.Store)
		a.trace("elsewhere")
		v.retry()
	})
}

// cacheFolder makes the folder in which the toolkit keeps what can be made
// again: it complains where a new home has none.
func cacheFolder() {
	if dir, err := os.UserCacheDir(); err == nil {
		_ = os.MkdirAll(dir, 0o700)
	}
}
