package powertest

import (
	"errors"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite "modernc.org/sqlite/lib"
)

// VFS is the name by which a DSN asks for the file system of this package:
// SQLite's own, except that a Disk sees what happens under its folder.
const VFS = "powertest"

// Register gives the file system to SQLite. It may be called again.
func Register() error { return register() }

var register = sync.OnceValue(func() error {
	tls := libc.NewTLS()
	if rc := sqlite.Xsqlite3_initialize(tls); rc != sqlite.SQLITE_OK {
		return errors.New("powertest: SQLite does not start")
	}
	own := sqlite.Xsqlite3_vfs_find(tls, 0)
	name, err := libc.CString(VFS)
	if own == 0 || err != nil {
		return errors.Join(errors.New("powertest: SQLite has no file system"), err)
	}
	base = at[sqlite.Tsqlite3_vfs](own)
	// The files are those of the base, whose methods are put in place of its
	// own, so that what is not watched goes there directly.
	watched = *base
	watched.FpNext, watched.FzName = 0, name
	watched.FxOpen = pointer(openFile)
	watched.FxDelete = pointer(deleteFile)
	watched.FxAccess = pointer(lookForFile)
	if rc := sqlite.Xsqlite3_vfs_register(tls, uintptr(unsafe.Pointer(&watched)), 0); rc != sqlite.SQLITE_OK {
		return errors.New("powertest: SQLite does not take the file system")
	}
	return nil
})

// SQLite keeps addresses of these: they are variables of the package because
// those do not move.
var (
	base    *sqlite.Tsqlite3_vfs
	watched sqlite.Tsqlite3_vfs
)

// open are the files that a Disk watches, by their addresses.
var open = struct {
	sync.Mutex
	files map[uintptr]*file
	// methods are ours for each table of methods that the base has: it has one
	// for files that are locked, and one for others. Nothing lets go of them.
	methods map[uintptr]*sqlite.Tsqlite3_io_methods
}{files: map[uintptr]*file{}, methods: map[uintptr]*sqlite.Tsqlite3_io_methods{}}

// A file is one that SQLite has open.
type file struct {
	disk *Disk
	path string
	node int
	// made: SQLite may have made the file and syncs its folder with its first
	// sync, as its file system for Unix does with journals.
	made bool
	base *sqlite.Tsqlite3_io_methods
}

func fileAt(p uintptr) *file {
	open.Lock()
	defer open.Unlock()
	return open.files[p]
}

// at is the value at an address that SQLite gave.
func at[T any](p uintptr) *T { return *(**T)(unsafe.Pointer(&p)) }

// call makes of an address the function that stands there.
func call[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }

// pointer is the address of a function that captures nothing.
func pointer[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

func bytesAt(p uintptr, n int32) []byte { return unsafe.Slice(at[byte](p), int(n)) }

type (
	openFunc   = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, out uintptr) int32
	nameFunc   = func(tls *libc.TLS, vfs, name uintptr, flag int32) int32
	accessFunc = func(tls *libc.TLS, vfs, name uintptr, flags int32, out uintptr) int32
	closeFunc  = func(tls *libc.TLS, file uintptr) int32
	moveFunc   = func(tls *libc.TLS, file, buffer uintptr, n int32, off int64) int32
	sizeFunc   = func(tls *libc.TLS, file uintptr, size int64) int32
	outFunc    = func(tls *libc.TLS, file, out uintptr) int32
)

func openFile(tls *libc.TLS, vfs, name, p uintptr, flags int32, out uintptr) int32 {
	path := ""
	if name != 0 {
		path = libc.GoString(name)
	}
	d := diskOf(path)
	if d != nil && d.fails(Call{Open, path}) {
		at[sqlite.Tsqlite3_file](p).FpMethods = 0
		return sqlite.SQLITE_CANTOPEN
	}
	if d != nil {
		d.adopt(path)
	}
	rc := call[openFunc](base.FxOpen)(tls, vfs, name, p, flags, out)
	if rc != sqlite.SQLITE_OK || d == nil {
		return rc
	}
	f := &file{disk: d, path: path}
	f.node, _ = d.opened(path)
	f.made = flags&sqlite.SQLITE_OPEN_CREATE != 0 && flags&(sqlite.SQLITE_OPEN_WAL|sqlite.SQLITE_OPEN_MAIN_JOURNAL) != 0
	open.Lock()
	defer open.Unlock()
	f.watch(at[sqlite.Tsqlite3_file](p))
	open.files[p] = f
	return rc
}

