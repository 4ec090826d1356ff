package screen

import (
	"cmp"
	"slices"

	"anketa/export"
	"anketa/survey"
)

// A Renaming is a question of older versions of the form that the newest one
// does not ask, or a choice that it does not offer, with what may stand for it
// there. Nothing stands for it until somebody says so.
type Renaming struct {
	Versions   []string // of the form that have it, newest first
	Path       string   // of the question, without positions
	Code       string   // of the choice; "" for the question itself
	Label      string
	Question   string        // of a choice: the wording of its question
	Type       string        // of the question
	Interviews int           // that have an answer to it
	Answers    int           // in them: several where it lies in a repeat
	To         *Counterpart  // what stands for it; nil as long as nothing does
	Refused    bool          // somebody has said that nothing does
	Candidates []Counterpart // likeliest first
}

// A Counterpart is a question or choice of the newest version of the form.
type Counterpart struct {
	Path     string
	Code     string // of a choice
	Label    string
	Type     string
	Likeness int // in per cent
}

// Open says whether nobody has decided yet, and there is something to decide.
func (r *Renaming) Open() bool {
	return r.To == nil && !r.Refused && r.Answers > 0 && len(r.Candidates) > 0
}

// Likely says whether it is open and looks like the first candidate.
func (r *Renaming) Likely() bool { return r.Open() && r.Candidates[0].Likeness >= likelyAlike }

// lines are what a decision says; to is nil where nothing stands for it.
func (r *Renaming) lines(to *Counterpart) []export.Mapped {
	var out []export.Mapped
	for _, version := range r.Versions {
		m := export.Mapped{Version: version, Question: r.Path, Code: r.Code}
		if r.Code != "" {
			m.To = r.Path
		}
		switch {
		case to == nil:
		case r.Code == "":
			m.To = to.Path
		default:
			m.ToCode = to.Code
		}
		out = append(out, m)
	}
	return out
}

// A Remapping is what a person has said about renamed questions before a merge
// is kept: what counts from now on, and what does not any more that was kept.
type Remapping struct {
	Given     []export.Mapped
	Forgotten []export.Mapped
}

// Blank says whether nothing was said.
func (c *Remapping) Blank() bool { return len(c.Given)+len(c.Forgotten) == 0 }

// Decide has to stand for a question or choice; nil says that nothing does.
func (c *Remapping) Decide(r Renaming, to *Counterpart) {
	c.Undo(r)
	c.Given = export.JoinMappings(r.lines(to), c.Given)
}

// Undo leaves a question or choice undecided again, and with a question its
// choices.
func (c *Remapping) Undo(r Renaming) {
	lines := r.lines(nil)
	c.Given = slices.DeleteFunc(c.Given, func(m export.Mapped) bool { return spokenOf(lines, m) })
	c.Forgotten = export.JoinMappings(c.Forgotten, lines)
}

// spokenOf says whether a line of a mapping is about what one of lines is, or
// about a choice of such a question.
func spokenOf(lines []export.Mapped, m export.Mapped) bool {
	return slices.ContainsFunc(lines, func(l export.Mapped) bool {
		return l.Version == m.Version && l.Question == m.Question && (l.Code == m.Code || l.Code == "")
	})
}

// without leaves out what was forgotten.
func (c *Remapping) without(mapping []export.Mapped) []export.Mapped {
	return slices.DeleteFunc(slices.Clone(mapping), func(m export.Mapped) bool { return spokenOf(c.Forgotten, m) })
}

// Renamings lists what older versions of the form ask and offer that the
// newest does not, in the order of their forms, each question before its
// choices. Only what somebody has answered, or decided about, is told.
func (m *Merging) Renamings(said Remapping) []Renaming {
	if len(m.job.forms) < 2 {
		return nil
	}
	if m.job.versions == nil {
		m.job.versions = newVersionsOf(m.job)
	}
	l := &renamings{newest: m.job.forms[0], versionsOf: m.job.versions}
	l.mapping = export.JoinMappings(said.Given, said.without(m.job.mapping()))
	for _, f := range m.job.forms[1:] {
		if f.Version == l.newest.Version {
			continue
		}
		for _, q := range l.asked[f] {
			l.question(f, q)
		}
	}
	l.propose()
	return l.all
}

