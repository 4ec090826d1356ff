package report

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

var made = time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)

func randomReport(t testing.TB, o Options, kind survey.Kind, n int) *Report {
	t.Helper()
	form, rng := testForm(), rand.New(rand.NewPCG(8, 9))
	var records []*survey.Record
	for i := range n {
		r := randomRecord(form, rng, i)
		r.Kind = kind
		records = append(records, r)
	}
	o.Now, o.Program = made, "Anketa 1.0 & sons"
	return build(t, form, o, records...)
}

func write(t testing.TB, r *Report) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.xlsx")
	if err := r.Write(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	return path
}

func open(t testing.TB, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestWorkbookHoldsTheReport reads every table back from the cells: sheets,
// counts and shares stand there as values, and links lead to sheets.
func TestWorkbookHoldsTheReport(t *testing.T) {
	r := randomReport(t, Options{}, survey.Real, 150)
	f := open(t, write(t, r))
	wanted := []string{"Содержание", "Выборка"}
	for _, s := range r.Sections {
		wanted = append(wanted, s.Sheet)
	}
	if got := f.GetSheetList(); strings.Join(got, "|") != strings.Join(wanted, "|") {
		t.Fatalf("sheets %q, want %q", got, wanted)
	}
	for i, s := range r.Sections {
		rows, err := f.GetRows(s.Sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		_, at := r.sectionPage(r.Sections[i])
		for j, q := range s.Questions {
			sameTable(t, q, rows[at[j]:])
		}
		charts := 0
		for _, q := range s.Questions {
			if len(q.Rows)+len(q.Bins) > 0 {
				charts++
			}
		}
		page, _ := r.sectionPage(s)
		if len(page.charts) != charts {
			t.Errorf("%s: %d charts for %d tables", s.Sheet, len(page.charts), charts)
		}
	}
	if formulas := formulasIn(t, f); formulas > 0 {
		t.Errorf("%d formulas: figures are values", formulas)
	}
}

// sameTable compares a table with the cells from its heading down.
func sameTable(t *testing.T, q Question, cells [][]string) {
	t.Helper()
	if !strings.HasPrefix(cells[0][0], q.Name) {
		t.Fatalf("%s: the heading is %q", q.Name, cells[0][0])
	}
	cell := func(row, column int) string {
		if row < len(cells) && column < len(cells[row]) {
			return cells[row][column]
		}
		return ""
	}
	for i, r := range q.Rows {
		row := 3 + i
		if cell(row, codeColumn) != r.Code || cell(row, labelColumn) != r.Label || cell(row, countColumn) != fmt.Sprint(r.Count) {
			t.Fatalf("%s: row %q, want %+v", q.Name, cells[row], r)
		}
		for c, v := range map[int]float64{shareColumn: r.Share, lowColumn: r.Low, highColumn: r.High} {
			var got float64
			if _, err := fmt.Sscan(cell(row, c), &got); err != nil || math.Abs(got-v) > 1e-12 {
				t.Fatalf("%s %s: %q, want %v", q.Name, r.Code, cell(row, c), v)
			}
		}
	}
	for row := range cells {
		if cell(row, labelColumn) == phrases[nWord][1] {
			if got := cell(row, countColumn); got != fmt.Sprint(q.Base.Given) {
				t.Fatalf("%s: n is %s, want %d", q.Name, got, q.Base.Given)
			}
			return
		}
	}
	t.Fatalf("%s: no line with n", q.Name)
}

func formulasIn(t *testing.T, f *excelize.File) int {
	t.Helper()
	n := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				formula, err := f.GetCellFormula(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if formula != "" {
					n++
				}
			}
		}
	}
	return n
}