// watch puts our methods into a file.
func (f *file) watch(p *sqlite.Tsqlite3_file) {
	f.base = at[sqlite.Tsqlite3_io_methods](p.FpMethods)
	ours := open.methods[p.FpMethods]
	if ours == nil {
		ours = new(*f.base)
		ours.FiVersion = 2 // no memory maps: their writes would not be seen
		ours.FxClose = pointer(closeFile)
		ours.FxRead = pointer(read)
		ours.FxWrite = pointer(write)
		ours.FxTruncate = pointer(truncate)
		ours.FxSync = pointer(syncFile)
		ours.FxFileSize = pointer(sizeOf)
		open.methods[p.FpMethods] = ours
	}
	p.FpMethods = uintptr(unsafe.Pointer(ours))
}

func closeFile(tls *libc.TLS, p uintptr) int32 {
	f := fileAt(p)
	open.Lock()
	delete(open.files, p)
	open.Unlock()
	return call[closeFunc](f.base.FxClose)(tls, p)
}

func read(tls *libc.TLS, p, buffer uintptr, n int32, off int64) int32 {
	f := fileAt(p)
	if f.disk.fails(Call{Read, f.path}) {
		return sqlite.SQLITE_IOERR_READ
	}
	return call[moveFunc](f.base.FxRead)(tls, p, buffer, n, off)
}

// write that fails leaves its first half on the disk, as a full one does.
func write(tls *libc.TLS, p, buffer uintptr, n int32, off int64) int32 {
	f := fileAt(p)
	rc := int32(sqlite.SQLITE_OK)
	if failed := f.disk.failsWriting(f.path); failed != sqlite.SQLITE_OK {
		rc, n = failed, n/2
	}
	if n > 0 {
		f.disk.note(Op{Kind: Write, Node: f.node, At: off, Data: clone(bytesAt(buffer, n))})
		if did := call[moveFunc](f.base.FxWrite)(tls, p, buffer, n, off); did != sqlite.SQLITE_OK {
			return did
		}
	}
	return rc
}

func truncate(tls *libc.TLS, p uintptr, size int64) int32 {
	f := fileAt(p)
	if f.disk.fails(Call{Truncate, f.path}) {
		return sqlite.SQLITE_IOERR_TRUNCATE
	}
	f.disk.note(Op{Kind: Truncate, Node: f.node, At: size})
	return call[sizeFunc](f.base.FxTruncate)(tls, p, size)
}

// syncFile costs nothing: only what is recorded outlives a power cut here.
func syncFile(_ *libc.TLS, p uintptr, _ int32) int32 {
	f := fileAt(p)
	if f.disk.fails(Call{Sync, f.path}) {
		f.disk.note(Op{Kind: Drop, Node: f.node})
		return sqlite.SQLITE_IOERR_FSYNC
	}
	f.disk.note(Op{Kind: Sync, Node: f.node})
	if f.made {
		f.made = false
		f.disk.note(Op{Kind: SyncFolder, Name: folderOf(f.path)})
	}
	return sqlite.SQLITE_OK
}

func sizeOf(tls *libc.TLS, p, out uintptr) int32 {
	f := fileAt(p)
	if f.disk.fails(Call{Size, f.path}) {
		return sqlite.SQLITE_IOERR_FSTAT
	}
	return call[outFunc](f.base.FxFileSize)(tls, p, out)
}

func deleteFile(tls *libc.TLS, vfs, name uintptr, syncs int32) int32 {
	path := libc.GoString(name)
	d := diskOf(path)
	if d != nil && d.fails(Call{Remove, path}) {
		return sqlite.SQLITE_IOERR_DELETE
	}
	rc := call[nameFunc](base.FxDelete)(tls, vfs, name, 0)
	if d != nil && rc == sqlite.SQLITE_OK {
		d.removed(path)
		if syncs != 0 {
			d.note(Op{Kind: SyncFolder, Name: folderOf(path)})
		}
	}
	return rc
}

func lookForFile(tls *libc.TLS, vfs, name uintptr, flags int32, out uintptr) int32 {
	path := libc.GoString(name)
	if d := diskOf(path); d != nil && d.fails(Call{Look, path}) {
		return sqlite.SQLITE_IOERR_ACCESS
	}
	return call[accessFunc](base.FxAccess)(tls, vfs, name, flags, out)
}
