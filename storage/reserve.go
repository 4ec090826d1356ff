package storage

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
)

// Reserve is how many bytes the window keeps free for the answer that is being
// typed when the disk is full: some thousand answers.
const Reserve = 4 << 20

// scarce is how many free bytes are few enough to tell somebody.
const scarce = 500 << 20

// Room says whether the disk still takes answers.
type Room uint8

const (
	RoomEnough Room = iota // or the system does not say
	RoomScarce             // less than 500 MB: time to make some
	RoomSpent              // the disk is full; what was kept free is being used up
)

// Room says how the disk stood after the last change. Only a store that keeps a
// reserve looks.
func (s *Store) Room() Room { return Room(s.room.Load()) }

// reserveFile keeps the space. It holds nothing.
func reserveFile(path string) string { return path + "-reserve" }

// roomToRefill is how much must be free before the reserve is taken from it:
// enough that it is not given up again by the next answer.
func roomToRefill(reserve int64) int64 { return 4 * reserve }

// giveUpReserve makes room on a full disk, once.
func (s *Store) giveUpReserve() bool {
	return s.reserve > 0 && os.Remove(reserveFile(s.path)) == nil
}

// lookAtRoom sees how full the disk is, and puts the reserve back where there is
// room for it.
func (s *Store) lookAtRoom() {
	if s.reserve <= 0 {
		return
	}
	free, known := freeSpace(filepath.Dir(s.path))
	held := s.hasReserve()
	if !held && (!known || free >= roomToRefill(s.reserve)) {
		held = fillReserve(reserveFile(s.path), s.reserve) == nil
	}
	room := RoomEnough
	switch {
	case !held:
		room = RoomSpent
	case known && free < scarce:
		room = RoomScarce
	}
	s.room.Store(uint32(room))
}

func (s *Store) hasReserve() bool {
	info, err := os.Stat(reserveFile(s.path))
	return err == nil && info.Size() == s.reserve
}

// fillReserve writes the file. Its bytes are random: disks that compress would
// keep no space for zeros.
func fillReserve(path string, size int64) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	noise := make([]byte, size)
	rand.Read(noise)
	_, err = f.Write(noise)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}
