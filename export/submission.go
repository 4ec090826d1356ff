package export

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"anketa/survey"
)

// Submission writes a record as the XML that ODK Central and KoboToolbox take
// for a form (OpenRosa; xlsform.md §4.9). f is the version of the form that
// the record was last saved with; name is its instance_name, "" where the form
// has none; replaces is the version that a correction replaces, nil where that
// is not known.
//
// What is not relevant is absent; what was asked and not answered is there and
// empty, and so is don't know or refused where the form has no code for it.
// Notes, which hold no answer, are absent. Files are named and not in it. left
// are the answers that the form has no place for, each path once: they are not
// in it, and who writes it has to say so.
func Submission(f *survey.Form, r, replaces *survey.Record, name string) (data []byte, left []survey.Path) {
	s := submission{}
	s.start(f, r)
	s.answers(f.Root, r.Root, "  ")
	s.meta(r, replaces, name)
	fmt.Fprintf(&s.b, "</%s>\n", f.Name)
	return s.b.Bytes(), s.left
}

// InstanceID names a version of a record as ODK does: the first by the
// record's own id; a correction, which is a new instance there, by a UUID made
// of its hash.
func InstanceID(r *survey.Record) string {
	if len(r.Parents) == 0 {
		return r.ID
	}
	h := r.Hash()
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // RFC 9562, version 8
	s := hex.EncodeToString(h[:16])
	return "uuid:" + strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}

type submission struct {
	b    bytes.Buffer
	left []survey.Path
}

// declaration is one of the setting namespaces: esri="http://…".
var declaration = regexp.MustCompile(`([A-Za-z_][\w.-]*)="([^"]*)"`)

func (s *submission) start(f *survey.Form, r *survey.Record) {
	s.b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + f.Name)
	s.attribute("id", r.Form)
	if r.Version != "" {
		s.attribute("version", r.Version)
	}
	if ns := f.Settings["instance_xmlns"]; ns != "" {
		s.attribute("xmlns", ns)
	}
	s.attribute("xmlns:orx", "http://openrosa.org/xforms")
	s.attribute("xmlns:jr", "http://openrosa.org/javarosa")
	for _, d := range declaration.FindAllStringSubmatch(f.Settings["namespaces"], -1) {
		s.attribute("xmlns:"+d[1], d[2])
	}
	s.b.WriteString(">\n")
}

func (s *submission) attribute(name, value string) {
	s.b.WriteString(" " + name + `="`)
	xml.EscapeText(&s.b, []byte(value)) // into a buffer: no error
	s.b.WriteByte('"')
}

// answers writes what lies in a group or instance, in the form's order.
func (s *submission) answers(g *survey.Item, a *survey.Answer, indent string) {
	if a == nil {
		return
	}
	for _, c := range a.Children {
		p := g.Path().Join(c.Name)
		if !slices.ContainsFunc(g.Items, func(it *survey.Item) bool { return it.Name == c.Name }) && !slices.Contains(s.left, p) {
			s.left = append(s.left, p)
		}
	}
	for _, it := range g.Items {
		switch c := a.Plain(it.Name); {
		case it.Type.Kind == survey.RepeatKind:
			for n := 1; a.Instance(it.Name, n) != nil; n++ {
				s.answer(it, a.Instance(it.Name, n), indent)
			}
		case c != nil:
			s.answer(it, c, indent)
		case it.Type.Kind == survey.CalculateKind: // it came to nothing
			s.element(indent, it.Name, "")
		}
	}
}

func (s *submission) answer(it *survey.Item, a *survey.Answer, indent string) {
	switch {
	case a.State == survey.NotAsked || a.Parked:
		return
	case !it.Type.Holds():
		s.element(indent, it.Name, submitted(it.Type, a.Text))
		return
	}
	fmt.Fprintf(&s.b, "%s<%s>\n", indent, it.Name)
	s.answers(it, a, indent+"  ")
	fmt.Fprintf(&s.b, "%s</%s>\n", indent, it.Name)
}

func (s *submission) element(indent, name, text string) {
	if text == "" {
		fmt.Fprintf(&s.b, "%s<%s/>\n", indent, name)
		return
	}
	fmt.Fprintf(&s.b, "%s<%s>", indent, name)
	xml.EscapeText(&s.b, []byte(text))
	fmt.Fprintf(&s.b, "</%s>\n", name)
}

// meta ends the record. A correction names the submission that it replaces: that
// of the version before it, or the record's first where that is not known.
func (s *submission) meta(r, replaces *survey.Record, name string) {
	s.b.WriteString("  <orx:meta>\n")
	s.element("    ", "orx:instanceID", InstanceID(r))
	if name != "" {
		s.element("    ", "orx:instanceName", name)
	}
	if len(r.Parents) > 0 {
		deprecated := r.ID
		if replaces != nil {
			deprecated = InstanceID(replaces)
		}
		s.element("    ", "orx:deprecatedID", deprecated)
	}
	s.b.WriteString("  </orx:meta>\n")
}

// submitted is an answer as ODK writes it: a point always has an altitude and
// an accuracy.
func submitted(t *survey.Type, text string) string {
	if t.Kind < survey.GeopointKind || t.Kind > survey.GeoshapeKind || text == "" {
		return text
	}
	points := strings.Split(text, ";")
	for i, p := range points {
		parts := strings.Fields(p)
		for len(parts) < 4 {
			parts = append(parts, "0")
		}
		points[i] = strings.Join(parts, " ")
	}
	return strings.Join(points, "; ")
}
