package ooxml

import "bytes"

// A Tag is the beginning or the end of an element. It is valid until the
// Scanner's next Next.
type Tag struct {
	Name []byte // without its prefix
	End  bool

	full  []byte
	attrs []attr
}

// attr is an attribute as it is written, but without quotes.
type attr struct{ full, name, value []byte }

// Is says whether the element has that name.
func (t *Tag) Is(name string) bool { return string(t.Name) == name }

// Begins says whether the tag begins an element of that name.
func (t *Tag) Begins(name string) bool { return !t.End && string(t.Name) == name }

// Raw gives an attribute by its name, whatever its prefix, with escapes in it;
// nil where there is none.
func (t *Tag) Raw(name string) []byte {
	for i := range t.attrs {
		if string(t.attrs[i].name) == name {
			return t.attrs[i].value
		}
	}
	return nil
}

// Attr gives the text of an attribute; "" where there is none.
func (t *Tag) Attr(name string) string {
	raw := t.Raw(name)
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	text, _ := appendText(nil, raw) // that it is well formed was seen before
	return string(text)
}

// element reads a tag; s.at stands on its <.
func (s *Scanner) element() error {
	end, err := s.find(1, '>')
	for ; err == nil; end, err = s.find(end+1, '>') {
		open, err := s.Tag.split(s.buf[s.at+1 : s.at+end])
		if open { // the > stands inside quotes
			continue
		}
		s.at += end + 1
		if err != nil {
			return err
		}
		return s.nest()
	}
	return early(err)
}

// split takes a tag apart. It is open where it ends within quotes.
func (t *Tag) split(b []byte) (open bool, err error) {
	t.End, t.attrs = false, t.attrs[:0]
	if len(b) > 0 && b[0] == '/' {
		t.End, b = true, b[1:]
	}
	n := nameLength(b)
	if n == 0 {
		return false, errTag
	}
	t.full, b = b[:n], b[n:]
	if t.Name = local(t.full); t.Name == nil {
		return false, errTag
	}
	for len(b) > 0 {
		apart := blanks(b)
		b = b[apart:]
		if len(b) == 0 || len(b) == 1 && b[0] == '/' && !t.End {
			break
		}
		var a attr
		if a, b, open = cutAttr(b); open {
			return true, nil
		}
		if a.name == nil || apart == 0 || t.End || t.has(a.full) {
			return false, errTag
		}
		if err := legalAttr(a.value); err != nil {
			return false, err
		}
		t.attrs = append(t.attrs, a)
	}
	return false, nil
}

// cutAttr takes name="value" from the front; a.name is nil where it is none.
func cutAttr(b []byte) (a attr, rest []byte, open bool) {
	n := nameLength(b)
	rest = b[n:]
	rest = rest[blanks(rest):]
	if n == 0 || len(rest) == 0 || rest[0] != '=' {
		return attr{}, nil, false
	}
	rest = rest[1:]
	rest = rest[blanks(rest):]
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return attr{}, nil, false
	}
	end := bytes.IndexByte(rest[1:], rest[0])
	if end < 0 {
		return attr{}, nil, true
	}
	return attr{full: b[:n], name: local(b[:n]), value: rest[1 : end+1]}, rest[end+2:], false
}

func (t *Tag) has(full []byte) bool {
	for i := range t.attrs {
		if bytes.Equal(t.attrs[i].full, full) {
			return true
		}
	}
	return false
}

// local is a name without its prefix; nil where it is none or has several.
func local(full []byte) []byte {
	i := bytes.IndexByte(full, ':')
	if name := full[i+1:]; i != 0 && len(name) > 0 && bytes.IndexByte(name, ':') < 0 && nameLength(name) == len(name) {
		return name
	}
	return nil
}

// nest opens or closes the tag's element.
func (s *Scanner) nest() error {
	t := &s.Tag
	if t.End {
		return s.leave(t.full)
	}
	if len(s.ends) == 0 && s.begun {
		return errTag // a second root
	}
	if len(s.ends) == mostDepth {
		return errTooDeep
	}
	s.begun = true
	s.names = append(s.names, t.full...)
	s.ends = append(s.ends, len(s.names))
	s.close = s.buf[s.at-2] == '/'
	return nil
}

func (s *Scanner) leave(name []byte) error {
	n := len(s.ends) - 1
	if n < 0 {
		return errTag
	}
	start := 0
	if n > 0 {
		start = s.ends[n-1]
	}
	if !bytes.Equal(s.names[start:], name) {
		return errTag
	}
	s.names, s.ends = s.names[:start], s.ends[:n]
	return nil
}
