package screen

import (
	"context"
	"slices"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// mappingSetting names what the store keeps of renamed and recoded questions,
// by the form's id.
const mappingSetting = "mapping"

func storedMapping(ctx context.Context, store *storage.Store, form string) ([]export.Mapped, error) {
	all := map[string][]export.Mapped{}
	_, err := getJSON(ctx, store, mappingSetting, &all)
	return all[form], err
}

func keepMapping(ctx context.Context, store *storage.Store, form string, mapping []export.Mapped) error {
	all := map[string][]export.Mapped{}
	if _, err := getJSON(ctx, store, mappingSetting, &all); err != nil {
		return err
	}
	all[form] = mapping
	return setJSON(ctx, store, mappingSetting, all)
}

// mapping is what a merge knows: what was said now counts before what the store
// has kept, and that before what workbooks say.
func (m *mergeJob) mapping() []export.Mapped {
	var kept []export.Mapped
	if m.into != nil {
		kept = m.into.mapped
	}
	return export.JoinMappings(m.said.Given, m.said.without(export.JoinMappings(kept, export.Sorted(m.mapped))))
}

// Map has answers of older versions of the form stand in the columns of other
// questions, in the workbook of this merge and from then on: a store keeps it,
// and it travels with the workbook. The interviews themselves are not changed.
// The error says which line cannot be.
func (m *Merging) Map(mapping []export.Mapped) error { return m.Remap(Remapping{Given: mapping}) }

// Remap is Map that also takes back what was kept before.
func (m *Merging) Remap(said Remapping) error {
	if m.known {
		if err := m.readAgain(); err != nil {
			return err
		}
	}
	for i, line := range said.Given {
		if why := m.job.unmappable(line); why != nil {
			return message.New("line %d of the mapping: %s", i+1, why)
		}
	}
	m.job.said = said
	return nil
}

// unmappable says why a line cannot be; nil where it can.
func (m *mergeJob) unmappable(line export.Mapped) *message.Text {
	from := m.question(line.Question, func(f *survey.Form) bool { return f.Version == line.Version })
	if from == nil {
		return message.New("the form version %s has no question %s. Name the version and the path as the sheets have them.", line.Version, line.Question)
	}
	if line.Code != "" {
		if from.List == nil || from.List.Choice(line.Code) == nil {
			return message.New("the question %s has no choice %s.", line.Question, line.Code)
		}
		return nil
	}
	if line.Refused() {
		return nil
	}
	to := m.question(line.To, func(f *survey.Form) bool { return f.Version != line.Version })
	switch {
	case to == nil:
		return message.New("no other form version has a question %s.", line.To)
	case repeatPath(from) != repeatPath(to):
		return message.New("%s and %s do not lie in the same repeat.", line.Question, line.To)
	case !to.Type.Asked() || !from.Type.Asked():
		return message.New("%s or %s is no question that is asked.", line.Question, line.To)
	case !answeredAlike(from, to):
		return message.New("%s and %s are not answered in the same way: one is %s, the other %s.", line.Question, line.To, from.Type.Name, to.Type.Name)
	}
	return nil
}

// question finds an item by its path in the versions that are meant.
func (m *mergeJob) question(path string, in func(*survey.Form) bool) *survey.Item {
	for _, f := range m.forms {
		if !in(f) {
			continue
		}
		if i := slices.IndexFunc(f.Items, func(it *survey.Item) bool { return string(it.Path()) == path && !it.Type.Holds() }); i >= 0 {
			return f.Items[i]
		}
	}
	return nil
}

func repeatPath(it *survey.Item) string {
	if r := it.Repeat(); r != nil {
		return string(r.Path())
	}
	return ""
}

// asMapped gives records as the columns show them.
func asMapped(mapping []export.Mapped, records []*survey.Record) []*survey.Record {
	if len(mapping) == 0 {
		return records
	}
	out := make([]*survey.Record, len(records))
	for i, r := range records {
		out[i] = export.Map(mapping, r)
	}
	return out
}
