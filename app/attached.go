package app

import (
	"crypto/sha256"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// This file has what a form brings along opened by other programs.

// openAttached has a file of the form opened by the system's program for it.
// It is put into the folder for what can be made again; only sounds, films and
// pictures come with a form, never programs.
func (a *App) openAttached(name string, data []byte) {
	folder, err := os.UserCacheDir()
	if err != nil {
		folder = os.TempDir()
	}
	path, err := attachedFile(folder, name, data)
	if err != nil {
		a.fault(err)
		return
	}
	a.trace("open", filepath.Base(path))
	a.openURL(fileURL(path), name)
}

// fileURL is the address of a file; that of C:\a.mp3 is file:///C:/a.mp3.
func fileURL(path string) *url.URL {
	path = strings.ReplaceAll(path, `\`, "/")
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}

// attachedFile writes a file under its own name into a folder named after what
// is in it, so that it is written once.
func attachedFile(folder, name string, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	dir := filepath.Join(folder, fmt.Sprintf("%s-%x", Title, sum[:8]))
	path := filepath.Join(dir, filepath.Base(filepath.FromSlash(name)))
	if had, err := os.ReadFile(path); err == nil && sha256.Sum256(had) == sum {
		return path, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, data, 0o600)
}

// openAddress has a web address opened.
func (a *App) openAddress(address string) {
	if u, err := url.Parse(address); err == nil {
		a.trace("open", u.Scheme)
		a.openURL(u, address)
	}
}

func (a *App) openURL(u *url.URL, name string) {
	if err := a.fyne.OpenURL(u); err != nil {
		a.tell(a.T("open.failed", "name", name), nil)
	}
}
