package app

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
)

// The questionnaire of these tests, and what a respondent says to it.
const (
	markedForm = "| survey | | | |\n| | type | name | label |\n| | text | case_code | Code |\n| | text | firm | Where? |\n" +
		"| settings | | | |\n| | form_id | version | client_editable |\n| | marked | 1 | yes |\n"
	markedAnswer = "quicksilver"
	markedCase   = "ZQX-4711"
)

// known are the types that hold something of a respondent, or a key.
var known = []reflect.Type{
	reflect.TypeFor[survey.Record](), reflect.TypeFor[survey.Answer](), reflect.TypeFor[storage.Summary](),
	reflect.TypeFor[screen.Row](), reflect.TypeFor[screen.EditRow](), reflect.TypeFor[screen.Conflicted](),
	reflect.TypeFor[export.Correction](), reflect.TypeFor[screen.Interview](), reflect.TypeFor[seal.Identity](),
}

// A search goes through all that can be reached from a value.
type search struct {
	seen  map[uintptr]reflect.Type
	at    []string
	found []string
}

// beyond is where a search ends: it leads to everything else.
var beyond = []reflect.Type{
	reflect.TypeFor[App](), reflect.TypeFor[worker](), reflect.TypeFor[screen.Desk](), reflect.TypeFor[screen.Door](), reflect.TypeFor[survey.Form](),
}

func (s *search) note(what string) { s.found = append(s.found, strings.Join(s.at, ".")+" "+what) }

func (s *search) step(v reflect.Value, name string) {
	s.at = append(s.at, name)
	s.look(v)
	s.at = s.at[:len(s.at)-1]
}

func (s *search) look(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() || s.seen[v.Pointer()] == v.Type() || slices.Contains(beyond, v.Type().Elem()) {
			return
		}
		s.seen[v.Pointer()] = v.Type()
		s.look(v.Elem())
	case reflect.Interface:
		s.look(v.Elem())
	case reflect.Struct:
		s.judge(v)
		for i := range v.NumField() {
			s.step(v.Field(i), v.Type().Field(i).Name)
		}
	case reflect.Slice, reflect.Array:
		for i := 0; i < v.Len() && v.Type().Elem().Kind() != reflect.Uint8; i++ {
			s.look(v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			s.look(k)
			s.look(v.MapIndex(k))
		}
	case reflect.String:
		if strings.Contains(v.String(), markedAnswer) || strings.Contains(v.String(), markedCase) {
			s.note("says " + v.String())
		}
	}
}

// judge knows what is of a respondent. An id alone says nothing.
func (s *search) judge(v reflect.Value) {
	if v.Type() == reflect.TypeFor[storage.Summary]() && v.FieldByName("Started").IsZero() {
		return
	}
	if slices.Contains(known, v.Type()) {
		s.note("holds a " + v.Type().String())
	}
}

// knows lists what the window can still reach of respondents.
func (r *rig) knows() []string {
	s := &search{seen: map[uintptr]reflect.Type{}}
	s.step(reflect.ValueOf(&r.views), "views")
	s.step(reflect.ValueOf(r.cover), "cover")
	s.step(reflect.ValueOf(r.scroll), "scroll")
	s.step(reflect.ValueOf(&r.below), "below")
	for _, o := range test.LaidOutObjects(r.window.Content()) {
		s.step(reflect.ValueOf(o), "content")
	}
	return s.found
}

