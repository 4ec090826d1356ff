package seal

import "syscall"

// memoryKiB is how much memory is installed, 0 where the system does not say.
func memoryKiB() uint64 {
	var info syscall.Sysinfo_t
	if err := syscall.Sysinfo(&info); err != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit) >> 10
}
