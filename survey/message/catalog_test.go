package message

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// takers are functions that hand on a format, or words that are looked up, by
// the folder that they are called in: any constant text among their first
// arguments is one.
var takers = map[string][]string{
	"app/screen":  {"fault", "notice"},
	"app/command": {"misuse"},
	"storage":     {"change", "changeClear", "look", "lookClear"}, // their step
}

// A said is a format with where it stands.
type said struct{ format, at string }

// TestEverySentenceIsTranslated reads the source of the program for formats and
// holds the translations against them.
func TestEverySentenceIsTranslated(t *testing.T) {
	all := sentences(t)
	if len(all) < 100 {
		t.Fatalf("only %d formats were found: the search has gone wrong", len(all))
	}
	known := Russian.catalog()
	used := map[string]bool{}
	for _, s := range all {
		used[s.format] = true
		russian, ok := known[s.format]
		switch {
		case !ok && wordy(s.format):
			t.Errorf("%s: there is no Russian for %q", s.at, s.format)
		case ok:
			for _, fault := range compare(s.format, russian) {
				t.Errorf("%s: %q: %s", s.at, s.format, fault)
			}
		}
	}
	for format := range read("ru/system.json") {
		used[format] = true
	}
	for _, format := range slices.Sorted(maps.Keys(known)) {
		if !used[format] {
			t.Errorf("nobody says %q", format)
		}
	}
}

// TestTranslationsStandOnce holds that no format is in two files, where one
// would be lost.
func TestTranslationsStandOnce(t *testing.T) {
	in := map[string]string{}
	names, err := fs.Glob(files, "ru/*.json")
	if err != nil || len(names) < 2 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		for format := range read(name) {
			if other := in[format]; other != "" {
				t.Errorf("%q is in %s and in %s", format, other, name)
			}
			in[format] = name
		}
	}
}

// TestCompareFindsFaults holds that the test above can fail.
func TestCompareFindsFaults(t *testing.T) {
	for _, tt := range []struct {
		english string
		russian translation
		want    string
	}{
		{"%d rows of %s", translation{plain: "строк: %d, лист %s"}, "[]"},
		{"%d rows of %s", translation{plain: "лист %[2]s, строк: %[1]d"}, "[]"},
		{"%d rows of %q", translation{plain: "строк: %d, лист «%s»"}, "[]"},
		{"open: %w", translation{plain: "открыть: %w"}, "[]"},
		{"%d rows", translation{plain: "строки"}, "[argument 1 is not said in \"строки\"]"},
		{"%d rows", translation{plain: "%s строк"}, "[argument 1 is %d, and %s in \"%s строк\"]"},
		{"%d rows", translation{plain: "%d строк из %d"}, "[argument 2 is more than there are in \"%d строк из %d\"]"},
		{"%d rows", translation{forms: map[string]string{"one": "%d строка", "few": "%d строки"}}, "[there is no form many]"},
		{"rows", translation{forms: map[string]string{"one": "строка", "few": "строки", "many": "строк"}}, "[there is nothing to count]"},
		{"%d rows", translation{forms: map[string]string{"one": "%d строка", "few": "%d строки", "many": "%d строк"}}, "[]"},
	} {
		if got := fmt.Sprint(compare(tt.english, tt.russian)); got != tt.want {
			t.Errorf("%q, %v: %s, want %s", tt.english, tt.russian, got, tt.want)
		}
	}
}

