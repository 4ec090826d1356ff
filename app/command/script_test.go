package command_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"anketa/app/command"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"anketa": func() {
		e := command.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Effort: seal.Least}
		if os.Getenv("ASKED") == "" {
			e.Ask = func(string) (string, error) { return storagetest.Passphrase, nil }
		}
		args := os.Args[1:]
		if len(args) > 0 && args[0] == "simulate" && !slices.Contains(args, "--user") && os.Getenv("ASKED") == "" {
			args = append([]string{"simulate", "--user", storagetest.Code}, args[1:]...)
		}
		os.Exit(command.Run(context.Background(), e, args))
	}})
}

// TestScripts runs the scripts of testdata: each is a story that begins with
// what it is about. Stores are those of one person whose passphrase is typed on
// the terminal, but where ASKED is set. Beside testscript's own words they use
//
//	exit CODE COMMAND…       runs a command that must end with that code
//	cut FILE BYTES           leaves the first bytes of a file
//	retype BOOK OLD NEW      changes a text inside a workbook, as somebody who edits a cell does
//	count N WORDS FILE       says how often the words stand in a file
//	files N DIR              says how many files a folder has
//	recipient FILE SAID…     puts the public keys that commands printed where a form says RECIPIENT
//	lastline FILE TO         copies the last line of a file
//	take DIR FILE            gives the first file of a folder another name
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exit": exit, "cut": cut, "retype": retype, "count": count, "files": files, "take": take, "recipient": recipient, "lastline": lastLine,
		},
	})
}

func exit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND…")
	}
	code := command.Done
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		status, ok := err.(interface{ ExitCode() int })
		if !ok {
			ts.Fatalf("%s: %v", args[1], err)
		}
		code = status.ExitCode()
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%s ended with %d, want %s", args[1], code, args[0])
	}
}

func cut(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), n))
}

func retype(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	book, err := zip.OpenReader(path)
	ts.Check(err)
	defer book.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	found := 0
	for _, part := range book.File {
		r, err := part.Open()
		ts.Check(err)
		data, err := io.ReadAll(r)
		ts.Check(err)
		found += bytes.Count(data, []byte(args[1]))
		to, err := w.Create(part.Name)
		ts.Check(err)
		_, err = to.Write(bytes.ReplaceAll(data, []byte(args[1]), []byte(args[2])))
		ts.Check(err)
	}
	ts.Check(w.Close())
	if found == 0 {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(path, out.Bytes(), 0o600))
}

func count(ts *testscript.TestScript, _ bool, args []string) {
	if got := strings.Count(ts.ReadFile(args[2]), args[1]); strconv.Itoa(got) != args[0] {
		ts.Fatalf("%q stands %d times in %s, want %s", args[1], got, args[2], args[0])
	}
}

func files(ts *testscript.TestScript, _ bool, args []string) {
	found, err := os.ReadDir(ts.MkAbs(args[1]))
	ts.Check(err)
	if strconv.Itoa(len(found)) != args[0] {
		ts.Fatalf("%s has %d files, want %s", args[1], len(found), args[0])
	}
}

func take(ts *testscript.TestScript, _ bool, args []string) {
	found, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) == 0 {
		ts.Fatalf("%s is empty", args[0])
	}
	ts.Check(os.Rename(filepath.Join(ts.MkAbs(args[0]), found[0].Name()), ts.MkAbs(args[1])))
}

func recipient(ts *testscript.TestScript, _ bool, args []string) {
	var keys []string
	for _, file := range args[1:] {
		for line := range strings.Lines(ts.ReadFile(file)) {
			if key, ok := strings.CutPrefix(line, "public key: "); ok {
				keys = append(keys, strings.TrimSpace(key))
			}
		}
	}
	if len(keys) != len(args)-1 {
		ts.Fatalf("%d files say %d public keys", len(args)-1, len(keys))
	}
	path := ts.MkAbs(args[0])
	text, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, bytes.ReplaceAll(text, []byte("RECIPIENT"), []byte(strings.Join(keys, " "))), 0o600))
}

func lastLine(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSpace(ts.ReadFile(args[0])), "\n")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(lines[len(lines)-1]+"\n"), 0o600))
}
