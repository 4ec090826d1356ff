//go:build linux || darwin || freebsd

package storage

import "syscall"

// freeSpace is how many bytes this user may still write into a folder; false
// where the system does not say.
func freeSpace(dir string) (int64, bool) {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return 0, false
	}
	return int64(disk.Bavail) * int64(disk.Bsize), true
}
