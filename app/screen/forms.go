package screen

import (
	_ "embed"
	"os"
	"path/filepath"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xlsform"
)

// shipped is the questionnaire that Anketa opens where no other is named.
//
//go:embed forms/eeca_migrant_core.xlsx
var shipped []byte

// Shipped names that questionnaire where the form used last would be meant.
const Shipped = "shipped:"

const shippedName = "eeca_migrant_core"

// LoadForm reads the form in a file, or the shipped one where path is empty.
// The list holds every fault, warning and notice, and is complete whether or
// not the form opens; the error is that of a file that cannot be read at all.
func LoadForm(path string) (*survey.Form, survey.ErrorList, error) {
	if path == "" {
		form, faults := xlsform.Read(shipped, xlsform.Options{Name: shippedName})
		return form, checkRecipient(form, faults), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, message.New("read form: %w", err)
	}
	name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	o := xlsform.Options{Name: name, Attached: os.DirFS(filepath.Dir(path))}
	if strings.EqualFold(filepath.Ext(path), ".md") {
		form, faults := xlsform.ReadMarkdown(string(data), o)
		return form, checkRecipient(form, faults), nil
	}
	form, faults := xlsform.Read(data, o)
	return form, checkRecipient(form, faults), nil
}

// Questions counts the questions of a form that take an answer, each once.
func Questions(form *survey.Form) int {
	n := 0
	for _, it := range form.Items {
		if it.Type.Asked() {
			n++
		}
	}
	return n
}
