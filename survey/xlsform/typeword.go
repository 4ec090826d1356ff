package xlsform

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

var (
	groupType  = &survey.Type{Name: "group", Kind: survey.GroupKind}
	repeatType = &survey.Type{Name: "repeat", Kind: survey.RepeatKind}
)

// word is a type of question and its names in the sheet; the first is the
// canonical one.
type word struct {
	names      string // separated by commas
	kind       survey.QuestionKind
	data       survey.DataKind
	meta       bool          // filled in by the program
	constraint string        // holds where the author wrote none
	notice     *message.Text // what Anketa does in a reduced way, told once
}

// typeWords are the data questions of pyxform's question_type_dictionary and
// what Anketa makes of them.
var typeWords = []word{
	{names: "text,string,q string,add text prompt", kind: survey.TextKind},
	{names: "integer,int,q int,add integer prompt", kind: survey.IntegerKind, data: survey.IntegerData},
	{names: "decimal,q decimal,add decimal prompt", kind: survey.DecimalKind, data: survey.DecimalData},
	{names: "range", kind: survey.RangeKind, data: survey.IntegerData},
	{names: "note,q note,add note prompt", kind: survey.NoteKind},
	{names: "calculate,q calculate,add calculate prompt", kind: survey.CalculateKind},
	{names: "hidden", kind: survey.CalculateKind},
	{names: "acknowledge,q acknowledge,add acknowledge prompt,trigger", kind: survey.AcknowledgeKind},
	{names: "date,q date,add date prompt", kind: survey.DateKind, data: survey.DateData},
	{names: "time,q time,add time prompt", kind: survey.TimeKind, data: survey.TimeData},
	{names: "dateTime,datetime,date time,q date time,q dateTime,add date time prompt,add dateTime prompt", kind: survey.DateTimeKind, data: survey.DateTimeData},
	{names: "percentage", kind: survey.IntegerKind, data: survey.IntegerData, constraint: "0 <= . and . <= 100"},
	{names: "number of days in last month", kind: survey.IntegerKind, data: survey.IntegerData, constraint: "0 <= . and . <= 31"},
	{names: "number of days in last six months", kind: survey.IntegerKind, data: survey.IntegerData, constraint: "0 <= . and . <= 183"},
	{names: "number of days in last year", kind: survey.IntegerKind, data: survey.IntegerData, constraint: "0 <= . and . <= 365"},
	{names: "phone number", kind: survey.TextKind, constraint: `regex(., '^\d*$')`},
	{names: "barcode,q barcode,add barcode prompt", kind: survey.TextKind},
	{names: "geopoint,gps,location,q geopoint,q location,add location prompt", kind: survey.GeopointKind, notice: message.New("A laptop has no GPS: coordinates are typed or pasted.")},
	{names: "geotrace", kind: survey.GeotraceKind, notice: message.New("A trace is pasted as text; it is not drawn on a map.")},
	{names: "geoshape", kind: survey.GeoshapeKind, notice: message.New("A shape is pasted as text; it is not drawn on a map.")},
	{names: "image,photo,q picture,q image,add image prompt,add photo prompt", kind: survey.FileKind, notice: message.New("A picture is chosen as a file; there is no camera.")},
	{names: "audio,q audio,add audio prompt", kind: survey.FileKind, notice: message.New("A sound is chosen as a file; nothing is recorded.")},
	{names: "video,q video,add video prompt", kind: survey.FileKind, notice: message.New("A film is chosen as a file; nothing is recorded.")},
	{names: "file,add file prompt", kind: survey.FileKind},
	{names: "start,start time,get start time", kind: survey.CalculateKind, data: survey.DateTimeData, meta: true},
	{names: "end,end time,get end time", kind: survey.CalculateKind, data: survey.DateTimeData, meta: true},
	{names: "today,get today", kind: survey.CalculateKind, data: survey.DateData, meta: true},
	{names: "deviceid,imei,device id,get device id", kind: survey.CalculateKind, meta: true},
	{names: "username", kind: survey.CalculateKind, meta: true},
	{names: "email", kind: survey.CalculateKind, meta: true},
	{names: "phonenumber,get phone number", kind: survey.CalculateKind, meta: true},
	{names: "uri:deviceid", kind: survey.CalculateKind, meta: true},
	{names: "uri:username", kind: survey.CalculateKind, meta: true},
	{names: "uri:email", kind: survey.CalculateKind, meta: true},
	{names: "uri:phonenumber", kind: survey.CalculateKind, meta: true},
	{names: "simserial,sim id,get sim id,uri:simserial", kind: survey.CalculateKind, meta: true, notice: message.New("A laptop has no SIM card: simserial and subscriberid stay blank.")},
	{names: "subscriberid,subscriber id,get subscriber id,uri:subscriberid", kind: survey.CalculateKind, meta: true, notice: message.New("A laptop has no SIM card: simserial and subscriberid stay blank.")},
	{names: "audit", kind: survey.CalculateKind, meta: true},
	{names: "start-geopoint", kind: survey.CalculateKind, meta: true, notice: message.New("A laptop has no GPS: start-geopoint and background-geopoint stay blank.")},
	{names: "background-geopoint", kind: survey.CalculateKind, meta: true, notice: message.New("A laptop has no GPS: start-geopoint and background-geopoint stay blank.")},
	{names: "background-audio", kind: survey.CalculateKind, meta: true, notice: message.New("Nothing is recorded: background-audio stays blank.")},
	{names: "select_one,select1,select one,select one from,add select one prompt using,q select1,select one using", kind: survey.SelectOneKind},
	{names: "select_multiple,select all that apply,select all that apply from,select multiple from,select multiple using,q select,add select multiple prompt using", kind: survey.SelectMultipleKind},
	{names: "rank,odk:rank", kind: survey.RankKind},
	{names: "select_one_from_file,select one from file", kind: survey.SelectOneKind},
	{names: "select_multiple_from_file,select multiple from file", kind: survey.SelectMultipleKind},
	{names: "select_one_external,select one external", kind: survey.SelectOneKind},
	{names: "csv-external", kind: survey.NoteKind},
	{names: "xml-external", kind: survey.NoteKind},
}

