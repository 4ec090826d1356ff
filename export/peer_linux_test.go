package export

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// This file measures writing and reading beside other programs, in one run:
// each job in a process of its own, of which the system counts the CPU time and
// the memory: that of a process begins with its parent's, so this one does nothing
// itself. ANKETA_ROWS is how many interviews, of 120 columns each.

const peerRounds = 3

func peerRows() int {
	n, err := strconv.Atoi(os.Getenv("ANKETA_ROWS"))
	if err != nil {
		return 10_000
	}
	return n
}

// A cost is what one process took.
type cost struct{ seconds, megabytes float64 }

func measure(b *testing.B, cmd *exec.Cmd) cost {
	b.Helper()
	var said bytes.Buffer
	cmd.Stderr = &said
	if cmd.Stdout == nil {
		cmd.Stdout = &said
	}
	if err := cmd.Run(); err != nil {
		b.Fatalf("%s: %v\n%s", cmd, err, said.String())
	}
	s := cmd.ProcessState
	return cost{(s.UserTime() + s.SystemTime()).Seconds(), float64(s.SysUsage().(*syscall.Rusage).Maxrss) / 1024}
}

// worker runs one of peerJobs in a process of its own.
func worker(job, path string, n int) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^TestPeerWorker$", "-test.count=1")
	cmd.Env = append(os.Environ(), "ANKETA_PEER_JOB="+job, "ANKETA_PEER_PATH="+path, "ANKETA_ROWS="+strconv.Itoa(n), "TMPDIR="+filepath.Dir(path))
	return cmd
}

func TestPeerWorker(t *testing.T) {
	job := peerJobs[os.Getenv("ANKETA_PEER_JOB")]
	if job == nil {
		t.Skip("only in a benchmark")
	}
	if err := job(os.Getenv("ANKETA_PEER_PATH"), peerRows()); err != nil {
		t.Fatal(err)
	}
}

var peerJobs = map[string]func(path string, n int) error{
	"make": func(_ string, n int) error {
		for _, err := range wideRecords(n) {
			if err != nil {
				return err
			}
		}
		return nil
	},
	"cells": writeCells,
	"rows":  writeUnread,
	"write": func(path string, n int) error { return writeWide(path, n, "") },
	"seal":  func(path string, n int) error { return writeWide(path, n, secret) },
	"dump":  func(path string, n int) error { return dumpCells(path, filepath.Join(filepath.Dir(path), "cells")) },
	"read":  func(path string, n int) error { return readWide(path, n) },
	"excelize": func(path string, n int) error {
		f, err := excelize.OpenFile(path)
		if err != nil {
			return err
		}
		defer f.Close()
		rows, err := f.Rows(dataSheet)
		if err != nil {
			return err
		}
		seen := -1
		for ; rows.Next(); seen++ {
			if _, err := rows.Columns(excelize.Options{RawCellValue: true}); err != nil {
				return err
			}
		}
		return cmp.Or(rows.Close(), wanted(seen, n))
	},
}

func writeWide(path string, n int, password string) error {
	_, err := Write(context.Background(), path, wideRecords(n), Options{Forms: []*survey.Form{wideForm()}, Now: noon, Password: password})
	return err
}

// readWide reads a workbook as records and lets each go.
func readWide(path string, n int) error {
	seen, book := 0, &Book{}
	err := read(context.Background(), path, book, func(*survey.Record, survey.Hash, bool) error { seen++; return nil })
	return cmp.Or(err, wanted(seen, n))
}

func wanted(seen, n int) error {
	if seen != n {
		return fmt.Errorf("%d rows, want %d", seen, n)
	}
	return nil
}

