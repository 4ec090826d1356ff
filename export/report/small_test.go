package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"anketa/survey"
)

func TestHide(t *testing.T) {
	tests := []struct {
		name     string
		counts   []int
		small    int
		additive bool
		want     string
	}{
		{"off", []int{1, 2, 9}, 0, true, "1 2 9"},
		{"nothing small", []int{5, 7, 0}, 5, true, "5 7 0"},
		{"two small ones of five or more hide each other", []int{3, 4, 20}, 5, true, ".. .. 20"},
		{"one alone takes the next", []int{3, 9, 20}, 5, true, ".. .. 20"},
		{"two that come to less than five take the next", []int{1, 2, 9, 20}, 5, true, ".. .. .. 20"},
		{"several answers do not add up", []int{3, 9, 20}, 5, false, ".. 9 20"},
		{"nothing is left to take", []int{3, 0}, 5, true, ".. 0"},
	}
	for _, tt := range tests {
		var got []string
		for i, hidden := range hide(tt.counts, tt.small, tt.additive) {
			if hidden {
				got = append(got, "..")
			} else {
				got = append(got, fmt.Sprint(tt.counts[i]))
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}

// TestHiddenCannotBeHadBack: from a table whose total is known, no hidden
// count can be had, as two at least are hidden and come to enough.
func TestHiddenCannotBeHadBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		counts := make([]int, 2+rng.IntN(6))
		sum, positive := 0, 0
		for i := range counts {
			counts[i] = rng.IntN(20)
			sum += counts[i]
			if counts[i] > 0 {
				positive++
			}
		}
		number, out := 0, 0
		for i, hidden := range hide(counts, 5, true) {
			if hidden {
				number++
				out += counts[i]
			} else if counts[i] > 0 && counts[i] < 5 {
				t.Fatalf("%v: %d is shown", counts, counts[i])
			}
		}
		if positive > 1 && sum >= 5 && number > 0 && (number < 2 || out < 5) {
			t.Fatalf("%v: %d hidden, %d in all", counts, number, out)
		}
	}
}

// TestSmallReport holds that what is hidden is nowhere in the report.
func TestSmallReport(t *testing.T) {
	records := handMade(t)
	for i := range 4 {
		records = append(records, record(t, fmt.Sprint("more", i), "sex=2", fmt.Sprint("g_work/g_pay/age=", 21+i), "g_work/contract=1"))
	}
	for path, text := range map[survey.Path]string{"sex": "1", "g_work/g_pay/age": "30"} { // one without either would hide both tables
		if err := records[3].Apply(survey.Edit{Op: survey.Put, Path: path, State: survey.Given, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	r := build(t, testForm(), Options{Small: 3, Language: 1}, records...)
	if q := find(t, r, "contract"); q.Hidden || q.Base.Given != 6 || !q.Withheld[dontKnowLine] || !q.Withheld[notReachedLine] || q.Base.DontKnow+q.Base.NotReached != 0 {
		t.Errorf("who did not know and who was not reached is shown: %+v", q)
	}
	if q := find(t, r, "sex"); q.Hidden || !q.Rows[0].Hidden || !q.Rows[1].Hidden || q.Rows[0].Count != 0 {
		t.Errorf("two women are shown: %+v", q.Rows)
	}
	if q := find(t, r, "age"); q.Hidden || q.Numbers == nil || q.Numbers.Min != nil || q.Numbers.Max != nil {
		t.Errorf("the youngest and the oldest are shown: %+v", q)
	}
	children := make([]*survey.Record, 0, 12)
	for i := range 12 {
		children = append(children, record(t, fmt.Sprint(i), fmt.Sprint("g_work/g_pay/age=", i/9)))
	}
	// Of 0 and 1 the mean says how many are 1.
	if q := find(t, build(t, testForm(), Options{Small: 5}, children...), "age"); q.Hidden || q.Numbers != nil || !q.Bins[0].Hidden || !q.Bins[1].Hidden {
		t.Errorf("the mean tells how many are behind a bar: %+v", q)
	}
}

// TestHiddenParts holds that parts of few hide with the row of the question that parts them.
func TestHiddenParts(t *testing.T) {
	tests := []struct{ rub, kzt, none, hidden int }{{20, 3, 0, 2}, {20, 10, 0, 0}, {20, 10, 3, 1}, {20, 10, 9, 0}, {20, 3, 9, 2}}
	for _, tt := range tests {
		var records []*survey.Record
		for answer, k := range map[string]int{"g_work/g_pay/currency=rub": tt.rub, "g_work/g_pay/currency=kzt": tt.kzt, "g_work/g_pay/currency!r": tt.none} {
			for range k {
				records = append(records, record(t, fmt.Sprint(len(records)), answer, "g_work/g_pay/wage=100"))
			}
		}
		hidden := 0
		for _, q := range build(t, testForm(), Options{Small: 5}, records...).Sections[0].Questions {
			if q.Name == "wage" && q.Hidden {
				hidden++
			}
		}
		if hidden != tt.hidden {
			t.Errorf("%+v: %d parts are hidden", tt, hidden)
		}
	}
}

// TestHideRows holds what the number of people and the order of rows may not
// tell.
func TestHideRows(t *testing.T) {
	long := []int{90, 80, 70, 60, 50, 40, 30, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 6, 6, 5, 3}
	tests := []struct {
		name   string
		counts []int
		n      int
		want   string
	}{
		{"one answer each", []int{3, 9, 20}, 32, ".. .. 20"},
		{"several answers, and one at least is in the hidden row", []int{3, 9, 20}, 30, ".. .. 20"},
		{"several answers, and the hidden row may be of anybody", []int{3, 9, 20}, 25, ".. 9 20"},
		{"the hidden ones of a long list stand last", long, 634, "90 80 70 60 50 40 30 20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 6 6 .. .."},
	}
	for _, tt := range tests {
		rows := make([]Row, len(tt.counts))
		for i, k := range tt.counts {
			rows[i] = row(fmt.Sprint(len(rows)-i), "", k, tt.n)
		}
		hideRows(rows, tt.n, 5)
		if got := figures(rows); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		for i := 1; i < len(rows); i++ {
			if len(rows) > mostCharted && rows[i-1].Hidden && rows[i].Hidden && rows[i-1].Code > rows[i].Code {
				t.Errorf("%s: the order of hidden rows is that of their counts", tt.name)
			}
		}
	}
}