// renamings is the list in the making.
type renamings struct {
	*versionsOf
	newest  *survey.Form
	mapping []export.Mapped
	all     []Renaming
	sources []source // of all, by place
}

// A source is where a renaming comes from: the newest form that has it.
type source struct {
	form   *survey.Form
	item   question
	choice *survey.Choice
	to     *question // of a choice: the question among whose choices its counterpart is
}

// question adds a question, if the newest form has none of its name and kind,
// and its choices.
func (l *renamings) question(f *survey.Form, q question) {
	to := l.at(l.newest, q.path)
	if to == nil || !export.SameKind(q.Item, to.Item) {
		said := l.said(f.Version, q.path, "")
		if l.answered[answerOf{f.Version, q.path, ""}] > 0 || said != nil {
			l.add(source{form: f, item: q}, words(q.Label, f.Default, f), said)
		}
		if to = nil; said != nil && !said.Refused() {
			to = l.at(l.newest, said.To)
		}
	}
	if to != nil && q.List != nil && to.List != nil {
		l.choices(f, q, to)
	}
}

// choices adds those of a question that the other one does not have, or has
// under another code.
func (l *renamings) choices(f *survey.Form, q question, to *question) {
	for _, c := range q.List.Choices {
		said := l.said(f.Version, q.path, c.Name)
		if said == nil && (l.answered[answerOf{f.Version, q.path, c.Name}] == 0 || l.stays(f, c, to)) {
			continue
		}
		l.add(source{f, q, c, to}, words(c.Label, f.Default, f), said)
	}
}

// stays says whether a choice means the same in the other list: it has the
// code, and no other code has its words.
func (l *renamings) stays(f *survey.Form, c *survey.Choice, to *question) bool {
	now := to.List.Choice(c.Name)
	if now == nil || l.sameWords(f, c, now) {
		return now != nil
	}
	return !slices.ContainsFunc(to.List.Choices, func(o *survey.Choice) bool { return l.sameWords(f, c, o) })
}

func (l *renamings) sameWords(f *survey.Form, c, now *survey.Choice) bool {
	return bare(words(c.Label, f.Default, f)) == bare(words(now.Label, l.newest.Default, l.newest)) ||
		l.alike([2]*survey.Choice{c, now}, nil, func() int { return alikeTexts(f, c.Label, l.newest, now.Label) }) == mostAlike
}

func (l *renamings) said(version, path, code string) *export.Mapped {
	what := export.Mapped{Version: version, Question: path, Code: code}
	if i := slices.IndexFunc(l.mapping, what.Of); i >= 0 {
		return &l.mapping[i]
	}
	return nil
}

// add puts a question or choice into the list: to the same one of another
// version, where the same was said of it.
func (l *renamings) add(from source, label string, said *export.Mapped) {
	r := Renaming{Versions: []string{from.form.Version}, Path: from.item.path, Label: label, Type: from.item.Type.Name}
	if from.choice != nil {
		r.Code, r.Question = from.choice.Name, words(from.item.Label, from.form.Default, from.form)
	}
	key := answerOf{from.form.Version, r.Path, r.Code}
	r.Answers, r.Interviews = l.answered[key], l.answered[key.interviews()]
	if said != nil {
		if r.Refused = said.Refused(); !r.Refused {
			r.To = l.counterpart(from, said)
		}
	}
	for i := range l.all {
		if have := &l.all[i]; have.sameAs(&r) {
			if !slices.Contains(have.Versions, from.form.Version) {
				have.Versions = append(have.Versions, from.form.Version)
				have.Answers, have.Interviews = have.Answers+r.Answers, have.Interviews+r.Interviews
			}
			return
		}
	}
	at := len(l.all)
	if r.Code != "" { // behind its question, which an older version may have brought
		for i := range l.all {
			if l.all[i].Path == r.Path {
				at = i + 1
			}
		}
	}
	l.all, l.sources = slices.Insert(l.all, at, r), slices.Insert(l.sources, at, from)
}

