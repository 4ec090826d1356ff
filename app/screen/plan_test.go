package screen_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
)

// TestPlanMerge holds that a plan counts as the merge itself does, names the
// answers in dispute and none of their texts, and writes nothing.
func TestPlanMerge(t *testing.T) {
	ctx := context.Background()
	form := shippedForm(t)
	dir := t.TempDir()
	var records []*survey.Record
	err := screen.Simulate(ctx, form, 6, 1, func(r *survey.Record) error { records = append(records, r); return nil }, nil)
	if err != nil {
		t.Fatal(err)
	}
	// changed makes a correction of an interview, made apart from others.
	changed := func(r *survey.Record, why string) (*survey.Record, survey.Path) {
		again, err := survey.Decode(survey.Encode(r))
		if err != nil {
			t.Fatal(err)
		}
		again.Parents, again.Reason = []survey.Hash{r.Hash()}, why
		for p, a := range again.All() {
			if a.State == survey.Given && len(a.Children) == 0 && a.Key == "" {
				a.Text = "secret " + why
				return again, p
			}
		}
		t.Fatal("no answer is there to be changed")
		return nil, ""
	}
	write := func(name string, rs ...*survey.Record) string {
		path := filepath.Join(dir, name)
		_, err := export.Write(ctx, path, func(yield func(*survey.Record, error) bool) {
			for _, r := range rs {
				if !yield(r, nil) {
					return
				}
			}
		}, export.Options{Forms: []*survey.Form{form}, Device: "uuid:" + name})
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, at := changed(records[0], "one")
	two, _ := changed(records[0], "two")
	paths := []string{
		write("a.xlsx", records[:4]...), write("b.xlsx", one, records[1]), write("c.xlsx", two), write("d.xlsx", two, records[5]), filepath.Join(dir, "gone.xlsx"),
	}
	before := names(t, dir)
	plan, err := screen.PlanMerge(ctx, paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range plan.Books {
		line := fmt.Sprintf("%s %s %v %d/%d +%d =%d <%d !%d", filepath.Base(b.Path), b.Device, b.Versions, b.Interviews, b.Held, b.Added, b.Known, b.Superseded, b.Balance.Conflict)
		for _, c := range b.Conflicts {
			line += fmt.Sprintf(" %s at %v", c.ID, c.Paths)
		}
		if b.Fault != nil {
			line += " fault"
		}
		got = append(got, line)
	}
	want := []string{
		"a.xlsx uuid:a.xlsx [1.0.0] 4/4 +4 =0 <0 !0",
		"b.xlsx uuid:b.xlsx [1.0.0] 2/2 +1 =1 <0 !0",
		fmt.Sprintf("c.xlsx uuid:c.xlsx [1.0.0] 1/1 +0 =0 <0 !1 %s at [%s]", records[0].ID, at),
		"d.xlsx uuid:d.xlsx [1.0.0] 2/2 +1 =1 <0 !0",
		"gone.xlsx  [] 0/0 +0 =0 <0 !0 fault",
	}
	if !slices.Equal(got, want) {
		t.Errorf("planned\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if plan.Holds() || strings.Contains(plan.Account.String(), "secret") {
		t.Errorf("a plan with a workbook that is gone holds, or tells answers:\n%s", plan.Account)
	}
	if now := names(t, dir); !slices.Equal(now, before) {
		t.Errorf("the folder held %v and holds %v", before, now)
	}
	merged, err := screen.Merge(ctx, paths[:4], filepath.Join(dir, "all.xlsx"), nil)
	if err != nil || merged.Account.String() != plan.Account.String() {
		t.Errorf("planned\n%s\nand done\n%s%v", plan.Account, merged.Account, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	_, err = screen.PlanMerge(stopped, paths, func(done, _ int, _ string) {
		if done == 2 {
			cancel()
		}
	})
	if cancel(); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled plan ended with %v", err)
	}
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}
