package merge

import (
	"testing"

	"anketa/export"
)

// TestOpposed tells of an edit that two people decided about in two ways, in
// whatever order that came; of one who changed their mind there is nothing to
// tell.
func TestOpposed(t *testing.T) {
	judged := func(key, who string, v export.Verdict) export.Judged {
		return export.Judged{Edit: export.Edit{Key: key}, Tag: key, Who: who, Verdict: v}
	}
	said := []export.Judged{
		judged("uuid:a/job[2]", "P", export.Accepted), judged("uuid:a/job[2]", "P", export.Refused), judged("uuid:a/job[2]", "Q", export.Accepted),
		judged("uuid:b", "P", export.Refused), judged("uuid:b", "P", export.Accepted),
		judged("uuid:c", "P", export.Accepted), judged("uuid:c", "Q", export.Accepted),
		judged("uuid:d", "P", export.Accepted), judged("uuid:d", "", export.Undecided),
	}
	for from := range said {
		s := New()
		for i := range said {
			s.remember(said[(from+i)%len(said)])
		}
		if all := s.opposed(); len(all) != 1 || len(all[0].IDs) != 1 || all[0].IDs[0] != "uuid:a" {
			t.Errorf("from %d: told %v, want one notice about uuid:a", from, all)
		}
	}
}
