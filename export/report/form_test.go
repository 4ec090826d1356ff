package report

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

var (
	selectOne      = &survey.Type{Name: "select_one", Kind: survey.SelectOneKind}
	selectMultiple = &survey.Type{Name: "select_multiple", Kind: survey.SelectMultipleKind}
	rankType       = &survey.Type{Name: "rank", Kind: survey.RankKind}
	integer        = &survey.Type{Name: "integer", Kind: survey.IntegerKind, Data: survey.IntegerData}
	decimalType    = &survey.Type{Name: "decimal", Kind: survey.DecimalKind, Data: survey.DecimalData}
	textType       = &survey.Type{Name: "text", Kind: survey.TextKind}
	dateType       = &survey.Type{Name: "date", Kind: survey.DateKind, Data: survey.DateData}
	calculate      = &survey.Type{Name: "calculate", Kind: survey.CalculateKind}
	startType      = &survey.Type{Name: "start", Kind: survey.CalculateKind, Meta: "start"}
	note           = &survey.Type{Name: "note", Kind: survey.NoteKind}
	acknowledge    = &survey.Type{Name: "acknowledge", Kind: survey.AcknowledgeKind}
	group          = &survey.Type{Name: "group", Kind: survey.GroupKind}
	repeat         = &survey.Type{Name: "repeat", Kind: survey.RepeatKind}
)

// ru and en are the wordings of a test form.
func words2(ru, en string) survey.Text { return survey.Text{survey.Plain(ru), survey.Plain(en)} }

func item(t *survey.Type, name, ru, en string, inner ...*survey.Item) *survey.Item {
	it := &survey.Item{Name: name, Type: t, Label: words2(ru, en), Items: inner, Columns: map[string]string{}}
	for _, c := range inner {
		c.Parent = it
	}
	return it
}

func choice(t *survey.Type, list *survey.List, name, ru, en string) *survey.Item {
	it := item(t, name, ru, en)
	it.List = list
	return it
}

func with(it *survey.Item, change func(*survey.Item)) *survey.Item {
	change(it)
	return it
}

// list takes "code|ru|en" rows.
func list(name string, rows ...string) *survey.List {
	l := &survey.List{Name: name}
	for _, r := range rows {
		f := strings.Split(r, "|")
		l.Choices = append(l.Choices, &survey.Choice{Name: f[0], Label: words2(f[1], f[2])})
	}
	return l
}

// testForm has a question of every kind that is summed up in its own way.
func testForm() *survey.Form {
	yes := list("yesno", "1|Да|Yes", "0|Нет|No", "98|Затрудняюсь ответить|Don’t know", "99|Отказ|Refused")
	where := list("where",
		"1|На работе, на стройке или в другом месте, где работодатель отвечает за безопасность людей|At work",
		"2|В общежитии или в квартире, где живут несколько человек из одной бригады|At home",
		"3|На улице|In the street", "95|Нигде|Nowhere", "99|Отказ|Refused")
	sex := list("sex", "1|Женщина|Woman", "2|Мужчина|Man")
	currency := list("currency", "rub|Рубли|Roubles", "kzt|Тенге|Tenge")
	root := item(group, "data", "", "",
		item(startType, "start", "", ""),
		choice(selectOne, sex, "sex", "Пол", "Sex"),
		item(group, "g_work", "A. Работа: условия / оплата", "A. Work: conditions / pay",
			item(note, "hello", "Здравствуйте", "Hello"),
			choice(selectOne, yes, "contract", "Есть ли у Вас **письменный** договор с тем, кто платит Вам зарплату, или с посредником, который привёл Вас на эту работу?", "Is there a contract?"),
			choice(selectMultiple, where, "unsafe", "Где Вы чувствовали себя в опасности за последние 12 месяцев?", "Where did you feel unsafe?"),
			item(group, "g_pay", "Оплата", "Pay",
				choice(selectOne, currency, "currency", "Валюта", "Currency"),
				with(item(decimalType, "wage", "Сколько заплатили?", "How much?"), func(it *survey.Item) { it.Columns["report_by"] = "currency" }),
				item(integer, "age", "Возраст", "Age"),
			),
			item(calculate, "score", "", ""),
			item(calculate, "code", "", ""),
			choice(rankType, where, "order", "Что хуже?", "What is worse?"),
			item(acknowledge, "read", "Прочитано", "Read"),
			item(textType, "comment", "Что ещё?", "What else?"),
			item(dateType, "since", "С какого дня?", "Since when?"),
			with(choice(selectOne, yes, "withheld", "Не для аналитика", "Not for analysts"), func(it *survey.Item) { it.AnalystExport = "drop" }),
		),
		item(repeat, "incidents", "Случай", "Case",
			choice(selectOne, where, "place", "Где это было?", "Where?"),
			item(integer, "times", "Сколько раз?", "How often?"),
			item(repeat, "people", "Человек", "Person", choice(selectOne, sex, "their_sex", "Пол", "Sex")),
		),
	)
	f := &survey.Form{
		ID: "test", Version: "3", Name: "data", Title: "Проверка & пробная анкета", Root: root,
		Languages: []survey.Language{{ID: "Русский (ru)", Name: "Русский", Code: "ru"}, {ID: "English (en)", Name: "English", Code: "en"}},
		Lists:     map[string]*survey.List{"yesno": yes, "where": where, "sex": sex, "currency": currency},
	}
	f.Special.Choice[survey.DontKnow], f.Special.Choice[survey.Refused] = "98", "99"
	return f
}

