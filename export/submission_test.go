package export

import (
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/surveytest"
	"anketa/survey/xpath"
)

const householdForm = `
| survey | | | | |
| | type                    | name      | label     | relevant         |
| | start                   | start     |           |                  |
| | select_multiple langs   | languages | Languages |                  |
| | note                    | thanks    | Thank you |                  |
| | geopoint                | place     | Place     |                  |
| | geoshape                | field     | Field     |                  |
| | begin_group             | g_person  | Person    |                  |
| | text                    | remark    | Remark    |                  |
| | integer                 | children  | Children  | ${remark} = 'x'  |
| | end_group               |           |           |                  |
| | begin_repeat            | members   | Members   |                  |
| | text                    | name      | Name      |                  |
| | begin_repeat            | jobs      | Jobs      |                  |
| | text                    | job       | Job       |                  |
| | end_repeat              |           |           |                  |
| | end_repeat              |           |           |                  |
| | text                    | total     | Total     |                  |
| choices | | | | |
| | list_name | name | label | |
| | langs     | ru   | ru    | |
| | langs     | kg   | kg    | |
| settings | | | | |
| | form_id | version | instance_name | |
| | hh & co | 2024    | ${remark}     | |`

func leaf(name string, state survey.State, text string) *survey.Answer {
	return &survey.Answer{Name: name, State: state, Text: text}
}

func node(name, key string, children ...*survey.Answer) *survey.Answer {
	return &survey.Answer{Name: name, Key: key, Children: children}
}

// householdRecord is a record in which the groups stand before their
// neighbours, as in a draft: the form's order counts.
func householdRecord() *survey.Record {
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	return &survey.Record{
		ID: "uuid:6a1c", Form: "hh & co", Version: "2024", Started: noon, Finished: noon, Saved: noon,
		Root: node("", "",
			node("g_person", "", leaf("remark", survey.Given, "a < b & \"c\"\nд\x01")),
			leaf("start", survey.Given, "2024-05-01T09:12:03.120+05:00"),
			leaf("languages", survey.Given, "ru kg"),
			leaf("place", survey.Given, "42.87 74.59"),
			leaf("field", survey.Given, "1 2 3; 4 5 6 7; 1 2 3"),
			node("members", "k1", leaf("name", survey.Given, "A"), node("jobs", "k2", leaf("job", survey.Given, "x")), node("jobs", "k3", leaf("job", survey.NotReached, ""))),
			node("members", "k4", leaf("name", survey.Refused, "")),
			leaf("total", survey.NotAsked, "")),
	}
}

const householdXML = `<?xml version="1.0" encoding="UTF-8"?>
<data id="hh &amp; co" version="2024" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">
  <start>2024-05-01T09:12:03.120+05:00</start>
  <languages>ru kg</languages>
  <place>42.87 74.59 0 0</place>
  <field>1 2 3 0; 4 5 6 7; 1 2 3 0</field>
  <g_person>
    <remark>a &lt; b &amp; &#34;c&#34;&#xA;д�</remark>
  </g_person>
  <members>
    <name>A</name>
    <jobs>
      <job>x</job>
    </jobs>
    <jobs>
      <job/>
    </jobs>
  </members>
  <members>
    <name/>
  </members>
  <orx:meta>
    <orx:instanceID>uuid:6a1c</orx:instanceID>
    <orx:instanceName>A – 1 &lt; 2</orx:instanceName>
  </orx:meta>
</data>
`

// TestSubmission holds the whole XML of a record, which expressions can read
// back as they read any.
func TestSubmission(t *testing.T) {
	f := surveytest.Form(t, householdForm)
	got, err := Submission(f, householdRecord(), nil, "A – 1 < 2")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != householdXML {
		t.Errorf("got\n%s\nwant\n%s", got, householdXML)
	}
	if _, err := xpath.ParseXML(strings.NewReader(string(got))); err != nil {
		t.Error(err)
	}
}

// TestCorrectionIsANewSubmission holds that a version has its own instanceID,
// the same whenever it is written, and names the one that it replaces.
func TestCorrectionIsANewSubmission(t *testing.T) {
	f := surveytest.Form(t, householdForm)
	first := householdRecord()
	fixed := householdRecord()
	fixed.Parents = []survey.Hash{first.Hash()}
	got, err := Submission(f, fixed, householdRecord(), "")
	if err != nil {
		t.Fatal(err)
	}
	id := InstanceID(fixed)
	want := "  <orx:meta>\n    <orx:instanceID>" + id + "</orx:instanceID>\n    <orx:deprecatedID>uuid:6a1c</orx:deprecatedID>\n  </orx:meta>\n"
	if !strings.Contains(string(got), want) {
		t.Errorf("got\n%s\nwant in it\n%s", got, want)
	}
	if len(id) != len("uuid:00000000-0000-0000-0000-000000000000") || id[19] != '8' || id != InstanceID(fixed) {
		t.Errorf("the instanceID is %s", id)
	}
	other := householdRecord()
	other.Parents = []survey.Hash{fixed.Hash()}
	if InstanceID(other) == id {
		t.Error("two versions have one instanceID")
	}
	if got, _ = Submission(f, other, fixed, ""); !strings.Contains(string(got), "<orx:deprecatedID>"+id+"</orx:deprecatedID>") {
		t.Errorf("the second correction does not name the first:\n%s", got)
	}
}

// TestSubmissionSettings holds namespaces that the settings declare.
func TestSubmissionSettings(t *testing.T) {
	f := surveytest.Form(t, householdForm)
	f.Name = "hh"
	for _, test := range []struct{ xmlns, namespaces, want string }{
		{"", "", `<hh id="f" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">`},
		{"urn:a&b", `esri="http://esri.com/x" b="urn:b"`, `<hh id="f" xmlns="urn:a&amp;b" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa" xmlns:esri="http://esri.com/x" xmlns:b="urn:b">`},
		{"", `><evil`, `<hh id="f" xmlns:orx="http://openrosa.org/xforms" xmlns:jr="http://openrosa.org/javarosa">`},
	} {
		f.Settings = map[string]string{"instance_xmlns": test.xmlns, "namespaces": test.namespaces}
		got, err := Submission(f, &survey.Record{ID: "uuid:1", Form: "f"}, nil, "")
		if line := strings.Split(string(got), "\n")[1]; err != nil || line != test.want {
			t.Errorf("got %s, %v, want %s", line, err, test.want)
		}
	}
}

// TestNoPlaceForAnAnswer holds that nothing is left out in silence, and that
// everything else is written.
func TestNoPlaceForAnAnswer(t *testing.T) {
	f := surveytest.Form(t, householdForm)
	want, _ := Submission(f, householdRecord(), nil, "")
	r := householdRecord()
	for n := 1; n <= 2; n++ {
		m := r.Root.Instance("members", n)
		m.Children = append(m.Children, leaf("height", survey.Given, "secret"))
	}
	got, left := Submission(f, r, nil, "")
	if !slices.Equal(left, []survey.Path{"members/height"}) {
		t.Errorf("left out are %q, want members/height once", left)
	}
	if string(got) != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
