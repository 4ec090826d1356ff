package export

import (
	"strings"

	"anketa/survey"
)

// koboWords are how questions, groups and choices are called in an export of
// KoboToolbox: by their names and codes, or in the words of one language. What
// has no wording is called by its name there too.
type koboWords struct {
	wording map[string]string // by path
	labels  *labels           // nil: by names and codes
	known   map[*column]map[string]string
}

func newKoboWords(o Options) *koboWords {
	k := &koboWords{wording: map[string]string{}, labels: &labels{language: o.Language}, known: map[*column]map[string]string{}}
	if len(o.Forms) > 0 {
		k.labels.def = o.Forms[0].Default
	}
	for _, f := range o.Forms {
		k.learn(f.Root, "")
	}
	return k
}

// learn takes the wordings below a group that newer forms do not have.
func (k *koboWords) learn(group *survey.Item, at string) {
	if group == nil {
		return
	}
	for _, it := range group.Items {
		path := pathIn(at, it.Name)
		if k.wording[path] == "" {
			k.wording[path] = legible(k.labels.words(it.Label))
		}
		k.learn(it, path)
	}
}

// word is what the last part of a path is called.
func (k *koboWords) word(path string) string {
	if words := k.wording[path]; words != "" {
		return words
	}
	return path[strings.LastIndexByte(path, '/')+1:]
}

// heading is that of each part.
func (k *koboWords) heading(path string) string {
	if path == "" {
		return ""
	}
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = k.word(strings.Join(strings.Split(path, "/")[:i+1], "/"))
	}
	return strings.Join(parts, "/")
}

func (k *koboWords) choice(c *column, code string) string {
	if words := k.choices(c)[code]; words != "" {
		return words
	}
	return code
}

// choices are the words of a question's choices, by code.
func (k *koboWords) choices(c *column) map[string]string {
	if k.labels == nil || len(c.choices) == 0 {
		return nil
	}
	if k.known[c] == nil {
		k.known[c] = k.labels.choiceNames(c)
	}
	return k.known[c]
}

// answer is what stands in the row for a question. Of several choices the words
// stand apart by a blank, as Kobo's formpack has them.
func (k *koboWords) answer(e *entry, p *place) cell {
	for _, c := range p.columns {
		if e.cells[c.at].kind != blankCell && k.choices(c) != nil {
			return told(cut(k.chosen(c, e.cells[c.at].text), mostText))
		}
	}
	return e.answer(p)
}

func (k *koboWords) chosen(c *column, text string) string {
	if d := derivationOf(c); d != chosen && d != ranked {
		return k.choice(c, text)
	}
	codes := strings.Fields(text)
	for i, code := range codes {
		codes[i] = k.choice(c, code)
	}
	return strings.Join(codes, " ")
}