// record makes a finished record. Each answer is "path=text", or "path!state"
// with d, r, n or – for don't know, refused, not applicable, not reached; a
// path that ends in "]" makes an instance.
func record(t testing.TB, id string, answers ...string) *survey.Record {
	t.Helper()
	at := time.Date(2026, 10, 15, 9, 30, 0, 0, time.UTC)
	r := &survey.Record{ID: "uuid:" + id, Form: "test", Version: "3", Interviewer: "KZ07", Started: at, Finished: at.Add(time.Hour), Root: &survey.Answer{}}
	states := map[string]survey.State{"d": survey.DontKnow, "r": survey.Refused, "n": survey.NotApplicable, "–": survey.NotReached}
	for i, a := range answers {
		var e survey.Edit
		if path, text, ok := strings.Cut(a, "="); ok {
			e = survey.Edit{Op: survey.Put, Path: survey.Path(path), State: survey.Given, Text: text}
		} else if path, state, ok := strings.Cut(a, "!"); ok {
			e = survey.Edit{Op: survey.Put, Path: survey.Path(path), State: states[state]}
		} else {
			e = survey.Edit{Op: survey.Insert, Path: survey.Path(a), Key: fmt.Sprint("k", i)}
		}
		if err := r.Apply(e); err != nil {
			t.Fatalf("%s: %v", a, err)
		}
	}
	return r
}

func seq(records ...*survey.Record) iter.Seq2[*survey.Record, error] {
	return func(yield func(*survey.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func build(t testing.TB, f *survey.Form, o Options, records ...*survey.Record) *Report {
	t.Helper()
	r, err := Build(f, seq(records...), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// find gives the only table of a question.
func find(t testing.TB, r *Report, name string) Question {
	t.Helper()
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.Name == name {
				return q
			}
		}
	}
	t.Fatalf("no table of %s", name)
	return Question{}
}

// randomRecord answers a form by chance, without regard to what is relevant:
// every state in every place.
func randomRecord(f *survey.Form, rng *rand.Rand, n int) *survey.Record {
	at := time.Date(2026, 10, 1+rng.IntN(9), 9, 0, 0, 0, time.FixedZone("", 5*3600))
	r := &survey.Record{
		ID: fmt.Sprintf("uuid:%06d", n), Form: f.ID, Version: f.Version, Number: n, Interviewer: fmt.Sprintf("KZ%02d", rng.IntN(7)),
		Started: at, Finished: at.Add(time.Hour), Root: &survey.Answer{},
	}
	answerRandomly(r.Root, f.Root, rng)
	return r
}

func answerRandomly(into *survey.Answer, g *survey.Item, rng *rand.Rand) {
	for _, it := range g.Items {
		switch {
		case it.Type.Kind == survey.RepeatKind:
			for i := range rng.IntN(3) {
				a := &survey.Answer{Name: it.Name, Key: fmt.Sprint(it.Name, i)}
				answerRandomly(a, it, rng)
				into.Children = append(into.Children, a)
			}
		case it.Type.Kind == survey.GroupKind:
			a := &survey.Answer{Name: it.Name}
			answerRandomly(a, it, rng)
			into.Children = append(into.Children, a)
		case it.Type.Kind != survey.NoteKind && rng.IntN(6) > 0:
			a := &survey.Answer{Name: it.Name, State: survey.State(rng.IntN(5))}
			if rng.IntN(3) > 0 {
				a.State = survey.Given
			}
			if a.State == survey.Given {
				a.Text = randomText(it, rng)
			}
			into.Children = append(into.Children, a)
		}
	}
}

func randomText(it *survey.Item, rng *rand.Rand) string {
	switch k := it.Type.Kind; {
	case k == survey.SelectOneKind:
		return it.List.Choices[skewed(rng, len(it.List.Choices))].Name
	case it.Type.Selects() && it.List != nil:
		var codes []string
		for _, c := range it.List.Choices {
			if rng.IntN(3) == 0 {
				codes = append(codes, c.Name)
			}
		}
		return strings.Join(codes, " ")
	case k == survey.AcknowledgeKind:
		return "OK"
	case k == survey.TextKind:
		return "секрет " + fmt.Sprint(rng.Uint32())
	case k == survey.DateKind:
		return "2026-01-02"
	case k == survey.DecimalKind:
		return fmt.Sprintf("%.2f", 1000*rng.ExpFloat64())
	case k == survey.CalculateKind && it.Type.Meta != "":
		return "2026-10-15T09:00:00.000+05:00"
	}
	return fmt.Sprint(rng.IntN(60))
}

// skewed prefers the first ones, as people do.
func skewed(rng *rand.Rand, n int) int { return min(rng.IntN(n), rng.IntN(n)) }
