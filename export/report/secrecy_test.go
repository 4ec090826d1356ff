package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"anketa/survey"
)

// A solver knows of each count only what a reader of the workbook does: sums.
// A count that is shown is a sum of one.
type solver struct {
	index map[string]int
	sums  [][]float64 // coefficient of each count, and the sum last
	lines []map[string]float64
	right []float64
}

func newSolver() *solver { return &solver{index: map[string]int{}} }

func (s *solver) know(sum int, counts ...string) {
	line := map[string]float64{}
	for _, c := range counts {
		if _, ok := s.index[c]; !ok {
			s.index[c] = len(s.index)
		}
		line[c]++
	}
	s.lines, s.right = append(s.lines, line), append(s.right, float64(sum))
}

// solved gives every count that follows, by Gauss and Jordan.
func (s *solver) solved() map[string]int {
	n := len(s.index)
	for i, line := range s.lines {
		row := make([]float64, n+1)
		for c, k := range line {
			row[s.index[c]] = k
		}
		row[n] = s.right[i]
		s.sums = append(s.sums, row)
	}
	rank := 0
	for column := range n {
		best := rank
		for i := rank; i < len(s.sums); i++ {
			if math.Abs(s.sums[i][column]) > math.Abs(s.sums[best][column]) {
				best = i
			}
		}
		if best >= len(s.sums) || math.Abs(s.sums[best][column]) < 1e-9 {
			continue
		}
		s.sums[rank], s.sums[best] = s.sums[best], s.sums[rank]
		for i := range s.sums {
			if k := s.sums[i][column] / s.sums[rank][column]; i != rank && k != 0 {
				for j := range s.sums[i] {
					s.sums[i][j] -= k * s.sums[rank][j]
				}
			}
		}
		rank++
	}
	out := map[string]int{}
	for _, row := range s.sums[:rank] {
		var only []int
		for j, k := range row[:n] {
			if math.Abs(k) > 1e-9 {
				only = append(only, j)
			}
		}
		if len(only) == 1 {
			for c, j := range s.index {
				if j == only[0] {
					out[c] = int(math.Round(row[n] / row[j]))
				}
			}
		}
	}
	return out
}

var lineNames = []string{"given", "don't know", "refused", "not applicable", "not reached", "not asked", "unusable"}

// table tells what stands in a table, and gives the names of the counts that
// are hidden in it. Open is the same table with nothing hidden: of it only the
// codes are used.
func (s *solver) table(q, open Question) (hidden []string) {
	name := q.Name + "[" + q.Part + "] "
	var base []string
	for i, line := range lineNames {
		base = append(base, name+line)
		switch k := *q.Base.lines()[i]; {
		case q.Hidden || q.Withheld[i]:
			hidden = append(hidden, name+line)
			if k != 0 {
				panic("a hidden line has a figure")
			}
		default:
			s.know(k, name+line)
		}
	}
	units := name + "units"
	if !q.Hidden {
		s.know(q.Base.Units, units)
	}
	s.adds(units, base)
	var parts []string
	for _, r := range q.Rows {
		parts = append(parts, name+"code "+r.Code)
		if r.Hidden {
			hidden = append(hidden, name+"code "+r.Code)
			if r.Count != 0 || r.Share != 0 || r.Low != 0 || r.High != 0 {
				panic("a hidden row has figures")
			}
		} else {
			s.know(r.Count, name+"code "+r.Code)
		}
	}
	if q.Hidden {
		for _, r := range open.Rows {
			parts = append(parts, name+"code "+r.Code)
			hidden = append(hidden, name+"code "+r.Code)
		}
	}
	if q.Table == Shares || q.Table == Places {
		s.adds(name+"given", parts)
	}
	var bars []string
	for _, b := range q.Bins {
		bars = append(bars, name+"bar "+b.Label)
		if b.Hidden {
			hidden = append(hidden, name+"bar "+b.Label)
		} else {
			s.know(b.Count, name+"bar "+b.Label)
		}
	}
	s.adds(name+"given", bars)
	s.moments(q, name)
	return hidden
}

// adds tells that counts come to another one.
func (s *solver) adds(sum string, counts []string) {
	if len(counts) == 0 {
		return
	}
	s.know(0, append(slices.Clone(counts), sum)...)
	s.lines[len(s.lines)-1][sum] = -1
}

// moments tells what follows of bars of one value from mean and deviation.
func (s *solver) moments(q Question, name string) {
	d := q.Numbers
	if d == nil || len(q.Bins) == 0 || q.Bins[0].Label != format(q.Bins[0].From) {
		return
	}
	n := float64(d.N)
	mean, square := map[string]float64{}, map[string]float64{}
	for _, b := range q.Bins {
		mean[name+"bar "+b.Label], square[name+"bar "+b.Label] = b.From, b.From*b.From
	}
	s.lines, s.right = append(s.lines, mean), append(s.right, n*d.Mean)
	if d.SD != nil {
		s.lines, s.right = append(s.lines, square), append(s.right, (n-1)**d.SD**d.SD+n*d.Mean*d.Mean)
	}
}

