package seal

import (
	"fmt"
	"testing"
)

func BenchmarkSeal(b *testing.B) {
	k := NewKey()
	for _, n := range []int{200, 4000} {
		clear := make([]byte, n)
		b.Run(fmt.Sprintf("bytes=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				k.Seal(here, clear, 128)
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	k := NewKey()
	for _, n := range []int{200, 4000} {
		sealed := k.Seal(here, make([]byte, n), 128)
		b.Run(fmt.Sprintf("bytes=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := k.Open(here, sealed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSealToRecipients(b *testing.B) {
	r := parsed(b, NewIdentity().Recipient().String()+" "+NewIdentity().Recipient().String())
	clear := make([]byte, 4000)
	for b.Loop() {
		if _, err := r.Seal(clear); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenWithIdentity(b *testing.B) {
	id := NewIdentity()
	sealed, err := parsed(b, id.Recipient().String()).Seal(make([]byte, 4000))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := id.Open(sealed); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTag(b *testing.B) {
	k, clear := NewKey(), make([]byte, 32)
	for b.Loop() {
		k.Tag(clear)
	}
}