// beside measures jobs in turn, several times, and reports of each the median
// and the range, and how many times its CPU time the slowest peer, the last job,
// takes. From the jobs of made, what the job "records" takes is taken off.
func beside(b *testing.B, names []string, run map[string]func() cost, made map[string]bool) {
	costs := map[string][]cost{}
	for b.Loop() {
		for range peerRounds {
			for _, name := range names {
				costs[name] = append(costs[name], run[name]())
			}
		}
	}
	off := cost{}
	if len(costs["records"]) > 0 {
		off = median(costs["records"])
	}
	for name := range made {
		for i := range costs[name] {
			costs[name][i].seconds -= off.seconds
		}
	}
	for _, name := range names {
		all := costs[name]
		slices.SortFunc(all, func(a, b cost) int { return cmp.Compare(a.seconds, b.seconds) })
		m := median(all)
		line := fmt.Sprintf("%-14s %6.2f s CPU [%.2f–%.2f], %4.0f MB", name, m.seconds, all[0].seconds, all[len(all)-1].seconds, m.megabytes)
		b.ReportMetric(m.seconds, "cpu-s-"+name)
		b.ReportMetric(m.megabytes, "MB-"+name)
		for _, peer := range names {
			if !peers[peer] || peers[name] || name == "records" {
				continue
			}
			ratio := median(costs[peer]).seconds / m.seconds
			line += fmt.Sprintf(", %s takes %.1f ×", peer, ratio)
			b.ReportMetric(ratio, "x-"+peer+"/"+name)
		}
		b.Log(line)
	}
	b.ReportMetric(0, "ns/op")
}

// peers are the jobs of other programs.
var peers = map[string]bool{"libxlsxwriter": true, "excelize": true, "openpyxl": true}

func median(costs []cost) cost {
	sorted := slices.SortedFunc(slices.Values(costs), func(a, b cost) int { return cmp.Compare(a.seconds, b.seconds) })
	return sorted[len(sorted)/2]
}

// BenchmarkPeerWrite measures how far writing is from what a library takes that
// is given the finished cells, in one run:
//
//	cells     our sheets, of the very cells that the peer is given
//	rows      from records: their rows, hashes and evidence, and the file
//	verified  all of Write: the same, and the file read back and compared
//	password  the same, protected with a password
//
// What it costs to make up the records, which no peer does, is measured apart
// and taken off.
func BenchmarkPeerWrite(b *testing.B) {
	n, folder := peerRows(), b.TempDir()
	path, cells := filepath.Join(folder, "ours.xlsx"), filepath.Join(folder, "cells")
	measure(b, worker("write", path, n))
	measure(b, worker("dump", path, n))
	job := func(name string) func() cost {
		return func() cost { os.Remove(path); return measure(b, worker(name, path, n)) }
	}
	jobs := map[string]func() cost{"cells": job("cells"), "records": job("make")}
	names := []string{"cells", "records"}
	for name, of := range map[string]string{"rows": "rows", "verified": "write", "password": "seal"} {
		jobs[name] = job(of)
	}
	names = append(names, "rows", "verified", "password")
	if peer := compiled(b, folder); peer != "" {
		names = append(names, "libxlsxwriter")
		jobs["libxlsxwriter"] = func() cost {
			in, err := os.Open(cells)
			if err != nil {
				b.Fatal(err)
			}
			defer in.Close()
			cmd := exec.Command(peer, filepath.Join(folder, "theirs.xlsx"))
			cmd.Env, cmd.Stdin = append(os.Environ(), "TMPDIR="+folder), in
			return measure(b, cmd)
		}
	}
	beside(b, names, jobs, map[string]bool{"rows": true, "verified": true, "password": true})
}

// compiled is the peer that writes; "" where its library is not installed.
func compiled(b *testing.B, folder string) string {
	out := filepath.Join(folder, "write")
	if said, err := exec.Command("cc", "-O2", "-o", out, "testdata/peers/write.c", "-lxlsxwriter").CombinedOutput(); err != nil {
		b.Logf("libxlsxwriter is not measured: %v\n%s", err, said)
		return ""
	}
	return out
}

func BenchmarkPeerRead(b *testing.B) {
	const python = "/usr/bin/python3"
	n, path := peerRows(), filepath.Join(b.TempDir(), "ours.xlsx")
	measure(b, worker("write", path, n))
	jobs := map[string]func() cost{
		"anketa":   func() cost { return measure(b, worker("read", path, n)) },
		"excelize": func() cost { return measure(b, worker("excelize", path, n)) },
		"openpyxl": func() cost { return measure(b, exec.Command(python, "testdata/peers/read.py", path)) },
	}
	names := []string{"anketa", "excelize"}
	if exec.Command(python, "-c", "import openpyxl").Run() == nil {
		names = append(names, "openpyxl")
	}
	beside(b, names, jobs, nil)
}