// marked opens a window where one interview is finished and one is a draft,
// and gives a workbook with an edit that waits.
func marked(t *testing.T) (r *rig, book string) {
	t.Helper()
	dir := t.TempDir()
	form := filepath.Join(dir, "marked.xlsx")
	writeForm(t, form, markedForm)
	r = openRig(t, filepath.Join(dir, "anketa.db"), form)
	for finish := range 2 {
		s, err := r.desk.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for p, text := range map[survey.Path]string{"case_code": markedCase, "firm": markedAnswer} {
			if _, err := s.Answer(p, text); err != nil {
				t.Fatal(err)
			}
		}
		if finish == 0 {
			s.Finish(func(err error) {
				if err != nil {
					t.Error(err)
				}
			})
		}
	}
	book = filepath.Join(dir, "a.xlsx")
	if _, err := screen.Export(context.Background(), r.desk.Store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	edit(t, book, markedAnswer, markedAnswer+" two")
	r.show()
	return r, book
}

// edit changes a cell of a workbook as somebody does who opened it.
func edit(t *testing.T, book, was, now string) {
	t.Helper()
	f, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cells, err := f.SearchSheet("data", was)
	if err != nil || len(cells) == 0 {
		t.Fatalf("nothing to edit: %v, sheets %v", err, f.GetSheetList())
	}
	if err := f.SetCellStr("data", cells[0], now); err != nil {
		t.Fatal(err)
	}
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
}

// TestALockedWindowKnowsNobody locks it on every view. Nothing of a respondent
// can be reached then, and who unlocks is where they were.
func TestALockedWindowKnowsNobody(t *testing.T) {
	r, book := marked(t)
	row := func(finished bool) func() {
		return func() {
			v := r.shown().(*startView)
			for i, s := range v.records.Shown {
				if s.Finished.IsZero() != finished {
					v.list.Mark(i)
				}
			}
		}
	}
	merge := func(page string) func() {
		return func() {
			r.press(fyne.KeyF7)
			v := r.shown().(*mergeView)
			v.dropped([]string{book})
			for v.shows != page {
				v.nextPage()
			}
		}
	}
	opens := map[string]func(){
		"start":        row(true),
		"interview":    func() { row(false)(); r.press(fyne.KeyReturn) },
		"finder":       func() { row(false)(); r.press(fyne.KeyReturn); r.ctrl(fyne.KeyF) },
		"finish":       func() { row(false)(); r.press(fyne.KeyReturn); r.ctrl(fyne.KeyE) },
		"done":         func() { r.press(fyne.KeyF3); r.ctrl(fyne.KeyE); r.ctrl(fyne.KeyReturn) },
		"review":       func() { row(true)(); r.press(fyne.KeyReturn); r.shown().(*reviewView).list.Mark(1) },
		"answer":       func() { row(true)(); r.press(fyne.KeyReturn); r.shown().(*reviewView).pick(1) },
		"correction":   func() { row(true)(); r.ctrl(fyne.KeyK); r.write(markedAnswer) },
		"withdraw":     func() { row(true)(); r.ctrl(fyne.KeyD); r.write(markedCase) },
		"form":         func() { r.press(fyne.KeyF5) },
		"export":       func() { r.press(fyne.KeyF6); r.shown().(*exportView).secret.first.SetText(markedAnswer) },
		"merge":        merge("books"),
		"edits":        merge("edits"),
		"conflicts":    merge("conflicts"),
		"doubles":      merge("doubles"),
		"merges":       merge("merges"),
		"merged":       func() { merge("books")(); r.ctrl(fyne.KeyReturn) },
		"report":       func() { r.press(fyne.KeyF8) },
		"settings":     func() { r.press(fyne.KeyF9) },
		"passphrase":   func() { r.open(newPassphraseView(r.App)); r.write(markedAnswer) },
		"enroll":       func() { r.open(newEnrollView(r.App, r.desk)) },
		"identity":     func() { r.open(newIdentityView(r.App)); r.shown().(*identityView).held = seal.NewIdentity() },
		"rehearsal":    func() { r.open(newRehearsalView(r.App)); r.shown().(*rehearsalView).code.SetText(markedCase) },
		"helpout":      func() { r.open(newHelpView(r.App)) },
		"erase":        func() { r.open(newEraseView(r.App)) },
		"empty":        func() { r.open(newEmptyView(r.App)); r.press(fyne.KeyReturn) },
		"identityheld": func() { r.open(newIdentityView(r.App)) },
	}
	harmless := []string{"merges", "report", "settings", "form", "enroll", "identityheld", "helpout", "erase", "empty"} // below them stands the list
	for name, open := range opens {
		t.Run(name, func(t *testing.T) {
			r.views = r.views[:1]
			r.show()
			open()
			before := r.shown().name()
			if len(r.knows()) == 0 && !slices.Contains(harmless, name) {
				t.Fatal("nothing was there to be forgotten: nothing is tested")
			}
			r.ctrl(fyne.KeyL)
			if r.cover == nil {
				r.lock()
			}
			for _, what := range r.knows() {
				t.Error(what)
			}
			r.unlock()
			if r.wantScreen(before); r.overlaid() {
				t.Error("something went wrong on the way back")
			}
		})
	}
	exempt := map[string]bool{"wait": true, "fault": true, "restored": true, "behind": true, "unlock": true, "recover": true, "hidden": true, "emptied": true} // nobody is at the desk
	for name := range viewNames(t) {
		if opens[name] == nil && !exempt[name] {
			t.Errorf("no test locks the window on %s", name)
		}
	}
}

// viewNames are those of the program.
func viewNames(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	names, name := map[string]bool{}, regexp.MustCompile(`\) name\(\) string +\{ return "(\w+)" \}`)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range name.FindAllSubmatch(text, -1) {
			names[string(m[1])] = true
		}
	}
	return names
}

// TestBackWhereOneWas: the same row, page, question and decisions.
func TestBackWhereOneWas(t *testing.T) {
	r, book := marked(t)
	r.press(fyne.KeyF7)
	v := r.shown().(*mergeView)
	v.dropped([]string{book})
	for v.shows != "edits" {
		v.nextPage()
	}
	if len(v.overview().Edits) != 1 {
		t.Fatalf("%d edits", len(v.overview().Edits))
	}
	r.strike("1") // accepted
	r.ctrl(fyne.KeyL)
	r.unlock()
	if v.shows != "edits" || len(v.overview().Edits) != 1 || v.verdict(v.overview().Edits[0]) != export.Accepted {
		t.Errorf("page %s, %d edits: what was decided is forgotten", v.shows, len(v.overview().Edits))
	}
	r.press(fyne.KeyEscape)
	start := r.shown().(*startView)
	start.list.Mark(1)
	at := start.records.Shown[1].ID
	r.ctrl(fyne.KeyL)
	r.unlock()
	if i := start.at(); start.records.Shown[i].ID != at {
		t.Errorf("row %d is marked", i)
	}
}
