package app

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"anketa/survey/message"
)

//go:embed lang/*.json
var langFiles embed.FS

// A language is one wording of the interface. It is not the language of the
// questionnaire, which the form brings along.
type language struct {
	code   string // en, ru
	texts  map[string]wording
	plural func(n int) string
}

// A wording is one sentence, or one per plural category of CLDR where it speaks
// of {n} things. Names in braces are filled in.
type wording struct {
	plain  string
	plural map[string]string
}

// UnmarshalJSON reads "…" or {"one": "…", "other": "…"}.
func (t *wording) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &t.plain) == nil {
		return nil
	}
	return json.Unmarshal(data, &t.plural)
}

// languages are those of the interface, in the order in which the settings
// offer them.
var languages = []*language{
	readLanguage("en", pluralEnglish),
	readLanguage("ru", pluralRussian),
}

// readLanguage reads every file of a language. The files are part of the
// program, so a broken one is a fault of the program.
func readLanguage(code string, plural func(int) string) *language {
	l := &language{code: code, texts: map[string]wording{}, plural: plural}
	files, err := langFiles.ReadDir("lang")
	if err != nil {
		panic("app: " + err.Error())
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), "."+code+".json") {
			continue
		}
		data, err := langFiles.ReadFile(path.Join("lang", f.Name()))
		if err == nil {
			err = json.Unmarshal(data, &l.texts)
		}
		if err != nil {
			panic("app: " + f.Name() + ": " + err.Error())
		}
	}
	return l
}

// languageFor finds the interface language for a code or a locale like
// ru_RU.UTF-8; English where there is none.
func languageFor(locale string) *language {
	code, _, _ := strings.Cut(strings.ReplaceAll(locale, "-", "_"), "_")
	i := slices.IndexFunc(languages, func(l *language) bool { return l.code == strings.ToLower(code) })
	return languages[max(i, 0)]
}

// T gives the text of a key. args are names and values in turn; the value
// named n chooses the plural form. A key without a text is shown itself, so
// that it is noticed.
func (l *language) T(key string, args ...any) string {
	t, ok := l.texts[key]
	if !ok {
		return key
	}
	words := t.plain
	if t.plural != nil {
		words = t.plural["other"]
	}
	var fill []string
	for i := 0; i+1 < len(args); i += 2 {
		name := args[i].(string)
		if n, isInt := args[i+1].(int); isInt && name == "n" && t.plural != nil {
			words = t.plural[l.plural(n)]
		}
		fill = append(fill, "{"+name+"}", fmt.Sprint(args[i+1]))
	}
	return strings.NewReplacer(fill...).Replace(words)
}

// says gives what the program says beside these texts, as of an error or a
// workbook.
func (l *language) says(what any) string { return message.Say(message.For(l.code), what) }

// moment prints a time as people of the language write it.
func (l *language) moment(t time.Time) string { return t.Local().Format(l.T("format.moment")) }

// The plural rules of CLDR for whole numbers.

func pluralEnglish(n int) string {
	if n == 1 {
		return "one"
	}
	return "other"
}

func pluralRussian(n int) string {
	ten, hundred := n%10, n%100
	switch {
	case ten == 1 && hundred != 11:
		return "one"
	case ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14):
		return "few"
	}
	return "many"
}

// sentence makes a sentence of what an error says.
func sentence(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:] + "."
}
