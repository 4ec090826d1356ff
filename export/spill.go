package export

import (
	"os"

	"anketa/export/agile"
	"anketa/survey/message"
)

// A spill is where a part goes that grows too large for the memory: a file in
// the folder of the workbook, encrypted, of which nothing can be read without
// the running program. It is made when there is something for it; nil is none,
// and then all stays in memory.
type spill struct {
	folder  string
	file    *os.File
	scratch *agile.Scratch
}

func newSpill(folder string) *spill { return &spill{folder: folder} }

// put keeps b, which is garbage afterwards, and says where.
func (s *spill) put(b []byte) (at int64, err error) {
	if s.file == nil {
		if s.file, err = os.CreateTemp(s.folder, ".anketa-*.part"); err != nil {
			s.file = nil
			return 0, unwritable(err)
		}
		_ = os.Remove(s.file.Name()) // where the system lets go of the name, a program that is killed leaves nothing
		s.scratch = agile.NewScratch(s.file)
	}
	if at, err = s.scratch.Append(b); err != nil {
		return 0, unwritable(err)
	}
	return at, nil
}

func unwritable(err error) error {
	return &Error{Why: message.New("it could not be written to the end."), Hint: message.New("Look whether there is room, and whether the stick is still there."), Err: err}
}

// get fills b with what was put there.
func (s *spill) get(b []byte, at int64) error { return s.scratch.Read(b, at) }

// close lets go of everything; it may come twice.
func (s *spill) close() {
	if s == nil || s.file == nil {
		return
	}
	s.file.Close()
	os.Remove(s.file.Name())
	s.file = nil
}
