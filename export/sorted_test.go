package export

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
	"anketa/survey/xlsform"
)

var (
	rowsOfTests   = regexp.MustCompile(`<row r="(\d+)">.*?</row>`)
	numberOfTests = regexp.MustCompile(`r="([A-Z]*)\d+"`)
)

// sorted turns the rows of a sheet's XML upside down, but for the heading.
func sorted(xml string) string {
	rows := rowsOfTests.FindAllString(xml, -1)
	if len(rows) < 3 {
		return xml
	}
	body := strings.Join(rows[1:], "")
	turned := slices.Clone(rows[1:])
	slices.Reverse(turned)
	for i, r := range turned {
		turned[i] = numberOfTests.ReplaceAllString(r, fmt.Sprintf(`r="${1}%d"`, i+2))
	}
	return strings.Replace(xml, body, strings.Join(turned, ""), 1)
}

func TestSortedRows(t *testing.T) {
	f := parseForm("household", "2", household)
	want := newSource(6, true).records(f, 60)
	others := newSource(7, true).records(f, 5)
	path := repack(t, write(t, want, Options{Forms: []*survey.Form{f}, Others: others}), func(name, text string) string {
		if strings.HasPrefix(name, "xl/worksheets/") && !strings.HasSuffix(name, "sheet1.xml") && !strings.Contains(text, `ref="A1:F`) {
			return sorted(text)
		}
		return text
	}, nil)
	b := mustRead(t, path)
	slices.Reverse(b.Records[:b.Heads])
	slices.Reverse(b.Records[b.Heads:])
	same(t, b, append(want, others...))
}

// What an author's workbook has besides text (numbers, dates, truth, a
// formula) is the same form when it comes out of an export.
func TestCellsOfAFormTravelAsTheyAre(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	f.SetSheetName("Sheet1", "survey")
	put := func(sheet string, row int, values ...any) {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", row), &values); err != nil {
			t.Fatal(err)
		}
	}
	put("survey", 1, "type", "name", "label::English (en)", "label::Русский (ru)", "required")
	put("survey", 2, "select_one size", "size", " How  big?\nTell me ", "Сколько? _x0041_ <&>", true)
	put("survey", 5, "text", "why", "Why?", "Почему?", "yes")
	f.NewSheet("choices")
	put("choices", 1, "list_name", "name", "label::English (en)", "label::Русский (ru)")
	put("choices", 2, "size", 1, "one", "один")
	put("choices", 3, "size", 2.5, "more", "больше")
	f.NewSheet("settings")
	put("settings", 1, "form_id", "version")
	put("settings", 2, "typed", time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	f.NewSheet("my notes")
	put("my notes", 1, "not the form's")
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	source, faults := xlsform.Read(out.Bytes(), xlsform.Options{})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	path := write(t, nil, Options{Forms: []*survey.Form{source}})
	again := readForm(t, path)
	sameForm(t, again, source)
	if got := again.Lists["size"].Choices; got[0].Name != "1" || got[1].Name != "2.5" || again.Items[1].At.Row != 5 {
		t.Errorf("codes %s and %s, and the second question in row %d; want 1, 2.5 and 5", got[0].Name, got[1].Name, again.Items[1].At.Row)
	}
	if data, _ := os.ReadFile(path); bytes.Contains(data, []byte("not the form's")) || gridOf(t, path).has("my notes") {
		t.Error("the author's own notes travel with every export")
	}
}
