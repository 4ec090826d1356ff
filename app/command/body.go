package command

import (
	"regexp"
	"strings"

	"anketa/survey/xpath"
)

// An offer is what the body of an XForm lets a respondent choose.
type offer struct{ name, label string }

var (
	itextCall    = regexp.MustCompile(`^\s*jr:itext\((.*)\)\s*$`)
	instanceCall = regexp.MustCompile(`^\s*instance\(\s*['"]([^'"]*)['"]\s*\)`)
)

// offers gives what each question of a body offers, by the question's name.
func (d *document) offers(body *place) map[string][]offer {
	all := map[string][]offer{}
	for _, c := range body.children {
		switch c.name {
		case "select", "select1", "rank":
			ref := c.attribute("ref")
			name := local(ref[strings.LastIndexByte(ref, '/')+1:])
			all[name] = append(d.itemsOf(c), d.itemsetOf(c)...)
		default:
			for name, some := range d.offers(c) {
				all[name] = some
			}
		}
	}
	return all
}

// itemsOf gives the choices that stand in the body itself.
func (d *document) itemsOf(control *place) (out []offer) {
	for _, item := range control.all("item") {
		out = append(out, offer{firstText(item, "value"), d.labelIn(item, nil)})
	}
	return out
}

// itemsetOf gives those of a list beside it, without its filter: which of them
// are offered does not change what they are called.
func (d *document) itemsetOf(control *place) (out []offer) {
	for _, set := range control.all("itemset") {
		id := instanceCall.FindStringSubmatch(set.attribute("nodeset"))
		if id == nil {
			continue
		}
		list, _ := d.Instances[id[1]].(*place)
		if list == nil {
			continue
		}
		value := "name"
		for _, v := range set.all("value") {
			value = v.attribute("ref")
		}
		for _, item := range list.all("item") {
			out = append(out, offer{firstText(item, value), d.labelIn(set, item)})
		}
	}
	return out
}

// labelIn is the label of a choice: words, a text of the model by its id, or
// what a column of the item holds or names.
func (d *document) labelIn(in, item *place) string {
	for _, l := range in.all("label") {
		ref := l.attribute("ref")
		m := itextCall.FindStringSubmatch(ref)
		switch {
		case ref == "":
			return l.value.Str()
		case m != nil && item == nil:
			return d.Wordings[strings.Trim(strings.TrimSpace(m[1]), `'"`)]
		case m != nil:
			return d.Wordings[firstText(item, strings.TrimSpace(m[1]))]
		case item != nil:
			return firstText(item, ref)
		}
	}
	return ""
}

func firstText(p *place, name string) string {
	for _, c := range p.all(local(name)) {
		return c.value.Str()
	}
	return ""
}

// ChoiceName is the label of a choice of a question, where the form's body says
// what that one offers, else of the list that has the question's name.
func (d *document) ChoiceName(from xpath.Node, r *xpath.Ref, value string) string {
	for _, o := range d.offered[r.Name] {
		if o.name == value {
			return o.label
		}
	}
	return d.Document.ChoiceName(from, r, value)
}

// itext gives the texts of a model in the language that is its default, else
// in the first one. Other forms of a text, such as its picture, say so in an
// attribute.
func itext(model *place) map[string]string {
	texts := map[string]string{}
	for _, block := range model.all("itext") {
		languages := block.all("translation")
		if len(languages) == 0 {
			continue
		}
		chosen := languages[0]
		for _, l := range languages {
			if strings.HasPrefix(l.attribute("default"), "true") {
				chosen = l
				break
			}
		}
		for _, text := range chosen.all("text") {
			for _, v := range text.all("value") {
				if v.attribute("form") == "" {
					texts[text.attribute("id")] = v.value.Str()
				}
			}
		}
	}
	return texts
}
