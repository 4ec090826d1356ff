package export

import (
	"slices"
	"testing"

	"anketa/survey"
)

// TestWithdrawnTravels holds that the list of what was withdrawn is read as it
// was written, whatever its codes look like, and makes nothing else different.
func TestWithdrawnTravels(t *testing.T) {
	form, records := answered(3)
	want := []Withdrawn{
		{Key: "uuid:1", Case: "007", Day: "2026-05-01", By: "K1", Device: "9f86d081", Number: 12},
		{Key: "uuid:2", Case: "=1+1", Day: "2026-05-02", By: "001"},
		{Key: "uuid:3"},
	}
	b := mustRead(t, write(t, records, Options{Forms: []*survey.Form{form}, Withdrawn: want}))
	same(t, b, records)
	if !slices.Equal(b.Withdrawn, want) {
		t.Errorf("read %+v", b.Withdrawn)
	}
	if b := mustRead(t, write(t, records, Options{Forms: []*survey.Form{form}})); len(b.Withdrawn) > 0 {
		t.Errorf("of none, read %+v", b.Withdrawn)
	}
}
