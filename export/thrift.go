package export

import (
	"runtime/debug"
	"sync"
)

// The texts of a large workbook stay in memory while it is read. As much
// garbage again may lie beside them before Go collects it, which a small laptop
// has no room for: so it is collected sooner meanwhile.
const (
	thriftBytes   = 16 << 20 // of texts
	thriftPercent = 25       // of garbage beside what is in use
)

var thrift struct {
	sync.Mutex
	reads  int
	before int // the percentage of when nobody reads
}

// thrifty holds until done is called.
func thrifty() (done func()) {
	thrift.Lock()
	defer thrift.Unlock()
	if thrift.reads++; thrift.reads == 1 {
		thrift.before = debug.SetGCPercent(thriftPercent)
	}
	return func() {
		thrift.Lock()
		defer thrift.Unlock()
		if thrift.reads--; thrift.reads == 0 {
			debug.SetGCPercent(thrift.before)
		}
	}
}
