package app

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
)

// TestLanguagesHaveTheSameTexts compares every language with the first: keys,
// the names that are filled in, and a wording for each plural.
func TestLanguagesHaveTheSameTexts(t *testing.T) {
	english := languages[0]
	categories := map[string][]string{"en": {"one", "other"}, "ru": {"few", "many", "one", "other"}}
	for _, l := range languages {
		for key := range english.texts {
			if _, ok := l.texts[key]; !ok {
				t.Errorf("%s has no text for %s", l.code, key)
			}
		}
		for key, text := range l.texts {
			other, ok := english.texts[key]
			if !ok {
				t.Errorf("%s has a text for %s, English has none", l.code, key)
				continue
			}
			if (text.plural == nil) != (other.plural == nil) {
				t.Errorf("%s: %s has plurals in one language only", l.code, key)
			}
			if text.plural != nil && !slices.Equal(slices.Sorted(maps.Keys(text.plural)), categories[l.code]) {
				t.Errorf("%s: %s has the plurals %v, want %v", l.code, key, slices.Sorted(maps.Keys(text.plural)), categories[l.code])
			}
			if got, want := blanks(text), blanks(other); !slices.Equal(got, want) {
				t.Errorf("%s: %s fills in %v, English %v", l.code, key, got, want)
			}
		}
	}
}

var blank = regexp.MustCompile(`\{[a-z]+\}`)

// blanks lists what a wording fills in, but for n, which a singular may spell
// out.
func blanks(w wording) []string {
	found := map[string]bool{}
	for _, text := range append(slices.Collect(maps.Values(w.plural)), w.plain) {
		for _, b := range blank.FindAllString(text, -1) {
			found[b] = true
		}
	}
	delete(found, "{n}")
	return slices.Sorted(maps.Keys(found))
}

var spoken = regexp.MustCompile(`\bT\("([^"]+)"`)

// TestEveryTextIsThere looks through the sources for the keys that they use.
func TestEveryTextIsThere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fields, err := filepath.Glob("field/*.go")
	if err != nil {
		t.Fatal(err)
	}
	used, sources := 0, ""
	for _, file := range append(files, fields...) {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources += string(source)
		for _, m := range spoken.FindAllStringSubmatch(string(source), -1) {
			if strings.HasSuffix(m[1], ".") { // the rest of the key is added: see below
				continue
			}
			used++
			if _, ok := languages[0].texts[m[1]]; !ok {
				t.Errorf("%s: there is no text for %s", file, m[1])
			}
		}
	}
	if used < 80 {
		t.Fatalf("only %d keys were found: the search has gone wrong", used)
	}
	for _, key := range madeUp() {
		sources += `"` + key + `"`
		if _, ok := languages[0].texts[key]; !ok {
			t.Errorf("there is no text for %s", key)
		}
	}
	for key := range languages[0].texts {
		if !strings.Contains(sources, `"`+strings.TrimSuffix(key, ".hint")+`"`) {
			t.Errorf("nothing says %s", key)
		}
	}
}

// bookCodes are those of export.Error.
var bookCodes = []string{"password", "wrongpassword", "oldbook", "sealed", "empty", "nobook", "otherbook", "newerbook", "changedbook", "damagedbook", "taken", "inuse"}

// madeUp are the keys that are put together while the program runs.
func madeUp() (keys []string) {
	for _, a := range actions() {
		keys = append(keys, "action."+a.name, "action."+a.name+".help")
	}
	for s := survey.NotReached; s <= survey.NotAsked; s++ {
		keys = append(keys, "answer."+s.String())
	}
	for _, k := range fieldKeys {
		keys = append(keys, "keys."+k.name)
	}
	for _, l := range screen.Looks {
		keys = append(keys, "look."+string(l))
	}
	for _, k := range exportKinds {
		keys = append(keys, "export.kind."+k.name, "export.open."+k.name)
	}
	for _, d := range dialects {
		keys = append(keys, "export.separator."+d.name)
	}
	for _, k := range reportKinds {
		keys = append(keys, "report.kind."+k.name)
	}
	for k := survey.Real; k <= survey.Simulated; k++ {
		keys = append(keys, "kind."+k.String(), "kinds."+k.String())
	}
	for _, name := range []string{"quit.unsaved", "leave.unsaved", "repeat.remove", "overwrite", "discard", "discard.correction", "handover", "recipient", "firstrecipient", "norecipient", "altered", "recipient.lost", "norecipient.lost", "identity.sure", "merge.without", "merges.ask", "empty.anyway", "file.clear"} {
		keys = append(keys, name, name+".yes", name+".no")
	}
	for _, table := range storage.ShelfTables() {
		keys = append(keys, "altered."+table)
	}
	for _, name := range mergePages {
		keys = append(keys, "merge.page."+name)
	}
	for _, verdict := range []string{"open", "accepted", "refused"} {
		keys = append(keys, "edits.verdict."+verdict)
	}
	for _, step := range enrollSteps() {
		keys = append(keys, "enroll."+step.name)
	}
	for _, name := range []string{"date", "month", "year", "time", "datetime"} {
		keys = append(keys, "field.mask."+name)
	}
	for _, err := range []error{storage.ErrLocked, storage.ErrNewer, storage.ErrForeign, storage.ErrDamaged, storage.ErrNotFound, storage.ErrNoBackup, storage.ErrNoKey, storage.ErrNoRecovery, storage.ErrNoAnswer, storage.ErrNoRequest, seal.ErrIdentity, storage.ErrSealed, &screen.RecipientError{}, seal.ErrPassphrase, screen.ErrOthersAnswers, screen.ErrNoHome, syscall.ENOTDIR,
		screen.ErrNotEditable, screen.ErrNoReason, screen.ErrNothing, screen.ErrOtherForm, screen.ErrOver, screen.ErrWeakPassword, screen.ErrPasswordsDiffer, context.Canceled, storage.ErrTooLarge, screen.ErrNoFile, fs.ErrExist, syscall.ENOSPC, syscall.EROFS, fs.ErrPermission, fs.ErrNotExist, survey.ErrorList{}, errors.New("")} {
		keys = append(keys, "fault."+screen.Explain(err).Key)
	}
	for _, code := range bookCodes {
		keys = append(keys, "fault."+code)
	}
	return append(keys, "practice.training", "practice.simulated")
}

func TestRussianPlurals(t *testing.T) {
	for n, want := range map[int]string{1: "one", 2: "few", 4: "few", 5: "many", 11: "many", 12: "many", 21: "one", 22: "few", 25: "many", 111: "many", 101: "one", 0: "many"} {
		if got := pluralRussian(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
	if got := languages[1].T("start.drafts", "n", 22); got != "22 черновика" {
		t.Errorf("22 drafts are %q", got)
	}
}

func TestLanguageFor(t *testing.T) {
	for locale, want := range map[string]string{"ru": "ru", "ru_RU.UTF-8": "ru", "ru-KZ": "ru", "RU": "ru", "en_GB": "en", "kk": "en", "": "en"} {
		if got := languageFor(locale).code; got != want {
			t.Errorf("%q has the interface in %s, want %s", locale, got, want)
		}
	}
}
