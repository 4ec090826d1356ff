package survey

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// whole is a record with something in every field that it can have.
func whole() *Record {
	zone := time.FixedZone("", 5*3600+1800)
	return &Record{
		ID: "uuid:7f9c24e8-3b12-4f6a-9d57-0c1e2a3b4c5d", Form: "core", Version: "2026-05-01", Kind: Simulated, Number: 17,
		Device: "9f86d081884c7d65", Interviewer: "i7", Language: "Русский (ru)",
		Started:  time.Date(2026, 5, 4, 9, 0, 0, 123456789, zone),
		Finished: time.Date(2026, 5, 4, 9, 41, 7, 0, time.UTC),
		Parents:  []Hash{{31: 2}, {31: 1}},
		Author:   "c1", Reason: "typed \"4\" for '40' <in Excel> & \\ more\u2028\x01",
		Saved: time.Date(2026, 5, 5, 0, 0, 0, 1, time.FixedZone("", -3600)),
		Root: &Answer{Children: []*Answer{
			{Name: "age", State: Given, Text: "34"},
			{Name: "g_work", Children: []*Answer{
				{Name: "job", State: Refused, Text: "-98"},
				{Name: "pay", State: DontKnow},
				{Name: "hours", State: Given, Text: "90", Confirmed: true},
				{Name: "story", State: Given, Text: "first\nsecond\tЖ😀"},
			}},
			{Name: "trips", Key: "k2", Children: []*Answer{{Name: "city", State: Given, Text: "Ош"}}},
			{Name: "trips", Key: "k1", Children: []*Answer{{Name: "city"}}},
			{Name: "spouse", State: Given, Text: "yes", Parked: true},
			{Name: "g_none", Children: []*Answer{}},
		}},
	}
}

// changed is a draft in which one name is a question, a group and a repeat, as
// three versions of its form had it.
func changed() *Record {
	return &Record{ID: "uuid:1", Form: "f", Root: &Answer{Children: []*Answer{
		{Name: "x", State: Given, Text: "1", Children: []*Answer{{Name: "q", State: Given, Text: "2"}}},
		{Name: "x", Key: "k", Children: []*Answer{{Name: "q", State: Given, Text: "3"}}},
	}}}
}

// TestGolden pins format 1 and the hash of what it holds: records in stores
// and workbooks are read by every later program.
func TestGolden(t *testing.T) {
	want, err := os.ReadFile("testdata/record-1.json")
	if err != nil {
		t.Fatal(err)
	}
	want = bytes.TrimSpace(want)
	if got := Encode(whole()); !bytes.Equal(got, want) {
		t.Errorf("encoded:\n%s\nwant\n%s", got, want)
	}
	r, err := Decode(want)
	if err != nil {
		t.Fatal(err)
	}
	const hash = "882c1da479f23b58e15bc0704bc851bc36ccde3ae2ad51ff7eeac4f514542425"
	if got := r.Hash().String(); got != hash {
		t.Errorf("hash %s, want %s", got, hash)
	}
	if !json.Valid(want) || bytes.ContainsRune(want, '\n') {
		t.Error("format 1 is JSON on one line")
	}
}

func TestDecodeGivesBackEverything(t *testing.T) {
	for name, r := range map[string]*Record{
		"everything": whole(), "a name of three kinds": changed(), "nothing": {}, "an empty root": {Root: &Answer{}}, "a bare draft": {ID: "uuid:1", Form: "f", Started: time.Unix(0, 0).UTC()},
	} {
		got, err := Decode(Encode(r))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, at := range [][2]*time.Time{{&got.Started, &r.Started}, {&got.Finished, &r.Finished}, {&got.Saved, &r.Saved}} {
			_, g := at[0].Zone()
			_, w := at[1].Zone()
			if !at[0].Equal(*at[1]) || g != w {
				t.Errorf("%s: time %v, want %v", name, at[0], at[1])
			}
			*at[0] = *at[1] // the same time at the same offset may differ in how Go keeps it
		}
		if !reflect.DeepEqual(got, r) {
			t.Errorf("%s:\ngot  %s\nwant %s", name, Encode(got), Encode(r))
		}
	}
}

