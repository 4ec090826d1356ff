package screen

import (
	"context"
	"sync"
	"sync/atomic"

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
		if err == nil {
			d.second.start(d.Store)
		}
		return err
	}, func(err error) { d.backup = err })
}

// SecondFolder names the folder, as on a stick, that gets the backups too; ""
// for none.
func (d *Desk) SecondFolder(ctx context.Context) (string, error) {
	return d.Store.SecondFolder(), nil
}

// SetSecondFolder names it. The backups that are there are copied at once.
func (d *Desk) SetSecondFolder(ctx context.Context, folder string) error {
	if err := d.Store.SetSecondFolder(ctx, folder); err != nil {
		return err
	}
	d.second.start(d.Store)
	return nil
}

// SecondState says how the second folder stands; nil where none is named.
func (d *Desk) SecondState(ctx context.Context) (*storage.Second, error) {
	return d.Store.Second()
}

// A secondCopy copies backups to the second folder beside everything else: a
// stick may be slow, or gone.
type secondCopy struct {
	running atomic.Bool
	done    sync.WaitGroup
}

// start copies what the folder lacks, unless that is under way. What fails, the
// next copy makes up for, and SecondState tells.
func (c *secondCopy) start(store *storage.Store) {
	if !c.running.CompareAndSwap(false, true) {
		return
	}
	c.done.Go(func() {
		defer c.running.Store(false)
		_ = store.BackupToSecond(context.Background())
	})
}

// BackupFault is what kept the last backup after a finish from being made; nil
// where there is nothing to tell.
func (d *Desk) BackupFault() error { return d.backup }

// Room says how much the disk still takes.
func (s *Interview) Room() storage.Room { return s.desk.Store.Room() }
