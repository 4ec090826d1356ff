package export

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
	"github.com/xuri/excelize/v2"

	"anketa/survey/message"
)

// A frame is everything of a workbook but its cells: the list of sheets, the
// styles, the archive. excelize makes it; our own parts take the place of its
// empty sheets when it saves.
type frame struct {
	file     *excelize.File
	ids      [styles]string
	attached []*zip.File // from the form's own workbook
}

const (
	font   = "Calibri"
	ink    = "1F3A45"
	mist   = "E4EEF1"
	silver = "7A7A7A"
)

var looks = [styles]excelize.Style{
	codeStyle:     {NumFmt: 49},
	dateStyle:     {CustomNumFmt: pattern("yyyy-mm-dd")},
	dateTimeStyle: {CustomNumFmt: pattern("yyyy-mm-dd hh:mm:ss")},
	timeStyle:     {CustomNumFmt: pattern("hh:mm:ss")},
	headStyle:     {Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: filled(ink), Alignment: middle, NumFmt: 49},
	ownHeadStyle:  {Font: &excelize.Font{Bold: true, Color: ink}, Fill: filled(mist), Alignment: middle, NumFmt: 49},
	ownStyle:      {Font: &excelize.Font{Color: silver}, NumFmt: 49},
	wrapStyle:     {Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}, NumFmt: 49},
	titleStyle:    {Font: &excelize.Font{Bold: true, Size: 14, Color: ink}, Alignment: middle},
}

var middle = &excelize.Alignment{WrapText: true, Vertical: "center"}

func pattern(s string) *string { return &s }

func filled(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

func newFrame() (*frame, error) {
	f := &frame{file: excelize.NewFile()}
	if err := f.file.SetDefaultFont(font); err != nil {
		return nil, err
	}
	for s := noStyle + 1; s < styles; s++ {
		l := looks[s]
		if l.Font == nil {
			l.Font = &excelize.Font{Color: "000000"}
		}
		chosen := *l.Font
		chosen.Family = font // without it LibreOffice takes a serif face
		if chosen.Size == 0 {
			chosen.Size = 11
		}
		l.Font = &chosen
		id, err := f.file.NewStyle(&l)
		if err != nil {
			return nil, message.New("style %d: %w", s, err)
		}
		f.ids[s] = strconv.Itoa(id)
	}
	return f, nil
}

// list makes the sheets known, in order.
func (f *frame) list(sheets []*sheet) error {
	for i, s := range sheets {
		var err error
		if i == 0 {
			err = f.file.SetSheetName("Sheet1", s.name)
		} else {
			_, err = f.file.NewSheet(s.name)
		}
		if err != nil {
			return message.New("sheet %s: %w", s.name, err)
		}
		if s.filtered() {
			if err := f.file.AutoFilter(s.name, s.area(), nil); err != nil {
				return message.New("filter of %s: %w", s.name, err)
			}
		}
	}
	// One text makes excelize list the shared strings among the parts.
	return f.file.SetCellStr(sheets[0].name, "A1", sheets[0].name)
}

// save writes the workbook to w.
func (f *frame) save(w io.Writer, sheets []*sheet, texts *stringTable) error {
	if err := f.list(sheets); err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, 1<<18)
	z := &archive{zip: newZip(out), own: map[string]func(*zip.Writer, string) error{}, attached: f.attached}
	for i, s := range sheets {
		z.own[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = func(w *zip.Writer, name string) error { return s.part.writeTo(w, name, s.head()) }
	}
	z.own["xl/sharedStrings.xml"] = func(w *zip.Writer, name string) error { return texts.part.writeTo(w, name, texts.head()) }
	z.own["docProps/app.xml"] = fixed(appProperties)
	z.own["docProps/core.xml"] = fixed(coreProperties)
	f.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	if err := f.file.Write(io.Discard); err != nil {
		return err
	}
	if len(z.own) > 0 {
		return message.New("%d parts found no place in the archive", len(z.own))
	}
	return out.Flush()
}

// excelize's own properties name another program and a date in 2006, and one
// reader refuses the way it writes them.
const (
	appProperties  = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Anketa</Application></Properties>`
	coreProperties = xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Anketa</dc:creator></cp:coreProperties>`
)

func fixed(text string) func(*zip.Writer, string) error {
	return func(z *zip.Writer, name string) error {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		return err
	}
}

func newZip(w io.Writer) *zip.Writer {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, level) })
	return z
}

// An archive is what excelize saves into: it puts our parts where excelize
// has an empty one.
type archive struct {
	zip      *zip.Writer
	own      map[string]func(*zip.Writer, string) error
	attached []*zip.File
}

// Create implements excelize.ZipWriter.
func (a *archive) Create(name string) (io.Writer, error) {
	put, ours := a.own[name]
	if !ours {
		return a.zip.Create(name)
	}
	delete(a.own, name)
	return io.Discard, put(a.zip, name)
}

// AddFS implements excelize.ZipWriter.
func (a *archive) AddFS(files fs.FS) error { return a.zip.AddFS(files) }

// Close implements excelize.ZipWriter. Before the archive ends, the form's
// files go into it.
func (a *archive) Close() error {
	for _, file := range a.attached {
		if err := a.zip.Copy(file); err != nil {
			return message.New("copy %s: %w", file.Name, err)
		}
	}
	return a.zip.Close()
}
