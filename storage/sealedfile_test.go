package storage

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"testing"

	"anketa/storage/seal"
)

// TestFilesAreSealedWithTheInterview: of what an answer names there is an age
// file, which the coordinator opens; of the file itself nothing is left here.
func TestFilesAreSealedWithTheInterview(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	defer func() { s.Close() }()
	coordinator, safe, to := coordinators()
	photo := noise(2*partSize+9, 1)
	r, kept, _ := withPhoto(t, s, photo, noise(99, 2))
	secrets := sealedParts(t, s, r.ID)
	must(s.Backup(ctx))
	must(0, s.FinishSealed(ctx, r, to))
	must(s.Backup(ctx))
	if found := filesWith(t, filepath.Dir(path), secrets); found != nil {
		t.Errorf("something is left in %v", found)
	}
	if err := s.ReadAttachment(ctx, r.ID, kept, io.Discard); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is read here: %v", err)
	}
	row := onlyRow(t, s)
	if len(row.Files) != 1 {
		t.Fatalf("the row has %q", row.Files)
	}
	var age bytes.Buffer
	must(0, s.ReadAttachment(ctx, r.ID, row.Files[0], &age))
	opened := must(OpenSealed(coordinator, row.Payload))
	if len(opened.Files) != 1 || opened.Files[0].Name != kept || opened.Files[0].Sealed != row.Files[0] {
		t.Fatalf("%+v", opened.Files)
	}
	for _, id := range []*seal.Identity{coordinator, safe} {
		clear := must(opened.Files[0].Open(id, bytes.NewReader(age.Bytes())))
		if got := must(io.ReadAll(clear)); !bytes.Equal(got, photo) {
			t.Errorf("%d bytes are read", len(got))
		}
	}
	must(s.CheckAll(ctx))
	if got := findingsOf(t, s); got != "" {
		t.Error(got)
	}

	// Whoever has the public key can seal another file, or cut this one.
	var other bytes.Buffer
	w := must(to.Writer(&other))
	_, _ = w.Write(noise(2*partSize+9, 3))
	must(0, w.Close())
	for name, sealed := range map[string][]byte{"swapped": other.Bytes(), "cut": age.Bytes()[:age.Len()-100], "flipped": flipped(age.Bytes())} {
		clear, err := opened.Files[0].Open(coordinator, bytes.NewReader(sealed))
		if err == nil {
			_, err = io.Copy(io.Discard, clear)
		}
		if err == nil {
			t.Errorf("a file that was %s is taken", name)
		}
	}
	must(s.Withdraw(ctx, OnRequest, r.ID))
	if has := must(hasAttachments(ctx, s.db, 1)); has {
		t.Error("it was withdrawn, and an age file is left")
	}
}

func flipped(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)/2] ^= 1
	return b
}

// TestSealingIsAllOrNothing: a full disk while files are sealed leaves the draft
// with its files.
func TestSealingIsAllOrNothing(t *testing.T) {
	s := fresh(t)
	_, _, to := coordinators()
	photo := noise(partSize+9, 1)
	r, kept, _ := withPhoto(t, s, photo, noise(99, 2))
	pageLimit{}.fill(t, s)
	if err := s.FinishSealed(ctx, r, to); err == nil {
		t.Fatal("it is sealed on a full disk")
	}
	pageLimit{}.free(t, s)
	wantFile(t, s, r.ID, kept, photo)
	must(0, s.FinishSealed(ctx, r, to))
	if row := onlyRow(t, s); len(row.Files) != 1 {
		t.Errorf("the row has %q", row.Files)
	}
}
