package screen

import (
	"context"

	"anketa/storage"
)

// A store that is larger than this is backed up when it is closed, and not
// after each finish: copying it would keep the next answer waiting for more
// than a moment.
const backUpAtFinish = 32 << 20

// backUp copies the store after the writes that wait, in their queue.
func (d *Desk) backUp() {
	d.queue.Put(func() error {
		if d.Store.Size() > backUpAtFinish {
			return nil
		}
		_, err := d.Store.Backup(context.Background())
		return err
	}, func(err error) { d.backup = err })
}

// BackupFault is what kept the last backup after a finish from being made; nil
// where there is nothing to tell.
func (d *Desk) BackupFault() error { return d.backup }

// Room says how much the disk still takes.
func (s *Interview) Room() storage.Room { return s.desk.Store.Room() }