// TestProperties holds that a workbook names itself in a way that every reader
// takes, whatever stands in the title.
func TestProperties(t *testing.T) {
	z, err := zip.OpenReader(write(t, randomReport(t, Options{}, survey.Real, 3)))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	data, err := fs.ReadFile(z, "docProps/core.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<cp:coreProperties ", "<dc:title>Проверка &amp; пробная анкета</dc:title>", "<dc:creator>Anketa 1.0 &amp; sons</dc:creator>", ">2026-11-24T08:00:00Z<"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("%q is not in %s", want, data)
		}
	}
}

// TestNothingStandsOnAnother holds that no chart reaches into a table, its own
// or the next, or another chart.
func TestNothingStandsOnAnother(t *testing.T) {
	overlaps(t, randomReport(t, Options{}, survey.Real, 150))
	overlaps(t, randomReport(t, Options{Small: 20, Language: 1}, survey.Simulated, 150))
}

// TestChartsEndAboveTheNextTable reads where the charts hang in the workbook:
// excelize counts a row's pixels in its own way.
func TestChartsEndAboveTheNextTable(t *testing.T) {
	r := randomReport(t, Options{}, survey.Real, 150)
	z, err := zip.OpenReader(write(t, r))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	drawing := 0
	for _, p := range r.pages() {
		if len(p.charts) == 0 {
			continue
		}
		drawing++
		data, err := fs.ReadFile(z, fmt.Sprintf("xl/drawings/drawing%d.xml", drawing))
		if err != nil {
			t.Fatal(err)
		}
		var hung struct {
			Anchors []struct {
				From struct {
					Row int `xml:"row"`
				} `xml:"from"`
				To struct {
					Row int `xml:"row"`
				} `xml:"to"`
			} `xml:"twoCellAnchor"`
		}
		if err := xml.Unmarshal(data, &hung); err != nil {
			t.Fatal(err)
		}
		for i, c := range p.charts {
			next := len(p.lines)
			for _, at := range slices.Backward(p.blocks) {
				if at > c.line {
					next = at
				}
			}
			a := hung.Anchors[i]
			if a.From.Row != c.line || a.To.Row >= next {
				t.Errorf("%s: the chart of line %d hangs from %d to %d; the next table begins at %d", p.name, c.line, a.From.Row, a.To.Row, next)
			}
			if high := p.height(a.From.Row, a.To.Row); high < c.height*97/100-22 || high > c.height { // whole rows only
				t.Errorf("%s: a chart of %d pixels is %d high", p.name, c.height, high)
			}
		}
	}
}

func overlaps(t *testing.T, r *Report) {
	t.Helper()
	for _, p := range r.pages() {
		bottom := 0
		for _, c := range p.charts {
			top := p.height(0, c.line)
			if top < bottom {
				t.Errorf("%s: a chart begins at %d, the one above ends at %d", p.name, top, bottom)
			}
			bottom = top + c.height
			for i, l := range p.lines {
				from, to := p.height(0, i), p.height(0, i+1)
				for _, cell := range l.cells {
					covered := cell.look == behind || cell.look == behindPercent
					if right := cell.column + max(cell.span, 1); right > c.column && from < bottom && to > top && !covered {
						t.Errorf("%s: line %d is under the chart of line %d", p.name, i, c.line)
					}
					if covered && i >= c.first && i <= c.last && (from < top || to > bottom) {
						t.Errorf("%s: line %d is not covered by its chart", p.name, i)
					}
				}
			}
		}
	}
}

// TestMarkIsOnEverySheet holds that nobody can take one sheet of simulated
// answers for data.
func TestMarkIsOnEverySheet(t *testing.T) {
	r := randomReport(t, Options{}, survey.Simulated, 30)
	f := open(t, write(t, r))
	for _, sheet := range f.GetSheetList() {
		if got, err := f.GetCellValue(sheet, "A2"); err != nil || got != "СМОДЕЛИРОВАНО: ответы дала программа" {
			t.Errorf("%s!A2 is %q, %v", sheet, got, err)
		}
		h, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(h.OddHeader, "СМОДЕЛИРОВАНО") {
			t.Errorf("%s is printed without the mark: %v", sheet, err)
		}
	}
}