// refusedWords are types that Anketa does not ask, with the remedy.
var refusedWords = map[string]*message.Text{
	"osm":              message.New("Ask for the place with a text or geopoint question."),
	"include":          message.New("Copy the questions of the other form into this sheet."),
	"cascading_select": message.New("Use select_one with a choice_filter."),
	"cascading select": message.New("Use select_one with a choice_filter."),
	"begin_kobomatrix": message.New("It is Kobo's own kind of question: use a group with the appearance table-list."),
	"begin kobomatrix": message.New("It is Kobo's own kind of question: use a group with the appearance table-list."),
	"end_kobomatrix":   message.New("Remove it together with begin_kobomatrix."),
	"begin_score":      message.New("It is Kobo's own kind of question: use a group with the appearance table-list."),
	"begin score":      message.New("It is Kobo's own kind of question: use a group with the appearance table-list."),
	"score__row":       message.New("Use select_one in a group with the appearance table-list."),
	"end_score":        message.New("Remove it together with begin_score."),
	"begin_rank":       message.New("It is Kobo's own kind of question: use ODK's type rank."),
	"begin rank":       message.New("It is Kobo's own kind of question: use ODK's type rank."),
	"rank__level":      message.New("Use ODK's type rank."),
	"end_rank":         message.New("Remove it together with begin_rank."),
}

// typesByName is every type word, by each of its names.
var typesByName = func() map[string]*word {
	m := map[string]*word{}
	for i := range typeWords {
		for name := range strings.SplitSeq(typeWords[i].names, ",") {
			m[name] = &typeWords[i]
		}
	}
	return m
}()

func (w *word) name() string { name, _, _ := strings.Cut(w.names, ","); return name }

// role is what a row does.
type role uint8

const (
	question role = iota
	begin
	end
	loop
	unknown
)

// typed is a type cell, taken apart.
type typed struct {
	role   role
	word   *word  // of a question
	repeat bool   // of begin and end
	loop   bool   // of end: it ends a loop
	list   string // of a select: the list, file or ${question}; of a loop its list
	other  bool   // or_other
}

var (
	controlForm = regexp.MustCompile(`^(?i:(begin|end)[\s_]+(group|repeat|lgroup|looped group|loop)(\s+over\s+\S+|\s+\S+)?)$`)
	selectForm  = regexp.MustCompile(`^(` + selectNames() + `)\s+(\S+)(\s+(?:or specify other|or_other|or other))?$`)
)

// selectNames is every name of a select as alternatives, longest first, so
// that "select one from x" is not "select one" of a list "from".
func selectNames() string {
	var names []string
	for name, w := range typesByName {
		if w.takesList() {
			names = append(names, regexp.QuoteMeta(name))
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b)) })
	return strings.Join(names, "|")
}

func (w *word) takesList() bool {
	return w.kind >= survey.SelectOneKind && w.kind <= survey.RankKind
}

// parseType takes a type cell apart.
func parseType(s string) typed {
	if m := controlForm.FindStringSubmatch(s); m != nil {
		t := typed{role: begin, repeat: !strings.EqualFold(m[2], "group")}
		switch {
		case strings.EqualFold(m[1], "end"):
			t.role, t.loop = end, strings.EqualFold(m[2], "loop")
		case strings.EqualFold(m[2], "loop"):
			t.role, t.repeat = loop, false
			if words := strings.Fields(m[3]); len(words) > 0 {
				t.list = words[len(words)-1]
			}
		}
		return t
	}
	if m := selectForm.FindStringSubmatch(s); m != nil {
		return typed{word: typesByName[m[1]], list: m[2], other: m[3] != ""}
	}
	if w := typesByName[s]; w != nil {
		return typed{word: w}
	}
	return typed{role: unknown}
}

// nearestType gives the type word that was probably meant.
func nearestType(s string) string {
	if first, list, ok := strings.Cut(s, " "); ok {
		if near := survey.Nearest(first, maps.Keys(typesByName)); near != "" && typesByName[near].takesList() {
			return near + " " + list
		}
	}
	return survey.Nearest(s, maps.Keys(typesByName))
}
