package screen_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// typed has somebody type into a workbook: sheet!column row=value.
func (p *post) typed(path string, cells ...string) string {
	p.t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	for _, c := range cells {
		where, value, _ := strings.Cut(c, "=")
		var sheet, column string
		var row int
		if _, err := fmt.Sscan(strings.NewReplacer("!", " ").Replace(where), &sheet, &column, &row); err != nil {
			p.t.Fatal(c, err)
		}
		rows, err := f.GetRows(sheet)
		i := -1
		if err == nil {
			i = slices.Index(rows[0], column)
		}
		if i < 0 {
			p.t.Fatalf("%s: no such column (%v)", c, err)
		}
		if err := f.SetCellValue(sheet, fmt.Sprintf("%s%d", survey.ColumnName(i+1), row), value); err != nil {
			p.t.Fatal(err)
		}
	}
	again := filepath.Join(p.dir, "edited-"+filepath.Base(path))
	if err := f.SaveAs(again); err != nil {
		p.t.Fatal(err)
	}
	return again
}

// sayEdits puts edits into a line each.
func sayEdits(edits []screen.Edit) string {
	var out []string
	for _, e := range edits {
		line := strings.TrimSpace(fmt.Sprintf("%s %s %q→%q %s", e.Verdict, e.Path, e.Old.Text, e.New.Text, e.Fault))
		for _, f := range e.Follows {
			line += "; " + f.String()
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

// TestAcceptEdits holds what becomes of an answer that somebody typed into a
// workbook: the form is asked, what follows is worked out anew, and the version
// says who, when and why.
func TestAcceptEdits(t *testing.T) {
	at := time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ cells, told, want string }{
		{"data!a 2=6", `accepted a "1"→"6"; sum is worked out anew`, "a=6 b=2 sum=8 n=0"},
		{"data!a 2=12", `accepted a "1"→"12"; sum is worked out anew; why is asked now, and has no answer`, "a=12 b=2 sum=14 why= n=0"},
		{"data!a 2=6 data!sum 2=8", "accepted a \"1\"→\"6\"\naccepted sum \"3\"→\"8\"", "a=6 b=2 sum=8 n=0"},
		{"data!sum 2=9", `open sum "3"→"9" The form works it out. Correct what it is made from.`, "a=1 b=2 sum=3 n=0"},
		{"data!b 2=99", `open b "2"→"99" The form does not allow the answer: This answer is not allowed here. The rule: survey!F3 (constraint): . + ${a} < 100`, "a=1 b=2 sum=3 n=0"},
		{"data!a 2=7 data!b 2=1.5", "accepted a \"1\"→\"7\"; sum is worked out anew\nopen b \"2\"→\"1.5\" It is no answer to a question of the type integer.", "a=7 b=2 sum=9 n=0"},
		{"data!why 2=because", `open why ""→"because" The question is not asked in this interview. The rule: survey!E7 (relevant): ${a} > 10`, "a=1 b=2 sum=3 n=0"},
		{"data!n 2=1", `accepted n "0"→"1"; m[1]/age is asked now, and has no answer`, "a=1 b=2 sum=3 n=1 m[1]/age="},
		{"data!a 2=", `accepted a "1"→""; sum goes: it is not asked any more, or comes to nothing`, "a= b=2 n=0"},
	} {
		p, ctx := newPost(t), context.Background()
		base := p.interview(1, 1)
		clean := p.book("clean.xlsx", base)
		path := p.typed(clean, strings.Split(strings.ReplaceAll(tt.cells, " data!", "\x00data!"), "\x00")...)
		out := filepath.Join(p.dir, "all.xlsx")
		m, err := screen.MergeWith(ctx, []string{path, clean}, out, screen.MergeOptions{AcceptEdits: true, Who: "C7", Why: "called back", When: at}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := sayEdits(m.Edits); got != tt.told {
			t.Errorf("%s: told\n%s\nwant\n%s", tt.cells, got, tt.told)
		}
		book, err := export.Read(ctx, out)
		if err != nil || len(book.Left())+len(book.Repaired) > 0 {
			t.Fatal(err, book.Left())
		}
		r := book.Records[0]
		if got := flat(r); got != tt.want || !m.Holds() {
			t.Errorf("%s: %s, want %s\n%s", tt.cells, got, tt.want, m.Account)
		}
		changed := strings.Contains(tt.told, "accepted")
		if changed && (r.Author != "C7" || r.Reason != "changed in edited-clean.xlsx, row 2: called back" || !r.Saved.Equal(at) || len(r.Parents) != 1 || r.Parents[0] != base.Hash()) {
			t.Errorf("%s: by %q at %v because %q", tt.cells, r.Author, r.Saved, r.Reason)
		}
		if changed != (m.Accepted == 1) || r.Find("chance").Text != base.Find("chance").Text {
			t.Errorf("%s: %d accepted, or chance was given anew", tt.cells, m.Accepted)
		}
		again, err := screen.MergeWith(ctx, []string{path, out}, filepath.Join(p.dir, "again.xlsx"), screen.MergeOptions{AcceptEdits: true, When: at.Add(time.Hour)}, nil)
		if err != nil || again.Accepted != 0 || again.Versions != m.Versions || !again.Holds() {
			t.Errorf("%s: the same once more makes %d of %d versions, %v\n%s", tt.cells, again.Accepted, again.Versions, err, again.Account)
		}
	}
}

// TestEditsWait holds that nothing is taken by itself, that a row whose version
// nobody has is named until it comes, and that what was refused is not asked
// again: a workbook remembers it, and a store does.
func TestEditsWait(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	base, other := p.interview(1, 1), p.interview(2, 2)
	clean := p.book("clean.xlsx", base)
	both := p.book("two.xlsx", base, other)
	lost := p.typed(clean, "data!why 2=because", "data!_states 2=not_reached: much") // no form tells what it was
	m, err := screen.Merge(ctx, []string{lost}, filepath.Join(p.dir, "one.xlsx"), nil)
	if err == nil && (len(m.Refused) != 1 || m.Total.Refused != 1 || len(m.Edits) != 0 || !m.Holds()) {
		t.Errorf("refused %v\n%s", m.Refused, m.Account)
	}
	for _, paths := range [][]string{{lost, both}, {both, lost}} {
		m, err := screen.Merge(ctx, paths, filepath.Join(p.dir, "two-all.xlsx"), nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Refused) != 0 || m.Total.Known != 1 || m.Total.Added != 2 || m.Undecided() == 0 || !m.Holds() || m.Versions != 2 {
			t.Errorf("%v: refused %v, %d wait\n%s", paths, m.Refused, m.Undecided(), m.Account)
		}
		plan, err := screen.PlanMerge(ctx, paths, nil)
		if err != nil || plan.Account.String() != m.Account.String() || sayEdits(plan.Edits) != sayEdits(m.Edits) {
			t.Errorf("planned\n%s\ndone\n%s%v", plan.Account, m.Account, err)
		}
	}

	edited := p.typed(both, "data!a 2=6", "data!b 3=7")
	all, store := filepath.Join(p.dir, "all.xlsx"), storagetest.New(t)
	for name, run := range map[string]func(paths []string, o screen.MergeOptions) *screen.Merged{
		"a workbook": func(paths []string, o screen.MergeOptions) *screen.Merged {
			m, err := screen.MergeWith(ctx, paths, all, o, nil)
			if err != nil {
				t.Fatal(err)
			}
			return m
		},
		"a store": func(paths []string, o screen.MergeOptions) *screen.Merged {
			in, err := screen.ReadMerge(ctx, store, paths[:1], nil)
			if err == nil {
				err = in.Settle(ctx, o)
			}
			if err != nil {
				t.Fatal(err)
			}
			m, err := in.Keep(ctx, "")
			if err != nil {
				t.Fatal(err)
			}
			return m
		},
	} {
		m := run([]string{edited}, screen.MergeOptions{})
		if len(m.Edits) != 2 || m.Undecided() != 2 || m.Accepted != 0 || m.Total.Added != 2 {
			t.Fatalf("%s: %s\n%s", name, sayEdits(m.Edits), m.Account)
		}
		verdicts := map[string]export.Verdict{m.Edits[0].Tag: export.Refused, m.Edits[1].Tag: export.Accepted}
		m = run([]string{edited}, screen.MergeOptions{Verdicts: verdicts})
		if m.Edits[0].Verdict != export.Refused || m.Edits[1].Verdict != export.Accepted || m.Accepted != 1 {
			t.Errorf("%s: %s", name, sayEdits(m.Edits))
		}
		paths := []string{edited}
		if name == "a workbook" {
			rest := filepath.Join(p.dir, "before.xlsx")
			if _, err := screen.Merge(ctx, []string{all}, rest, nil); err != nil { // it travels
				t.Fatal(err)
			}
			paths = append(paths, rest)
		}
		m = run(paths, screen.MergeOptions{AcceptEdits: true})
		if m.Undecided() != 0 || m.Accepted != 0 || m.Edits[0].Verdict != export.Refused {
			t.Errorf("%s: asked again: %s", name, sayEdits(m.Edits))
		}
	}
	n := 0
	for r, err := range store.Records(ctx, storage.Filter{}) {
		if n++; err != nil || r.Number == 2 && r.Find("b").Text != "7" || r.Number == 1 && r.Find("a").Text != "1" {
			t.Errorf("the store has %s, %v", flat(r), err)
		}
	}
	if n != 2 {
		t.Errorf("the store has %d interviews", n)
	}
}

// TestCorrectionsList holds the way of a list: out with what waits, filled in,
// and back; what stands in the workbook of the merge; and what is told of a
// line that cannot be carried out.
func TestCorrectionsList(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	base, other := p.interview(1, 1), p.interview(2, 2)
	both := p.book("two.xlsx", base, other)
	edited := p.typed(both, "data!a 2=6", "data!b 2=3", "data!b 3=7")
	listed, err := screen.ListEdits(ctx, []string{edited}, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(p.dir, "list.xlsx")
	list := screen.CorrectionsOf(listed.Edits)
	if len(list) != 3 || list[0].Key != base.ID || list[0].Variable != "a" || list[0].Value != "1" || list[0].NewValue != "6" || list[0].Label != "A" {
		t.Fatalf("listed %+v", list)
	}
	list[0].Action, list[0].Comments = export.Replace, "called back"
	list[1].Action = export.Okay
	list = append(list,
		export.Correction{Key: other.ID, Variable: "a", Value: "1", NewValue: "3", Action: export.Replace, Comments: "heard wrong"},
		export.Correction{Key: other.ID, Variable: "a", Value: "9", NewValue: "4", Action: export.Replace},
		export.Correction{Key: other.ID, Variable: "sum", Value: "3", NewValue: "4", Action: export.Replace},
		export.Correction{Key: other.ID, Variable: "nobody", Value: "3", NewValue: "4", Action: export.Replace},
		export.Correction{Key: "uuid:gone", Variable: "a", Value: "3", NewValue: "4", Action: export.Replace},
		export.Correction{Key: other.ID, Variable: "a", Action: export.Drop},
		export.Correction{Key: other.ID, Variable: "a", Action: "perhaps"},
	)
	if err := screen.WriteCorrections(ctx, []string{edited}, path, list); err != nil {
		t.Fatal(err)
	}
	read, err := export.ReadCorrections(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(p.dir, "all.xlsx")
	m, err := screen.MergeWith(ctx, []string{edited}, out, screen.MergeOptions{Corrections: read, List: path, Who: "C7"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"The value is another one by now.", "There is no such variable", "No interview of these workbooks", "A list drops no interview.", "none of replace, okay and drop.", "The form works it out."}
	if m.Accepted != 2 || len(m.Faults) != len(want) || m.Undecided() != 1 {
		t.Errorf("%d accepted, %s\n%s", m.Accepted, sayEdits(m.Edits), fmt.Sprint(m.Faults))
	}
	for i, w := range want {
		if i < len(m.Faults) && !strings.Contains(m.Faults[i].String(), w) {
			t.Errorf("fault %d is %s, want %s", i, m.Faults[i], w)
		}
	}
	book, err := export.Read(ctx, out)
	if err != nil {
		t.Fatal(err)
	}
	if got := flat(book.Records[0]) + " | " + flat(book.Records[1]); got != "a=6 b=2 sum=8 n=0 | a=3 b=2 sum=5 n=0" {
		t.Error(got)
	}
	made, err := export.ReadCorrections(ctx, out)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range made {
		lines = append(lines, fmt.Sprintf("%s %s→%s %s %q by %s in %s", c.Variable, c.Value, c.NewValue, c.Action, c.Comments, c.Who, c.File))
	}
	got := strings.Join(lines, "\n")
	if want := "a 1→6 replace \"called back\" by C7 in edited-two.xlsx\nsum 3→8 replace \"called back\" by C7 in edited-two.xlsx\na 1→3 replace \"heard wrong\" by C7 in list.xlsx\nsum 3→5 replace \"heard wrong\" by C7 in list.xlsx"; got != want {
		t.Errorf("the sheet corrections has\n%s\nwant\n%s", got, want)
	}
	for _, bad := range []string{edited, both} {
		if err := screen.WriteCorrections(ctx, []string{edited, both}, bad, list); err == nil {
			t.Error("a list was written over a workbook that it was made from")
		}
	}
	if _, err := export.ReadCorrections(ctx, both); err == nil || !strings.Contains(err.Error(), "sheet corrections") {
		t.Errorf("a workbook without a list: %v", err)
	}
}

// TestAnsweredEdits holds that an edit is settled for ever once somebody said
// what counts, also where that is another value, or a line of another workbook
// that was edited in the same cell.
func TestAnsweredEdits(t *testing.T) {
	const a, b = 0, 1 // of the list: 1→6 in one workbook, 1→7 in another
	for _, tt := range []struct {
		name string
		fill func(list []export.Correction)
		want string // the answer that stands
		told string
		open int
	}{
		{"another value", func(l []export.Correction) { l[a].Action, l[a].NewValue = export.Replace, "8" }, "8", "", 0},
		{"another value, twice", func(l []export.Correction) {
			l[a].Action, l[a].NewValue = export.Replace, "8"
			l[b].Action, l[b].NewValue = export.Replace, "8"
		}, "8", "", 0},
		{"one of two", func(l []export.Correction) { l[a].Action, l[b].Action = export.Replace, export.Okay }, "6", "", 0},
		{"the other of two", func(l []export.Correction) { l[a].Action, l[b].Action = export.Okay, export.Replace }, "7", "", 0},
		{"one of two, nothing of the other", func(l []export.Correction) { l[b].Action = export.Replace }, "7", "", 0},
		{"it is right as it is", func(l []export.Correction) { l[a].Action, l[a].NewValue = export.Okay, ""; l[b].Key = "uuid:none" }, "1", "", 0},
		{"both", func(l []export.Correction) { l[a].Action, l[b].Action = export.Replace, export.Replace }, "1", "puts another value there", 2},
		{"what the form forbids", func(l []export.Correction) { l[a].Action, l[a].NewValue = export.Replace, "many" }, "1", "no answer to a question", 2},
	} {
		p, ctx := newPost(t), context.Background()
		base := p.interview(1, 1)
		one := p.typed(p.book("one.xlsx", base), "data!a 2=6")
		two := p.typed(p.book("two.xlsx", base), "data!a 2=7")
		listed, err := screen.ListEdits(ctx, []string{one, two}, nil)
		if err != nil {
			t.Fatal(err)
		}
		list := screen.CorrectionsOf(listed.Edits)
		tt.fill(list)
		all := filepath.Join(p.dir, "all.xlsx")
		m, err := screen.MergeWith(ctx, []string{one, two}, all, screen.MergeOptions{Corrections: list, List: "list.xlsx", Who: "C7", AcceptEdits: tt.name == "another value"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if told := strings.Trim(fmt.Sprint(m.Faults), "[]"); m.Undecided() != tt.open || !strings.Contains(told, tt.told) || tt.told == "" && told != "" {
			t.Errorf("%s: %d wait, told %q\n%s", tt.name, m.Undecided(), told, sayEdits(m.Edits))
		}
		if tt.open > 0 {
			continue
		}
		again, err := screen.MergeWith(ctx, []string{two, all, one}, filepath.Join(p.dir, "again.xlsx"), screen.MergeOptions{AcceptEdits: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if again.Accepted != 0 || again.Undecided() != 0 || len(again.Conflicts) != 0 || again.Versions != m.Versions {
			t.Errorf("%s: once more: %d accepted, %d wait, %d conflicts, %d of %d versions", tt.name, again.Accepted, again.Undecided(), len(again.Conflicts), again.Versions, m.Versions)
		}
		book, err := export.Read(ctx, filepath.Join(p.dir, "again.xlsx"))
		if err != nil || book.Records[0].Find("a").Text != tt.want {
			t.Errorf("%s: %s stands, want %s (%v)", tt.name, flat(book.Records[0]), tt.want, err)
		}
	}
}

// TestListedProblem holds that what the form says of an edit stands beside the
// comment, which only a person writes, and never becomes a reason.
func TestListedProblem(t *testing.T) {
	p, ctx := newPost(t), context.Background()
	edited := p.typed(p.book("one.xlsx", p.interview(1, 1)), "data!b 2=99")
	listed, err := screen.ListEdits(ctx, []string{edited}, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(p.dir, "list.xlsx")
	if err := export.WriteCorrections(ctx, path, screen.CorrectionsOf(listed.Edits)); err != nil {
		t.Fatal(err)
	}
	path = p.typed(path, "corrections!newvalue 2=5", "corrections!action 2=replace")
	list, err := export.ReadCorrections(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(p.dir, "all.xlsx")
	m, err := screen.MergeWith(ctx, []string{edited}, out, screen.MergeOptions{Corrections: list, List: path, Who: "C7"}, nil)
	if err != nil || m.Accepted != 1 {
		t.Fatal(err, m.Faults)
	}
	book, err := export.Read(ctx, out)
	if err != nil || book.Records[0].Reason != "changed in edited-list.xlsx, row 2" {
		t.Errorf("the reason is %q (%v)", book.Records[0].Reason, err)
	}
	if rows := sheetRows(t, path, "corrections"); !strings.Contains(strings.Join(rows[1], "|"), "|The form does not allow the answer") {
		t.Error("the list does not say what the form does not allow")
	}
}

func sheetRows(t *testing.T, path, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestDecideAgain holds that an edit which was refused or accepted in a merge
// waits again when the merge is undone, as often as one likes.
func TestDecideAgain(t *testing.T) {
	p, ctx, store := newPost(t), context.Background(), storagetest.New(t)
	clean := p.book("clean.xlsx", p.interview(1, 1))
	edited := p.typed(clean, "data!a 2=6")
	decide := func(v export.Verdict) *screen.Merged {
		t.Helper()
		m, err := screen.ReadMerge(ctx, store, []string{clean, edited}, nil)
		if err != nil {
			t.Fatal(err)
		}
		out, err := m.Edits(ctx)
		if err != nil || out.Undecided() != 1 {
			t.Fatalf("%v; before it is %s, %s", err, v, sayEdits(out.Edits))
		}
		if err := m.Settle(ctx, screen.MergeOptions{Verdicts: map[string]export.Verdict{out.Edits[0].Tag: v}}); err != nil {
			t.Fatal(err)
		}
		done, err := m.Keep(ctx, "")
		if err != nil || done.Undecided() != 0 {
			t.Fatal(err, sayEdits(done.Edits))
		}
		return done
	}
	for _, v := range []export.Verdict{export.Refused, export.Accepted, export.Refused, export.Refused, export.Accepted} {
		if _, _, err := store.UndoMerge(ctx, decide(v).Merge); err != nil {
			t.Fatal(err)
		}
	}
	decide(export.Refused)
	again, err := screen.MergeInto(ctx, store, []string{edited}, "", nil, nil)
	if err != nil || again.Undecided() != 0 || !again.Unchanged {
		t.Errorf("%v: it is asked again: %s", err, sayEdits(again.Edits))
	}
}
