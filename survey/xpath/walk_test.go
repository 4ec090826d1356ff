package xpath

import "testing"

// Walk can be left at any part.
func TestWalkStops(t *testing.T) {
	x, err := Parse("if(${a}[b = -1]/c[d] | e, ${f}, 'g')")
	if err != nil {
		t.Fatal(err)
	}
	all := 0
	for range Walk(x) {
		all++
	}
	for n := 1; n <= all; n++ {
		seen := 0
		for range Walk(x) {
			if seen++; seen == n {
				break
			}
		}
		if seen != n {
			t.Errorf("left at %d, and saw %d", n, seen)
		}
	}
	for r := range Refs(x) {
		if r.Name != "a" {
			t.Errorf("the first reference is %s", r)
		}
		break
	}
	if all != 13 {
		t.Errorf("%d parts", all)
	}
}
