package report

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"anketa/survey"
	"anketa/survey/xpath"
)

func TestSheetNames(t *testing.T) {
	names := sheetNames{}
	names.give("Contents")
	tests := []struct{ label, want string }{
		{"A. Работа: условия / оплата", "A. Работа условия оплата"},
		{"A. Начало работы (заполняет интервьюер)", "A. Начало работы"},
		{"K. Отношение и неприятные случаи", "K. Отношение и неприятные"},
		{"K. Отношение и неприятные случаи у нас", "K. Отношение и неприятные (2)"},
		{"contents", "contents (2)"},
		{"History", "History_"},
		{" '[]' ", "’()’"},
		{"", "_"},
		{"\t\n", "_ (2)"},
		{strings.Repeat("я", 40), strings.Repeat("я", 31)},
		{strings.Repeat("🙂", 40), strings.Repeat("🙂", 15)},
	}
	for _, tt := range tests {
		got := names.give(tt.label)
		if got != tt.want || len(utf16.Encode([]rune(got))) > 31 {
			t.Errorf("%q: %q, want %q", tt.label, got, tt.want)
		}
	}
}

func TestLabelText(t *testing.T) {
	name := survey.Phrase{{Words: "## **Сколько** <span style=\"color:red\">заплатил</span>\n "}, {Expr: &xpath.Ref{Name: "boss"}}, {Words: "? a < b"}}
	l := labeller{language: 1, fallback: 0}
	if got, want := l.text(survey.Text{name}), "Сколько заплатил …? a < b"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestEveryWordHasBothLanguages holds the table of words.
func TestEveryWordHasBothLanguages(t *testing.T) {
	for w, p := range phrases {
		if p[0] == "" || p[1] == "" {
			t.Errorf("word %d lacks a language: %q", w, p)
		}
	}
	for k, p := range typeWords {
		if p[0] == "" || p[1] == "" {
			t.Errorf("kind of question %d lacks a language: %q", k, p)
		}
	}
	for _, tt := range []struct {
		l    survey.Language
		want string
	}{
		{survey.Language{Name: "Русский", Code: "ru"}, "Выборка"}, {survey.Language{Name: "Русский"}, "Выборка"},
		{survey.Language{Name: "English", Code: "en"}, "Sample"}, {survey.Language{Name: "Тоҷикӣ", Code: "tg"}, "Sample"},
	} {
		if got := wordsOf(tt.l).say(sampleTitle); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.l, got, tt.want)
		}
	}
}

// TestStatesAsInTheWindow holds that an answer state has the words under which
// the interviewer gave it.
func TestStatesAsInTheWindow(t *testing.T) {
	for language, file := range []string{"app.en.json", "app.ru.json"} {
		data, err := os.ReadFile(filepath.FromSlash("../../app/lang/" + file))
		if err != nil {
			t.Fatal(err)
		}
		var window map[string]any
		if err := json.Unmarshal(data, &window); err != nil {
			t.Fatal(err)
		}
		for w, s := range map[word]survey.State{dontKnow: survey.DontKnow, refused: survey.Refused, notApplicable: survey.NotApplicable} {
			if got, want := (words{language}).say(w), window["answer."+s.String()]; got != want {
				t.Errorf("%s: %q in the report, %q in the window", s, got, want)
			}
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	for _, tt := range []struct{ s, en, ru string }{
		{"1980 – <1990", "1980 – <1990", "1980 – <1990"},
		{"≥ 150000", "≥ 150,000", "≥ 150\u00a0000"},
		{"-1234567.25 – <0.5", "-1,234,567.25 – <0.5", "-1\u00a0234\u00a0567,25 – <0,5"},
		{"0.12345", "0.12345", "0,12345"},
	} {
		if en, ru := (words{0}).local(tt.s), (words{1}).local(tt.s); en != tt.en || ru != tt.ru {
			t.Errorf("%s: %q, %q; want %q, %q", tt.s, en, ru, tt.en, tt.ru)
		}
	}
}