// sample tells what stands in the sample table of a question, which shows the
// same counts as its own.
func (s *solver) sample(r *Report, b Breakdown, name string) {
	prefix := name + "[] "
	for _, row := range b.Rows {
		switch {
		case row.Hidden:
		case row.Label == phrases[notStated][1]:
			s.know(row.Count, prefix+lineNames[1], prefix+lineNames[2], prefix+lineNames[3], prefix+lineNames[4], prefix+lineNames[5], prefix+lineNames[6])
		default:
			s.know(row.Count, prefix+"code "+row.Code)
		}
	}
	s.know(r.N, prefix+"units")
}

// secretForm has questions that stand in the sample too, one that parts the
// figures of another, several answers, an order, and numbers of few values.
func secretForm() *survey.Form {
	f := testForm()
	f.Root.Items = append(f.Root.Items,
		choice(selectOne, f.Lists["where"], "region", "Регион", "Region"),
		item(integer, "children", "Дети", "Children"),
	)
	for _, it := range f.Root.Items {
		it.Parent = f.Root
	}
	return f
}

// sparse answers as people do: mostly, with a few who do not.
func sparse(f *survey.Form, rng *rand.Rand, n int) []*survey.Record {
	rare := max(0, 0.3*rng.Float64()-0.1)
	items := map[string]*survey.Item{}
	for it := range f.Root.Walk() {
		items[string(it.Path())] = it
	}
	out := make([]*survey.Record, n)
	for i := range out {
		out[i] = randomRecord(f, rng, i)
		for p, a := range out[i].All() {
			it := items[p.Names()]
			if it == nil || it.Type.Holds() {
				continue
			}
			if rng.Float64() > rare {
				a.State, a.Text = survey.Given, randomText(it, rng)
			}
			if it.Name == "children" && a.State == survey.Given {
				a.Text = fmt.Sprint(skewed(rng, 4))
			}
			if it.List != nil && it.Type.Kind == survey.SelectOneKind && a.State == survey.Given && rng.Float64() > rare*2 {
				a.Text = it.List.Choices[0].Name
			}
		}
	}
	return out
}

// TestNothingHiddenFollows tries to have every hidden count back from all
// tables of a report together.
func TestNothingHiddenFollows(t *testing.T) {
	form := secretForm()
	tried, shown := 0, 0
	for seed := range 150 {
		rng := rand.New(rand.NewPCG(uint64(seed), 11))
		records := sparse(form, rng, 20+rng.IntN(380))
		small := []int{3, 5, 10}[rng.IntN(3)]
		open := build(t, form, Options{}, records...)
		r := build(t, form, Options{Small: small}, records...)
		s := newSolver()
		var hidden []string
		units := map[string][]string{}
		for i, section := range r.Sections {
			for j, q := range section.Questions {
				hidden = append(hidden, s.table(q, open.Sections[i].Questions[j])...)
				if q.Unit == "" {
					units[q.Name] = append(units[q.Name], q.Name+"["+q.Part+"] units")
				}
				if !q.Hidden {
					shown++
				}
				for _, k := range q.Base.lines() {
					if *k > 0 && *k < small {
						t.Fatalf("seed %d: %s shows a base line of %d", seed, q.Name, *k)
					}
				}
			}
		}
		for _, all := range units {
			s.know(r.N, all...)
		}
		// The units of a part are the interviews with that answer.
		for _, c := range form.Lists["currency"].Choices {
			s.adds("wage["+labeller{}.text(c.Label)+"] units", []string{"currency[] code " + c.Name})
		}
		for _, b := range r.Sample.Tables[3:] {
			name := map[string]string{"Пол": "sex", "Регион": "region"}[b.Title]
			s.sample(r, b, name)
		}
		solved := s.solved()
		for _, h := range hidden {
			tried++
			if k, ok := solved[h]; ok {
				t.Fatalf("seed %d, small %d: %s follows: %d", seed, small, h, k)
			}
		}
	}
	if tried < 1000 || shown < 500 {
		t.Errorf("%d counts were hidden and %d tables shown: the data try nothing", tried, shown)
	}
}

