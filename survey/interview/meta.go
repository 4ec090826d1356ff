package interview

import (
	"encoding/hex"
	"hash/fnv"
	"strings"

	"anketa/survey"
)

// metadata gives what the program itself fills in under a metadata word; ""
// for a word that a laptop has nothing for.
func (iv *Interview) metadata(word string) string {
	word, uri := strings.CutPrefix(word, "uri:")
	value := ""
	switch word {
	case "start":
		return iv.instantText()
	case "today":
		return iv.now().Format("2006-01-02")
	case "deviceid":
		value = iv.o.Device
	case "username":
		value = iv.o.Interviewer
	}
	if uri && value != "" {
		return word + ":" + value
	}
	return value
}

func (iv *Interview) instantText() string {
	return iv.now().Format("2006-01-02T15:04:05.000Z07:00")
}

// end writes the time into the questions of type end. It is done when a
// record is made, so calculations that read it are of that moment.
func (iv *Interview) end() {
	now := iv.instantText()
	for _, s := range iv.plan.specs {
		if s.item.Type.Meta != "end" {
			continue
		}
		iv.root.each(s, func(n *node) {
			if iv.put(n, now) {
				n.refresh()
				iv.changed(n, survey.Value)
			}
		})
	}
	iv.settle()
	iv.drain()
}

// Name is what the form calls this interview (settings instance_name), "" where
// the form does not say.
func (iv *Interview) Name() string {
	rule := iv.form.InstanceName
	if rule == nil {
		return ""
	}
	return textOf(iv.eval(&iv.root.nodes[0], rule.Expr), &survey.Type{}, iv.zone)
}

// uuid gives a random UUID (version 4) from the interview's own chance.
func (iv *Interview) uuid() string {
	var b [16]byte
	for i := range b {
		b[i] = byte(iv.rand.Uint32())
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	s := hex.EncodeToString(b[:])
	return strings.Join([]string{s[:8], s[8:12], s[12:16], s[16:20], s[20:]}, "-")
}

// fingerprint tells drafts apart, so that an interview that is resumed with
// the seed it had does not give out the same keys again.
func fingerprint(r *survey.Record) uint64 {
	h := fnv.New64a()
	for p, a := range r.All() {
		h.Write([]byte(p))
		h.Write([]byte{0})
		h.Write([]byte(a.Key + "\x00" + a.Text + "\x00"))
	}
	return h.Sum64() | 1
}
