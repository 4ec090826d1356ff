package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"
	"strings"

	"anketa/survey"
)

// Build counts records of a form. They are the head versions, one for each
// interview: a second one of the same interview is left out and counted as
// such, as are drafts and records of another form. A record of another
// version of the form counts for the questions that both have; others are the
// other versions, as far as they are known: an answer to a question that was of
// another kind in the record's version is unusable and counted as such.
//
// The first error of records ends it.
func Build(form *survey.Form, records iter.Seq2[*survey.Record, error], o Options, others ...*survey.Form) (*Report, error) {
	b := builder{form: form, o: o, seen: map[string]bool{}, counted: newCount(form, others)}
	if o.Kinds == nil {
		b.simulated = newCount(form, others)
	}
	for r, err := range records {
		if err != nil {
			return nil, fmt.Errorf("read records: %w", err)
		}
		b.add(r)
	}
	return b.report(), nil
}

// A builder sorts records into those that count and those that do not.
type builder struct {
	form    *survey.Form
	o       Options
	seen    map[string]bool
	sample  Sample
	counted *count
	// simulated is counted beside, in case there is nothing else; nil as soon
	// as there is.
	simulated *count
}

func (b *builder) add(r *survey.Record) {
	b.sample.Read++
	switch {
	case r.Form != b.form.ID:
		b.sample.Other++
	case !r.IsFinished():
		b.sample.Draft++
	case b.seen[r.ID]:
		b.sample.Further++
	default:
		b.seen[r.ID] = true
		b.sort(r)
	}
}

func (b *builder) sort(r *survey.Record) {
	if r.Kind != survey.Simulated {
		b.simulated = nil
	}
	if b.wants(r.Kind) {
		b.sample.Included[r.Kind]++
		b.counted.add(r)
		return
	}
	b.sample.Excluded[r.Kind]++
	if b.simulated != nil {
		b.simulated.add(r)
	}
}

func (b *builder) wants(k survey.Kind) bool {
	if b.o.Kinds == nil {
		return k == survey.Real
	}
	return slices.Contains(b.o.Kinds, k)
}

func (b *builder) report() *Report {
	kinds := b.o.Kinds
	if kinds == nil {
		kinds = []survey.Kind{survey.Real}
	}
	if b.simulated != nil && b.simulated.root.unit.n > 0 {
		kinds = []survey.Kind{survey.Simulated}
		b.counted = b.simulated
		b.sample.Included, b.sample.Excluded = b.sample.Excluded, b.sample.Included
	}
	language := b.form.Languages[b.language()]
	f := finisher{
		form: b.form, count: b.counted, small: b.o.Small, words: wordsOf(language),
		label: labeller{language: b.language(), fallback: b.form.Default}, shared: map[*node]bool{},
	}
	f.share()
	r := &Report{
		Title: b.form.Title, Form: b.form.ID, Version: b.form.Version, Language: language.Name,
		Program: b.o.Program, Made: b.o.Now, Kinds: kinds, Small: b.o.Small,
		N: b.counted.root.unit.n, Digest: b.counted.digest(),
		Sample: b.sample, Sections: f.sections(), words: f.words,
	}
	r.Mark = mark(f.words, b.sample.Included)
	r.Sample.Tables = f.breakdowns()
	return r
}

func (b *builder) language() int {
	if b.o.Language < 0 || b.o.Language >= len(b.form.Languages) {
		return b.form.Default
	}
	return b.o.Language
}

// mark gives the words that every sheet carries where not all records in it
// are real.
func mark(w words, included [survey.Simulated + 1]int) string {
	var parts []string
	if included[survey.Simulated] > 0 {
		parts = append(parts, w.say(simulatedMark))
	}
	if included[survey.Training] > 0 {
		parts = append(parts, w.say(trainingMark))
	}
	return strings.Join(parts, " · ")
}

// A count is what some records come to.
type count struct {
	root         *node
	hashes       []survey.Hash
	interviewers map[string]int
	days         map[string]int // of the beginning, as the laptop's clock showed it
	versions     map[string]int
}

func newCount(form *survey.Form, others []*survey.Form) *count {
	return &count{root: plan(form, others), interviewers: map[string]int{}, days: map[string]int{}, versions: map[string]int{}}
}

func (c *count) add(r *survey.Record) {
	h := r.Hash()
	c.hashes = append(c.hashes, h)
	c.interviewers[r.Interviewer]++
	c.days[r.Started.Format("2006-01-02")]++
	c.versions[r.Version]++
	c.root.unit.add(r, crowdOf(h))
	if r.Root != nil {
		c.root.count(r, r.Root, crowdOf(h))
	}
}

// digest names the data that a report was made of, in whatever order they
// came.
func (c *count) digest() string {
	slices.SortFunc(c.hashes, func(a, b survey.Hash) int { return slices.Compare(a[:], b[:]) })
	h := sha256.New()
	for _, v := range c.hashes {
		h.Write(v[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}
