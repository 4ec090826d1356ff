package powertest

import (
	"os"
	"path/filepath"
)

// These are the system's calls of the same names, which a Disk sees. They stand
// for the system where a program changes names by itself and not by SQLite.

func Hardlink(from, to string) error {
	return named(Op{Kind: Link, Name: from, To: to}, to, func() error { return os.Link(from, to) })
}

func Move(from, to string) error {
	return named(Op{Kind: Rename, Name: from, To: to}, to, func() error { return os.Rename(from, to) })
}

func Delete(name string) error {
	return named(Op{Kind: Remove, Name: name}, name, func() error { return os.Remove(name) })
}

// SyncDir makes names in a folder outlive a power cut.
func SyncDir(dir string) error {
	return named(Op{Kind: SyncFolder, Name: dir}, filepath.Join(dir, "."), func() error { return nil })
}

func named(o Op, path string, do func() error) error {
	d := diskOf(filepath.Join(path, "x"))
	if d == nil {
		return do()
	}
	if d.fails(Call{o.Kind, path}) {
		return &os.PathError{Op: "powertest", Path: path, Err: d.errno()}
	}
	if o.Kind == Link || o.Kind == Rename {
		d.adopt(o.Name)
	}
	if err := do(); err != nil {
		return err
	}
	d.rename(&o)
	d.note(o)
	return nil
}

// adopt takes a file to the disk that was not written by SQLite: as if it had
// been written and synced just now.
func (d *Disk) adopt(path string) {
	if d.knows(path) {
		return
	}
	data, err := os.ReadFile(path)
	if err == nil {
		node, _ := d.opened(path)
		d.note(Op{Kind: Write, Node: node, Data: data})
		d.note(Op{Kind: Sync, Node: node})
	}
}

func (d *Disk) knows(path string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, known := d.nodes[path]
	return known
}

// rename keeps the names as they are now.
func (d *Disk) rename(o *Op) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o.Node = d.nodes[o.Name]
	switch o.Kind {
	case Link:
		d.nodes[o.To] = o.Node
	case Rename:
		d.nodes[o.To] = o.Node
		delete(d.nodes, o.Name)
	case Remove:
		delete(d.nodes, o.Name)
	}
}