// TestNothingTypedIsWritten greps the whole workbook for what people typed.
func TestNothingTypedIsWritten(t *testing.T) {
	f := open(t, write(t, randomReport(t, Options{}, survey.Real, 150)))
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if s := fmt.Sprint(rows); strings.Contains(s, "секрет") || strings.Contains(s, "2026-01-02") {
			t.Errorf("%s holds a text or a date that somebody gave", sheet)
		}
	}
}

// TestNothingAskedIsNoZero holds that figures of a question that nobody was
// asked stay blank.
func TestNothingAskedIsNoZero(t *testing.T) {
	r := build(t, testForm(), Options{Language: 1, Now: made}, record(t, "a", "sex=1"))
	p, at := r.sectionPage(r.Sections[0])
	var got []string
	for _, l := range p.lines[at[0]:at[1]] {
		var words []string
		for _, c := range l.cells {
			words = append(words, fmt.Sprint(c.value))
		}
		if len(words) > 0 {
			got = append(got, strings.Join(words, " | "))
		}
	}
	want := `contract  Is there a contract?
choice of one
n (answered) | 0
Not asked | 1
All interviews | 1`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

// TestAskedIsATrueZero holds the lines of a question that people were asked and
// nobody answered: counts are 0, and nothing is a share of nobody.
func TestAskedIsATrueZero(t *testing.T) {
	r := build(t, testForm(), Options{Now: made}, record(t, "a", "g_work/contract!r"))
	p, at := r.sectionPage(r.Sections[0])
	var got []string
	for _, l := range p.lines[at[0]:at[1]] {
		var words []string
		for _, c := range l.cells {
			words = append(words, fmt.Sprint(c.value))
		}
		if len(words) > 0 {
			got = append(got, strings.Join(words, " | "))
		}
	}
	want := `contract  Есть ли у Вас письменный договор с тем, кто платит Вам зарплату, или с посредником, который привёл Вас на эту работу?
выбор одного
Код | Ответ | Число | Доля | 95 % от | 95 % до
1 | Да | 0
0 | Нет | 0
n (ответили) | 0
Затрудняется ответить | 0
Отказ от ответа | 1
Не относится | 0
Не дошли до вопроса | 0
Вопрос не задавался | 0
Всего интервью | 1`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
	if len(p.charts) > 0 {
		t.Error("there is a chart of nothing")
	}
}

// TestWriteLeavesNothing holds that a report is there whole or not at all.
func TestWriteLeavesNothing(t *testing.T) {
	r := randomReport(t, Options{}, survey.Real, 20)
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	if err := r.Write(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Write(ctx, path); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	if err := r.Write(t.Context(), filepath.Join(dir, "none", "report.xlsx")); err == nil {
		t.Error("a folder that is not there took a report")
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); len(left) != 1 || err != nil || !bytes.Equal(data, before) {
		t.Errorf("%v are left, or report.xlsx was changed: %v", left, err)
	}
	if err := r.Write(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	form := filepath.Join(dir, "form.xlsx")
	if err := os.WriteFile(form, []byte("somebody's"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Write(t.Context(), form); err == nil {
		t.Error("a report was written over somebody's file")
	}
}

// TestLibreOfficeOpensIt converts a report, as a person would print it.
func TestLibreOfficeOpensIt(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("needs soffice")
	}
	path := write(t, randomReport(t, Options{}, survey.Simulated, 150))
	dir := filepath.Dir(path)
	out, err := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")),
		"--headless", "--convert-to", "pdf", "--outdir", dir, path).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if pdf, err := os.ReadFile(filepath.Join(dir, "report.pdf")); err != nil || len(pdf) < 20_000 || string(pdf[:5]) != "%PDF-" {
		t.Errorf("no report was printed: %d bytes, %v: %s", len(pdf), err, out)
	}
}