// sentences finds every format in the source of the program.
func sentences(t *testing.T) (all []said) {
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || d.Name() == "build" || len(d.Name()) > 1 && d.Name()[0] == '.' && d.Name() != ".."):
			return filepath.SkipDir
		case strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go"):
			all = append(all, inFile(t, root, path)...)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func inFile(t *testing.T, root, path string) (all []said) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	folder, _ := filepath.Rel(root, filepath.Dir(path))
	var within string
	ast.Inspect(f, func(n ast.Node) bool {
		if fn, ok := n.(*ast.FuncDecl); ok {
			within = fn.Name.Name
		}
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		at := files.Position(call.Pos()).String()
		switch name := calledName(call.Fun); {
		case name == "message.New" || folder == "survey/message" && name == "New":
			if format, ok := constant(call.Args[0]); ok {
				all = append(all, said{format, at})
			} else if folder != "survey/message" && !slices.Contains(takers[filepath.ToSlash(folder)], within) {
				t.Errorf("%s: the format is no constant, so its Russian cannot be found", at)
			}
		case name == "message.Fprintf":
			if format, ok := constant(call.Args[1]); ok {
				all = append(all, said{format, at})
			} else {
				t.Errorf("%s: the format is no constant, so its Russian cannot be found", at)
			}
		case slices.Contains(takers[filepath.ToSlash(folder)], name[strings.LastIndex(name, ".")+1:]):
			for _, arg := range call.Args[:min(len(call.Args), 2)] {
				if format, ok := beginning(arg); ok {
					all = append(all, said{format, at})
					break
				}
			}
		}
		return true
	})
	return all
}

func calledName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		if of, ok := x.X.(*ast.Ident); ok {
			return of.Name + "." + x.Sel.Name
		}
		return "." + x.Sel.Name
	}
	return ""
}

// constant gives the text of a literal, or of several with + between.
func constant(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(x.Value)
		return text, err == nil && x.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok1 := constant(x.X)
		right, ok2 := constant(x.Y)
		return left + right, ok1 && ok2
	}
	return "", false
}

// beginning is constant, but what is put behind a text may be none.
func beginning(e ast.Expr) (string, bool) {
	if x, ok := e.(*ast.BinaryExpr); ok {
		if text, whole := constant(x); whole {
			return text, true
		}
		left, ok := beginning(x.X)
		return strings.TrimSpace(left), ok
	}
	return constant(e)
}

// wordy says whether there is something to translate beside what is filled in.
func wordy(format string) bool {
	return strings.ContainsFunc(verb.ReplaceAllString(format, ""), unicode.IsLetter)
}

var verb = regexp.MustCompile(`%([-+# 0]*)(?:\[(\d+)\])?([0-9]*(?:\.[0-9]+)?)([a-zA-Z%])`)

// verbs gives the verb of each argument, by its number from 1.
func verbs(format string) map[int]string {
	out := map[int]string{}
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[4] == "%" {
			continue
		}
		if m[2] != "" {
			next, _ = strconv.Atoi(m[2])
		}
		out[next] = "%" + m[1] + m[3] + m[4]
		next++
	}
	return out
}

// text are the verbs that any text may have.
var text = []string{"%s", "%q", "%v", "%w"}

// compare says what is wrong with a translation.
func compare(english string, t translation) (faults []string) {
	want := verbs(english)
	forms := []string{t.plain}
	if t.forms != nil {
		forms = nil
		for _, name := range []string{"one", "few", "many"} {
			if t.forms[name] == "" {
				faults = append(faults, "there is no form "+name)
			} else {
				forms = append(forms, t.forms[name])
			}
		}
		if !slices.ContainsFunc(slices.Collect(maps.Values(want)), func(v string) bool { return v == "%d" || v == "%v" }) {
			return append(faults, "there is nothing to count")
		}
	}
	for _, form := range forms {
		got := verbs(form)
		for _, n := range slices.Sorted(maps.Keys(want)) {
			switch {
			case got[n] == "":
				faults = append(faults, fmt.Sprintf("argument %d is not said in %q", n, form))
			case got[n] != want[n] && !(slices.Contains(text, got[n]) && slices.Contains(text, want[n])):
				faults = append(faults, fmt.Sprintf("argument %d is %s, and %s in %q", n, want[n], got[n], form))
			}
		}
		for _, n := range slices.Sorted(maps.Keys(got)) {
			if want[n] == "" {
				faults = append(faults, fmt.Sprintf("argument %d is more than there are in %q", n, form))
			}
		}
	}
	return faults
}
