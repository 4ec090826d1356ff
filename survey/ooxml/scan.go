package ooxml

import (
	"bytes"
	"io"

	"anketa/survey/message"
)

// Why a part is refused.
var (
	ErrDoctype = message.New("it has a DOCTYPE, which no workbook needs")

	errEarly    = message.New("it ends early")
	errTooLong  = message.New("it holds a text that no cell can hold")
	errTooDeep  = message.New("its elements lie too deep in each other")
	errEntity   = message.New("it has an unknown entity")
	errChar     = message.New("it has a character that XML forbids, or is not in UTF-8")
	errEncoding = message.New("it is not in UTF-8")
	errTag      = message.New("its XML is not well formed")
)

// Bounds of what a part may hold. A cell of 32,767 characters has 200 kB at
// the very most, and a sheet's elements lie some ten deep.
const (
	mostToken = 4 << 20
	mostDepth = 200
)

// A Scanner reads a part tag by tag.
type Scanner struct {
	Tag  Tag    // that Next found
	Text []byte // between the tag before and this one, unescaped; valid until Next

	in    io.Reader
	buf   []byte
	at    int   // of what is not read yet
	ended error // of in
	err   error // of Next
	begun bool
	close bool   // Tag is <name/>, whose end is next
	names []byte // of the open elements, one after the other
	ends  []int  // where each of them ends
}

// NewScanner reads from in, which it does not close.
func NewScanner(in io.Reader) *Scanner {
	return &Scanner{in: in, buf: make([]byte, 0, 1<<16)}
}

// Err is why Next gave no tag: io.EOF at the end of a part that is whole.
func (s *Scanner) Err() error { return s.err }

// Depth is how many elements are open, that of a beginning tag included.
func (s *Scanner) Depth() int { return len(s.ends) }

// Next finds the next tag. An element without content, <name/>, gives two, a
// beginning and an end. io.EOF is the end of a whole part; no error goes away.
func (s *Scanner) Next() error {
	if s.err == nil {
		s.err = s.next()
	}
	return s.err
}

func (s *Scanner) next() error {
	s.Text = s.Text[:0]
	if s.close {
		s.close = false
		s.Tag.End = true
		return s.leave(s.Tag.full)
	}
	for {
		open, err := s.find(0, '<')
		if err != nil {
			return s.finish(err)
		}
		if err := s.read(s.buf[s.at : s.at+open]); err != nil {
			return err
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

// read adds to the text. Around the root only blanks may stand.
func (s *Scanner) read(raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	if len(s.ends) == 0 {
		if !s.begun {
			if bytes.HasPrefix(raw, []byte("\xFF\xFE")) || bytes.HasPrefix(raw, []byte("\xFE\xFF")) {
				return errEncoding
			}
			raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
		}
		if blanks(raw) < len(raw) {
			return errTag
		}
		return nil
	}
	if len(s.Text)+len(raw) > mostToken {
		return errTooLong
	}
	if bytes.Contains(raw, []byte("]]>")) {
		return errTag
	}
	text, err := appendText(s.Text, raw)
	s.Text = text
	return err
}

// finish tells a document that is whole from one that is cut off.
func (s *Scanner) finish(err error) error {
	if err != io.EOF {
		return err
	}
	if len(s.ends) > 0 || !s.begun || blanks(s.buf[s.at:]) < len(s.buf)-s.at {
		return errEarly
	}
	return io.EOF
}

// find gives the distance from s.at to the byte c, of those at from and
// behind; it reads on as needed.
func (s *Scanner) find(from int, c byte) (int, error) {
	for {
		from = min(from, len(s.buf)-s.at)
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
func (s *Scanner) more() error {
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
		s.ended = err
		if k > 0 || err != nil {
			if k > 0 {
				return nil
			}
			return err
		}
	}
}

// special takes what begins with <? or <!; s.at stands on the <. What stands in
// a CDATA section is text.
func (s *Scanner) special() (bool, error) {
	second, err := s.peek(1)
	if err != nil || second != '?' && second != '!' {
		return false, err
	}
	if second == '?' {
		return true, s.instruction()
	}
	switch third, err := s.peek(2); {
	case err != nil:
		return false, err
	case third == '-':
		return true, s.comment()
	case third == '[':
		return true, s.cdata()
	}
	return false, ErrDoctype
}

func (s *Scanner) peek(n int) (byte, error) {
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

// until gives what stands behind open and before mark, and goes behind it.
func (s *Scanner) until(open, mark string) ([]byte, error) {
	for from := len(open); ; {
		i, err := s.find(from, mark[len(mark)-1])
		if err != nil {
			return nil, early(err)
		}
		whole := s.buf[s.at : s.at+i+1]
		if len(whole) >= len(open)+len(mark) && bytes.HasSuffix(whole, []byte(mark)) {
			s.at += i + 1
			inside, ok := bytes.CutPrefix(whole[:len(whole)-len(mark)], []byte(open))
			if !ok {
				return nil, errTag
			}
			return inside, nil
		}
		from = i + 1
	}
}

func (s *Scanner) comment() error {
	inside, err := s.until("<!--", "-->")
	switch {
	case err != nil:
		return err
	case bytes.Contains(inside, []byte("--")):
		return errTag
	}
	return legal(inside)
}

// instruction is <?…?>. The first one may say in which encoding the part is.
func (s *Scanner) instruction() error {
	inside, err := s.until("<?", "?>")
	if err != nil {
		return err
	}
	lower := bytes.ToLower(inside)
	if at := bytes.Index(lower, []byte("encoding")); at >= 0 && bytes.HasPrefix(lower, []byte("xml")) && !bytes.Contains(lower[at:], []byte("utf-8")) {
		return errEncoding
	}
	return legal(inside)
}

func (s *Scanner) cdata() error {
	inside, err := s.until("<![CDATA[", "]]>")
	switch {
	case err != nil:
		return err
	case len(s.ends) == 0:
		return errTag
	case len(s.Text)+len(inside) > mostToken:
		return errTooLong
	}
	s.Text, err = appendPlain(s.Text, inside)
	return err
}
