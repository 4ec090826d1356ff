package command

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/survey"
	"anketa/survey/message"
)

// conflictHead is the table of what is in conflict: a line for each side of
// each answer. A person fills in take and why.
var conflictHead = []string{"interview", "laptop", "number", "case_code", "place", "question", "side", "author", "saved", "answer", "proposed", "take", "why"}

func writeConflicts(path string, all []screen.Conflicted) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(conflictHead) // into memory: no error
	for _, c := range all {
		for _, row := range c.Rows {
			for i, head := range c.Heads {
				_ = w.Write([]string{
					c.ID, merge.ShortDevice(c.Device), fmt.Sprint(c.Number), merge.NamedOf(c.Heads[0]).Case, row.Place, strings.TrimSpace(row.Code + " " + row.Label), head.Hash().String(),
					head.Author, head.Saved.Format("2006-01-02 15:04"), sideWords(row, i), mark(row.Proposed == i), "", "",
				})
			}
		}
	}
	w.Flush()
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		return message.New("write conflicts: %w", err)
	}
	return nil
}

func mark(set bool) string {
	if set {
		return "x"
	}
	return ""
}

// sideWords says what a side holds.
func sideWords(row screen.DisputeRow, i int) string {
	switch {
	case row.Answers[i] == nil && row.Instance:
		return "(removed)"
	case row.Answers[i] == nil:
		return "(not asked)"
	case row.Instance:
		return "(kept)"
	}
	return row.Sides[i]
}

// readRulings reads the table back: the sides that have a mark in take.
func readRulings(path, why string) ([]screen.Ruling, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, message.New("read decisions: %w", err)
	}
	rows, err := readTable(data, "interview", "place", "side", "take")
	if err != nil {
		return nil, message.New("read decisions: %s: %w", path, err)
	}
	by := map[string]*screen.Ruling{}
	var out []*screen.Ruling
	for i, row := range rows {
		if row["take"] == "" {
			continue
		}
		side, err := survey.ParseHash(row["side"])
		if err != nil || row["interview"] == "" || row["place"] == "" {
			return nil, message.New("read decisions: %s: line %d: its interview, place or side is not as it was written", path, i+2)
		}
		r := by[row["interview"]]
		if r == nil {
			r = &screen.Ruling{ID: row["interview"], Decision: merge.Decision{Choices: map[string]survey.Hash{}, Why: why}}
			by[r.ID], out = r, append(out, r)
		}
		if had, twice := r.Choices[row["place"]]; twice && had != side {
			return nil, message.New("read decisions: %s: line %d: two sides of one answer are marked", path, i+2)
		}
		r.Choices[row["place"]] = side
		if row["why"] != "" {
			r.Why = row["why"]
		}
	}
	rulings := make([]screen.Ruling, len(out))
	for i, r := range out {
		rulings[i] = *r
	}
	return rulings, nil
}

// readTable reads rows by the names of their columns; the separator is the one
// that the first line has most of.
func readTable(data []byte, needed ...string) ([]map[string]string, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	first, _, _ := bytes.Cut(data, []byte("\n"))
	separators := []rune{',', ';', '\t'}
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = slices.MaxFunc(separators, func(a, b rune) int {
		return strings.Count(string(first), string(a)) - strings.Count(string(first), string(b))
	})
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil || len(all) == 0 {
		return nil, err
	}
	for _, name := range needed {
		if !slices.Contains(all[0], name) {
			return nil, message.New("it has no column %s", name)
		}
	}
	var out []map[string]string
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, f := range fields[:min(len(fields), len(all[0]))] {
			row[all[0][i]] = strings.TrimSpace(f)
		}
		out = append(out, row)
	}
	return out, nil
}

// readMapping reads which questions and codes are which.
func readMapping(path string) ([]export.Mapped, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, message.New("read mapping: %w", err)
	}
	rows, err := readTable(data, "form_version", "question", "to_question")
	if err != nil {
		return nil, message.New("read mapping: %s: %w", path, err)
	}
	var out []export.Mapped
	for i, row := range rows {
		m := export.Mapped{Version: row["form_version"], Question: row["question"], Code: row["code"], To: row["to_question"], ToCode: row["to_code"]}
		if m.Code != "" && m.To == "" {
			m.To = m.Question
		}
		if m.Question == "" || m.To == "" || (m.Code == "") != (m.ToCode == "") {
			return nil, message.New("read mapping: %s: line %d: it needs a question and to_question, or a code and to_code", path, i+2)
		}
		out = append(out, m)
	}
	return out, nil
}
