package report

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// properties is the part docProps/core.xml. excelize's own lacks the prefix
// that some readers insist on.
func properties(r *Report) []byte {
	made := r.Made.UTC().Format("2006-01-02T15:04:05Z")
	var b bytes.Buffer
	b.WriteString(xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"` +
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`)
	escape(&b, r.Title)
	b.WriteString(`</dc:title><dc:creator>`)
	escape(&b, r.Program)
	b.WriteString(`</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">` + made + `</dcterms:created></cp:coreProperties>`)
	return b.Bytes()
}

func escape(b *bytes.Buffer, s string) {
	xml.EscapeText(b, []byte(s)) // a Buffer takes everything
}

// quoted is a sheet's name in a reference.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }

// printed is text in a header of printed pages, where & begins a code and the
// whole may have 255 characters.
func printed(s string) string { return cut(strings.ReplaceAll(s, "&", "&&"), 200) }
