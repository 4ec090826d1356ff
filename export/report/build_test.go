package report

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
)

// four interviews whose figures can be had by hand.
func handMade(t *testing.T) []*survey.Record {
	return []*survey.Record{
		record(t, "a", "sex=1", "g_work/contract=1", "g_work/unsafe=1 3", "g_work/g_pay/currency=rub", "g_work/g_pay/wage=100", "g_work/g_pay/age=20",
			"g_work/score=2.5", "g_work/order=3 1 2", "g_work/comment=моё имя", "g_work/withheld=1",
			"incidents[1]", "incidents[1]/place=1", "incidents[1]/times=4", "incidents[2]", "incidents[2]/place=3"),
		record(t, "b", "sex=2", "g_work/contract=0", "g_work/unsafe=95", "g_work/g_pay/currency=kzt", "g_work/g_pay/wage=5000", "g_work/g_pay/age=30", "g_work/score=3.5"),
		record(t, "c", "sex=2", "g_work/contract!d", "g_work/unsafe=1 1", "g_work/g_pay/currency=rub", "g_work/g_pay/wage=200", "g_work/g_pay/age=40"),
		record(t, "d", "g_work/contract!–", "g_work/unsafe!r", "g_work/g_pay/age!n", "g_work/g_pay/wage=7"),
	}
}

