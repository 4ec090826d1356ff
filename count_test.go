//go:build e2e

package main

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"anketa/export"
	"anketa/survey"
)

// This file counts for itself: from the sheets as LibreOffice opens them, with
// nothing of the program but the form's list of questions.

// An office is LibreOffice without a window, with a profile of its own.
type office struct {
	t       *testing.T
	profile string
}

func newOffice(t *testing.T) office { return office{t, "file://" + t.TempDir()} }

// convert has LibreOffice open a workbook and write it in another format.
func (o office) convert(path, format string) string {
	o.t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		soffice = "libreoffice"
	}
	dir := o.t.TempDir()
	cmd := exec.Command(soffice, "-env:UserInstallation="+o.profile, "--headless", "--norestore", "--convert-to", format, "--outdir", dir, path)
	cmd.Env = append(os.Environ(), "DISPLAY=", "LANG=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(out), "Error") || !strings.Contains(string(out), "convert ") {
		o.t.Fatalf("LibreOffice does not open %s: %v\n%s", filepath.Base(path), err, out)
	}
	return dir
}

// sheets gives every sheet of a workbook by name, as rows of cells: text in
// UTF-8, numbers unformatted.
func (o office) sheets(path string) map[string][][]string {
	o.t.Helper()
	dir := o.convert(path, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1")
	stem := strings.TrimSuffix(filepath.Base(path), ".xlsx") + "-"
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil || len(files) < 3 {
		o.t.Fatalf("LibreOffice finds the sheets %v in %s", files, filepath.Base(path))
	}
	out := map[string][][]string{}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			o.t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			o.t.Fatalf("%s: %v", filepath.Base(file), err)
		}
		out[strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), stem), ".csv")] = rows
	}
	return out
}

// resave has LibreOffice open a workbook and save it again.
func (o office) resave(path string) string {
	o.t.Helper()
	return filepath.Join(o.convert(path, "xlsx:Calc MS Excel 2007 XML"), filepath.Base(path))
}

