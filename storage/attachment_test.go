package storage

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anketa/survey"
)

// noise are bytes that no other place has.
func noise(n int, seed uint64) []byte {
	b := make([]byte, n)
	source := rand.NewChaCha8([32]byte{byte(seed), byte(n), byte(n >> 8)})
	_, _ = source.Read(b)
	return b
}

func attach(t testing.TB, s *Store, id, called string, data []byte) Attachment {
	t.Helper()
	return must(s.Attach(ctx, id, called, bytes.NewReader(data), nil))
}

func wantFile(t testing.TB, s *Store, id, name string, data []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := s.ReadAttachment(ctx, id, name, &b); err != nil || !bytes.Equal(b.Bytes(), data) {
		t.Errorf("%s: %d bytes, %v", name, b.Len(), err)
	}
}

func namesOf(t testing.TB, s *Store, id string) (names []string) {
	t.Helper()
	for _, a := range must(s.Attachments(ctx, id)) {
		names = append(names, a.Name)
	}
	return names
}

// withPhoto has a draft whose answer names a file, and another file beside it
// that an answer named before.
func withPhoto(t testing.TB, s *Store, photo, other []byte) (r *survey.Record, kept, dropped string) {
	t.Helper()
	r = inField(t, s, "an answer")
	dropped = attach(t, s, r.ID, "other.jpg", other).Name
	kept = attach(t, s, r.ID, "photo.jpg", photo).Name
	for _, name := range []string{dropped, kept} {
		must(0, s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("photo", name)}))
	}
	done, _, err := s.Draft(ctx, r.ID)
	done.Finished, done.Saved = monday, monday
	return must(done, err), kept, dropped
}

func TestAFileComesBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	id := must(s.Begin(ctx, blank())).ID
	files := map[string][]byte{}
	for i, n := range []int{0, 1, 4095, partSize - 1, partSize, partSize + 1, 2*partSize + 77} {
		told := int64(-1)
		data := noise(n, uint64(i))
		a := must(s.Attach(ctx, id, fmt.Sprintf("%d.bin", n), bytes.NewReader(data), func(bytes int64) { told = bytes }))
		if a.Size != int64(n) || told != a.Size || !survey.NamesAttachment(a.Name, a.SHA256) {
			t.Errorf("%+v, told %d", a, told)
		}
		files[a.Name] = data
	}
	again := attach(t, s, id, "1.bin", noise(1, 1))
	if other := attach(t, s, id, "1.bin", noise(1, 99)); other.Name == again.Name {
		t.Error("another file has the same name")
	} else {
		files[other.Name] = noise(1, 99)
	}
	if names := namesOf(t, s, id); len(names) != len(files) {
		t.Errorf("the same file is there twice: %q", names)
	}
	must(0, s.Close())
	s = must(unlocked(path, Options{}))
	defer s.Close()
	for name, data := range files {
		wantFile(t, s, id, name, data)
	}
	if err := s.ReadAttachment(ctx, id, "nothing", io.Discard); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	must(s.CheckAll(ctx))
	if got := findingsOf(t, s); got != "" {
		t.Error(got)
	}
}

// endless is a file of zeros, which may fail.
type endless struct {
	left int
	err  error
}

func (e *endless) Read(b []byte) (int, error) {
	if e.left <= 0 {
		return 0, e.err
	}
	n := min(len(b), e.left)
	clear(b[:n])
	e.left -= n
	return n, nil
}

