package merge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"anketa/survey"
)

func TestLaptops(t *testing.T) {
	n := 0
	of := func(device string, k survey.Kind, form string, numbers ...int) []*survey.Record {
		var out []*survey.Record
		for _, number := range numbers {
			n++
			r := first(fmt.Sprint(n))
			r.Device, r.Kind, r.Form, r.Number = device, k, form, number
			out = append(out, r)
		}
		return out
	}
	const long = "uuid:9fa177c0-3f52-4a0e-8a55-0d2f1a6b7c8d"
	tests := []struct {
		name    string
		records [][]*survey.Record
		want    string
	}{
		{"nothing", nil, ""},
		{"all are there", [][]*survey.Record{of(long, survey.Real, "f", 2, 1, 3)}, "laptop 9fa177: 1–3, 3 real; nothing is missing"},
		{"only one", [][]*survey.Record{of("L", survey.Real, "f", 1)}, "laptop L: 1, 1 real; nothing is missing"},
		{"before and between", [][]*survey.Record{of("L", survey.Real, "f", 3, 5, 9)}, "laptop L: 1–9, 3 real; not arrived or never finished: 1–2, 4, 6–8"},
		{"training has numbers of the same count", [][]*survey.Record{of("L", survey.Real, "f", 1, 4), of("L", survey.Training, "f", 2)},
			"laptop L: 1–4, 2 real and 1 training; not arrived or never finished: 3"},
		{"so has another form", [][]*survey.Record{of("L", survey.Real, "f", 1, 4), of("L", survey.Real, "g", 2, 3)},
			"laptop L: 1–4, 4 real; nothing is missing"},
		{"simulated ones have their own", [][]*survey.Record{of("L", survey.Real, "f", 1, 2), of("L", survey.Simulated, "f", 1, 3)},
			"laptop L: 1–2, 2 real; nothing is missing\nlaptop L: 1–3, 2 simulated; not arrived or never finished: 2"},
		{"one number twice", [][]*survey.Record{of("L", survey.Real, "f", 1, 3, 3)}, "laptop L: 1–3, 3 real; not arrived or never finished: 2"},
		{"two laptops", [][]*survey.Record{of("M", survey.Real, "f", 1), of("L", survey.Real, "f", 2)},
			"laptop L: 1–2, 1 real; not arrived or never finished: 1\nlaptop M: 1, 1 real; nothing is missing"},
		{"what has no number or no laptop", [][]*survey.Record{of("L", survey.Real, "f", 0, -1), of("", survey.Real, "f", 1)}, "unnumbered 3"},
		{"an absurd number", [][]*survey.Record{of("L", survey.Real, "f", 1, 1<<40)}, "laptop L: 1–1099511627776, 2 real; not arrived or never finished: 2–1099511627775"},
	}
	for _, tt := range tests {
		s := New()
		for _, rs := range tt.records {
			add(t, s, tt.name, book(rs...))
		}
		all, unnumbered := s.Laptops()
		var got []string
		for _, l := range all {
			got = append(got, l.String())
		}
		if unnumbered > 0 {
			got = append(got, fmt.Sprint("unnumbered ", unnumbered))
		}
		if g := strings.Join(got, "\n"); g != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, g, tt.want)
		}
	}
}

func TestShortDevice(t *testing.T) {
	for device, want := range map[string]string{
		"4cf80b65961370c9": "4cf80b", "uuid:9fa177c0-3f52-4a0e-8a55-0d2f1a6b7c8d": "9fa177",
		"simulated-1": "simulated-1", "laptop:1": "laptop:1", "cafe": "cafe", "": "",
	} {
		if got := ShortDevice(device); got != want {
			t.Errorf("%s is shortened to %s, want %s", device, got, want)
		}
	}
}

func TestLaptopAsJSON(t *testing.T) {
	r, later := first("a"), first("b")
	r.Device, later.Device, later.Number, later.Kind = "L", "L", 4, survey.Training
	s := New()
	add(t, s, "x", book(r, later))
	all, _ := s.Laptops()
	data, err := json.Marshal(all)
	if want := `[{"device":"L","simulated":false,"last":4,"kinds":{"real":1,"training":1,"simulated":0},"missing":[{"first":2,"last":3}]}]`; err != nil || string(data) != want {
		t.Errorf("%v %s, want %s", err, data, want)
	}
	if got := all[0].Gaps(); got != 2 {
		t.Errorf("%d gaps, want 2", got)
	}
}
