package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
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
	r := build(t, testForm(), Options{Small: 3, Language: 1}, handMade(t)...)
	if q := find(t, r, "contract"); !q.Hidden || q.Base.Given != 0 || q.Base.DontKnow != 0 || q.Rows != nil {
		t.Errorf("two answers are shown: %+v", q)
	}
	if q := find(t, r, "sex"); q.Hidden || !q.Rows[0].Hidden || !q.Rows[1].Hidden || q.Rows[0].Count != 0 {
		t.Errorf("one woman and two men are shown: %+v", q.Rows)
	}
	if q := find(t, r, "age"); q.Numbers.Min != nil || q.Numbers.Max != nil {
		t.Error("the youngest and the oldest are shown")
	}
}