func TestAFileThatIsNotTaken(t *testing.T) {
	s := fresh(t)
	id := must(s.Begin(ctx, blank())).ID
	over, cancel := context.WithCancel(ctx)
	for _, c := range []struct {
		name string
		do   func() error
		want error
	}{
		{"too large", func() error {
			return only(s.Attach(ctx, id, "a", &endless{survey.MostAttachment + 1, io.EOF}, nil))
		}, ErrTooLarge},
		{"unreadable", func() error {
			return only(s.Attach(ctx, id, "a", &endless{3 * partSize, os.ErrPermission}, nil))
		}, os.ErrPermission},
		{"called off", func() error {
			return only(s.Attach(over, id, "a", &endless{3 * partSize, io.EOF}, func(n int64) { cancel() }))
		}, context.Canceled},
		{"of no interview", func() error { return only(s.Attach(ctx, "uuid:none", "a", &endless{9, io.EOF}, nil)) }, ErrNotFound},
		{"another one than its name says", func() error {
			return only(s.PutAttachment(ctx, id, survey.AttachmentName("a", [32]byte{1}), &endless{9, io.EOF}))
		}, ErrChanged},
	} {
		if err := c.do(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if names := namesOf(t, s, id); len(names) > 0 {
			t.Errorf("%s: there is %q", c.name, names)
		}
	}
	if has := must(hasAttachments(ctx, s.db, 1)); has {
		t.Error("parts are left")
	}
	attach(t, s, id, "whole", noise(9, 1))
	must(s.CheckAll(ctx))
}

// TestAFileOnAFullDisk takes no file, and leaves the room that is kept for
// answers to them.
func TestAFileOnAFullDisk(t *testing.T) {
	s := fresh(t)
	id := must(s.Begin(ctx, blank())).ID
	pageLimit{}.fill(t, s)
	if err := only(s.Attach(ctx, id, "a", bytes.NewReader(noise(partSize, 1)), nil)); !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
	pageLimit{}.free(t, s)
	wantFile(t, s, id, attach(t, s, id, "a", noise(9, 1)).Name, noise(9, 1))
}

func TestFilesGoWhenTheInterviewIsFinished(t *testing.T) {
	s := fresh(t)
	photo, other := noise(partSize+9, 1), noise(99, 2)
	r, kept, dropped := withPhoto(t, s, photo, other)
	wantFile(t, s, r.ID, dropped, other) // an answer may be put back
	must(0, s.Finish(ctx, r))
	if names := namesOf(t, s, r.ID); len(names) != 1 || names[0] != kept {
		t.Errorf("after the finish there are %q", names)
	}
	wantFile(t, s, r.ID, kept, photo)

	first := records(t, s, Filter{})[0]
	correction := *first
	correction.Finished, correction.Parents = blank().Finished, []survey.Hash{first.Hash()}
	must(s.Reopen(ctx, r.ID, &correction))
	newer := attach(t, s, r.ID, "newer.jpg", other).Name
	must(0, s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("photo", newer)}))
	must(0, s.Discard(ctx, r.ID))
	if names := namesOf(t, s, r.ID); len(names) != 1 || names[0] != kept {
		t.Errorf("after a correction that was discarded there are %q", names)
	}
	must(s.Reopen(ctx, r.ID, &correction))
	attach(t, s, r.ID, "newer.jpg", other)
	must(0, s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("photo", newer)}))
	corrected, _, err := s.Draft(ctx, r.ID)
	corrected.Finished = monday
	must(0, errors.Join(err, s.Finish(ctx, corrected)))
	if names := namesOf(t, s, r.ID); len(names) != 2 {
		t.Errorf("both versions need their file, there are %q", names)
	}
	must(s.CheckAll(ctx))
	if got := findingsOf(t, s); got != "" {
		t.Error(got)
	}
}

// sealedParts gives what stands in the file of the parts of an interview's files.
func sealedParts(t *testing.T, s *Store, id string) (all [][]byte) {
	t.Helper()
	rows := must(s.db.Query("SELECT payload FROM attachment JOIN interview ON place = interview WHERE id = ?", id))
	defer rows.Close()
	for rows.Next() {
		var b []byte
		must(0, rows.Scan(&b))
		all = append(all, b[:min(len(b), 20_000)])
	}
	if len(all) < 3 {
		t.Fatalf("there are %d parts", len(all))
	}
	return all
}

func TestNothingOfAFileIsLeft(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *Store, r *survey.Record) error
	}{
		{"discarded", func(s *Store, r *survey.Record) error { return s.Discard(ctx, r.ID) }},
		{"withdrawn", func(s *Store, r *survey.Record) error { return only(s.Withdraw(ctx, OnRequest, r.ID)) }},
		{"withdrawn when it was finished", func(s *Store, r *survey.Record) error {
			return errors.Join(s.Finish(ctx, r), only(s.Withdraw(ctx, OnRequest, r.ID)))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "anketa.db")
			s := must(unlocked(path, Options{}))
			defer func() { s.Close() }()
			r, _, _ := withPhoto(t, s, noise(partSize+9, 1), noise(99, 2))
			secrets := sealedParts(t, s, r.ID)
			if strings.HasPrefix(c.name, "withdrawn") {
				must(s.Backup(ctx))
			}
			clear := [][]byte{noise(partSize+9, 1), noise(99, 2)}
			if found := filesWith(t, filepath.Dir(path), clear); found != nil {
				t.Errorf("in clear in %v", found)
			}
			if len(filesWith(t, filepath.Dir(path), secrets)) == 0 {
				t.Fatal("the search finds nothing before either")
			}
			must(0, c.do(s, r))
			must(0, s.Close())
			if found := filesWith(t, filepath.Dir(path), secrets); found != nil {
				t.Errorf("something is left in %v", found)
			}
			s = must(unlocked(path, Options{}))
			must(s.CheckAll(ctx))
			if got := findingsOf(t, s); got != "" {
				t.Error(got)
			}
		})
	}
}

