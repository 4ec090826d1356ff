package export

import (
	"strconv"
	"unicode/utf8"

	"anketa/survey"
)

// The sheet _versions holds records whole, as survey.Encode writes them and
// in plain ASCII, cut into cells: the versions that are no row of the sheet
// data, and those rows of which a cell cannot hold everything (a text of
// 40,000 characters, a control character, an answer to a question that no
// form at hand has).
var versionsHead = []string{keyColumn, hashColumn, roleColumn, seenColumn, "part", "parts", "text"}

const (
	roleColumn = "_role"
	seenColumn = "_row_hash"

	rowRole   = "row"   // stands behind a row of the sheet data
	otherRole = "other" // a superseded version, or the other side of a conflict
)

// pieceSize leaves room below the 32,767 of a cell.
const pieceSize = 30_000

// whole writes a record into the sheet. seen is the hash of what its row
// alone gives back, so that a change in the row is noticed; blank where the
// row gives nothing back.
func whole(to *sheet, r *survey.Record, h survey.Hash, role, seen string) error {
	pieces := split(ascii(survey.Encode(r)), pieceSize)
	for i, piece := range pieces {
		cells := words(ownStyle, r.ID, h.String(), role, seen)
		cells = append(cells,
			cell{numberCell, noStyle, strconv.Itoa(i + 1)},
			cell{numberCell, noStyle, strconv.Itoa(len(pieces))},
			cell{textCell, ownStyle, piece})
		if err := to.row(cells); err != nil {
			return err
		}
	}
	return nil
}

// ascii writes every character of a JSON text that a spreadsheet might change
// as JSON's own escape. All of them stand inside strings.
func ascii(data []byte) string {
	out := make([]byte, 0, len(data))
	for i, r := range string(data) {
		switch {
		case r == '_' && isEscape(string(data[i:min(i+7, len(data))])):
			out = append(out, `\u005f`...)
		case r < utf8.RuneSelf && r != 0x7f:
			out = append(out, byte(r))
		case r >= 0x10000:
			out = escape(escape(out, 0xd800+(r-0x10000)>>10), 0xdc00+(r-0x10000)&0x3ff)
		default:
			out = escape(out, r)
		}
	}
	return string(out)
}

func escape(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// split cuts an ASCII text into pieces that begin and end with no blank,
// which a program might take off.
func split(s string, size int) []string {
	var out []string
	for len(s) > size {
		n := size
		for n > 1 && (s[n] == ' ' || s[n-1] == ' ') {
			n--
		}
		out, s = append(out, s[:n]), s[n:]
	}
	return append(out, s)
}
