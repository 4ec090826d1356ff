package seal

import "golang.org/x/sys/unix"

// memoryKiB is how much memory is installed, 0 where the system does not say.
func memoryKiB() uint64 {
	n, err := unix.SysctlUint64("hw.memsize")
	if err != nil {
		return 0
	}
	return n >> 10
}
