package agile

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestScratch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "scratch")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	s := NewScratch(file)
	answer := []byte("an answer that is nobody else's")
	var places []int64
	for _, times := range []int{1, 7, 1000, 1} {
		at, err := s.Append(bytes.Repeat(answer, times))
		if err != nil {
			t.Fatal(err)
		}
		places = append(places, at)
	}
	inFile, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(inFile, answer[:4]) {
		t.Error("the answer stands in the file")
	}
	first, last := inFile[places[0]:][:len(answer)], inFile[places[3]:][:len(answer)]
	if bytes.Equal(first, last) {
		t.Error("the same stream served twice")
	}
	for i, times := range []int{1, 7, 1000, 1} {
		b := make([]byte, times*len(answer))
		if err := s.Read(b, places[i]); err != nil || !bytes.Equal(b, bytes.Repeat(answer, times)) {
			t.Errorf("piece %d is another one: %v", i, err)
		}
	}
	if err := s.Read(make([]byte, 100), places[3]); err == nil {
		t.Error("more was read than there is")
	}
}
