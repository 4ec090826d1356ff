package export

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// The sheet _sealed holds interviews that only the coordinator can open: what
// is needed to sort files, and the armoured text of an age file. A text that is
// too long for a cell is cut between its lines. _hash sums up the whole row, so
// that a change is noticed without any key; that nobody else made the row, the
// signature inside tells when it is opened.
var sealedHead = []string{keyColumn, hashColumn, "case_code", "interviewer", "day", "_kind", "number", "device",
	"form", "form_version", "public_key", "part", "parts", "text"}

const sealedSheet = "_sealed"

// A SealedRow is a sealed interview as a workbook carries it.
type SealedRow struct {
	Key, Case, Interviewer string
	Day                    string // 2026-05-01
	Kind                   survey.Kind
	Number                 int
	Device, Form, Version  string
	Public                 string   // of who signed it, in hex
	Text                   string   // an armoured age file, its lines ended by \n
	Files                  []string // names of the age files of its answers
}

// Hash names the row: equal rows have equal hashes.
func (r SealedRow) Hash() survey.Hash {
	sum := sha256.New()
	for _, text := range append(r.beside(), r.Text) {
		_ = binary.Write(sum, binary.BigEndian, uint64(len(text)))
		sum.Write([]byte(text))
	}
	return survey.Hash(sum.Sum(nil))
}

// beside gives the cells between the hash and the text.
func (r SealedRow) beside() []string {
	return []string{r.Key, r.Case, r.Interviewer, r.Day, r.Kind.String(), strconv.Itoa(r.Number), r.Device, r.Form, r.Version, r.Public}
}

// ArmourText puts the line ends of an armoured text in order, as they are
// compared.
func ArmourText(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// seal writes the sheet _sealed.
func (w *writer) seal() (*sheet, error) {
	s := w.sheet(sealedSheet, ownLook(40, 20, 14, 12, 12, 10, 8, 18, 20, 12, 20, 6, 6, 60))
	if err := s.row(headings(sealedHead...)); err != nil {
		return nil, err
	}
	for _, r := range w.o.Sealed {
		r.Text = ArmourText(r.Text)
		for _, text := range r.beside() {
			if settle(text) != text {
				return nil, &Error{Part: r.Key, Code: "", Why: message.New("this sealed interview has a code that no file can hold."), Hint: message.New("Choose codes of letters and digits.")}
			}
		}
		if err := w.sealedRow(s, r); err != nil {
			return nil, err
		}
		w.sealed = append(w.sealed, r.Hash())
	}
	return s, nil
}

func (w *writer) sealedRow(s *sheet, r SealedRow) error {
	parts := cutLines(r.Text, pieceSize)
	beside := r.beside()
	for i, part := range parts {
		cells := words(ownStyle, beside[0], r.Hash().String())
		cells = append(cells, words(noStyle, beside[1:]...)...)
		cells = append(cells,
			cell{numberCell, noStyle, strconv.Itoa(i + 1)},
			cell{numberCell, noStyle, strconv.Itoa(len(parts))},
			cell{textCell, ownStyle, part})
		if err := s.row(cells); err != nil {
			return err
		}
	}
	return nil
}

// cutLines cuts a text between its lines, into pieces of at most size that end
// with no line end.
func cutLines(text string, size int) (out []string) {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if b.Len() > 0 && b.Len()+1+len(line) > size {
			out = append(out, b.String())
			b.Reset()
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return append(out, b.String())
}

// sealed reads the sheet _sealed, where there is one.
func (rd *reading) sealed(ctx context.Context) error {
	want, said := rd.said.rows[sealedSheet]
	if !rd.grid.has(sealedSheet) {
		if said && want > 0 {
			rd.refuse(Refusal{Sheet: sealedSheet, Why: message.New("The sheet is not there."), Hint: message.New("Take the workbook as it was exported.")})
		}
		return nil
	}
	all, n, err := rd.collect(ctx, sealedSheet, sealedHead[:2])
	if err != nil {
		return err
	}
	rd.count(sealedSheet, n)
	var hashes []survey.Hash
	seen := map[survey.Hash]bool{}
	for _, p := range all {
		r, ok := sealedOf(p)
		if !ok {
			rd.refuse(Refusal{Sheet: sealedSheet, Row: p.line, Key: keyText(p.beside[keyColumn]), Interview: true,
				Why:  message.New("This sealed interview of the laptop %s is not complete or was changed.", p.beside["device"]),
				Hint: takeAgain})
			continue
		}
		h := r.Hash()
		hashes = append(hashes, h)
		if !seen[h] {
			seen[h] = true
			rd.book.Sealed = append(rd.book.Sealed, r)
		}
	}
	if n == want && len(hashes) == len(all) && digest(hashes) != rd.said.digests[sealedSheet] {
		rd.refuse(Refusal{Sheet: sealedSheet, Why: message.New("Its rows are not the ones that were written."),
			Hint: message.New("A row was replaced by another workbook's: ask for the file again. What is here was looked at row by row.")})
	}
	return nil
}

// sealedOf puts a row together; not ok where it is not what was written.
func sealedOf(p *pieces) (r SealedRow, ok bool) {
	var b strings.Builder
	for i := 1; i <= p.want; i++ {
		part, there := p.parts[i]
		if !there {
			return r, false
		}
		b.WriteString(part + "\n")
	}
	r = SealedRow{Key: keyText(p.beside[keyColumn]), Case: p.beside["case_code"], Interviewer: p.beside["interviewer"], Day: p.beside["day"],
		Device: p.beside["device"], Form: p.beside["form"], Version: p.beside["form_version"], Public: p.beside["public_key"], Text: ArmourText(b.String())}
	for kind := survey.Real; kind <= survey.Simulated; kind++ {
		if kind.String() == p.beside["_kind"] {
			r.Kind = kind
		}
	}
	r.Number, _ = strconv.Atoi(p.beside["number"])
	public, err := hex.DecodeString(r.Public)
	return r, p.want > 0 && err == nil && len(public) > 0 && r.Hash().String() == p.beside[hashColumn]
}
