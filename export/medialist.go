package export

import (
	"context"
	"encoding/hex"
	"strconv"

	"anketa/survey"
	"anketa/survey/message"
)

// The sheet _media lists the files of answers: whose they are, under which name
// they stand in the folder beside the workbook, and what is in them. One
// without a hash was not to be had when the workbook was written.
var mediaHead = []string{keyColumn, "file", "size", "sha256"}

const mediaSheet = "_media"

// mediaList writes the sheet.
func (w *writer) mediaList(list []MediaFile) (*sheet, error) {
	s := w.sheet(mediaSheet, ownLook(44, 60, 14, 70))
	if err := s.row(headings(mediaHead...)); err != nil {
		return nil, err
	}
	for _, f := range list {
		cells := words(noStyle, f.Key, f.Name)
		if f.Here() {
			cells = append(cells, cell{numberCell, noStyle, strconv.FormatInt(f.Size, 10)}, words(noStyle, f.SHA256)[0])
		}
		if err := s.row(cells); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// mediaList is the way back. What is in no order says nothing: which files an
// answer means, its own text tells.
func (rd *reading) mediaList(ctx context.Context) error {
	want, said := rd.said.rows[mediaSheet]
	if !rd.grid.has(mediaSheet) {
		if said && want > 0 {
			rd.refuse(Refusal{Sheet: mediaSheet, Why: message.New("The sheet is not there."), Hint: message.New("Take the workbook as it was exported: which files belong to answers stands in it.")})
		}
		return nil
	}
	var at map[string]int
	lines := 0
	err := rd.grid.rows(ctx, mediaSheet, func(line int, cells []cell) error {
		if at == nil {
			at = map[string]int{}
			for i := range cells {
				at[keyText(textAt(cells, i))] = i + 1
			}
			return nil
		}
		text := func(column string) string { return keyText(textAt(cells, at[column]-1)) }
		f := MediaFile{Key: text(keyColumn), Name: text("file"), SHA256: text("sha256")}
		if _, _, ok := survey.CutAttachmentName(f.Name); !ok || f.Key == "" {
			if f != (MediaFile{}) {
				rd.refuse(Refusal{Sheet: mediaSheet, Row: line, Key: f.Key, Why: message.New("This line names no file of an answer."), Hint: message.New("Take the workbook as it was exported.")})
			}
			return nil
		}
		lines++
		f.Size, _ = strconv.ParseInt(number.take(cellAt(cells, at["size"]-1)), 10, 64)
		if sum, err := hex.DecodeString(f.SHA256); err != nil || len(sum) > 0 && (len(sum) != 32 || !named20(f.Name, f.SHA256)) {
			rd.refuse(Refusal{Sheet: mediaSheet, Row: line, Key: f.Key, Why: message.New("The hash of the file %s was changed.", f.Name), Hint: message.New("Take the workbook as it was exported; the file itself is looked for by its name.")})
			f.SHA256 = ""
		}
		rd.book.Media = append(rd.book.Media, f)
		return nil
	})
	if err == nil {
		rd.count(mediaSheet, lines)
		rd.sealedMedia()
	}
	return err
}

// sealedMedia gives the sealed interviews their files.
func (rd *reading) sealedMedia() {
	if len(rd.book.Sealed) == 0 {
		return
	}
	of := map[string][]string{}
	for _, f := range rd.book.Media {
		if isSealedName(f.Name) {
			of[f.Key] = append(of[f.Key], f.Name)
		}
	}
	for i := range rd.book.Sealed {
		rd.book.Sealed[i].Files = of[rd.book.Sealed[i].Key]
	}
}

// isSealedName says whether a file is one that only the coordinator opens.
func isSealedName(name string) bool {
	called, _, ok := survey.CutAttachmentName(name)
	return ok && called == SealedName
}

// SealedName is what a file is called that only the coordinator opens.
const SealedName = "sealed.age"
