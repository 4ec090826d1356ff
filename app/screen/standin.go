package screen

import (
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xlsform"
)

// formIn reads the form that travels in a workbook and leads in it.
func formIn(book *export.Book) (found, error) {
	data, err := book.Bytes()
	if err != nil {
		return found{}, message.New("read workbook: %w", err)
	}
	return readForm(data, book)
}

// readForm reads a version of a workbook's form. The files that it reads
// travel with it; where a spreadsheet program has dropped them, they may lie
// beside the workbook, and where they do not it is opened without them.
func readForm(data []byte, book *export.Book) (found, error) {
	folder := &standIn{folder: os.DirFS(filepath.Dir(book.Path))}
	form, faults := xlsform.Read(data, xlsform.Options{Name: book.Form})
	if faults.Err() != nil {
		form, faults = xlsform.Read(data, xlsform.Options{Name: book.Form, Attached: folder})
	}
	for faults.Err() != nil && folder.learn(faults) {
		form, faults = xlsform.Read(data, xlsform.Options{Name: book.Form, Attached: folder})
	}
	if err := faults.Err(); err != nil {
		return found{}, &FileError{book.Path, message.New("the form in it does not open:\n%w", faults.Of(survey.Fault))}
	}
	if len(folder.missing) > 0 {
		folder.forget(form)
		form.Source = data // the stand-ins are no part of the form
	}
	return foundForm(form, folder.missing), nil
}

// A standIn is a folder that gives a table with one row for each file that is
// not in it, once a form has said which they are.
type standIn struct {
	folder  fs.FS
	asked   []string // that are not in the folder
	missing []string // for which a table stands in
	columns []string // of those, beside the usual ones
}

// Open implements fs.FS.
func (s *standIn) Open(name string) (fs.File, error) {
	if slices.Contains(s.missing, name) {
		return table{strings.NewReader(s.table(name))}, nil
	}
	f, err := s.folder.Open(name)
	if err != nil {
		s.asked = append(s.asked, name)
	}
	return f, err
}

// learn takes from faults which files and which columns are missing; false
// where they say nothing new.
func (s *standIn) learn(faults survey.ErrorList) bool {
	before := len(s.missing) + len(s.columns)
	for _, f := range faults {
		for _, name := range s.asked {
			if f.Code == "FILE_020" && strings.Contains(f.Msg.String(), " "+name+" ") && !slices.Contains(s.missing, name) {
				s.missing = append(s.missing, name)
			}
		}
		if f.Code != "FILE_023" {
			continue
		}
		if _, quoted, ok := strings.Cut(f.Msg.String(), " has no column "); ok {
			column, err := strconv.Unquote(strings.TrimSuffix(quoted, "."))
			if err == nil && !slices.Contains(s.columns, column) {
				s.columns = append(s.columns, column)
			}
		}
	}
	return len(s.missing)+len(s.columns) > before
}

// table is a file with one row, which says nothing: without one, XML and
// GeoJSON have no columns.
func (s *standIn) table(name string) string {
	columns := append([]string{"name", "label"}, s.columns...)
	switch strings.ToLower(path.Ext(name)) {
	case ".xml":
		row := ""
		for _, c := range columns {
			row += "<" + c + ">0</" + c + ">"
		}
		return "<root><item>" + row + "</item></root>"
	case ".geojson":
		properties := map[string]string{"title": "0"}
		for _, c := range columns {
			properties[c] = "0"
		}
		text, _ := json.Marshal(map[string]any{"type": "FeatureCollection", "features": []any{
			map[string]any{"type": "Feature", "id": "0", "properties": properties},
		}}) // strings only: no error
		return string(text)
	}
	row := strings.TrimSuffix(strings.Repeat("0,", len(columns)), ",")
	return strings.Join(columns, ",") + "\n" + row + "\n"
}

// forget takes the rows of the stand-ins out of the form.
func (s *standIn) forget(f *survey.Form) {
	for _, l := range f.Lists {
		if slices.Contains(s.missing, l.File) {
			l.Choices = nil
		}
	}
	for _, it := range f.Items {
		if it.List != nil && slices.Contains(s.missing, it.List.File) {
			it.List.Choices = nil
		}
	}
}

// A table is a file in memory.
type table struct{ *strings.Reader }

func (table) Close() error { return nil }

// Stat implements fs.File; who reads a table needs to know nothing of it.
func (table) Stat() (fs.FileInfo, error) { return nil, fs.ErrInvalid }