// TestTimesThatRFC3339CannotHold come back as near as it can say.
func TestTimesThatRFC3339CannotHold(t *testing.T) {
	for _, c := range []struct{ in, want time.Time }{
		{time.Date(1890, 1, 1, 12, 0, 0, 0, time.FixedZone("LMT", 9017)), time.Date(1890, 1, 1, 9, 29, 43, 0, time.UTC)},
		{time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}},
		{time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{}},
	} {
		r, err := Decode(Encode(&Record{Started: c.in}))
		if err != nil || !r.Started.Equal(c.want) {
			t.Errorf("%v came back as %v, %v", c.in, r, err)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"nothing", "", "damaged near byte 0"},
		{"no record", `[]`, "damaged"},
		{"another's", `{"id":"uuid:1"}`, "none of Anketa's"},
		{"null", `null`, "damaged"},
		{"no members", `{}`, "none of Anketa's"},
		{"the format later", `{"id":"uuid:1","anketa":1}`, "none of Anketa's"},
		{"the format twice", `{"anketa":1,"anketa":1}`, "damaged near byte"},
		{"a member twice", `{"anketa":1,"id":"1","id":"2"}`, "damaged near byte"},
		{"a comma too many", `{"anketa":1,}`, "damaged near byte"},
		{"a number in words", `{"anketa":1,"number":"7"}`, "damaged near byte"},
		{"a number with an exponent", `{"anketa":1,"number":1e2}`, "damaged near byte"},
		{"a number with a zero before it", `{"anketa":1,"number":07}`, "damaged near byte"},
		{"a number too great", `{"anketa":1,"number":9223372036854775808}`, "damaged near byte"},
		{"a line end in a text", "{\"anketa\":1,\"id\":\"a\nb\"}", "damaged near byte"},
		{"an escape that is none", `{"anketa":1,"id":"\x"}`, "damaged near byte"},
		{"half an escape", `{"anketa":1,"id":"\u12"}`, "damaged near byte"},
		{"no end to the groups", `{"anketa":1,"root":` + strings.Repeat(`{"a":[`, 2000), "without end"},
		{"a newer format", `{"anketa":2,"id":"uuid:1"}`, "newer Anketa"},
		{"a newer format with a new member", `{"anketa":2,"signature":"x"}`, "newer Anketa"},
		{"a member that is none", `{"anketa":1,"secret":"marker"}`, "damaged near byte"},
		{"cut off", `{"anketa":1,"id":"uu`, "damaged near byte"},
		{"two records", `{"anketa":1}{"anketa":1}`, "something follows"},
		{"no UTF-8", "{\"anketa\":1,\"id\":\"\xff\"}", "UTF-8"},
		{"a kind that is none", `{"anketa":1,"kind":3}`, "kind or number"},
		{"a number below 0", `{"anketa":1,"number":-1}`, "kind or number"},
		{"a state that is none", `{"anketa":1,"root":{"a":[{"n":"age","s":6}]}}`, "state"},
		{"a state of the root", `{"anketa":1,"root":{"s":9}}`, "state"},
		{"a time that is none", `{"anketa":1,"saved":"yesterday"}`, "saved is no time"},
		{"a hash that is none", `{"anketa":1,"parents":["12"]}`, "64 hexadecimal"},
		{"no name", `{"anketa":1,"root":{"a":[{"t":"marker"}]}}`, "name is none"},
		{"a path for a name", `{"anketa":1,"root":{"a":[{"n":"a/b"}]}}`, "name is none"},
		{"null for an answer", `{"anketa":1,"root":{"a":[null]}}`, "damaged near byte"},
		{"one question twice", `{"anketa":1,"root":{"a":[{"n":"age"},{"n":"age"}]}}`, "two answers"},
		{"one instance twice", `{"anketa":1,"root":{"a":[{"n":"t","k":"1"},{"n":"t","k":"2"},{"n":"t","k":"1"}]}}`, "two answers"},
	} {
		r, err := Decode([]byte(c.data))
		if err == nil || r != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v; want an error with %q", c.name, r, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "marker") {
			t.Errorf("%s: the error tells the answer: %v", c.name, err)
		}
	}
}

