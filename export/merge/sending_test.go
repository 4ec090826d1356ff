package merge

import (
	"slices"
	"strings"
	"testing"

	"anketa/export"
)

// TestExportsOfALaptop holds that a missing export is told, and a history that
// is not the one of before.
func TestExportsOfALaptop(t *testing.T) {
	send := func(number int, seq int64, link string) export.Sending {
		return export.Sending{Device: "L", Number: number, Seq: seq, Link: link, Code: "C" + link}
	}
	for _, test := range []struct {
		name  string
		sent  []export.Sending
		line  string // what ends the line of the laptop
		wrong string
	}{
		{"none", nil, "nothing is missing", ""},
		{"the first", []export.Sending{send(1, 4, "a")}, "; last export 1", ""},
		{"the same file again", []export.Sending{send(1, 4, "a"), send(1, 4, "a")}, "; last export 1", ""},
		{"two are missing", []export.Sending{send(5, 40, "c"), send(1, 4, "a"), send(3, 9, "b")}, "; last export 5, not arrived: 2, 4", ""},
		{"nothing happened between", []export.Sending{send(1, 4, "a"), send(2, 4, "a")}, "; last export 2", ""},
		{"another laptop's", []export.Sending{send(1, 4, "a"), {Device: "M", Number: 2, Seq: 1, Link: "z"}}, "; last export 1", ""},
		{"rolled back", []export.Sending{send(2, 30, "b"), send(3, 20, "c")}, "; last export 3, not arrived: 1",
			"The history of the laptop was rolled back: export 3 has 20 entries and export 2 had 30. Laptop L."},
		{"written anew", []export.Sending{send(1, 30, "b"), send(2, 30, "c")}, "; last export 2",
			"The history of the laptop was written anew between its exports 1 and 2. Laptop L."},
		{"a copied store", []export.Sending{send(1, 30, "b"), send(1, 31, "c")}, "; last export 1",
			"Two different exports have the number 1: the store of the laptop was copied or rolled back. Laptop L."},
	} {
		for _, backwards := range []bool{false, true} {
			if backwards {
				slices.Reverse(test.sent)
			}
			s := New()
			r := first("a")
			r.Device, r.Number = "L", 1
			b := book(r)
			b.Sendings = test.sent
			add(t, s, test.name, b)
			all, _ := s.Laptops()
			if got := all[0].String(); !strings.HasSuffix(got, test.line) {
				t.Errorf("%s: %s, want %s", test.name, got, test.line)
			}
			var got []string
			for _, n := range s.Notices() {
				got = append(got, n.String())
			}
			if g := strings.Join(got, "\n"); g != test.wrong {
				t.Errorf("%s: notices:\n%s\nwant:\n%s", test.name, g, test.wrong)
			}
		}
	}
}
