// Package powertest is for tests: a disk that records what is done to it, fails
// when it is told to, and shows what a power cut at any moment may leave.
package powertest

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	sqlite "modernc.org/sqlite/lib"
)

// A Kind is what is done to a disk.
type Kind uint8

const (
	Create Kind = iota // Name becomes a new file, Node
	Write              // Data at At of Node
	Truncate
	Sync       // what was done to Node so far outlives a power cut
	Link       // Name is also To
	Rename     // Name is now To
	Remove     // Name
	Drop       // a sync of Node failed: what it was for is lost, and a later one says nothing of it
	SyncFolder // what names in the folder Name stand for outlives a power cut
	Said       // nothing: the program said something, the At-th time

	Open // these change nothing, but may fail
	Read
	Size
	Look
)

// An Op is one change of a disk, as it was asked for.
type Op struct {
	Kind     Kind
	Node     int // of the file, which may have several names, or none
	Name, To string
	At       int64
	Data     []byte
}

// A Call is what may fail.
type Call struct {
	Kind Kind
	Path string
}

// A Disk is a folder that is watched.
type Disk struct {
	dir string

	mu    sync.Mutex
	ops   []Op
	nodes map[string]int // of the names as they are now
	last  int            // node that was given out last
	said  int
	calls int // that could have failed
	fault Fault
	hit   int
}

// A Fault has one call fail, or every one from then on.
type Fault struct {
	Nth   int  // call that fails, counted from 1 among those that could; 0: none does
	Full  bool // only writing fails, as on a full disk; else everything, as on a broken one
	Stays bool
}

var disks = struct {
	sync.Mutex
	of map[string]*Disk
}{of: map[string]*Disk{}}

// Watch begins to record what happens to the files in a folder and below it.
// The files that are there count as being safely there.
func Watch(dir string) (*Disk, error) {
	d := &Disk{dir: dir, nodes: map[string]int{}}
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		d.opened(path)
		d.note(Op{Kind: Write, Node: d.last, Data: data})
		d.note(Op{Kind: Sync, Node: d.last})
		d.note(Op{Kind: SyncFolder, Name: folderOf(path)})
		return err
	})
	disks.Lock()
	defer disks.Unlock()
	disks.of[dir] = d
	return d, err
}

// Forget ends the watch.
func (d *Disk) Forget() {
	disks.Lock()
	defer disks.Unlock()
	delete(disks.of, d.dir)
}

func diskOf(path string) *Disk {
	disks.Lock()
	defer disks.Unlock()
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if d := disks.of[dir]; d != nil || dir == filepath.Dir(dir) {
			return d
		}
	}
}

func folderOf(path string) string { return filepath.Dir(path) }

func clone(b []byte) []byte { return bytes.Clone(b) }

// Say notes that the program said something, as that an answer is saved, and
// gives the number of that among what it said.
func (d *Disk) Say() int {
	d.mu.Lock()
	d.said++
	n := d.said
	d.mu.Unlock()
	d.note(Op{Kind: Said, At: int64(n)})
	return n
}

// Ops gives what was recorded.
func (d *Disk) Ops() []Op {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ops[:len(d.ops):len(d.ops)]
}

func (d *Disk) note(o Op) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o.Name, o.To = d.short(o.Name), d.short(o.To)
	d.ops = append(d.ops, o)
}

// short is a path as it is below the folder, so that it holds in another one.
func (d *Disk) short(path string) string {
	if path == "" {
		return ""
	}
	if path == d.dir {
		return "."
	}
	return strings.TrimPrefix(path, d.dir+string(filepath.Separator))
}

// opened gives the node of a name, which is new where nobody knows it.
func (d *Disk) opened(path string) (node int, made bool) {
	d.mu.Lock()
	node, known := d.nodes[path]
	if !known {
		d.last++
		node = d.last
		d.nodes[path] = node
	}
	d.mu.Unlock()
	if !known {
		d.note(Op{Kind: Create, Node: node, Name: path})
	}
	return node, !known
}

func (d *Disk) removed(path string) {
	d.mu.Lock()
	node, known := d.nodes[path]
	delete(d.nodes, path)
	d.mu.Unlock()
	if known {
		d.note(Op{Kind: Remove, Node: node, Name: path})
	}
}

// Break sets the fault from now on, and begins to count.
func (d *Disk) Break(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault, d.calls, d.hit = f, 0, 0
}

// Heal takes the reason of the fault away. It tells how often it struck.
func (d *Disk) Heal() (struck int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fault = Fault{}
	return d.hit
}

// Struck tells how often the fault has struck.
func (d *Disk) Struck() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hit
}

// Calls is how many calls could have failed since Break.
func (d *Disk) Calls() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

func (d *Disk) fails(c Call) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	needsRoom := c.Kind == Write || c.Kind == Create || c.Kind == Link
	if d.fault.Full && !needsRoom {
		return false
	}
	d.calls++
	struck := d.fault.Nth > 0 && (d.calls == d.fault.Nth || d.fault.Stays && d.calls > d.fault.Nth)
	if struck {
		d.hit++
	}
	return struck
}

func (d *Disk) failsWriting(path string) int32 {
	if !d.fails(Call{Write, path}) {
		return sqlite.SQLITE_OK
	}
	if d.fault.Full {
		return sqlite.SQLITE_FULL
	}
	return sqlite.SQLITE_IOERR_WRITE
}

// errno is what the system says of a call that failed.
func (d *Disk) errno() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fault.Full {
		return syscall.ENOSPC
	}
	return syscall.EIO
}
