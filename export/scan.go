package export

import (
	"bytes"
	"errors"
	"io"
	"strings"
)

// A scanner reads the XML of a workbook's parts, which is a small part of XML:
// UTF-8, elements, attributes, text. It is many times faster than a general
// reader and, unlike one that skips what it does not understand, it refuses
// everything else: a DOCTYPE, an unknown entity, an end that is missing.
type scanner struct {
	in    io.Reader
	buf   []byte
	at    int
	ended error // io.EOF once the input has ended
	depth int
	begun bool
	text  []byte // of the piece before the tag
	tag   tag
}

// A tag is an element's beginning or end.
type tag struct {
	name  []byte // without prefix
	attrs []byte
	end   bool // </name> or <name/>
	empty bool // <name/>
}

// mostToken is the most bytes that one text or tag may have. A cell of 32,767
// characters has 200 kB at the very most.
const mostToken = 4 << 20

var (
	errEarly   = errors.New("it ends early")
	errDoctype = errors.New("it has a DOCTYPE, which no workbook needs")
	errTooLong = errors.New("it holds a text that no cell can hold")
	errEntity  = errors.New("it has an unknown entity")
	errTag     = errors.New("its XML is not well formed")
)

func newScanner(in io.Reader) *scanner {
	return &scanner{in: in, buf: make([]byte, 0, 1<<16)}
}

// next finds the next tag; io.EOF is the end of a whole document.
func (s *scanner) next() error {
	s.text = s.text[:0]
	for {
		open, err := s.find(0, '<')
		if err != nil {
			return s.finish(err)
		}
		s.text = append(s.text, s.buf[s.at:s.at+open]...)
		if len(s.text) > mostToken {
			return errTooLong
		}
		s.at += open
		special, err := s.special()
		if err != nil {
			return err
		}
		if !special {
			return s.element()
		}
	}
}

// finish tells a document that is whole from one that is cut off.
func (s *scanner) finish(err error) error {
	if err == io.EOF && (s.depth != 0 || !s.begun) {
		return errEarly
	}
	return err
}

// find gives the distance from s.at+from to the byte c, reading on as needed.
func (s *scanner) find(from int, c byte) (int, error) {
	for {
		if i := bytes.IndexByte(s.buf[s.at+from:], c); i >= 0 {
			return from + i, nil
		}
		from = len(s.buf) - s.at
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// more reads on. What lies before s.at is given up.
func (s *scanner) more() error {
	if s.ended != nil {
		return s.ended
	}
	n := copy(s.buf, s.buf[s.at:])
	s.buf, s.at = s.buf[:n], 0
	if n > mostToken {
		return errTooLong
	}
	if cap(s.buf)-n < 1<<15 {
		s.buf = append(make([]byte, 0, 2*cap(s.buf)), s.buf...)
	}
	for {
		k, err := s.in.Read(s.buf[n:cap(s.buf)])
		s.buf = s.buf[:n+k]
		if err != nil {
			s.ended = err
		}
		if k > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// special takes what begins with <? or <!; s.at stands on the <. The text in
// a CDATA section is kept as text.
func (s *scanner) special() (bool, error) {
	second, err := s.peek(1)
	if err != nil || second != '?' && second != '!' {
		return false, err
	}
	if second == '?' {
		return true, s.skip("?>")
	}
	switch third, err := s.peek(2); {
	case err != nil:
		return false, err
	case third == '-':
		return true, s.skip("-->")
	case third == '[':
		return true, s.cdata()
	}
	return false, errDoctype
}

func (s *scanner) peek(n int) (byte, error) {
	for len(s.buf)-s.at <= n {
		if err := s.more(); err != nil {
			return 0, early(err)
		}
	}
	return s.buf[s.at+n], nil
}

// early makes the end of the input an error where something is unfinished.
func early(err error) error {
	if err == io.EOF {
		return errEarly
	}
	return err
}

// until gives what stands before mark and goes behind it.
func (s *scanner) until(mark string) ([]byte, error) {
	last := mark[len(mark)-1]
	for from := len(mark) - 1; ; {
		i, err := s.find(from, last)
		if err != nil {
			return nil, early(err)
		}
		if whole := s.buf[s.at : s.at+i+1]; bytes.HasSuffix(whole, []byte(mark)) {
			s.at += i + 1
			return whole[:len(whole)-len(mark)], nil
		}
		from = i + 1
	}
}

func (s *scanner) skip(mark string) error {
	_, err := s.until(mark)
	return err
}

func (s *scanner) cdata() error {
	const open = "<![CDATA["
	inside, err := s.until("]]>")
	if err != nil {
		return err
	}
	inside, ok := bytes.CutPrefix(inside, []byte(open))
	if !ok {
		return errTag
	}
	s.text = append(s.text, strings.NewReplacer("&", "&amp;").Replace(string(inside))...)
	return nil
}

// element reads a tag; s.at stands on its <. A > may stand inside quotes.
func (s *scanner) element() error {
	end := 0
	for quote := byte(0); ; end++ {
		if s.at+end >= len(s.buf) {
			if err := s.more(); err != nil {
				return early(err)
			}
		}
		switch c := s.buf[s.at+end]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
			continue
		case c != '>':
			continue
		}
		break
	}
	inside := s.buf[s.at+1 : s.at+end]
	s.at += end + 1
	return s.split(inside)
}

// split takes a tag apart and counts how deep the document is.
func (s *scanner) split(inside []byte) error {
	t := tag{}
	inside, t.end = bytes.CutPrefix(inside, []byte("/"))
	if !t.end {
		inside, t.empty = bytes.CutSuffix(inside, []byte("/"))
	}
	t.name = inside
	if i := bytes.IndexAny(inside, " \t\r\n"); i >= 0 {
		t.name, t.attrs = inside[:i], inside[i:]
	}
	if i := bytes.IndexByte(t.name, ':'); i >= 0 {
		t.name = t.name[i+1:]
	}
	if len(t.name) == 0 || bytes.IndexByte(inside, '<') >= 0 {
		return errTag
	}
	switch {
	case t.end:
		s.depth--
	case !t.empty:
		s.depth++
	}
	s.begun = true
	if s.depth < 0 {
		return errTag
	}
	t.end = t.end || t.empty
	s.tag = t
	return nil
}

// is says whether the tag has that name.
func (t tag) is(name string) bool { return string(t.name) == name }

// starts says whether the tag begins an element of that name.
func (t tag) starts(name string) bool { return (!t.end || t.empty) && t.is(name) }

// attr gives an attribute's text by its name, whatever its prefix; "" where
// there is none.
func (t tag) attr(name string) string {
	for rest := t.attrs; ; {
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return ""
		}
		key := bytes.TrimSpace(rest[:eq])
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		value := rest[1 : end+1]
		rest = rest[end+2:]
		if i := bytes.IndexByte(key, ':'); i >= 0 {
			key = key[i+1:]
		}
		if string(key) == name {
			text, err := unescape(value)
			if err != nil {
				return ""
			}
			return text
		}
	}
}
