package export

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
)

// What programs make of a workbook that they save, and what becomes of a file
// on its way.
func TestFilesThatWereMadeAnew(t *testing.T) {
	const sheet = "xl/worksheets/sheet2.xml"
	// replacing changes the XML of the parts whose names begin so.
	replacing := func(part string, pairs ...string) func(*testing.T, string) string {
		return func(t *testing.T, path string) string {
			done := false
			out := repack(t, path, func(name, text string) string {
				if now := strings.NewReplacer(pairs...).Replace(text); strings.HasPrefix(name, part) && now != text {
					done = true
					return now
				}
				return text
			}, nil)
			if !done {
				t.Fatal("nothing was replaced")
			}
			return out
		}
	}
	renaming := func(pairs ...string) func(*testing.T, string) string {
		r := strings.NewReplacer(pairs...)
		return func(t *testing.T, path string) string {
			all := partsOf(t, path)
			for i, p := range all {
				all[i].name = r.Replace(p.name)
				if strings.HasSuffix(p.name, ".rels") || strings.Contains(p.name, "[") {
					all[i].text = r.Replace(p.text)
				}
			}
			return asFile(t, pack(all, zip.Deflate))
		}
	}
	onlyNames := func(change func(string) string) func(*testing.T, string) string {
		return func(t *testing.T, path string) string {
			all := partsOf(t, path)
			for i := range all {
				all[i].name = change(all[i].name)
			}
			return asFile(t, pack(all, zip.Deflate))
		}
	}
	without := func(part string) func(*testing.T, string) string {
		return func(t *testing.T, path string) string {
			return repack(t, path, func(name, text string) string {
				if strings.HasPrefix(name, part) {
					return ""
				}
				return text
			}, nil)
		}
	}
	with := func(parts map[string]string) func(*testing.T, string) string {
		return func(t *testing.T, path string) string {
			return repack(t, path, func(_, text string) string { return text }, parts)
		}
	}
	as := func(data string) func(*testing.T, string) string {
		return func(t *testing.T, _ string) string { return asFile(t, []byte(data)) }
	}
	encoded := func(part string, encode func(string) string) func(*testing.T, string) string {
		return func(t *testing.T, path string) string {
			return repack(t, path, func(name, text string) string {
				if strings.HasPrefix(name, part) {
					return encode(text)
				}
				return text
			}, nil)
		}
	}
	const main, rels = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	corpus(t, []mutilation{
		{"saved as before", with(nil), "6 taken", nil},
		{"stored, not packed", func(t *testing.T, path string) string { return asFile(t, pack(partsOf(t, path), zip.Store)) }, "6 taken", nil},
		{"sizes of 64 bits", func(t *testing.T, path string) string { return asFile(t, zip64(partsOf(t, path))) }, "6 taken", nil},
		{"something before the archive", func(t *testing.T, path string) string {
			return asFile(t, append([]byte("HTTP/1.1 200 OK\r\n\r\n"), pack(partsOf(t, path), zip.Deflate)...))
		}, "unreadable", []string{"it is no workbook."}},
		{"backslashes in names", onlyNames(func(s string) string { return strings.ReplaceAll(s, "/", `\`) }), "6 taken", nil},
		{"names in capitals", onlyNames(func(s string) string { return strings.ReplaceAll(s, "sharedStrings", "SharedStrings") }), "6 taken", nil},
		{"absolute names", onlyNames(func(s string) string { return "/" + s }), "6 taken", nil},
		{"other names", renaming("worksheets/sheet", "worksheets/blatt", "sharedStrings.xml", "texts.xml", "styles.xml", "looks.xml"), "6 taken", nil},
		{"another name of the workbook", renaming("xl/workbook.xml", "xl/workbook22.xml", "workbook.xml.rels", "workbook22.xml.rels"), "6 taken", nil},
		{"another folder", renaming("xl/", "book/"), "6 taken", nil},
		{"absolute relations", replacing("xl/_rels/", `Target="/`, `Target="/`, `Target="`, `Target="/xl/`), "6 taken", nil},
		{"no content types", without("[Content_Types].xml"), "6 taken", nil},
		{"no first relations", without("_rels/.rels"), "6 taken", nil},
		{"no properties", without("docProps/"), "6 taken", nil},
		{"what Google leaves out", without("xl/theme"), "6 taken", nil},
		{"what Excel adds", with(map[string]string{"customXml/item1.xml": "<a/>", "xl/calcChain.xml": "<calcChain/>", "xl/printerSettings/printerSettings1.bin": "\x00\x01", "[trash]/0000.dat": "x"}), "6 taken", nil},
		{"a strict workbook", replacing("", main, "http://purl.oclc.org/ooxml/spreadsheetml/main", rels, "http://purl.oclc.org/ooxml/officeDocument/relationships"), "6 taken", nil},
		{"days as a strict workbook has them", replacing(sheet, `s="2"><v>45323</v>`, `t="d"><v>2024-02-01</v>`, `s="2"><v>45324</v>`, `t="d"><v>2024-02-02T00:00:00.000</v>`), "6 taken, 1 repaired", []string{"data 3 since: \"2024-02-02T00:00:00.000\" was \"2024-02-02\""}},
		{"the calendar of 1904 without its days", replacing("xl/workbook.xml", "<workbookPr ", `<workbookPr date1904="1" `), "6 taken, 6 repaired", []string{"data 2 since: \"2028-02-02\" was \"2024-02-01\""}},
		{"the calendar of 1904", func(t *testing.T, path string) string {
			path = replacing("xl/workbook.xml", "<workbookPr ", `<workbookPr date1904="1" `)(t, path)
			return replacing(sheet, "<v>45323</v>", "<v>43861</v>", "<v>45324</v>", "<v>43862</v>", "<v>45325</v>", "<v>43863</v>", "<v>45326</v>", "<v>43864</v>", "<v>45327</v>", "<v>43865</v>", "<v>45328</v>", "<v>43866</v>")(t, path)
		}, "6 taken", nil},
		{"texts in the cells", inlined, "6 taken", nil},
		{"prefixes", func(t *testing.T, path string) string {
			return repack(t, path, func(name, text string) string {
				if name == sheet {
					text = strings.NewReplacer("<?", "<?", "</", "</x:", "<", "<x:").Replace(text)
					text = strings.Replace(text, "xmlns=", "xmlns:x=", 1)
				}
				return text
			}, nil)
		}, "6 taken", nil},
		{"pronunciation", replacing("xl/sharedStrings.xml", "farm</t>", "farm</t><rPh sb=\"0\" eb=\"1\"><t>FARM</t></rPh>"), "6 taken", nil},
		{"no numbers of rows", numberless, "6 taken", nil},
		{"no styles", without("xl/styles.xml"), "6 taken", nil},
		{"an error of a formula", replacing(sheet, `<c r="C3"><v>31</v>`, `<c r="C3" t="e"><f>1/"x"</f><v>#VALUE!</v>`), "5 taken, 1 edited", []string{"data row 3 (uuid:0001): A cell was changed: data!C3 (age)."}},
		{"a truth in a cell", replacing(sheet, `<c r="C3"`, `<c r="C3" t="b"`, `<v>31</v>`, `<v>1</v>`), "5 taken, 1 edited", []string{"data 3 age: age given \"31\" -> given \"1\""}},
		{"a cell beyond XFD", replacing(sheet, `<c r="C3"`, `<c r="XFE3"`), "unreadable", []string{"a cell in row 3 has no possible place"}},
		{"a row beyond the last", replacing(sheet, `<row r="7"`, `<row r="1048577"`), "unreadable", []string{"has no possible number"}},
		{"marks of byte order", encoded("xl/", func(s string) string { return "\ufeff" + s }), "6 taken", nil},
		{"UTF-16", encoded(sheet, utf16le), "unreadable", []string{"it is not in UTF-8"}},
		{"windows-1251", encoded(sheet, func(s string) string { return strings.Replace(s, "UTF-8", "windows-1251", 1) }), "unreadable", []string{"it is not in UTF-8"}},
		{"a CSV called .xlsx", as("KEY;code;age\nuuid:0001;0071;31\n"), "unreadable", []string{"it is no workbook."}},
		{"a web page called .xlsx", as("<!DOCTYPE html><html><body>Sign in</body></html>"), "unreadable", []string{"it is no workbook."}},
		{"XML of Excel 2003", as(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>`), "unreadable", []string{"it is no workbook."}},
		{"an .ods renamed", func(t *testing.T, _ string) string {
			return asFile(t, pack([]piece{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", "<office:document-content/>"}}, zip.Deflate))
		}, "unreadable", []string{"it is an archive without a workbook in it."}},
		{"an .xlsb", func(t *testing.T, _ string) string {
			return asFile(t, pack([]piece{{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.bin", "\x83\x01"}}, zip.Deflate))
		}, "unreadable", []string{"it is an archive without a workbook in it."}},
		{"a document", func(t *testing.T, _ string) string {
			return asFile(t, pack([]piece{{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w/>"}}, zip.Deflate))
		}, "unreadable", []string{"it is an archive without a workbook in it."}},
		{"a password", func(t *testing.T, _ string) string {
			f, records := answered(written)
			return write(t, records, Options{Forms: []*survey.Form{f}, Password: "x"})
		}, "unreadable", []string{"it is protected with a password."}},
		{"a download that broke off", func(t *testing.T, path string) string {
			data, _ := os.ReadFile(path)
			return asFile(t, data[:len(data)/2])
		}, "unreadable", []string{"the file is damaged. (it ends early)"}},
		{"a lock file ~$", as("\x05Алия \x00К\x00" + strings.Repeat(" ", 150)), "unreadable", []string{"it is no workbook."}},
		{"a lock file .~lock", as(",user,laptop,25.11.2026 02:10,file:///home;"), "unreadable", []string{"it is no workbook."}},
		{"0 bytes", as(""), "unreadable", []string{"it is empty."}},
		{"only zeros", as(strings.Repeat("\x00", 4096)), "unreadable", []string{"it is no workbook."}},
		{"an empty archive", as("PK\x05\x06" + strings.Repeat("\x00", 18)), "unreadable", []string{"it is an archive without a workbook in it."}},
	})
}

// inlined has every text in its cell, as programs do that know no shared ones.
func inlined(t *testing.T, path string) string {
	var texts [][]string
	repack(t, path, func(name, text string) string {
		if name == "xl/sharedStrings.xml" {
			texts = regexp.MustCompile(`(?s)<si>(<t.*?</t>)</si>`).FindAllStringSubmatch(text, -1)
		}
		return text
	}, nil)
	return repack(t, path, func(name, text string) string {
		if name == "xl/sharedStrings.xml" {
			return ""
		}
		return regexp.MustCompile(`t="s"><v>\d+</v>`).ReplaceAllStringFunc(text, func(cell string) string {
			n, _ := strconv.Atoi(strings.Trim(cell, `ts="><v/`))
			return `t="inlineStr"><is>` + texts[n][1] + `</is>`
		})
	}, nil)
}

// numberless has no numbers at its rows, which then follow each other.
func numberless(t *testing.T, path string) string {
	return repack(t, path, func(_, text string) string {
		text = regexp.MustCompile(`<row r="\d+"`).ReplaceAllString(text, "<row")
		return text
	}, nil)
}

// A piece is a part of an archive.
type piece struct{ name, text string }

func partsOf(t *testing.T, path string) (out []piece) {
	repack(t, path, func(name, text string) string { out = append(out, piece{name, text}); return text }, nil)
	return out
}

func pack(all []piece, method uint16) []byte {
	var out bytes.Buffer
	z := newZip(&out)
	for _, p := range all {
		w, _ := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: method})
		w.Write([]byte(p.text))
	}
	z.Close()
	return out.Bytes()
}

// zip64 is an archive whose sizes stand in 64 bits, however small they are.
func zip64(all []piece) []byte {
	var out, directory []byte
	le := binary.LittleEndian
	for _, p := range all {
		at := len(out)
		n := uint64(len(p.text))
		common := le.AppendUint32(nil, 45) // version, no flags
		common = append(common, 0, 0, 0, 0, 0, 0)
		common = le.AppendUint32(common, crc32.ChecksumIEEE([]byte(p.text)))
		common = le.AppendUint64(common, 0xFFFFFFFF_FFFFFFFF)
		common = le.AppendUint32(common, uint32(len(p.name))|20<<16)
		extra := le.AppendUint64(le.AppendUint64([]byte{1, 0, 16, 0}, n), n)
		out = append(append(append(append(append(out, "PK\x03\x04"...), common...), p.name...), extra...), p.text...)
		directory = append(append(directory, "PK\x01\x02\x2d\x00"...), common...)
		directory = append(directory, make([]byte, 10)...)
		directory = append(append(le.AppendUint32(directory, uint32(at)), p.name...), extra...)
	}
	end := append([]byte("PK\x05\x06"), make([]byte, 4)...)
	end = le.AppendUint32(end, uint32(len(all))|uint32(len(all))<<16)
	end = append(le.AppendUint32(le.AppendUint32(end, uint32(len(directory))), uint32(len(out))), 0, 0)
	return append(append(out, directory...), end...)
}

func utf16le(s string) string {
	out := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(strings.Replace(s, "UTF-8", "UTF-16", 1))) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return string(out)
}
