package export

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

const visits = `
	text who
	group g_work
		integer age
		multiple langs ru kk
	geopoint where
	note thanks
	repeat members
		text name
		repeat jobs
			date began
`

// visit is an interview with everything in it that the layouts treat apart.
func visit() (*survey.Form, *survey.Record) {
	f := parseForm("visits", "2", visits)
	f.Title = "Visits: 2026"
	given := func(name, text string) *survey.Answer {
		return &survey.Answer{Name: name, State: survey.Given, Text: text}
	}
	at := time.Date(2026, 3, 7, 9, 5, 0, 0, time.FixedZone("", 5*3600))
	return f, &survey.Record{ID: "uuid:1111", Form: "visits", Version: "2", Number: 1, Device: "uuid:d", Interviewer: "K7",
		Started: at, Finished: at.Add(time.Hour), Saved: at.Add(time.Hour), Parents: []survey.Hash{{1}}, Reason: "typed wrong",
		Root: &survey.Answer{Children: []*survey.Answer{
			given("who", "a \"b\", c"),
			{Name: "g_work", Children: []*survey.Answer{given("age", "41"), given("langs", "kk")}},
			given("where", "42.5 74.25 800 5"),
			{Name: "members", Key: "k1", Children: []*survey.Answer{given("name", "Ann"), {Name: "jobs", Key: "j1", Children: []*survey.Answer{given("began", "2020-01-02")}}}},
			{Name: "members", Key: "k2", Children: []*survey.Answer{given("name", "Bo"), {Name: "jobs", Key: "j2", Children: []*survey.Answer{given("began", "2021-01-02")}}}},
		}}}
}

