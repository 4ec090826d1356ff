package merge

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"anketa/export"
	"anketa/survey"
)

// TestAccount holds the words that a coordinator reads after a merge.
func TestAccount(t *testing.T) {
	a1 := first("a", "case_code", "12ab")
	a2, a3 := next("x", []*survey.Record{a1}, "q", "2"), next("y", []*survey.Record{a1}, "q", "3")
	other := first("b", "case_code", "12ab")
	played := first("c", "case_code", "12ab")
	played.Kind = survey.Simulated
	s := New()
	s.Add("stick/вечер.xlsx", "aabbccddeeff", &export.Book{Records: []*survey.Record{a1, other}})
	s.Add("mail/office.xlsx", "99887766", &export.Book{Records: []*survey.Record{a2, a3, a1, played}, Refused: []export.Refusal{{Interview: true}}})
	want := `
  read  added  known  superseded  joined  conflict  refused  sha256    file
     2      2      0           0       0         0        0  aabbccdd  stick/вечер.xlsx
     5      1      1           0       0         2        1  99887766  mail/office.xlsx
     7      3      1           0       0         2        1            all
7 read = 3 added + 1 already known + 0 superseded + 0 joined + 2 conflict + 1 refused
3 interviews: 2 real, 0 training, 1 simulated; 5 versions; 1 in conflict
conflict: laptop laptop-a no. 1, case 12ab (uuid:a) has versions that were changed apart
notice: 2 different interviews have one case code; they were kept apart. Ask whose card has it: the other code is corrected, a copy is withdrawn. laptop laptop-a no. 1, case 12ab (uuid:a); laptop laptop-b no. 1, case 12ab (uuid:b).
`
	if got := s.Account().String(); got != want[1:] {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	data, err := json.Marshal(s.Account())
	if err != nil || strings.Contains(string(data), "12ab") {
		t.Errorf("%v: %s", err, data)
	}
	if got, want := string(data)[:130], `{"files":[{"name":"stick/вечер.xlsx","sha256":"aabbccddeeff","read":2,"added":2,"known":0,"superseded":0,"joined":0,"conf`; !strings.HasPrefix(got, want) {
		t.Errorf("json: %s", got)
	}
	if got := fmt.Sprint(s.Files()); got != "[{stick/вечер.xlsx aabbccddeeff 2 2 0 0 0 0 0 0 0} {mail/office.xlsx 99887766 5 1 1 0 0 2 1 0 0}]" {
		t.Errorf("files: %s", got)
	}
	broken := s.Account()
	broken.Total.Known++
	if broken.Holds() || !strings.Contains(broken.String(), "7 read ≠ 3 added") || !strings.Contains(broken.String(), "The balance does not hold") {
		t.Error("a balance that does not hold is printed as one that does")
	}
}

// TestKindsAreCountedApart holds that practice never adds to data.
func TestKindsAreCountedApart(t *testing.T) {
	of := func(id string, k survey.Kind) *survey.Record {
		r := first(id)
		r.Kind = k
		return r
	}
	s := New()
	s.Add("x", "", book(of("a", survey.Real), of("b", survey.Real), of("c", survey.Training), of("d", survey.Simulated), of("d", survey.Simulated)))
	a := s.Account()
	if a.Kinds != [3]int{2, 1, 1} {
		t.Errorf("kinds: %v", a.Kinds)
	}
	want := [3]Balance{{Read: 2, Added: 2}, {Read: 1, Added: 1}, {Read: 2, Added: 1, Known: 1}}
	if a.Files[0].Kinds != want {
		t.Errorf("kinds of the file: %+v", a.Files[0].Kinds)
	}
	data, err := json.Marshal(a.Kinds)
	if got := string(data); err != nil || got != `{"real":2,"training":1,"simulated":1}` {
		t.Errorf("kinds as JSON: %s, %v", got, err)
	}
	data, err = json.Marshal(a.Files[0].Kinds)
	if got := string(data); err != nil || !strings.HasPrefix(got, `{"real":{"read":2,"added":2,`) || !strings.Contains(got, `"simulated":{"read":2,"added":1,"known":1,`) {
		t.Errorf("kinds of the file as JSON: %s, %v", got, err)
	}
}

// TestARowPastedTwiceIsKnown holds that a row which stands in a sheet again is
// read and known, and adds nothing.
func TestARowPastedTwiceIsKnown(t *testing.T) {
	a, b := first("a"), first("b")
	b.Kind = survey.Training
	s := New()
	got := s.Add("x", "", &export.Book{Records: []*survey.Record{a, b}, Repeated: []*survey.Record{b}, Refused: []export.Refusal{{Interview: true}, {}}})
	if want := (Balance{Read: 4, Added: 2, Known: 1, Refused: 1}); got != want || !s.Account().Holds() {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := s.Account().Files[0].Kinds[survey.Training], (Balance{Read: 2, Added: 1, Known: 1}); got != want {
		t.Errorf("training: %s, want %s", got, want)
	}
}

// long makes an interview with 22 answers, some of them given otherwise.
func long(id string, answers ...string) *survey.Record {
	r := first(id, "site_type", "1", "g/place", "x")
	for i := range 20 {
		set(r, fmt.Sprint("q", i), "1")
	}
	for i := 0; i < len(answers); i += 2 {
		if answers[i] == interviewerPlace {
			r.Interviewer = answers[i+1]
			continue
		}
		set(r, answers[i:i+2]...)
	}
	return r
}

func TestNotices(t *testing.T) {
	numbered := func(id, device string, n int, code string) *survey.Record {
		r := first(id)
		r.Device, r.Number = device, n
		if code != "" {
			set(r, "case_code", code)
		}
		return r
	}
	lost := first("lost")
	tests := []struct {
		name    string
		records []*survey.Record
		want    string
	}{
		{"nothing", []*survey.Record{numbered("a", "L1", 1, "x"), numbered("b", "L2", 1, "y")}, ""},
		{"one number of one laptop", []*survey.Record{numbered("b", "L1", 1, "x"), numbered("a", "L1", 1, "y")},
			"2 different interviews have the running number 1 of one laptop; they were kept apart. Its store is on two computers: one of them has to be emptied and set up anew. laptop L1 no. 1, case y (uuid:a); laptop L1 no. 1, case x (uuid:b)."},
		{"one case code", []*survey.Record{numbered("b", "L1", 1, "x"), numbered("a", "L2", 1, "x"), numbered("c", "L3", 1, "x")},
			"3 different interviews have one case code; they were kept apart. Ask whose card has it: the other code is corrected, a copy is withdrawn. laptop L2 no. 1, case x (uuid:a); laptop L1 no. 1, case x (uuid:b); laptop L3 no. 1, case x (uuid:c)."},
		{"versions of one interview are one", []*survey.Record{numbered("a", "L1", 1, "x"), next("why", []*survey.Record{numbered("a", "L1", 1, "x")}, "q", "2")}, ""},
		{"a copy under another id", []*survey.Record{long("a", "case_code", "1", "sum", "4"), long("b", "case_code", "2")},
			"2 different interviews hold the same 22 answers; they were kept apart. laptop laptop-a no. 1, case 1 (uuid:a); laptop laptop-b no. 1, case 2 (uuid:b)."},
		{"a copy of which two answers were changed", []*survey.Record{long("a"), long("b", "q1", "x", "q2", "")},
			"2 interviews of one interviewer, day and place differ in 2 of 22 answers; they were kept apart. laptop laptop-a no. 1 (uuid:a); laptop laptop-b no. 1 (uuid:b)."},
		{"changed more", []*survey.Record{long("a"), long("b", "q1", "x", "q2", "x", "q3", "x")}, ""},
		{"in another place", []*survey.Record{long("a"), long("b", "site_type", "2")}, ""},
		{"by another interviewer", []*survey.Record{long("a"), long("b", "@interviewer", "K2", "q1", "x")}, ""},
		{"few answers", []*survey.Record{first("a", "q", "1"), first("b", "q", "1")}, ""},
		{"gaps", []*survey.Record{numbered("a", "L1", 3, ""), numbered("b", "L1", 5, ""), numbered("c", "L2", 2, "")},
			"Running numbers that have not arrived or were never finished: 1, of 1–2. Laptop L2.\nRunning numbers that have not arrived or were never finished: 1–2, 4, of 1–5. Laptop L1."},
		{"a version without the one before", []*survey.Record{next("why", []*survey.Record{lost}, "q", "2")},
			fmt.Sprintf("The version %.8s was made from %.8s, which has not arrived. Merge the workbook that has it, as the laptop's newest export. laptop laptop-lost no. 1 (uuid:lost).", next("why", []*survey.Record{lost}, "q", "2").Hash(), lost.Hash())},
	}
	for _, tt := range tests {
		s := New()
		s.Know(adding{})
		add(t, s, tt.name, book(tt.records...))
		var got []string
		for _, n := range s.Notices() {
			got = append(got, n.String())
		}
		if g := strings.Join(got, "\n"); g != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, g, tt.want)
		}
	}
}
