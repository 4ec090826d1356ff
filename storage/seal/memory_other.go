//go:build !linux && !darwin && !windows

package seal

// memoryKiB is how much memory is installed: this system does not say.
func memoryKiB() uint64 { return 0 }