func TestCentral(t *testing.T) {
	f, r := visit()
	path := filepath.Join(t.TempDir(), "visits.zip")
	o := Options{Forms: []*survey.Form{f}}
	for range 2 { // an earlier one of ours is replaced
		made, err := WriteProfile(context.Background(), Central, path, sequence([]*survey.Record{r}), o)
		if err != nil || len(made.Partial) > 0 {
			t.Fatal(made, err)
		}
	}
	want := map[string]string{
		"visits.csv": `SubmissionDate,who,g_work-age,g_work-langs,where-Latitude,where-Longitude,where-Altitude,where-Accuracy,meta-instanceID,KEY,SubmitterID,SubmitterName,AttachmentsPresent,AttachmentsExpected,Status,ReviewState,DeviceID,Edits,FormVersion
2026-03-07T05:05:00.000Z,"a ""b"", c",41,kk,42.5,74.25,800,5,uuid:1111,uuid:1111,K7,K7,0,0,,edited,uuid:d,1,2
`,
		"visits-members.csv": `name,PARENT_KEY,KEY
Ann,uuid:1111,uuid:1111/members[1]
Bo,uuid:1111,uuid:1111/members[2]
`,
		"visits-jobs.csv": `began,PARENT_KEY,KEY
2020-01-02,uuid:1111/members[1],uuid:1111/members[1]/jobs[1]
2021-01-02,uuid:1111/members[2],uuid:1111/members[2]/jobs[1]
`,
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if len(z.File) != len(want) {
		t.Errorf("%d files, want %d", len(z.File), len(want))
	}
	for _, file := range z.File {
		in, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(in)
		if err != nil || string(got) != want[file.Name] {
			t.Errorf("%s: %v\n got %s\nwant %s", file.Name, err, got, want[file.Name])
		}
	}
}

func TestKobo(t *testing.T) {
	f, r := visit()
	path := filepath.Join(t.TempDir(), "visits.xlsx")
	for range 2 {
		made, err := WriteProfile(context.Background(), Kobo, path, sequence([]*survey.Record{r}), Options{Forms: []*survey.Form{f}})
		if err != nil || len(made.Partial) > 0 || len(made.Tables) != 3 || made.Tables[2] != (CSVFile{"jobs", 2}) {
			t.Fatal(made, err)
		}
	}
	g := gridOf(t, path)
	own := "1|1111|2026-03-07T05:05:00|||submitted_via_web|K7|2|"
	for sheet, want := range map[string]string{
		"Visits 2026": `who|g_work/age|g_work/langs|g_work/langs/ru|g_work/langs/kk|where|_where_latitude|_where_longitude|_where_altitude|_where_precision|_id|_uuid|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__|_tags|_index
a "b", c|41|kk|0|1|42.5 74.25 800 5|42.5|74.25|800|5|` + own + "|1\n",
		"members": `members/name|_index|_parent_table_name|_parent_index|_submission__id|_submission__uuid|_submission__submission_time|_submission__validation_status|_submission__notes|_submission__status|_submission__submitted_by|_submission___version__|_submission__tags
Ann|1|Visits 2026|1|1|1111|2026-03-07T05:05:00|||submitted_via_web|K7|2
Bo|2|Visits 2026|1|1|1111|2026-03-07T05:05:00|||submitted_via_web|K7|2
`,
		"jobs": `members/jobs/began|_index|_parent_table_name|_parent_index|_submission__id|_submission__uuid|_submission__submission_time|_submission__validation_status|_submission__notes|_submission__status|_submission__submitted_by|_submission___version__|_submission__tags
43832|1|members|1|1|1111|2026-03-07T05:05:00|||submitted_via_web|K7|2
44198|2|members|2|1|1111|2026-03-07T05:05:00|||submitted_via_web|K7|2
`,
	} {
		var got strings.Builder
		err := g.rows(context.Background(), sheet, func(_ int, cells []cell) error {
			texts := make([]string, len(cells))
			for i, c := range cells {
				texts[i] = c.text
			}
			got.WriteString(strings.Join(texts, "|") + "\n")
			return nil
		})
		if err != nil || got.String() != want {
			t.Errorf("%s: %v\n got %s\nwant %s", sheet, err, got.String(), want)
		}
	}
}

// TestKoboLabels holds that questions, groups and choices are called by their
// words, and by their names where they have none.
func TestKoboLabels(t *testing.T) {
	f, r := visit()
	var call func(in *survey.Item, name, text string)
	call = func(in *survey.Item, name, text string) {
		for _, it := range in.Items {
			call(it, name, text)
			if it.Name == name {
				it.Label = survey.Text{survey.Plain(text)}
			}
			for i := 0; it.List != nil && i < len(it.List.Choices); i++ {
				if c := it.List.Choices[i]; c.Name == name {
					c.Label = survey.Text{survey.Plain(text)}
				}
			}
		}
	}
	word := func(name, text string) { call(f.Root, name, text) }
	word("g_work", "Work")
	word("age", "How old?")
	word("langs", "Languages")
	word("kk", "Kazakh language")
	word("ru", "") // has none
	word("where", "Place")
	r.Root.Children[1].Children[1].Text = "kk ru"
	path := filepath.Join(t.TempDir(), "labels.xlsx")
	if _, err := WriteProfile(context.Background(), KoboLabels, path, sequence([]*survey.Record{r}), Options{Forms: []*survey.Form{f}}); err != nil {
		t.Fatal(err)
	}
	row := listed(t, gridOf(t, path), "Visits 2026")[0]
	for name, want := range map[string]string{
		"Вопрос who": `a "b", c`, "Work/How old?": "41", "Work/Languages": "Kazakh language ru", "Work/Languages/ru": "1", "Work/Languages/Kazakh language": "1",
		"_Place_latitude": "42.5", "_submitted_by": "K7",
	} {
		if row[name] != want {
			t.Errorf("%s is %q, want %q, in %v", name, row[name], want, row)
		}
	}
}

func TestProfilesLeaveOthersFilesAlone(t *testing.T) {
	f, r := visit()
	for _, c := range []struct {
		profile Profile
		want    string
	}{{Central, "another file has that name"}, {Kobo, "another file has that name"}, {"redcap", "there is no layout redcap"}} {
		path := filepath.Join(t.TempDir(), "theirs")
		if err := os.WriteFile(path, []byte("theirs"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := WriteProfile(context.Background(), c.profile, path, sequence([]*survey.Record{r}), Options{Forms: []*survey.Form{f}})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.profile, err)
		}
		if data, _ := os.ReadFile(path); string(data) != "theirs" {
			t.Errorf("%s touched it", c.profile)
		}
	}
}
