package xlsform

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// TestBundle wants a form with attached files to be the same when it is read
// again from what is kept of it, where the folder is no longer there.
func TestBundle(t *testing.T) {
	folder := fstest.MapFS{"towns.csv": {Data: []byte("name,label\n1,Almaty\n2,Osh\n")}}
	book := workbook(t, map[string]func(func(string, any), *excelize.File){
		"survey": func(set func(string, any), _ *excelize.File) {
			for cell, v := range map[string]string{"A1": "type", "B1": "name", "C1": "label", "A2": "select_one_from_file towns.csv", "B2": "town", "C2": "Town"} {
				set(cell, v)
			}
		}})
	text := "| survey |\n|  | type | name | label |\n|  | select_one_from_file towns.csv | town | Town |\n"
	for name, data := range map[string][]byte{"workbook": book, "tables": []byte(text)} {
		t.Run(name, func(t *testing.T) {
			first, faults := Read(data, Options{Attached: folder})
			if faults.Err() != nil {
				t.Fatal(faults)
			}
			if bytes.Equal(first.Source, data) {
				t.Error("the file is not kept with the form")
			}
			again, faults := Read(first.Source, Options{})
			if got, want := summary(again, faults), summary(first, nil); got != want || !strings.Contains(got, "Almaty") {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
			if again != nil && !bytes.Equal(again.Source, first.Source) {
				t.Error("what is kept changes when it is read")
			}
			newer := fstest.MapFS{"towns.csv": {Data: []byte("name,label\n3,Bishkek\n")}}
			third, faults := Read(first.Source, Options{Attached: newer})
			if faults.Err() != nil || !strings.Contains(summary(third, nil), "Bishkek") || strings.Contains(summary(third, nil), "Almaty") {
				t.Errorf("a file in the folder does not replace the kept one: %v", faults)
			}
		})
	}
	if _, faults := Read(book, Options{}); faults.Err() == nil {
		t.Error("a file that is nowhere is no fault")
	}
}

// TestMedia wants pictures, sounds and films to go with the form, and the check
// to tell of those that cannot.
func TestMedia(t *testing.T) {
	text := "| survey |\n" +
		"|  | type | name | label | image | big-image | audio | video | image::ru |\n" +
		"|  | select_one l | a | A | a.PNG | big.jpg | a.mp3 | a.mp4 | ru.png |\n" +
		"|  | note | b | B | gone.png |  | run.exe |  | - |\n" +
		"|  | note | c | C | a.PNG | huge.png | ${a}.mp3 |  | x.bmp |\n" +
		"|  | begin_group | g | G | a.PNG |  |  |  |  |\n" +
		"|  | end_group |  |  |  |  |  |  |  |\n" +
		"| choices |\n|  | list_name | name | label | media::image |\n|  | l | 1 | One | one.svg |\n|  | l | 2 | Two | gone.png |\n"
	folder := fstest.MapFS{}
	for _, name := range []string{"a.PNG", "f-media/big.jpg", "media/a.mp3", "a.mp4", "ru.png", "one.svg", "run.exe"} {
		folder[name] = &fstest.MapFile{Data: []byte(name)}
	}
	folder["huge.png"] = &fstest.MapFile{Data: make([]byte, maxMedia+1)}
	form, faults := ReadMarkdown(text, Options{Name: "f", Attached: folder})
	if faults.Err() != nil {
		t.Fatal(faults)
	}
	var told []string
	for _, f := range faults {
		if strings.Contains(f.Code, "MEDIA") {
			told = append(told, f.Severity.String()+" "+f.Code+" "+f.At.String())
		}
	}
	want := []string{"notice MEDIA_003 survey row 3", "notice MEDIA_005 survey row 3", "notice FALL_MEDIA survey row 4", "notice FALL_MEDIA survey row 5",
		"notice MEDIA_003 survey row 4", "notice MEDIA_004 survey row 4"}
	slices.Sort(told)
	slices.Sort(want)
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	again, faults := Read(form.Source, Options{Name: "other"})
	if faults.Err() != nil {
		t.Fatal(faults)
	}
	for name, data := range map[string]string{"a.PNG": "a.PNG", "big.jpg": "f-media/big.jpg", "a.mp3": "media/a.mp3", "a.mp4": "a.mp4", "ru.png": "ru.png", "one.svg": "one.svg", "run.exe": "", "gone.png": "", "huge.png": ""} {
		for when, f := range map[string]*survey.Form{"read": form, "read from what is kept": again} {
			if got := string(f.Attachment(name)); got != data {
				t.Errorf("%s, %s holds %q, want %q", when, name, got, data)
			}
		}
	}
}

// TestBundleKeepsOtherFiles wants a file that stands in the folder anew to
// leave the others of the bundle where they are.
func TestBundleKeepsOtherFiles(t *testing.T) {
	text := "| survey |\n|  | type | name | label | image |\n|  | note | a | A | a.png |\n|  | note | b | B | b.png |\n"
	first, _ := ReadMarkdown(text, Options{Attached: fstest.MapFS{"a.png": {Data: []byte("1")}, "b.png": {Data: []byte("2")}}})
	second, _ := Read(first.Source, Options{Attached: fstest.MapFS{"a.png": {Data: []byte("3")}}})
	third, faults := Read(second.Source, Options{})
	if a, b := third.Attachment("a.png"), third.Attachment("b.png"); string(a) != "3" || string(b) != "2" {
		t.Errorf("kept %q and %q, want 3 and 2: %v", a, b, faults)
	}
}