// TestHashFeels changes one thing at a time: each must give another hash, and
// no two the same.
func TestHashFeels(t *testing.T) {
	find := func(r *Record, p Path) *Answer {
		a := r.Find(p)
		if a == nil {
			t.Fatalf("the record has no %s", p)
		}
		return a
	}
	seen := map[Hash]string{whole().Hash(): "unchanged"}
	for _, c := range []struct {
		name   string
		change func(*Record)
	}{
		{"id", func(r *Record) { r.ID += "0" }},
		{"form", func(r *Record) { r.Form += "0" }},
		{"version", func(r *Record) { r.Version += "0" }},
		{"kind", func(r *Record) { r.Kind = Real }},
		{"number", func(r *Record) { r.Number++ }},
		{"device", func(r *Record) { r.Device += "0" }},
		{"interviewer", func(r *Record) { r.Interviewer += "0" }},
		{"language", func(r *Record) { r.Language += "0" }},
		{"started", func(r *Record) { r.Started = r.Started.Add(time.Second) }},
		{"finished", func(r *Record) { r.Finished = r.Finished.Add(time.Second) }},
		{"saved", func(r *Record) { r.Saved = r.Saved.Add(time.Second) }},
		{"not finished", func(r *Record) { r.Finished = time.Time{} }},
		{"a parent less", func(r *Record) { r.Parents = r.Parents[1:] }},
		{"no parents", func(r *Record) { r.Parents = nil }},
		{"author", func(r *Record) { r.Author += "0" }},
		{"reason", func(r *Record) { r.Reason += "0" }},
		{"author for reason", func(r *Record) { r.Author, r.Reason = r.Author+r.Reason, "" }},
		{"text", func(r *Record) { find(r, "g_work/story").Text += " " }},
		{"state", func(r *Record) { find(r, "g_work/job").State = DontKnow }},
		{"state of a blank", func(r *Record) { find(r, "g_work/pay").State = NotReached }},
		{"confirmed", func(r *Record) { find(r, "g_work/hours").Confirmed = false }},
		{"parked", func(r *Record) { find(r, "spouse").Parked = false }},
		{"name", func(r *Record) { find(r, "age").Name = "Age" }},
		{"key", func(r *Record) { find(r, "trips[1]").Key = "k3" }},
		{"not asked, and not not reached", func(r *Record) { find(r, "trips[2]").Children = nil }},
		{"an answer elsewhere", func(r *Record) {
			g := find(r, "g_work")
			r.Root.Children = append(r.Root.Children, g.Children[0])
			g.Children = g.Children[1:]
		}},
		{"an instance less", func(r *Record) { r.Root.Children = slices.Delete(r.Root.Children, 3, 4) }},
		{"instances the other way", func(r *Record) {
			r.Root.Children[2], r.Root.Children[3] = r.Root.Children[3], r.Root.Children[2]
		}},
		{"a question more", func(r *Record) { r.Root.Children = append(r.Root.Children, &Answer{Name: "sex"}) }},
		{"no answers", func(r *Record) { r.Root = nil }},
	} {
		r := whole()
		c.change(r)
		h := r.Hash()
		if other, ok := seen[h]; ok {
			t.Errorf("%s has the hash of %s", c.name, other)
		}
		seen[h] = c.name
	}
}

// TestHashPassesOver changes what is no difference between two records.
func TestHashPassesOver(t *testing.T) {
	want := whole().Hash()
	for _, c := range []struct {
		name   string
		change func(*Record)
	}{
		{"the order of questions", func(r *Record) {
			c := r.Root.Children
			c[0], c[1], c[4] = c[4], c[0], c[1]
		}},
		{"an empty group less", func(r *Record) { r.Root.Children = r.Root.Children[:5] }},
		{"empty groups in an empty group", func(r *Record) {
			r.Root.Children[5].Children = []*Answer{{Name: "g", Children: []*Answer{}}}
		}},
		{"the order of parents", func(r *Record) { slices.Reverse(r.Parents) }},
		{"parts of a second", func(r *Record) { r.Started = r.Started.Truncate(time.Second) }},
		{"the time zone", func(r *Record) { r.Finished = r.Finished.In(time.FixedZone("", 7200)) }},
		{"a name of the root", func(r *Record) { r.Root.Name = "data" }},
	} {
		r := whole()
		c.change(r)
		if r.Hash() != want {
			t.Errorf("%s changes the hash", c.name)
		}
	}
	if (&Record{}).Hash() != (&Record{Root: &Answer{}}).Hash() {
		t.Error("a root without answers changes the hash")
	}
	broken := whole()
	broken.Reason = "\xff\xfe\xed\xa0\x80 and \u00e9"
	back, err := Decode(Encode(broken))
	if err != nil || back.Hash() != broken.Hash() {
		t.Errorf("bytes that are no UTF-8: %v", err)
	}
}

