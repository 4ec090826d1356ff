package storage

import (
	"bytes"
	"errors"
	"os"
)

// The head beside a store is synced, and so it is written now and then only.
// What the -wal file holds since then would be missed by nobody if that file
// were lost. So every change also writes its head over a second file, which is
// not synced: after the commit, so that it is never ahead of the store, and in
// one sector with a checksum, so that a torn one is not read.

func lastFile(path string) string { return HeadFile(path) + "-last" }

// lastSize is what a disk writes at once.
const lastSize = 512

// noteLast writes the end of the history. Where that fails, the head that is
// synced still holds. It needs s.writing.
func (s *Store) noteLast() {
	if s.behind != nil || s.plain || s.tail == nil || s.tail.Seq <= s.told {
		return
	}
	h := *s.tail
	h.Time = sane(s.now())
	text, err := h.encode()
	if err != nil || len(text) > lastSize {
		return
	}
	if s.last == nil {
		if s.last, err = os.OpenFile(lastFile(s.path), os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
			s.last = nil
			return
		}
	}
	if _, err := s.last.WriteAt(append(text, bytes.Repeat([]byte(" "), lastSize-len(text))...), 0); err != nil {
		s.closeLast() // the next change opens it anew
	}
}

// closeLast lets go of the file, which on Windows could not be removed
// otherwise. It needs s.writing.
func (s *Store) closeLast() {
	if s.last != nil {
		s.last.Close()
		s.last = nil
	}
}

// readHead gives the later one of the heads beside a store.
func readHead(path string) (Head, error) {
	h, err := readHeadFile(HeadFile(path))
	if err != nil && !errors.Is(err, ErrNoHead) {
		return h, err
	}
	if last, unread := readHeadFile(lastFile(path)); unread == nil && last.Seq > h.Seq {
		return last, nil
	}
	return h, err
}
