package storage

import (
	"net/url"
	"strings"
)

// A way is how the file is opened.
type way struct{ journal, synchronous, foreignKeys string }

var (
	// daily: a commit is one sync of the -wal file, and has happened when the
	// sync returns (FULL; with NORMAL a power cut loses the last answers).
	daily = way{"WAL", "FULL", "on"}
	// building is for making and converting a file. There is one file with
	// everything in it, and its header says which version it is. With a
	// rollback journal the last commit is safe from EXTRA on. Converting may
	// replace a table that others refer to; the check comes after.
	building = way{"DELETE", "EXTRA", "off"}
)

// dsn gives what the driver opens the file by. The pragmas run in alphabetical
// order and before _journal_mode, so that WAL begins under the exclusive lock
// and needs no -shm file.
//
//   - locking_mode: one program has the file, the next finds it locked at once;
//     with nobody else, nothing is worth waiting for (_busy_timeout).
//   - temp_store, secure_delete: nothing of an answer in temporary files, nor
//     in the pages that a deleted one leaves.
//   - mmap_size: a disk that disappears is an error and no crash.
//   - fullfsync: on macOS a plain sync does not reach the disk.
//   - defensive, trusted_schema, dqs, cell_size_check: the file may have been
//     in other hands.
func (w way) dsn(path string, windows bool) string {
	q := url.Values{
		"_busy_timeout": {"0"},
		"_journal_mode": {w.journal},
		"_synchronous":  {w.synchronous},
		"_foreign_keys": {w.foreignKeys},
		"_txlock":       {"immediate"},
		"_dqs":          {"0"},
		"_defensive":    {"1"},
		"_error_rc":     {"1"},
		"_pragma": {
			"locking_mode(EXCLUSIVE)", "temp_store(MEMORY)", "secure_delete(ON)",
			"trusted_schema(OFF)", "cell_size_check(ON)", "mmap_size(0)",
			"fullfsync(ON)", "checkpoint_fullfsync(ON)",
		},
	}
	return fileURI(path, windows, q)
}

// readingOnly opens a finished file that nobody writes to, and writes nothing
// beside it.
func readingOnly(path string, windows bool) string {
	return fileURI(path, windows, url.Values{"mode": {"ro"}, "immutable": {"1"}, "_defensive": {"1"}, "_error_rc": {"1"}})
}

// fileSystem is the name of one that SQLite is to use instead of its own. Tests
// set it, to record what is written and to have it fail.
var fileSystem string

// fileURI names an absolute path as SQLite reads one: C:\a?b is
// file:///C:/a%3Fb, and \\host\share is file:////host/share.
func fileURI(path string, windows bool, query url.Values) string {
	if fileSystem != "" {
		query.Set("vfs", fileSystem)
	}
	if windows {
		path = strings.ReplaceAll(path, `\`, "/")
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	return u.String()
}