// TestSampleKeepsWhatTheSectionHides has the figures with which a hidden count
// could be had from the two tables of one question.
func TestSampleKeepsWhatTheSectionHides(t *testing.T) {
	tests := []struct {
		name                string
		men, women, unknown int
		section, sample     string
	}{
		{"few do not say", 50, 3, 4, ".. ..", ".. .."},
		{"all say", 50, 3, 0, ".. ..", ".. .."},
		{"enough do not say", 50, 3, 9, ".. ..", ".. .. 9"},
		{"nobody is few", 50, 7, 9, "7 50", "7 50 9"},
	}
	for _, tt := range tests {
		var records []*survey.Record
		add := func(k int, answers ...string) {
			for range k {
				records = append(records, record(t, fmt.Sprint(len(records)), answers...))
			}
		}
		add(tt.men, "sex=2")
		add(tt.women, "sex=1")
		add(tt.unknown, "sex!r")
		r := build(t, testForm(), Options{Small: 5}, records...)
		q := find(t, r, "sex")
		section := figures(q.Rows)
		if q.Hidden {
			section = "hidden"
		}
		if sample := figures(r.Sample.Tables[3].Rows); section != tt.section || sample != tt.sample {
			t.Errorf("%s: section %q, sample %q; want %q, %q", tt.name, section, sample, tt.section, tt.sample)
		}
	}
}

func figures(rows []Row) string {
	out := ""
	for i, r := range rows {
		if i > 0 {
			out += " "
		}
		if r.Hidden {
			out += ".."
		} else {
			out += fmt.Sprint(r.Count)
		}
	}
	return out
}

// TestFewestLines holds that of a base no more lines are hidden than need be: as
// few as of all ways to hide them, found by trying each, of which none lets a
// hidden line follow.
func TestFewestLines(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 9))
	for range 20_000 {
		var b Base
		for i, k := range b.lines() {
			if i != unusableLine && rng.IntN(3) > 0 {
				*k = rng.IntN([]int{4, 30}[rng.IntN(2)])
			}
		}
		small := 2 + rng.IntN(9)
		got := b.hide(small, false, false)
		least, hidden := fewestHidden(b, small), 0
		for i, k := range b.lines() {
			if few(*k, small) && i != givenLine && !got[i] {
				t.Fatalf("%+v, small %d: a line of %d is shown", b, small, *k)
			}
			if got[i] {
				hidden++
			}
		}
		if hidden < least || hidden > least+1 || got[givenLine] {
			t.Fatalf("%+v, small %d: %v hides %d lines, and %d are enough", b, small, got, hidden, least)
		}
	}
}

// fewestHidden tries every set of lines, n left out, that has those of few: one
// alone follows from the units.
func fewestHidden(b Base, small int) int {
	best := baseLines
	for set := range 1 << baseLines {
		n, all := 0, true
		for i, k := range b.lines() {
			in := set&(1<<i) != 0
			all = all && (in || i == givenLine || !few(*k, small)) && !(in && i == givenLine)
			if in {
				n++
			}
		}
		if all && n != 1 {
			best = min(best, n)
		}
	}
	return best
}

// TestNotAskedKeepsTheSecret holds that it is not told how many were not asked
// where that is a part of what the question before hides, and that one who knows
// whom the form asks cannot have a hidden count back.
func TestNotAskedKeepsTheSecret(t *testing.T) {
	form := secretForm()
	codes := form.Lists["where"].Choices
	shown, shared := 0, 0
	for seed := range 600 {
		rng := rand.New(rand.NewPCG(uint64(seed), 4))
		asked := codes[rng.IntN(len(codes))].Name
		both := rng.IntN(2) == 0
		var records []*survey.Record
		for i := range 40 + rng.IntN(100) {
			code := codes[min(skewed(rng, len(codes)+1), len(codes)-1)].Name
			answers := []string{"region=" + code}
			if (code == asked) != both {
				answers = append(answers, []string{"children=1", "children=2", "children=3", "children!r"}[min(rng.IntN(40), 3)])
			}
			records = append(records, record(t, fmt.Sprint(i), answers...))
		}
		r := build(t, form, Options{Small: 5}, records...)
		open := build(t, form, Options{}, records...)
		s := newSolver()
		hidden := s.table(find(t, r, "region"), find(t, open, "region"))
		hidden = append(hidden, s.table(find(t, r, "children"), find(t, open, "children"))...)
		var not []string
		for _, c := range codes {
			if (c.Name == asked) == both {
				not = append(not, "region[] code "+c.Name)
			}
		}
		s.adds("children[] not asked", not)
		s.know(r.N, "region[] units")
		s.know(r.N, "children[] units")
		solved := s.solved()
		for _, h := range hidden {
			if k, ok := solved[h]; ok && few(k, 5) {
				t.Fatalf("seed %d: %s follows: %d", seed, h, k)
			}
		}
		q := find(t, r, "children")
		if !q.Hidden {
			shown++
		}
		if k := find(t, open, "children").Base.NotAsked; !q.Hidden && k >= 5 && q.Withheld[notAskedLine] {
			shared++
		}
	}
	if shown < 50 || shared < 5 {
		t.Errorf("%d tables were shown, and in %d the not asked were hidden for another: the data try nothing", shown, shared)
	}
}