func TestTamperingWithFiles(t *testing.T) {
	for _, c := range []struct{ name, query, history string }{
		{"altered", "UPDATE attachment SET payload = zeroblob(length(payload)) WHERE seq = (SELECT min(seq) FROM attachment)", "A file of interview 1"},
		{"swapped", `UPDATE attachment SET payload = (SELECT payload FROM attachment a WHERE a.seq <> attachment.seq AND a.seq IN (SELECT seq FROM attachment WHERE parts IS NULL ORDER BY seq LIMIT 2))
			WHERE seq IN (SELECT seq FROM attachment WHERE parts IS NULL ORDER BY seq LIMIT 2)`, "A file of interview 1"},
		{"a part gone", "DELETE FROM attachment WHERE seq = (SELECT min(seq) FROM attachment)", "are missing, and no event says that they were erased"},
		{"all gone", "DELETE FROM attachment", "are missing, and no event says that they were erased"},
		{"cut short", "UPDATE attachment SET parts = parts - 1 WHERE parts IS NOT NULL", ""},
		{"marked as sealed", "UPDATE attachment SET sealed = 1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "anketa.db")
			s := must(unlocked(path, Options{}))
			r := inField(t, s, "an answer")
			name := attach(t, s, r.ID, "photo.jpg", noise(2*partSize+9, 1)).Name
			must(0, s.Close())
			meddle(t, path, c.query)
			s = must(unlocked(path, Options{}))
			defer s.Close()
			var b bytes.Buffer
			if err := s.ReadAttachment(ctx, r.ID, name, &b); err == nil {
				t.Error("it is read")
			}
			if _, err := s.CheckAll(ctx); err == nil && c.name != "all gone" {
				t.Error("the check finds nothing")
			}
			if got := findingsOf(t, s); !strings.Contains(got, c.history) {
				t.Errorf("the history: %q", got)
			}
			if !errors.Is(s.Finish(ctx, func() *survey.Record { r.Finished = monday; return r }()), nil) {
				t.Error("a damaged file keeps the interview from being finished")
			}
		})
	}
}

// TestFilesSurviveARestore: a file of before the backup, and one that only the
// damaged store has; of one with a damaged part nothing is left.
func TestFilesSurviveARestore(t *testing.T) {
	s := must(unlocked(filepath.Join(t.TempDir(), "anketa.db"), Options{}))
	id := must(s.Begin(ctx, blank())).ID
	early := attach(t, s, id, "early", noise(partSize+9, 1)).Name
	must(s.Backup(ctx))
	s.trim()
	late := attach(t, s, id, "late", noise(partSize+99, 2)).Name
	broken := attach(t, s, id, "broken", noise(partSize+999, 3)).Name
	var part []byte
	must(0, s.db.QueryRow("SELECT payload FROM attachment WHERE parts IS NULL ORDER BY seq DESC LIMIT 1 OFFSET 1").Scan(&part))
	path := s.path
	must(0, s.Close())
	spoil(t, path, string(part[500:540]))
	meddle(t, path, "UPDATE chain SET link = zeroblob(32) WHERE seq > (SELECT min(seq) + 2 FROM attachment)") // the rest is entered anew

	if out := must(Restore(ctx, path, Options{})); out.Lost != 1 {
		t.Errorf("%+v", out)
	}
	s = must(unlocked(path, Options{}))
	defer s.Close()
	wantFile(t, s, id, early, noise(partSize+9, 1))
	wantFile(t, s, id, late, noise(partSize+99, 2))
	if err := s.ReadAttachment(ctx, id, broken, io.Discard); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	must(s.CheckAll(ctx))
}

func TestAFileIsHandedOver(t *testing.T) {
	s := shared(t)
	id := must(s.Begin(ctx, blank())).ID
	name := attach(t, s, id, "photo.jpg", noise(99, 1)).Name
	must(0, s.HandOver(ctx, id, "K2"))
	if err := s.ReadAttachment(ctx, id, name, io.Discard); !errors.Is(err, ErrNoKey) {
		t.Errorf("who gave it away reads it: %v", err)
	}
	as(t, s, "K2")
	wantFile(t, s, id, name, noise(99, 1))
}
