package seal

import (
	"syscall"
	"unsafe"
)

var getMemory = syscall.NewLazyDLL("kernel32.dll").NewProc("GetPhysicallyInstalledSystemMemory")

// memoryKiB is how much memory is installed, 0 where the system does not say.
func memoryKiB() uint64 {
	var n uint64
	if ok, _, _ := getMemory.Call(uintptr(unsafe.Pointer(&n))); ok == 0 {
		return 0
	}
	return n
}