// TestHandMade compares every figure of a small set with what was had by hand.
func TestHandMade(t *testing.T) {
	r := build(t, testForm(), Options{}, handMade(t)...)
	var got []string
	for _, s := range r.Sections {
		got = append(got, fmt.Sprintf("# %s | %s", s.Sheet, s.Label))
		for _, q := range s.Questions {
			got = append(got, printed1(q))
		}
	}
	want := strings.TrimSpace(`
# A. Работа условия оплата | A. Работа: условия / оплата
contract: n 2 of 4, 1 don't know, 1 not reached; 1 Да 1 50.0 (9.5–90.5); 0 Нет 1 50.0 (9.5–90.5)
unsafe: n 3 of 4, 1 refused; 1 На работе, на ст 2 66.7 (20.8–93.9); 2 В общежитии или  0 0.0 (0.0–56.1); 3 На улице 1 33.3 (6.1–79.2); 95 Нигде 1 33.3 (6.1–79.2)
currency: n 3 of 4, 1 not asked; rub Рубли 2 66.7 (20.8–93.9); kzt Тенге 1 33.3 (6.1–79.2)
wage [Рубли]: n 2 of 2; mean 150 sd 70.71 min 100 q1 125 median 150 q3 175 max 200
wage [Тенге]: n 1 of 1; mean 5000 min 5000 q1 5000 median 5000 q3 5000 max 5000
wage [Нет ответа или вопрос не задавался]: n 1 of 1; mean 7 min 7 q1 7 median 7 q3 7 max 7
age: n 3 of 4, 1 not applicable; mean 30 sd 10 min 20 q1 25 median 30 q3 35 max 40
score: n 2 of 4, 2 not asked; mean 3 sd 0.71 min 2.5 q1 2.75 median 3 q3 3.25 max 3.5
code: n 0 of 4, 4 not asked
order: n 1 of 4, 3 not asked; 1 На работе, на ст 0 0.0 (0.0–79.3); 2 В общежитии или  0 0.0 (0.0–79.3); 3 На улице 1 100.0 (20.7–100.0); 95 Нигде 0 0.0 (0.0–79.3)
read: n 0 of 4, 4 not asked
comment: n 1 of 4, 3 not asked
since: n 0 of 4, 4 not asked
withheld: n 1 of 4, 3 not asked
# Случай | Случай
place: n 2 of 2; 1 На работе, на ст 1 50.0 (9.5–90.5); 2 В общежитии или  0 0.0 (0.0–65.8); 3 На улице 1 50.0 (9.5–90.5); 95 Нигде 0 0.0 (0.0–65.8)
times: n 1 of 2, 1 not asked; mean 4 min 4 q1 4 median 4 q3 4 max 4
their_sex: n 0 of 0
# Вне разделов | Вне разделов
sex: n 3 of 4, 1 not asked; 1 Женщина 1 33.3 (6.1–79.2); 2 Мужчина 2 66.7 (20.8–93.9)
`)
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// printed1 writes a table on one line.
func printed1(q Question) string {
	s := q.Name
	if q.Part != "" {
		s += " [" + q.Part + "]"
	}
	s += fmt.Sprintf(": n %d of %d", q.Base.Given, q.Base.Units)
	for _, l := range []struct {
		n    int
		name string
	}{{q.Base.DontKnow, "don't know"}, {q.Base.Refused, "refused"}, {q.Base.NotApplicable, "not applicable"}, {q.Base.NotReached, "not reached"}, {q.Base.NotAsked, "not asked"}, {q.Base.Unusable, "unusable"}} {
		if l.n > 0 {
			s += fmt.Sprintf(", %d %s", l.n, l.name)
		}
	}
	for _, r := range q.Rows {
		label := []rune(r.Label)
		s += fmt.Sprintf("; %s %s %d %.1f (%.1f–%.1f)", r.Code, string(label[:min(len(label), 16)]), r.Count, 100*r.Share, 100*r.Low, 100*r.High)
	}
	if q.Numbers != nil {
		s += ";"
		for i, f := range q.Numbers.named() {
			if f.value != nil {
				s += " " + []string{"mean", "sd", "min", "q1", "median", "q3", "max"}[i] + " " + strings.TrimSuffix(strings.TrimSuffix(fmt.Sprintf("%.2f", *f.value), "0"), ".0")
			}
		}
	}
	return s
}

// TestWhoIsIn holds the rules of which records count, and that the sample
// table accounts for every one that was read.
func TestWhoIsIn(t *testing.T) {
	of := func(id string, change func(*survey.Record)) *survey.Record {
		r := record(t, id, "sex=1")
		change(r)
		return r
	}
	same := func(*survey.Record) {}
	training := func(r *survey.Record) { r.Kind = survey.Training }
	simulated := func(r *survey.Record) { r.Kind = survey.Simulated }
	draft := func(r *survey.Record) {
		r.Finished = r.Finished.AddDate(-9999, 0, 0)
		*r = survey.Record{ID: r.ID, Form: r.Form}
	}
	foreign := func(r *survey.Record) { r.Form = "other" }
	tests := []struct {
		name    string
		kinds   []survey.Kind
		records []*survey.Record
		n       int
		mark    string
	}{
		{"real ones only", nil, []*survey.Record{of("a", same), of("b", training), of("c", simulated)}, 1, ""},
		{"nothing but simulated ones", nil, []*survey.Record{of("a", simulated), of("b", simulated)}, 2, "СМОДЕЛИРОВАНО: ответы дала программа"},
		{"simulated and training ones", nil, []*survey.Record{of("a", simulated), of("b", training)}, 0, ""},
		{"training first", nil, []*survey.Record{of("b", training), of("a", simulated)}, 0, ""},
		{"on request", []survey.Kind{survey.Training, survey.Simulated}, []*survey.Record{of("a", simulated), of("b", training), of("c", same)}, 2,
			"СМОДЕЛИРОВАНО: ответы дала программа · УЧЕБНЫЕ: интервьюеры тренировались"},
		{"drafts, other forms, a version twice", nil, []*survey.Record{of("a", same), of("a", same), of("b", draft), of("c", foreign)}, 1, ""},
		{"nothing", nil, nil, 0, ""},
	}
	for _, tt := range tests {
		r := build(t, testForm(), Options{Kinds: tt.kinds}, tt.records...)
		if r.N != tt.n || r.Mark != tt.mark {
			t.Errorf("%s: n = %d, mark %q; want %d, %q", tt.name, r.N, r.Mark, tt.n, tt.mark)
		}
		s := r.Sample
		sum := s.Draft + s.Other + s.Further
		for k := range s.Included {
			sum += s.Included[k] + s.Excluded[k]
		}
		if sum != s.Read || s.Read != len(tt.records) {
			t.Errorf("%s: the sample accounts for %d of %d records", tt.name, sum, len(tt.records))
		}
	}
}

// TestOrderMakesNoDifference holds that a report is of a set of records.
func TestOrderMakesNoDifference(t *testing.T) {
	records := handMade(t)
	one := build(t, testForm(), Options{}, records...)
	two := build(t, testForm(), Options{}, records[3], records[1], records[0], records[2])
	if !reflect.DeepEqual(one, two) {
		t.Error("two orders give two reports")
	}
	records[0].Root.Children[0].Text = "2"
	if three := build(t, testForm(), Options{}, records...); three.Digest == one.Digest {
		t.Error("an answer changed and the digest did not")
	}
}

// TestAnErrorOfTheRecordsEndsIt holds that a report is never made of a part.
func TestAnErrorOfTheRecordsEndsIt(t *testing.T) {
	broken := errors.New("the store is gone")
	_, err := Build(testForm(), func(yield func(*survey.Record, error) bool) {
		_ = yield(record(t, "a"), nil) && yield(nil, broken)
	}, Options{})
	if !errors.Is(err, broken) || err.Error() != "read records: the store is gone" {
		t.Errorf("err = %v", err)
	}
}

// TestEveryChoice holds which choices have a line.
func TestEveryChoice(t *testing.T) {
	towns := &survey.List{Name: "towns"}
	for i := range mostListed + 1 {
		towns.Choices = append(towns.Choices, &survey.Choice{Name: fmt.Sprint("t", i), Label: words2("Город", "Town")})
	}
	twice := list("twice", "1|Один|One", "2|Два|Two", "1|Один в горах|One in the mountains", "98|Затрудняюсь|Don’t know")
	filter := func(it *survey.Item) { it.Rules[survey.Choices] = &survey.Rule{} }
	form := testForm()
	form.Root = item(group, "data", "", "",
		with(choice(selectOne, form.Lists["where"], "filtered", "Где?", "Where?"), filter),
		with(choice(selectOne, twice, "twice", "Сколько?", "How many?"), filter),
		choice(selectOne, towns, "town", "Город?", "Town?"),
		choice(selectOne, form.Lists["sex"], "sex", "Пол", "Sex"),
	)
	r := build(t, form, Options{Language: 1}, record(t, "a", "filtered=3", "twice=1", "town=t7", "sex=2"), record(t, "b", "filtered!r", "twice=1"))
	tests := []struct{ name, want string }{
		{"filtered", "filtered: n 1 of 2, 1 refused; 1 At work 0 0.0 (0.0–79.3); 2 At home 0 0.0 (0.0–79.3); 3 In the street 1 100.0 (20.7–100.0); 95 Nowhere 0 0.0 (0.0–79.3)"},
		{"twice", "twice: n 2 of 2; 1 One 2 100.0 (34.2–100.0); 2 Two 0 0.0 (0.0–65.8)"},
		{"town", "town: n 1 of 2, 1 not asked; t7 Town 1 100.0 (20.7–100.0)"},
	}
	for _, tt := range tests {
		q := find(t, r, tt.name)
		if got := printed1(q); got != tt.want || q.Partial != (tt.name == "town") {
			t.Errorf("got  %s, partial %v\nwant %s", got, q.Partial, tt.want)
		}
	}
	last := r.Sample.Tables[len(r.Sample.Tables)-1]
	if got := fmt.Sprint(last); got != "{Sex [{1 Woman 0 0 0 0 false} {2 Man 1 0.5 0 0 false} { Not answered or not asked 1 0.5 0 0 false}]}" {
		t.Errorf("the sample: %s", got)
	}
}

// TestForeignCodes holds that what is no code of the form is counted and not
// shown: somebody may have typed it into a cell.
func TestForeignCodes(t *testing.T) {
	r := build(t, testForm(), Options{Language: 1},
		record(t, "a", "g_work/contract=Aliyev", "g_work/unsafe=1 secret secret2"), record(t, "b", "g_work/contract=1", "g_work/g_pay/age=many"))
	want := []string{
		"contract: n 2 of 2; 1 Yes 1 50.0 (9.5–90.5); 0 No 0 0.0 (0.0–65.8);  Codes that the f 1 50.0 (9.5–90.5)",
		"unsafe: n 1 of 2, 1 not asked; 1 At work 1 100.0 (20.7–100.0); 2 At home 0 0.0 (0.0–79.3); 3 In the street 0 0.0 (0.0–79.3); 95 Nowhere 0 0.0 (0.0–79.3);  Codes that the f 1 100.0 (20.7–100.0)",
		"age: n 0 of 2, 1 not asked, 1 unusable",
	}
	for i, name := range []string{"contract", "unsafe", "age"} {
		if got := printed1(find(t, r, name)); got != want[i] {
			t.Errorf("got  %s\nwant %s", got, want[i])
		}
	}
	if s := fmt.Sprintf("%+v", r.Sections); strings.Contains(s, "Aliyev") || strings.Contains(s, "secret") {
		t.Error("a code that the form does not have is in the report")
	}
}

// TestOlderQuestions holds that a question which only an older version of the
// form has gets its table, behind those of its section, with its own labels and
// marked with the versions; and none where nobody was asked it.
func TestOlderQuestions(t *testing.T) {
	form, older, oldest := testForm(), testForm(), testForm()
	older.Version, oldest.Version = "older", "oldest"
	add := func(f *survey.Form, items ...*survey.Item) {
		g := f.Root.Items[slices.IndexFunc(f.Root.Items, func(it *survey.Item) bool { return it.Name == "g_work" })]
		for _, it := range items {
			it.Parent = g
			g.Items = append(g.Items, it)
			f.Items = append(f.Items, it)
		}
	}
	add(older, item(integer, "hours", "Часы", "Hours"), item(integer, "days", "Дни", "Days"))
	add(oldest, item(integer, "hours", "Часов", "Hours a week"))
	var records []*survey.Record
	for i, v := range []string{form.Version, form.Version, "older", "oldest", "oldest"} {
		r := record(t, fmt.Sprint(i), "sex=1")
		if r.Version = v; v != form.Version {
			r = record(t, fmt.Sprint(i), "sex=1", "g_work/hours=40")
			r.Version = v
		}
		records = append(records, r)
	}
	r, err := Build(form, seq(records...), Options{Language: 1}, older, oldest)
	if err != nil {
		t.Fatal(err)
	}
	q := find(t, r, "hours")
	if q.Label != "Hours" || !slices.Equal(q.Versions, []string{"older", "oldest"}) || q.Base.Given != 3 || q.Base.NotAsked != 2 || q.Numbers == nil || q.Numbers.Mean != 40 {
		t.Errorf("%+v", q)
	}
	all := r.Sections[slices.IndexFunc(r.Sections, func(s Section) bool { return s.Name == "g_work" })].Questions
	if all[len(all)-1].Name != "hours" {
		t.Errorf("the last table of the section is %s", all[len(all)-1].Name)
	}
	if find(t, r, "sex").Versions != nil {
		t.Error("a question of the form itself is told as one of others")
	}
}