// sameAfterResaving holds that a workbook which somebody saved again holds the
// same interviews.
func sameAfterResaving(t *testing.T, path, again string) {
	t.Helper()
	hashes := func(path string) (out []string) {
		book, err := export.Read(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range book.Refused {
			t.Errorf("after saving it again: %v", r)
		}
		for _, r := range book.Records {
			out = append(out, r.Hash().String())
		}
		slices.Sort(out)
		return out
	}
	if before, after := hashes(path), hashes(again); !slices.Equal(before, after) {
		t.Errorf("LibreOffice saved %d interviews as %d others", len(before), len(after))
	}
}

// reportFigures is what `anketa report --json` prints.
type reportFigures struct {
	Interviews int
	Questions  []struct {
		Name, Path, Part, Type string
		N                      int
		Base                   map[string]int
		Rows                   []struct {
			Code             string
			Count            int
			Share, Low, High float64
		}
		Numbers *struct{ Mean, Min, Q1, Median, Q3, Max float64 }
	}
}

// counted is one question, counted from the cells of a sheet.
type counted struct {
	n       int
	codes   map[string]int
	numbers []float64
	states  map[string]int
}

// countColumn counts a column of the sheet data or of a repeat.
func countColumn(sheet [][]string, name string) (c counted, ok bool) {
	at, states := slices.Index(sheet[0], name), slices.Index(sheet[0], "_states")
	if at < 0 || states < 0 {
		return c, false
	}
	c.codes, c.states = map[string]int{}, map[string]int{}
	for _, row := range sheet[1:] {
		state := stateOf(row[states], name)
		switch {
		case state != "":
			c.states[state]++
		case row[at] == "":
			c.states["not_asked"]++
		default:
			c.n++
			for code := range strings.FieldsSeq(row[at]) {
				c.codes[code]++
			}
			if x, err := strconv.ParseFloat(row[at], 64); err == nil {
				c.numbers = append(c.numbers, x)
			}
		}
	}
	slices.Sort(c.numbers)
	return c, true
}

// stateOf reads the column _states: "refused: income wage; not_reached: mood".
func stateOf(cell, name string) string {
	for part := range strings.SplitSeq(cell, "; ") {
		state, columns, _ := strings.Cut(part, ": ")
		if state != "confirmed" && slices.Contains(strings.Fields(columns), name) {
			return state
		}
	}
	return ""
}

// compareFigures holds the report, as data and as sheets, against what is
// counted here.
func compareFigures(t *testing.T, form *survey.Form, report reportFigures, data, printed map[string][][]string) {
	t.Helper()
	if rows := len(data["data"]) - 1; rows != report.Interviews {
		t.Fatalf("the sheet data has %d rows, the report %d interviews", rows, report.Interviews)
	}
	selects, numbers := 0, 0
	for _, q := range report.Questions {
		it := itemAt(form, q.Path)
		if it == nil || !it.Type.Asked() || it.Columns["report_by"] != "" {
			continue
		}
		sheet := "data"
		if r := it.Repeat(); r != nil {
			sheet = r.Name
		}
		c, ok := countColumn(data[sheet], q.Name)
		if !ok {
			continue // several columns, or another name: the tests of the packages have those
		}
		if q.N != c.n {
			t.Errorf("%s: the report has n = %d, there are %d answers", q.Name, q.N, c.n)
		}
		for _, state := range []string{"dont_know", "refused", "not_applicable", "not_reached", "not_asked"} {
			if q.Base[state] != c.states[state] {
				t.Errorf("%s: the report has %d %s, there are %d", q.Name, q.Base[state], state, c.states[state])
			}
		}
		switch {
		case it.Type.Selects():
			selects++
			shown := printedCounts(t, printed, q.Name)
			for _, row := range q.Rows {
				low, high := wilson(c.codes[row.Code], c.n)
				if row.Count != c.codes[row.Code] || c.n > 0 && !(near(row.Share, float64(row.Count)/float64(c.n)) && near(row.Low, low) && near(row.High, high)) {
					t.Errorf("%s = %s: the report has %d (%.4f, %.4f to %.4f), there are %d of %d (%.4f to %.4f)",
						q.Name, row.Code, row.Count, row.Share, row.Low, row.High, c.codes[row.Code], c.n, low, high)
				}
				if got, want := shown[row.Code], strconv.Itoa(c.codes[row.Code]); got != want {
					t.Errorf("%s = %s: the sheet shows %q, there are %s", q.Name, row.Code, got, want)
				}
			}
		case it.Type.Kind == survey.IntegerKind && c.n > 0:
			numbers++
			got := q.Numbers
			if got == nil || !near(got.Mean, mean(c.numbers)) || !near(got.Min, c.numbers[0]) || !near(got.Q1, quantile(c.numbers, 0.25)) ||
				!near(got.Median, quantile(c.numbers, 0.5)) || !near(got.Q3, quantile(c.numbers, 0.75)) || !near(got.Max, c.numbers[c.n-1]) {
				t.Errorf("%s: the report has %v, counted are mean %v, quartiles %v %v %v", q.Name, got, mean(c.numbers),
					quantile(c.numbers, 0.25), quantile(c.numbers, 0.5), quantile(c.numbers, 0.75))
			}
		}
	}
	if selects < 60 || numbers < 10 {
		t.Errorf("only %d tables with codes and %d with numbers were counted again", selects, numbers)
	}
}

func itemAt(form *survey.Form, path string) *survey.Item {
	for _, it := range form.Items {
		if string(it.Path()) == path {
			return it
		}
	}
	return nil
}

// printedCounts finds a question's table on the sheets of the report: the
// line that begins with its name, then code, answer and count, down to n.
func printedCounts(t *testing.T, sheets map[string][][]string, name string) map[string]string {
	t.Helper()
	for _, rows := range sheets {
		at := slices.IndexFunc(rows, func(row []string) bool { return strings.HasPrefix(row[0], name+"  ") })
		if at < 0 {
			continue
		}
		counts := map[string]string{}
		for _, row := range rows[at+1:] {
			if len(row) > 2 && strings.HasPrefix(row[1], "n (") {
				return counts
			}
			if len(row) > 2 {
				counts[row[0]] = row[2]
			}
		}
	}
	t.Errorf("the report has no table of %s", name)
	return nil
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(b)) }

func mean(sorted []float64) float64 {
	sum := 0.0
	for _, x := range sorted {
		sum += x
	}
	return sum / float64(len(sorted))
}

// quantile is that of type 7, as PERCENTILE.INC.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(math.Floor(at))
	if low+1 >= len(sorted) {
		return sorted[low]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}

// wilson is the interval of a share at 95 %, by the formula of Wilson (1927).
func wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 0
	}
	const z = 1.959963984540054
	N, p := float64(n), float64(k)/float64(n)
	middle := (p + z*z/(2*N)) / (1 + z*z/N)
	half := z / (1 + z*z/N) * math.Sqrt(p*(1-p)/N+z*z/(4*N*N))
	return max(0, middle-half), min(1, middle+half)
}
