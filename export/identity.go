package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"

	"anketa/survey"
)

// An Identity tells forms apart by what they ask, whatever they call
// themselves: an author may edit a form and leave its version as it was.
type Identity [sha256.Size]byte

// IdentityOf sums up a form's id, version, languages, items, rules, wordings
// and choices. How its workbook was saved makes no difference.
func IdentityOf(f *survey.Form) Identity { return identity(f, true) }

// OutlineOf is as IdentityOf, but passes over the choices that come from
// attached files: a form that was opened without its files has the same.
func OutlineOf(f *survey.Form) Identity { return identity(f, false) }

// String is the beginning of the identity in hex, which people can compare.
func (i Identity) String() string { return hex.EncodeToString(i[:3]) }

func identity(f *survey.Form, files bool) Identity {
	s := summing{to: sha256.New(), files: files}
	s.say("form", f.ID, f.Version, f.Title, f.Name)
	for _, l := range f.Languages {
		s.say("language", l.ID)
	}
	if f.Root != nil {
		for it := range f.Root.Walk() {
			s.item(it)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Lists)) {
		s.list(f.Lists[name])
	}
	for _, sheet := range f.Sheets {
		s.say("sheet", sheet.Name)
		for _, row := range sheet.Rows {
			for _, header := range slices.Sorted(maps.Keys(row.Cells)) {
				s.say(header, row.Cells[header])
			}
		}
	}
	return Identity(s.to.Sum(nil))
}

type summing struct {
	to    hash.Hash
	files bool
}

// say adds words so that no two lists of words come to the same.
func (s summing) say(words ...string) {
	fmt.Fprintf(s.to, "%q\n", words)
}

func (s summing) item(it *survey.Item) {
	s.say("item", string(it.Path()), it.Type.Name, it.DefaultText, it.AnalystExport, fmt.Sprint(it.Sensitivity))
	s.text(it.Label)
	s.text(it.Hint)
	for p := range survey.Properties {
		s.say(rule(it, p))
		if r := it.Rule(p); r != nil {
			s.text(r.Message)
		}
	}
	if it.List != nil {
		s.say("choices of", it.List.Name)
		if s.files || it.List.File == "" {
			s.list(it.List)
		}
	}
}

func (s summing) list(l *survey.List) {
	s.say("list", l.Name, l.File)
	if l.File != "" && !s.files {
		return
	}
	for _, c := range l.Choices {
		s.say(append([]string{"choice", c.Name}, c.Values...)...)
		s.text(c.Label)
	}
}

func (s summing) text(t survey.Text) {
	var words []string
	for _, p := range t {
		words = append(words, p.String())
	}
	s.say(words...)
}

// versionName is what a form is called where another one calls itself the
// same: its version with the beginning of its identity.
func versionName(f *survey.Form, forms []*survey.Form) string {
	for _, o := range forms {
		if o != f && o.Version == f.Version {
			return f.Version + "~" + IdentityOf(f).String()
		}
	}
	return f.Version
}

// content sums up the sheets and files of the form that travels in a workbook,
// cell by cell: where it is equal, the form is. It spares reading a form again
// that was read from another workbook.
func (g *grid) content(ctx context.Context) (string, error) {
	s := summing{to: sha256.New()}
	for _, name := range formSheets {
		if !g.has(name) {
			continue
		}
		s.say("sheet", name)
		err := g.rows(ctx, name, func(line int, cells []cell) error {
			s.say(strconv.Itoa(line))
			for _, c := range cells {
				s.say(c.text)
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(g.parts)) {
		if isAttached(name) {
			s.say("file", name, strconv.FormatUint(uint64(g.parts[name].CRC32), 16))
		}
	}
	return hex.EncodeToString(s.to.Sum(nil)), nil
}
