package screen

import (
	"strings"
	"unicode/utf8"

	"anketa/survey"
)

// A Page is what is on the screen at once: one question with the notes before
// it, or a group with the appearance field-list.
type Page struct {
	Groups []survey.Path // the groups and instances around it, outermost first; the first is its section
	Rows   []survey.Path // notes and questions in form order
	Add    survey.Path   // the page that ends a repeat and asks for another instance; "" elsewhere
	Asked  int           // how many of the rows are questions
}

const (
	// A note up to this many letters is shown with the question after it; a
	// longer one, as an informed consent, is read out on its own.
	shortNote = 600
	// A field-list is cut after so many questions, so that no page has
	// hundreds of fields.
	longList = 25
)

// Live is what the division into pages asks about an interview.
type Live interface {
	Relevant(p survey.Path) bool
	Instances(repeat survey.Path) int
	Label(p survey.Path) string
}

// Pages divides what is relevant now into pages, in form order.
func Pages(root *survey.Item, live Live) []Page {
	b := pager{live: live}
	b.items(root, "", false)
	return b.pages
}

type pager struct {
	live   Live
	groups []survey.Path
	page   Page // what has been gathered for the next page
	pages  []Page
}

// items goes through a group or instance. Inside a field-list its rows gather
// on one page.
func (b *pager) items(group *survey.Item, at survey.Path, list bool) {
	for _, it := range group.Items {
		p := at.Join(it.Name)
		if it.Type.Kind == survey.CalculateKind || !b.live.Relevant(p) {
			continue
		}
		switch it.Type.Kind {
		case survey.GroupKind:
			b.group(it, p, list)
		case survey.RepeatKind:
			b.repeat(it, p)
		case survey.NoteKind:
			b.note(p, list)
		default:
			b.question(p, list)
		}
	}
}

func (b *pager) group(it *survey.Item, p survey.Path, list bool) {
	if list { // a group inside a field-list stays on its page
		b.items(it, p, true)
		return
	}
	onePage := it.Has("field-list")
	if !onePage { // a note before it stays in the group that it was written in
		b.flush()
	}
	b.groups = append(b.groups, p)
	b.items(it, p, onePage)
	b.flush()
	b.groups = b.groups[:len(b.groups)-1]
}

func (b *pager) repeat(it *survey.Item, p survey.Path) {
	b.flush()
	for n := range b.live.Instances(p) {
		b.group(it, p.At(n+1), false)
	}
	if it.Rule(survey.Count) == nil {
		b.page.Add = p
		b.flush()
	}
}

func (b *pager) note(p survey.Path, list bool) {
	long := utf8.RuneCountInString(b.live.Label(p)) > shortNote
	if long && !list {
		b.flush()
	}
	b.page.Rows = append(b.page.Rows, p)
	if long && !list {
		b.flush()
	}
}

func (b *pager) question(p survey.Path, list bool) {
	b.page.Rows = append(b.page.Rows, p)
	b.page.Asked++
	if !list || b.page.Asked == longList {
		b.flush()
	}
}

// flush ends the page that has been gathered.
func (b *pager) flush() {
	if len(b.page.Rows) > 0 || b.page.Add != "" {
		b.page.Groups = append([]survey.Path(nil), b.groups...)
		b.pages = append(b.pages, b.page)
	}
	b.page = Page{}
}

// At is the place that stands for the page: its first question, else its
// first row, else the repeat that it asks about.
func (p Page) At(asked func(survey.Path) bool) survey.Path {
	for _, row := range p.Rows {
		if asked(row) {
			return row
		}
	}
	if len(p.Rows) > 0 {
		return p.Rows[0]
	}
	return p.Add
}

// has says whether a place is on the page, or is a group around it.
func (p Page) has(at survey.Path) bool {
	for _, row := range p.Rows {
		if row == at || strings.HasPrefix(string(row), string(at)+"/") {
			return true
		}
	}
	return p.Add != "" && p.Add == at
}