func TestParseHash(t *testing.T) {
	h := whole().Hash()
	if got, err := ParseHash(h.String()); err != nil || got != h {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := ParseHash(strings.ToUpper(h.String())); err != nil || got != h {
		t.Errorf("in capitals: %v, %v", got, err)
	}
	for _, s := range []string{"", "12", strings.Repeat("g", 64), h.String() + "00", h.String()[1:]} {
		if got, err := ParseHash(s); err == nil || got != (Hash{}) {
			t.Errorf("%q is %v", s, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(whole()))
	f.Add([]byte(`{"anketa":1,"root":{"a":[{"n":"a","s":1,"t":"\ud83d\ude00\u0000\/"},{"n":"g","a":[]}]}}`))
	f.Add([]byte(`{ "anketa" : 1 , "number" : 12 , "parents" : [ ], "root" : { } }`))
	f.Add([]byte(`{"anketa":1,"id":"\"\\\b\f\n\r\t\ud83d\u0041\udc00\ud83d\ude00"}`))
	f.Add([]byte(`{"anketa":1,"started":"2026-05-04T24:00:00Z"}`))
	f.Add([]byte(`{"anketa":1,"root":{"a":[{"n":"t","k":"1"},{"n":"t","t":"x","a":[{"n":"u"}]},{"n":"t","k":"2"}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode(data)
		if err != nil {
			return
		}
		var other jsonRecord
		if err := json.Unmarshal(data, &other); err != nil {
			t.Fatalf("it is read, and is no JSON: %v", err)
		}
		if other.ID != r.ID || other.Root != nil && !other.Root.agrees(r.Root) {
			t.Errorf("encoding/json reads it otherwise: %s", data)
		}
		again := Encode(r)
		back, err := Decode(again)
		if err != nil {
			t.Fatalf("%s\nis read and %s is not: %v", data, again, err)
		}
		if b := Encode(back); !bytes.Equal(b, again) {
			t.Errorf("encoding is not stable:\n%s\n%s", again, b)
		}
		if back.Hash() != r.Hash() {
			t.Errorf("the hash changes with the encoding of\n%s", again)
		}
		for p, a := range r.All() {
			if r.Find(p) != a {
				t.Errorf("the path %s does not lead to its answer", p)
			}
		}
	})
}

// jsonRecord is a part of format 1 as encoding/json reads it.
type jsonRecord struct {
	ID   string
	Root *jsonAnswer
}

type jsonAnswer struct {
	N, K, T string
	S       State
	A       []jsonAnswer
}

func (j *jsonAnswer) agrees(a *Answer) bool {
	if j.N != a.Name || j.K != a.Key || j.T != a.Text || j.S != a.State || len(j.A) != len(a.Children) {
		return false
	}
	for i := range j.A {
		if !j.A[i].agrees(a.Children[i]) {
			return false
		}
	}
	return true
}

// interviewOf makes a record of a size that interviews have.
func interviewOf(questions int) *Record {
	r := whole()
	g := &Answer{Name: "g_big"}
	for i := range questions {
		g.Children = append(g.Children, &Answer{Name: "question_" + string(rune('a'+i%26)) + string(rune('a'+i/26)), State: Given, Text: strings.Repeat("ответ ", i%4)})
	}
	r.Root.Children = append(r.Root.Children, g)
	return r
}

func BenchmarkEncode(b *testing.B) {
	r := interviewOf(130)
	b.SetBytes(int64(len(Encode(r))))
	for b.Loop() {
		Encode(r)
	}
}

func BenchmarkDecode(b *testing.B) {
	data := Encode(interviewOf(130))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHash(b *testing.B) {
	r := interviewOf(130)
	for b.Loop() {
		r.Hash()
	}
}
