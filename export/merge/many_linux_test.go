package merge

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"anketa/export"
	"anketa/survey"
)

// The workbooks of a large study: of each laptop one, of 120 answers each
// interview. ANKETA_BOOKS is how many there are.
const inBook = 2000

func books() int {
	n, err := strconv.Atoi(os.Getenv("ANKETA_BOOKS"))
	if err != nil {
		return 10
	}
	return n
}

func manyForm() *survey.Form {
	group := &survey.Type{Name: "group", Kind: survey.GroupKind}
	f := &survey.Form{ID: "f", Version: "1", Title: "Many", Root: &survey.Item{Type: group}, Lists: map[string]*survey.List{}}
	codes := &survey.List{Name: "codes"}
	for i := range 8 {
		codes.Choices = append(codes.Choices, &survey.Choice{Name: fmt.Sprint("code_", i), Label: survey.Text{survey.Plain(fmt.Sprint("Ответ ", i))}})
	}
	for i := range 120 {
		it := &survey.Item{Name: fmt.Sprint("q_", i), Type: &survey.Type{Name: "integer", Kind: survey.IntegerKind, Data: survey.IntegerData}}
		if i%2 == 0 {
			it.Type, it.List = &survey.Type{Name: "select_one", Kind: survey.SelectOneKind}, codes
		}
		f.Root.Items = append(f.Root.Items, it)
	}
	return f
}

func manyRecords(book int) []*survey.Record {
	out := make([]*survey.Record, inBook)
	for i := range out {
		r := first(fmt.Sprintf("%08x-0000-4000-8000-%012x", book, i))
		r.Device, r.Number = fmt.Sprint("laptop-", book), i+1
		for q := range 120 {
			text := strconv.Itoa(i * (q + 1) % 2000)
			if q%2 == 0 {
				text = fmt.Sprint("code_", (i+q)%8)
			}
			r.Root.Children = append(r.Root.Children, &survey.Answer{Name: fmt.Sprint("q_", q), State: survey.Given, Text: text})
		}
		out[i] = r
	}
	return out
}

func bookPath(folder string, i int) string { return filepath.Join(folder, fmt.Sprintf("%d.xlsx", i)) }

// TestManyWorker is one job of the benchmark in a process of its own, of which
// the system counts the memory.
func TestManyWorker(t *testing.T) {
	folder := os.Getenv("ANKETA_MANY")
	if folder == "" {
		t.Skip("only in a benchmark")
	}
	ctx := context.Background()
	switch os.Getenv("ANKETA_MANY_JOB") {
	case "make":
		for i := range books() {
			seq := func(yield func(*survey.Record, error) bool) {
				for _, r := range manyRecords(i) {
					if !yield(r, nil) {
						return
					}
				}
			}
			if _, err := export.Write(ctx, bookPath(folder, i), seq, export.Options{Forms: []*survey.Form{manyForm()}, Now: began}); err != nil {
				t.Fatal(err)
			}
		}
	case "read":
		for i := range books() {
			if _, err := export.Read(ctx, bookPath(folder, i)); err != nil {
				t.Fatal(err)
			}
		}
	case "once":
		mustMany(t, New(), folder)
	case "twice":
		s := New()
		mustMany(t, s, folder)
		mustMany(t, s, folder)
	default:
		s := New()
		mustMany(t, s, folder)
		o := export.Options{Forms: []*survey.Form{manyForm()}, Files: s.Files(), Others: s.Others(), Now: began}
		if _, err := export.Write(ctx, filepath.Join(folder, "all.xlsx"), s.Heads(), o); err != nil {
			t.Fatal(err)
		}
	}
}

// mustMany adds all workbooks and says when the first one was there.
func mustMany(t *testing.T, s *Set, folder string) {
	t.Helper()
	begun := time.Now()
	for i := range books() {
		b, err := export.Read(context.Background(), bookPath(folder, i))
		if err != nil {
			t.Fatal(err)
		}
		if balance := s.Add(b.Path, b.SHA256, b); !balance.Holds() {
			t.Fatal(balance)
		}
		if i == 0 {
			fmt.Printf("ANKETA first %f\n", time.Since(begun).Seconds())
		}
	}
}

// BenchmarkMany merges workbooks into one. first is when the first workbook was
// counted, and progress can be seen; known how many times the time of reading
// workbooks it takes to merge them once more.
func BenchmarkMany(b *testing.B) {
	folder := b.TempDir()
	run := func(job string) (said map[string]float64, wall, cpu, mb float64) {
		cmd := exec.Command(os.Args[0], "-test.run=^TestManyWorker$", "-test.count=1")
		cmd.Env = append(os.Environ(), "ANKETA_MANY="+folder, "ANKETA_MANY_JOB="+job)
		begun := time.Now()
		out, err := cmd.Output()
		if err != nil {
			var exit *exec.ExitError
			errors.As(err, &exit)
			b.Fatalf("%s: %v\n%s", job, err, out)
		}
		wall = time.Since(begun).Seconds()
		said = map[string]float64{}
		for line := range strings.Lines(string(out)) {
			if words := strings.Fields(line); len(words) == 3 && words[0] == "ANKETA" {
				said[words[1]], _ = strconv.ParseFloat(words[2], 64)
			}
		}
		p := cmd.ProcessState
		return said, wall, (p.UserTime() + p.SystemTime()).Seconds(), float64(p.SysUsage().(*syscall.Rusage).Maxrss) / 1024
	}
	run("make")
	for b.Loop() {
		said, wall, cpu, mb := run("merge")
		b.ReportMetric(wall, "s")
		b.ReportMetric(cpu, "cpu-s")
		b.ReportMetric(mb, "MB")
		b.ReportMetric(said["first"], "s-first")
		_, _, reading, _ := run("read")
		_, _, once, _ := run("once")
		_, _, twice, _ := run("twice")
		b.ReportMetric((twice-once)/reading, "x-known/reading")
	}
	b.ReportMetric(0, "ns/op")
}
