package xlsform

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/message"
)

// maxAttached is how large an attached file may be, in bytes.
const maxAttached = 64 << 20

// records are the rows of an attached file, whatever its format.
type records struct {
	columns []string
	rows    [][]string
}

// readAttached reads a file beside the form.
func (r *reader) readAttached(at survey.Position, file string) (*records, bool) {
	if rec := r.parsed[file]; rec != nil {
		return rec, true
	}
	data, err := r.openAttached(file)
	if err != nil {
		r.fault(at, "FILE_020", message.New("The attached file %s cannot be read.", file), message.New("Put it into the same folder as the form and open the form again."))
		return nil, false
	}
	var rec *records
	switch strings.ToLower(path.Ext(file)) {
	case ".csv":
		rec, err = readCSV(data)
	case ".xml":
		rec, err = readXML(data)
	case ".geojson":
		rec, err = readGeoJSON(data)
	}
	if err != nil {
		r.fault(at, "FILE_021", message.New("The attached file %s is faulty: %v.", file, err), message.New("Correct the file and open the form again."))
		return nil, false
	}
	r.parsed[file] = rec
	return rec, true
}

// openAttached reads a file from the form's folder or, where it is not there,
// from the bundle that the form is.
func (r *reader) openAttached(file string) ([]byte, error) {
	if !fs.ValidPath(file) {
		return nil, fs.ErrNotExist
	}
	data, err := openFile(r.o.Attached, file, maxAttached)
	if err == nil {
		r.files[file] = data
		return data, nil
	}
	if data, ok := r.book.kept[partName(file)]; ok {
		return data, nil
	}
	return nil, err
}

// errTooLarge is what reading a file that is larger than its limit gives.
var errTooLarge = message.New("too large")

// openFile reads a file of at most that many bytes.
func openFile(folder fs.FS, name string, most int) ([]byte, error) {
	if folder == nil {
		return nil, fs.ErrNotExist
	}
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, int64(most)+1))
	if err == nil && len(data) > most {
		err = errTooLarge
	}
	return data, err
}

// readCSV reads comma-separated values with a heading; a heading with
// semicolons only, as Excel writes in many countries, is taken too.
func readCSV(data []byte) (*records, error) {
	data = bytes.TrimPrefix(data, utf8Mark)
	if !utf8.Valid(data) {
		return nil, message.New("it is not in UTF-8")
	}
	c := csv.NewReader(bytes.NewReader(data))
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	if head, _, _ := bytes.Cut(data, []byte("\n")); !bytes.Contains(head, []byte(",")) && bytes.Contains(head, []byte(";")) {
		c.Comma = ';'
	}
	rows, err := c.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, message.New("it is no table with a heading")
	}
	rec := &records{rows: rows[1:]}
	for _, h := range rows[0] {
		rec.columns = append(rec.columns, strings.TrimSpace(h))
	}
	return rec, nil
}

// readXML reads <root><item><name>…</name>…</item></root>.
func readXML(data []byte) (*records, error) {
	rec := &records{}
	var item map[string]string
	var text strings.Builder
	depth := 0
	err := tokens(data, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				item = map[string]string{}
			}
			text.Reset()
		case xml.CharData:
			text.Write(t)
		case xml.EndElement:
			if depth == 3 {
				item[t.Name.Local] = strings.TrimSpace(text.String())
			}
			if depth == 2 && len(item) > 0 {
				rec.add(item)
			}
			depth--
		}
		return nil
	})
	if err != nil {
		return nil, message.New("it is no well-formed XML")
	}
	return rec, nil
}

// readGeoJSON reads the features of a collection: their properties, their id
// and their geometry in ODK's text form.
func readGeoJSON(data []byte) (*records, error) {
	var c struct {
		Type     string
		Features []struct {
			ID         any
			Properties map[string]any
			Geometry   struct{ Coordinates json.RawMessage }
		}
	}
	if err := json.Unmarshal(data, &c); err != nil || c.Type != "FeatureCollection" {
		return nil, message.New("it is no FeatureCollection in GeoJSON")
	}
	rec := &records{}
	for _, f := range c.Features {
		item := map[string]string{"geometry": geometry(f.Geometry.Coordinates)}
		if f.ID != nil {
			item["id"] = jsonText(f.ID)
		}
		for k, v := range f.Properties {
			item[k] = jsonText(v)
		}
		rec.add(item)
	}
	return rec, nil
}

// jsonText writes a JSON value as the text of a cell.
func jsonText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, _ := json.Marshal(v)
	return string(b)
}

// geometry writes coordinates (longitude first) as ODK does (latitude first).
func geometry(raw json.RawMessage) string {
	var point []float64
	if json.Unmarshal(raw, &point) == nil {
		if len(point) < 2 {
			return ""
		}
		return fmt.Sprintf("%v %v 0 0", point[1], point[0])
	}
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil {
		return ""
	}
	points := make([]string, 0, len(parts))
	for _, p := range parts {
		points = append(points, geometry(p))
	}
	return strings.Join(points, ";")
}

// add appends an item; columns come in order of first appearance, those of
// one item by name.
func (rec *records) add(item map[string]string) {
	fresh := make([]string, 0, len(item))
	for k := range item {
		if !slices.Contains(rec.columns, k) {
			fresh = append(fresh, k)
		}
	}
	slices.Sort(fresh)
	rec.columns = append(rec.columns, fresh...)
	cells := make([]string, len(rec.columns))
	for i, k := range rec.columns {
		cells[i] = item[k]
	}
	rec.rows = append(rec.rows, cells)
}

func (rec *records) cell(cells []string, column string) string {
	if i := slices.Index(rec.columns, column); i >= 0 && i < len(cells) {
		return strings.TrimSpace(cells[i])
	}
	return ""
}

// listOf makes a choice list of the rows: the code from one column, the label
// from another, and every other column as it is.
func (r *reader) listOf(rec *records, file, code, label string, at survey.Position) *survey.List {
	l := &survey.List{Name: stem(file), File: file, At: at}
	for _, c := range rec.columns {
		if c != "name" && c != "label" {
			l.Columns = append(l.Columns, c)
		}
	}
	for _, cells := range rec.rows {
		c := &survey.Choice{Name: rec.cell(cells, code), At: at}
		if s := rec.cell(cells, label); s != "" {
			c.Label = r.everyLanguage(s)
		}
		for _, col := range l.Columns {
			c.Values = append(c.Values, rec.cell(cells, col))
		}
		l.Choices = append(l.Choices, c)
	}
	return l
}
