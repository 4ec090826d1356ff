package export

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
)

// wideForm has 120 columns with answers, of the kinds that a questionnaire on
// work has: 41 single choices, 38 whole numbers, 6 decimals, 3 multiple choices
// with 8 columns for their codes each, 3 instants and 6 free texts.
func wideForm() *survey.Form {
	f := &survey.Form{ID: "wide", Version: "1", Title: "Wide", Root: &survey.Item{Type: typesOfTests["group"]},
		Languages: []survey.Language{{ID: "Русский (ru)", Code: "ru"}}, Lists: map[string]*survey.List{}}
	codes := &survey.List{Name: "codes"}
	for i := range 8 {
		codes.Choices = append(codes.Choices, &survey.Choice{Name: "code_" + strconv.Itoa(i+1), Label: survey.Text{survey.Plain("Ответ " + strconv.Itoa(i+1))}})
	}
	for kind, n := range wideKinds {
		for i := range n.n {
			it := &survey.Item{Name: fmt.Sprintf("%s_%d", n.kind, i+1), Type: typesOfTests[n.kind], Label: survey.Text{survey.Plain(fmt.Sprintf("Вопрос %d.%d", kind+1, i+1))}}
			if it.Type.Selects() {
				it.List = codes
			}
			f.Root.Items = append(f.Root.Items, it)
		}
	}
	return f
}

var wideKinds = []struct {
	kind string
	n    int
}{{"select", 41}, {"integer", 38}, {"decimal", 6}, {"multiple", 3}, {"dateTime", 3}, {"text", 6}}

// wideRecords are n interviews of wideForm; a fifth of the answers is missing.
func wideRecords(n int) iter.Seq2[*survey.Record, error] {
	return func(yield func(*survey.Record, error) bool) {
		f, r := wideForm(), rand.New(rand.NewPCG(7, 7))
		for i := range n {
			at := noon.Add(time.Duration(i) * time.Minute)
			record := &survey.Record{ID: fmt.Sprintf("uuid:%08x-0000-4000-8000-%012x", i, r.Uint64()>>16), Form: f.ID, Version: f.Version,
				Number: i + 1, Device: "uuid:11111111-2222-4333-8444-555555555555", Interviewer: "K7", Language: "ru",
				Started: at, Finished: at.Add(30 * time.Minute), Saved: at.Add(30 * time.Minute), Author: "K7", Root: &survey.Answer{}}
			for _, it := range f.Root.Items {
				if r.IntN(5) > 0 {
					record.Root.Children = append(record.Root.Children, &survey.Answer{Name: it.Name, State: survey.Given, Text: wideAnswer(r, it.Name, at)})
				}
			}
			if !yield(record, nil) {
				return
			}
		}
	}
}

func wideAnswer(r *rand.Rand, name string, at time.Time) string {
	switch kind, _, _ := strings.Cut(name, "_"); kind {
	case "select":
		return "code_" + strconv.Itoa(1+r.IntN(8))
	case "integer":
		return strconv.Itoa(r.IntN(2000))
	case "decimal":
		return strconv.FormatFloat(float64(r.IntN(1_000_000))/100, 'f', -1, 64)
	case "multiple":
		var codes []string
		for i := range 8 {
			if r.IntN(3) == 0 || i == 7 && codes == nil {
				codes = append(codes, "code_"+strconv.Itoa(i+1))
			}
		}
		return strings.Join(codes, " ")
	case "dateTime":
		return at.Add(time.Duration(r.IntN(3600)) * time.Second).Format(time.RFC3339)
	}
	words := strings.Fields("зарплату задержали на два месяца обещали договор но не дали живём вшестером в вагончике работаем без выходных документы у бригадира")
	r.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
	return strings.Join(words[:3+r.IntN(8)], " ")
}
