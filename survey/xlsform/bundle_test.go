package xlsform

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"
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
