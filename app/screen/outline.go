package screen

import (
	"strings"

	"anketa/survey"
	"anketa/survey/interview"
)

// A Section is a top-level group as the outline shows it.
type Section struct {
	Path        survey.Path
	Label       string
	Done, Total int  // questions answered, of those asked now
	Doubt       bool // an answer in it would stop the finish
	Current     bool // the page that is shown is in it
}

// Sections gives the sections that have pages now, in form order. Questions
// outside any group are a section without label.
func (s *Interview) Sections() []Section {
	var out []Section
	for i, page := range s.pages {
		at := page.section()
		if len(out) == 0 || out[len(out)-1].Path != at {
			out = append(out, Section{Path: at, Label: s.heading(at)})
		}
		section := &out[len(out)-1]
		section.Current = section.Current || i == s.at
		for _, p := range page.Rows {
			s.count(section, p)
		}
	}
	return out
}

func (s *Interview) count(section *Section, p survey.Path) {
	v := s.iv.View(p)
	if !v.Item.Type.Asked() {
		return
	}
	section.Total++
	if v.State.Answered() {
		section.Done++
	}
	section.Doubt = section.Doubt || v.Problem != "" && !s.quiet[p]
}

func (p Page) section() survey.Path {
	if len(p.Groups) == 0 {
		return ""
	}
	return p.Groups[0]
}

// A Heading is a group's label over a page; for an instance of a repeat it
// says which of how many.
type Heading struct {
	Label    string
	Instance int // 0 for a group
	Of       int
}

// Headings gives what stands over the page that is shown: the section, then
// the groups inside it that have a label.
func (s *Interview) Headings() []Heading {
	page, ok := s.Page()
	if !ok {
		return nil
	}
	var out []Heading
	for _, at := range page.Groups {
		h := Heading{Label: s.heading(at)}
		if _, h.Instance = at.Last(); h.Instance > 0 {
			h.Of = s.iv.Instances(repeatOf(at))
		}
		if h.Label != "" || h.Instance > 0 {
			out = append(out, h)
		}
	}
	return out
}

func (s *Interview) heading(at survey.Path) string {
	if at == "" {
		return ""
	}
	return s.iv.View(at).Label
}

// Instances is how many instances a repeat has now.
func (s *Interview) Instances(repeat survey.Path) int { return s.iv.Instances(repeat) }

// repeatOf gives the repeat of an instance: incidents[2] → incidents.
func repeatOf(instance survey.Path) survey.Path {
	name, _ := instance.Last()
	return instance.Parent().Join(name)
}

// Removable gives the innermost instance around the page that the interviewer
// may take away: one whose number the form does not set.
func (s *Interview) Removable() (instance survey.Path, ok bool) {
	page, _ := s.Page()
	for i := len(page.Groups) - 1; i >= 0; i-- {
		at := page.Groups[i]
		if _, n := at.Last(); n > 0 && s.iv.View(at).Item.Rule(survey.Count) == nil {
			return at, true
		}
	}
	return "", false
}

// A Row is a question in a list of them: the finder, what is missing, the
// answers of a finished interview.
type Row struct {
	Path    survey.Path
	Section string
	Code    string // its number in the questionnaire, else its name
	Label   string // "" where a list may show the code only
	Answer  string // as Label; where the text may not be shown, the stored codes of a choice, "" of anything else
	State   survey.State
	Message string // of a problem
	Soft    bool   // the problem is a doubt that may be confirmed

	Sensitive bool // a list shows no wording of it

	Changed     bool         // a correction changed it
	Before      string       // the answer before that, as Answer
	BeforeState survey.State // and how it stood
}

// A list shows no wording of a question from this sensitivity on.
const codesOnly = 2

// row describes a question; of anything else the row has no code.
func (s *Interview) row(p survey.Path, section string) Row {
	v := s.iv.View(p)
	if !v.Item.Type.Asked() {
		return Row{}
	}
	row := Row{Path: p, Section: section, Code: code(v.Item), State: v.State}
	if _, n := p.Parent().Last(); n > 0 {
		row.Code += " (" + itoa(n) + ")"
	}
	if row.Sensitive = v.Item.Sensitivity >= codesOnly; !row.Sensitive {
		row.Label = v.Label
	}
	return row
}

// code is the question's number where the form gives it one (column qid).
func code(it *survey.Item) string {
	if qid := it.Columns["qid"]; qid != "" {
		return qid
	}
	return it.Name
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Problems lists what stops the finish and what a soft check doubts.
func (s *Interview) Problems() []Row {
	s.settle()
	var out []Row
	for _, problem := range s.iv.Problems() {
		row := s.row(problem.Path, s.sectionOf(problem.Path))
		row.Path, row.Message, row.Soft = problem.Path, problem.Message, problem.Kind == interview.Warning
		out = append(out, row)
	}
	return out
}

func (s *Interview) sectionOf(p survey.Path) string {
	if i := s.pageOf(p); i < len(s.pages) {
		return s.heading(s.pages[i].section())
	}
	return ""
}
