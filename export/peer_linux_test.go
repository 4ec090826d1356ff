package export

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
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
// and the range, and of the peers how many times the CPU time of ours.
func beside(b *testing.B, names []string, run map[string]func() cost) {
	costs := map[string][]cost{}
	for b.Loop() {
		for range peerRounds {
			for _, name := range names {
				costs[name] = append(costs[name], run[name]())
			}
		}
	}
	ours := median(costs[names[0]])
	for _, name := range names {
		all := costs[name]
		slices.SortFunc(all, func(a, b cost) int { return cmp.Compare(a.seconds, b.seconds) })
		m := median(all)
		b.Logf("%-14s %6.2f s CPU [%.2f–%.2f], %4.0f MB, %.1f ×", name, m.seconds, all[0].seconds, all[len(all)-1].seconds, m.megabytes, m.seconds/ours.seconds)
		b.ReportMetric(m.seconds, "cpu-s-"+name)
		b.ReportMetric(m.megabytes, "MB-"+name)
		if name != names[0] {
			b.ReportMetric(m.seconds/ours.seconds, "x-"+name)
		}
	}
	b.ReportMetric(0, "ns/op")
}

func median(costs []cost) cost {
	sorted := slices.SortedFunc(slices.Values(costs), func(a, b cost) int { return cmp.Compare(a.seconds, b.seconds) })
	return sorted[len(sorted)/2]
}

func BenchmarkPeerWrite(b *testing.B) {
	n, folder := peerRows(), b.TempDir()
	path := filepath.Join(folder, "ours.xlsx")
	jobs := map[string]func() cost{
		"anketa":   func() cost { os.Remove(path); return measure(b, worker("write", path, n)) },
		"password": func() cost { os.Remove(path); return measure(b, worker("seal", path, n)) },
		"records":  func() cost { return measure(b, worker("make", path, n)) },
	}
	names := []string{"anketa", "password", "records"}
	if peer := compiled(b, folder); peer != "" {
		cells := filepath.Join(folder, "cells")
		measure(b, worker("write", path, n))
		measure(b, worker("dump", path, n))
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
	beside(b, names, jobs)
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

// dumpCells writes all cells of a workbook as the peer takes them.
func dumpCells(path, to string) error {
	ctx := context.Background()
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	c, err := open(ctx, path, in, info.Size())
	if err != nil {
		return err
	}
	g, err := openGrid(ctx, c)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	for _, name := range g.names {
		w.WriteByte('S')
		w.Write(lengthAnd(name))
		err := g.rows(ctx, name, func(_ int, cells []cell) error {
			w.WriteByte('R')
			for i, c := range cells {
				switch c.kind {
				case blankCell:
					continue
				case numberCell:
					w.WriteByte('n')
				default:
					w.WriteByte('t')
				}
				w.Write(binary.LittleEndian.AppendUint16(nil, uint16(i)))
				w.Write(lengthAnd(c.text))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func lengthAnd(s string) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(s))), s...)
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
	beside(b, names, jobs)
}
