package ooxml

// A Cell is a cell of a sheet as nearly all are written:
//
//	<c r="B7" s="3" t="s"><v>12</v></c>
//
// Its parts are as written, nil where they are missing, and valid until the
// Scanner's next Next or Cell; so are Tag and Text.
type Cell struct{ Place, Style, Kind, Value []byte }

// enough is how much of a part must be in memory to look for a whole cell.
const enough = 256

// Cell takes a whole cell at once where one as above comes next, and says
// whether it did. Whatever is written otherwise it leaves to Next, which takes
// the same cell in four tags.
func (s *Scanner) Cell(c *Cell) bool {
	if s.err != nil || s.close || len(s.ends) == 0 || len(s.ends)+2 > mostDepth {
		return false
	}
	if len(s.buf)-s.at < enough && s.ended == nil {
		s.more() // where the part ends, Next will say so
	}
	n := c.cut(s.buf[s.at:])
	s.at += n
	return n > 0
}

// bare are the bytes that stand for themselves in a value without quotes.
var bare = func() (b [256]bool) {
	for c := byte('!'); c < 0x7f; c++ {
		b[c] = c != '&' && c != '<' && c != '>' && c != '"' && c != '\'' && c != ']'
	}
	return b
}()

// cut says how long the cell is with which b begins; 0 where there is none of
// the usual kind.
func (c *Cell) cut(b []byte) int {
	*c = Cell{}
	if len(b) < 3 || string(b[:3]) != "<c " {
		return 0
	}
	i := 2
	for i < len(b) && b[i] == ' ' {
		n := c.attribute(b[i:])
		if n == 0 {
			return 0
		}
		i += n
	}
	if has(b, i, "/>") {
		return i + 2
	}
	if !has(b, i, "><v>") {
		return 0
	}
	i += 4
	n := plainRun(b[i:])
	c.Value = b[i : i+n]
	if i += n; n == 0 || !has(b, i, "</v></c>") {
		return 0
	}
	return i + 8
}

// attribute takes ` r="…"`, and says how long it is; 0 where it is another or
// comes twice.
func (c *Cell) attribute(b []byte) int {
	if len(b) < 5 || b[2] != '=' || b[3] != '"' {
		return 0
	}
	n := 4 + plainRun(b[4:])
	if n == 4 || n == len(b) || b[n] != '"' {
		return 0
	}
	var to *[]byte
	switch b[1] {
	case 'r':
		to = &c.Place
	case 's':
		to = &c.Style
	case 't':
		to = &c.Kind
	default:
		return 0
	}
	if *to != nil {
		return 0
	}
	*to = b[4:n]
	return n + 1
}

func plainRun(b []byte) int {
	for i, c := range b {
		if !bare[c] {
			return i
		}
	}
	return len(b)
}

func has(b []byte, at int, text string) bool {
	return len(b)-at >= len(text) && string(b[at:at+len(text)]) == text
}
