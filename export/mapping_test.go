package export

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
)

// TestMapping holds that answers stand where the mapping puts them, in the
// workbook and nowhere else: what is read back is what was written.
func TestMapping(t *testing.T) {
	older := parseForm("f", "1", "\ttext name\n\tselect work a b\n\tmultiple why x y z\n\tgroup g\n\t\ttext town\n\trepeat m\n\t\tinteger years\n")
	newer := parseForm("f", "2", "\ttext full_name\n\tselect job 1 2\n\tmultiple why x w\n\ttext town\n\trepeat m\n\t\tinteger age\n")
	record := func(id, version string, answers ...string) *survey.Record {
		r := &survey.Record{ID: "uuid:" + id, Form: "f", Version: version, Number: 1, Finished: noon, Saved: noon, Started: noon, Root: &survey.Answer{}}
		for _, a := range answers {
			p, text, _ := strings.Cut(a, "=")
			e := survey.Edit{Op: survey.Put, Path: survey.Path(p), State: survey.Given, Text: text}
			if p[0] == '+' {
				e = survey.Edit{Op: survey.Insert, Path: survey.Path(p[1:]), Key: text}
			}
			if text == "?" {
				e.State, e.Text = survey.Refused, ""
			}
			if err := r.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	mapping := []Mapped{
		{Version: "1", Question: "name", To: "full_name"},
		{Version: "1", Question: "work", To: "job"},
		{Version: "1", Question: "work", Code: "a", To: "work", ToCode: "1"},
		{Version: "1", Question: "work", Code: "b", To: "work", ToCode: "2"},
		{Version: "1", Question: "why", Code: "z", To: "why", ToCode: "w"},
		{Version: "1", Question: "g/town", To: "town"},
		{Version: "1", Question: "m/years", To: "m/age"},
		{Version: "1", Question: "why", Code: "x", To: "why"}, // has no counterpart
		{Version: "1", Question: "g/left"},
	}
	records := []*survey.Record{
		record("a", "1", "name=Ann", "work=b", "why=x z", "g/town=Osh", "+m[1]=k1", "m[1]/years=7"),
		record("b", "2", "full_name=Bob", "job=1", "why=w", "town=Kazan", "+m[1]=k2", "m[1]/age=8"),
		record("c", "1", "name=?", "full_name=Cid", "work=a"),
	}
	path := write(t, records, Options{Forms: []*survey.Form{newer, older}, Mapping: mapping})
	book := mustRead(t, path)
	same(t, book, records)
	if !slices.Equal(book.Mapping, JoinMappings(mapping)) {
		t.Errorf("the mapping came back as %v", book.Mapping)
	}
	var got []string
	for i, row := range listed(t, gridOf(t, path), dataSheet) {
		line := ""
		for _, name := range slices.Sorted(maps.Keys(row)) {
			if name[0] != '_' && name != keyColumn && row[name] != "" {
				line += fmt.Sprintf(" %s=%s", name, row[name])
			}
		}
		got = append(got, fmt.Sprint(i, line))
	}
	want := []string{
		"0 full_name=Ann job=2 town=Osh why=x w why__w=1 why__x=1 why__y=0 why__z=0",
		"1 full_name=Bob job=1 town=Kazan why=w why__w=1 why__x=0 why__y=0 why__z=0",
		"2 full_name=Cid job=1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if rows := listed(t, gridOf(t, path), "m"); rows[0]["age"] != "7" || rows[1]["age"] != "8" {
		t.Errorf("of the repeat: %v", rows)
	}
}

// TestJoinMappings holds which of two that differ counts.
func TestJoinMappings(t *testing.T) {
	mine, theirs := Mapped{Version: "1", Question: "a", To: "b"}, Mapped{Version: "1", Question: "a", To: "c"}
	other := Mapped{Version: "0", Question: "a", To: "z"}
	if got := JoinMappings([]Mapped{mine}, []Mapped{theirs, other, mine}); !slices.Equal(got, []Mapped{other, mine}) {
		t.Errorf("got %v", got)
	}
}

// TestMappingElsewhere holds that tables and other programs' layouts show
// answers where the workbook does.
func TestMappingElsewhere(t *testing.T) {
	older, newer := parseForm("f", "1", "\ttext name\n"), parseForm("f", "2", "\ttext full_name\n")
	r := &survey.Record{ID: "uuid:a", Form: "f", Version: "1", Number: 1, Finished: noon, Saved: noon, Started: noon, Root: &survey.Answer{}}
	if err := r.Apply(survey.Edit{Op: survey.Put, Path: "name", State: survey.Given, Text: "Ann"}); err != nil {
		t.Fatal(err)
	}
	o := Options{Forms: []*survey.Form{newer, older}, Mapping: []Mapped{{Version: "1", Question: "name", To: "full_name"}}}
	made, err := WriteCSV(t.Context(), t.TempDir(), Dialect{}, sequence([]*survey.Record{r}), o)
	if err != nil || len(made.Partial) != 0 {
		t.Errorf("the tables miss %v (%v)", made.Partial, err)
	}
	for _, profile := range Profiles {
		w := &profileWriter{o: o, layout: mustLayout(t, o), indexes: map[*table]int{}}
		w.begin(map[Profile]func(*table) []profileColumn{Central: w.centralColumns, Kobo: w.koboColumns, KoboLabels: w.koboLabels}[profile])
		err := w.add(context.Background(), r, func(tab *table, cells []cell) error {
			for i, c := range w.columns[tab] {
				if c.name == "full_name" && cells[i].text != "Ann" || c.name == "name" && cells[i].text != "" {
					t.Errorf("%s: %s is %q", profile, c.name, cells[i].text)
				}
			}
			return nil
		})
		if err != nil || len(w.partial) != 0 {
			t.Errorf("%s misses %v (%v)", profile, w.partial, err)
		}
	}
}

func mustLayout(t *testing.T, o Options) *layout {
	t.Helper()
	l, err := newLayout(o.Forms)
	if err != nil {
		t.Fatal(err)
	}
	l.mapping = o.Mapping
	return l
}
