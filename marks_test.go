//go:build e2e

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"anketa/storage/storagetest"
	"anketa/survey"
)

// A recorder writes down every byte that the window's program writes to a file,
// also to one that is gone at the end, where the system has strace.
type recorder struct{ dir string }

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Log("without strace only what is left at the end is searched")
		return nil
	}
	return &recorder{t.TempDir()}
}

// command is that of a program which is recorded; it is the child itself, so that
// killing it kills the program.
func (r *recorder) command(name string, args ...string) *exec.Cmd {
	if r == nil {
		return exec.Command(name, args...)
	}
	log, _ := os.CreateTemp(r.dir, "written-*")
	log.Close()
	return exec.Command("strace", append([]string{"-D", "-f", "--seccomp-bpf", "-qq", "-s", "1000000", "-y", "-e", "trace=write,pwrite64,pwritev,pwritev2", "-o", log.Name(), name}, args...)...)
}

// written gives what was written, line by line, with the names of the files.
func (r *recorder) written(t *testing.T) (all [][]byte) {
	t.Helper()
	if r == nil {
		return nil
	}
	logs, _ := filepath.Glob(filepath.Join(r.dir, "written-*"))
	for _, log := range logs {
		data, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			all = append(all, unescaped(line))
		}
	}
	return all
}

// unescaped takes back the octal numbers that strace writes for bytes.
func unescaped(line []byte) []byte {
	out := make([]byte, 0, len(line))
	for i := 0; i < len(line); i++ {
		if line[i] != '\\' || i+1 == len(line) {
			out = append(out, line[i])
			continue
		}
		n, digits := 0, 0
		for digits < 3 && i+1+digits < len(line) && line[i+1+digits] >= '0' && line[i+1+digits] <= '7' {
			n = 8*n + int(line[i+1+digits]-'0')
			digits++
		}
		if digits == 0 {
			digits, n = 1, int(line[i+1])
		}
		out = append(out, byte(n))
		i += digits
	}
	return out
}

// marksOf are texts that must stand in no file in clear: what was answered in
// words, the passphrase, and what is asked.
func marksOf(form *survey.Form, told map[string]string) (marks []string) {
	marks = []string{storagetest.Passphrase}
	for _, text := range told {
		if len(text) >= 8 && strings.Contains(text, " ") && strings.Trim(text, "0123456789 -:/") != "" {
			marks = append(marks, text)
		}
	}
	for _, it := range form.Items {
		for language := range form.Languages {
			phrase, _ := it.Label.In(language, form.Default)
			if text := phrase.String(); len(text) >= 30 && !strings.Contains(text, "${") && !strings.Contains(text, "\n") {
				marks = append(marks, text)
			}
		}
	}
	return marks
}

// searchMarks looks for the marks in all that was written and in all that is left
// in some folders, also as Windows and Java write texts.
func searchMarks(t *testing.T, r *recorder, marks []string, folders ...string) {
	t.Helper()
	var forms [][2][]byte
	for _, m := range marks {
		wide := []byte(nil)
		for _, u := range utf16.Encode([]rune(m)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		forms = append(forms, [2][]byte{[]byte(m), wide})
	}
	look := func(where string, data []byte) {
		for i, m := range forms {
			if bytes.Contains(data, m[0]) || bytes.Contains(data, m[1]) {
				t.Errorf("%q stands in clear in %s", marks[i], where)
				return
			}
		}
	}
	writes, files := r.written(t), 0
	for _, line := range writes {
		look("what was written: "+string(line[:min(len(line), 150)]), line)
	}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			files++
			data, err := os.ReadFile(path)
			look(path, data)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d marks are in none of %d writes and %d files that are left", len(marks), len(writes), files)
	if len(marks) < 50 || files == 0 || r != nil && len(writes) < 100 {
		t.Error("that is too little to show anything")
	}
}
