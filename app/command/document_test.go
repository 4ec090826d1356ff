package command

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// household is a record with a repeat in a repeat, and groups beside it.
const household = `<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><model>
<instance><data version="3">
 <town>osh</town>
 <orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta>
 <home><rooms>3</rooms></home>
 <member><name>Aida</name><job><pay>10</pay></job><job><pay>20,5</pay></job></member>
 <member><name>Bek</name><about><age>41</age></about><job><pay>5</pay></job></member>
 <member><name>Chinara</name></member>
 <visit>2</visit>
 <born>1985-03-02T10:00:00Z</born><at>1985-03-02T22:00:00Z</at><clock>06:00:00</clock><flag>false</flag><day>soon</day>
</data></instance>
<bind nodeset="/data/home/rooms" type="int"/><bind nodeset="/data/member/job/pay" type="xsd:decimal"/>
<bind nodeset="/data/born" type="date"/><bind nodeset="/data/at" type="dateTime"/><bind nodeset="/data/clock" type="time"/>
<bind nodeset="/data/flag" type="boolean"/><bind nodeset="/data/day" type="date"/>
</model></h:head></h:html>`

// TestNamesInDocuments holds what ${name} means as seen from a place, and what
// kind of value each type gives.
func TestNamesInDocuments(t *testing.T) {
	for _, test := range []struct{ ref, expr, want string }{
		// Outside the repeat, or with no repeat in common: all.
		{"", "${name}", "nodes Aida|Bek|Chinara"},
		{"/data/town", "${pay}", "nodes 10|20.5|5"},
		{"/data/home/rooms", "${member}", "nodes ||"},
		{"/data/member[2]/name", "${town}", "nodes osh"},
		{"/data/member[2]/name", "${rooms} * 2", "number 6"},
		// In a repeat: those of the same instance, also where it has none.
		{"/data/member[2]/name", "${name}", "nodes Bek"},
		{"/data/member[2]/name", "${age}", "nodes 41"},
		{"/data/member[1]/name", "${age}", "nodes "},
		{"/data/member[1]", "${name}", "nodes Aida"},
		{"/data/member[1]/name", "${pay}", "nodes 10|20.5"},
		{"/data/member[1]/job[2]/pay", "${pay}", "nodes 20.5"},
		{"/data/member[1]/job[2]/pay", "${name}", "nodes Aida"},
		{"/data/member[3]/name", "${pay}", "nodes "},
		// The repeat itself: all its instances, of the inner one those here.
		{"/data/member[2]/name", "count(${member})", "number 3"},
		{"/data/member[1]/job[1]/pay", "count(${job})", "number 2"},
		{"/data/member[2]/name", "count(${job})", "number 1"},
		{"/data/member[2]/name", "position(..)", "number 2"},
		// Predicates see the candidate.
		{"", "/data/member[${name} = 'Bek']/about/age", "nodes 41"},
		{"", "indexed-repeat(${name}, ${member}, 2)", "string Bek"},
		// Names without prefix, in the expression too.
		{"", "/data/orx:meta/instanceID", "nodes uuid:1"},
		{"", "name(/data/orx:meta)", "string meta"},
		{"", "/data/@version", "nodes 3"},
		{"", "version()", "string 3"},
		// Types.
		{"", "sum(${pay})", "number 35.5"},
		{"", "string(/data/born)", "string 1985-03-02"},
		{"", "number(/data/at)", "number 5539"},
		{"", "format-date-time(/data/at, '%H:%M')", "string 22:00"},
		{"", "decimal-time(/data/clock)", "number 0.25"},
		{"", "if(/data/flag, 'there', 'not')", "string there"},
		{"", "string(/data/day)", "string soon"},
		{"", "number(/data/town)", "number NaN"},
		{"", "randomize(${name}, 3)", "nodes Chinara|Aida|Bek"},
		{"", "instance('none')/root/item", "nodes ! there is no list"},
	} {
		got := tried(t, household, test.ref, test.expr)
		if want, report, ok := strings.Cut(test.want, " ! "); ok {
			if !strings.HasPrefix(got, want) || !strings.Contains(got, report) {
				t.Errorf("%s at %s: got %s, want %s", test.expr, test.ref, got, test.want)
			}
		} else if got != test.want {
			t.Errorf("%s at %s: got %s, want %s", test.expr, test.ref, got, test.want)
		}
	}
}

// tried works an expression out and writes its outcome on one line.
func tried(t *testing.T, xml, ref, text string) string {
	t.Helper()
	doc, err := readDocument(xml, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 5, 1, 14, 3, 0, 0, time.UTC)
	o, err := (&trial{doc: doc, ref: ref, now: func() time.Time { return now }}).eval(text)
	if err != nil {
		return "error " + err.Error()
	}
	line := o.Kind + " " + asText(o.Value)
	if len(o.Notes) > 0 {
		line += " ! " + strings.Join(o.Notes, " ! ")
	}
	return line
}

func asText(v any) string {
	if texts, ok := v.([]string); ok {
		return strings.Join(texts, "|")
	}
	return fmt.Sprint(v)
}

// TestOtherDocuments holds what counts as an XForm and what is refused.
func TestOtherDocuments(t *testing.T) {
	for _, test := range []struct{ xml, expr, want string }{
		{"<html><body><p>x</p></body></html>", "/html/body/p", "nodes x"},
		{"<!DOCTYPE html><html><head/></html>", "name(/*)", "string html"},
		{"<d><n>007</n></d>", "concat(/d/n, '')", "string 007"},
		{"<d xmlns='urn:x'><n>1</n></d>", "count(/d/n)", "number 1"},
	} {
		if got := tried(t, test.xml, "", test.expr); got != test.want {
			t.Errorf("%s in %s: got %s, want %s", test.expr, test.xml, got, test.want)
		}
	}
	for xml, want := range map[string]string{
		"":  "context: read XML: line 1: the document breaks off",
		"x": "context: read XML: line 1: text outside the root element",
		"<html><head><model><bind/></model></head></html>":                        "context: the XForm has no primary instance",
		"<html><head><model><instance id='a' src='a.csv'/></model></head></html>": "context: the XForm has no primary instance",
		"<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>":                              "context: read XML: line 1: a document with a DOCTYPE is not read",
	} {
		if _, err := readDocument(xml, time.UTC); err == nil || err.Error() != want {
			t.Errorf("%s: got %v, want %s", xml, err, want)
		}
	}
}

// FuzzEval holds that nothing that is typed stops the command.
func FuzzEval(f *testing.F) {
	f.Add(household, "/data/member[2]/name", "sum(${pay}) + ${age}")
	f.Add("<d/>", "", "/d[")
	f.Fuzz(func(t *testing.T, xml, ref, text string) {
		doc, err := readDocument(xml, time.UTC)
		if err != nil {
			return
		}
		o, err := (&trial{doc: doc, ref: ref, now: time.Now}).eval(text)
		if err == nil && o.Kind == "" {
			t.Errorf("%q at %q has no kind", text, ref)
		}
	})
}