func (r *Renaming) sameAs(o *Renaming) bool {
	return r.Path == o.Path && r.Code == o.Code && r.Refused == o.Refused && (r.To == nil) == (o.To == nil) &&
		(r.To == nil || r.To.Path == o.To.Path && r.To.Code == o.To.Code) && bare(r.Label) == bare(o.Label)
}

func (l *renamings) counterpart(from source, said *export.Mapped) *Counterpart {
	to := &Counterpart{Path: said.To, Code: said.ToCode}
	if from.choice == nil {
		if it := l.at(l.newest, said.To); it != nil {
			to.Label, to.Type = words(it.Label, l.newest.Default, l.newest), it.Type.Name
		}
		return to
	}
	to.Path = from.to.path
	if c := from.to.List.Choice(said.ToCode); c != nil {
		to.Label = words(c.Label, l.newest.Default, l.newest)
	}
	return to
}

// mostProposed bounds the candidates of one question or choice.
const mostProposed = 200

// propose finds the candidates of all.
func (l *renamings) propose() {
	for i := range l.all {
		r := &l.all[i]
		if r.Code == "" {
			r.Candidates = l.questionsFor(i)
		} else {
			r.Candidates = l.choicesFor(i)
		}
		slices.SortStableFunc(r.Candidates, func(a, b Counterpart) int { return cmp.Compare(b.Likeness, a.Likeness) })
		r.Candidates = r.Candidates[:min(len(r.Candidates), mostProposed)]
	}
}

// questionsFor are the questions of the newest form that could stand for one:
// answered in the same way, in the same repeat, and neither asked by the older
// form nor standing for another question of it.
func (l *renamings) questionsFor(i int) []Counterpart {
	from, r := l.sources[i], &l.all[i]
	var out []Counterpart
	for _, q := range l.asked[l.newest] {
		if !answeredAlike(from.item.Item, q.Item) || from.item.repeat != q.repeat || l.taken(r, q.path) {
			continue
		}
		if had := l.at(from.form, q.path); had != nil && export.SameKind(had.Item, q.Item) {
			continue
		}
		out = append(out, Counterpart{Path: q.path, Label: words(q.Label, l.newest.Default, l.newest), Type: q.Type.Name,
			Likeness: l.alike(from.item.Item, q.Item, func() int { return alikeQuestions(from.form, from.item.Item, l.newest, q.Item) })})
	}
	return out
}

// taken says whether a question stands for another one of the same version.
func (l *renamings) taken(r *Renaming, path string) bool {
	return slices.ContainsFunc(l.mapping, func(m export.Mapped) bool {
		return m.Code == "" && m.To == path && m.Question != r.Path && slices.Contains(r.Versions, m.Version)
	})
}

func (l *renamings) choicesFor(i int) []Counterpart {
	from := l.sources[i]
	var out []Counterpart
	for _, c := range from.to.List.Choices {
		out = append(out, Counterpart{Path: from.to.path, Code: c.Name, Label: words(c.Label, l.newest.Default, l.newest),
			Likeness: l.alike(from.choice, c, func() int { return alikeChoices(from.form, from.choice, l.newest, c) })})
	}
	return out
}

// answeredAlike says whether an answer to a question can be one to another.
func answeredAlike(from, to *survey.Item) bool {
	if !from.Type.Asked() || !to.Type.Asked() {
		return false
	}
	return export.SameKind(from, to) || from.Type.Kind == survey.SelectOneKind && to.Type.Kind == survey.SelectMultipleKind
}
