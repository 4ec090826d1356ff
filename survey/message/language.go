package message

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// A Language is one that texts can be said in.
type Language struct {
	code   string
	plural func(n int) string
	once   sync.Once
	known  map[string]translation // by English format
}

// The languages. English is the nil one: it needs no catalog.
var (
	English *Language
	Russian = &Language{code: "ru", plural: russian}
)

// For finds the language for a code or a locale like ru_RU.UTF-8; English where
// there is none.
func For(locale string) *Language {
	code, _, _ := strings.Cut(strings.ReplaceAll(locale, "-", "_"), "_")
	if strings.ToLower(code) == Russian.code {
		return Russian
	}
	return English
}

//go:embed ru/*.json
var files embed.FS

// A translation is a format, or one for each plural form that it has:
//
//	"…%d…": "…"
//	"…%d…": {"one": "…", "few": "…", "many": "…"}
//	"…%d…%d…": {"of": "2", "one": …}
//
// The form is chosen by the argument "of", counted from 1; without it, by the
// first that is a whole number.
type translation struct {
	plain string
	forms map[string]string
}

// UnmarshalJSON reads either.
func (t *translation) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &t.plain) == nil {
		return nil
	}
	return json.Unmarshal(data, &t.forms)
}

// catalog gives the translations, which are read when they are asked for
// first. They are part of the program, so a broken one is a fault of the
// program.
func (l *Language) catalog() map[string]translation {
	l.once.Do(func() {
		l.known = map[string]translation{}
		list, err := files.ReadDir(l.code)
		if err != nil {
			panic("message: " + err.Error())
		}
		for _, f := range list {
			maps.Copy(l.known, read(path.Join(l.code, f.Name())))
		}
	})
	return l.known
}

func read(name string) map[string]translation {
	out := map[string]translation{}
	data, err := files.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		panic("message: " + name + ": " + err.Error())
	}
	return out
}

// look translates a text that stands for itself; it is given back where there
// is no translation.
func (l *Language) look(text string) string {
	if l == English {
		return text
	}
	if t, ok := l.catalog()[text]; ok && t.forms == nil {
		return t.plain
	}
	return text
}

// fill translates a format and fills it in. Where it has no translation, as
// "%s: %w" needs none, what is filled in is translated all the same.
func (l *Language) fill(format string, args []any) string {
	if t, ok := l.catalog()[format]; ok {
		format = t.plain
		if t.forms != nil {
			format = t.forms[l.plural(t.count(args))]
		}
	}
	said := make([]any, len(args))
	for i, x := range args {
		said[i] = l.argument(x)
	}
	return fmt.Sprintf(strings.ReplaceAll(format, "%w", "%s"), said...)
}

// argument translates what can be translated and leaves the rest, as numbers
// and names.
func (l *Language) argument(x any) any {
	switch x.(type) {
	case Sayer, error:
		return Say(l, x)
	}
	return x
}

// count is the number that chooses the plural form.
func (t *translation) count(args []any) int {
	if of, err := strconv.Atoi(t.forms["of"]); err == nil && of >= 1 && of <= len(args) {
		n, _ := whole(args[of-1])
		return n
	}
	for _, x := range args {
		if n, ok := whole(x); ok {
			return n
		}
	}
	return 0
}

func whole(x any) (int, bool) {
	v := reflect.ValueOf(x)
	if _, named := x.(fmt.Stringer); named || !v.IsValid() || !v.CanInt() {
		return 0, false
	}
	return int(v.Int()), true
}

// russian is the plural rule of CLDR for whole numbers.
func russian(n int) string {
	n = max(n, -n)
	ten, hundred := n%10, n%100
	switch {
	case ten == 1 && hundred != 11:
		return "one"
	case ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14):
		return "few"
	}
	return "many"
}
