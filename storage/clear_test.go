package storage

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// What the store in testdata/clear-1.db.gz holds, as the last build without
// encryption left it. Every answer in it, its setting and its form have clearMark.
var clearPromise = promise{
	interviews: map[string]string{"uuid:04d1288f-7865-4d6c-b322-e17abcc3793c": "draft 12", "uuid:2e08d476-057e-45a3-bf1a-71320db312ba": "done"},
	settings:   map[string]string{"window": clearMark},
	number:     2,
}

const clearMark = "жжжж"

// layClear puts that store into a folder.
func layClear(t testing.TB, dir string) (path string) {
	t.Helper()
	f := must(os.Open(filepath.Join("testdata", "clear-1.db.gz")))
	defer f.Close()
	path = filepath.Join(dir, "anketa.db")
	if err := os.WriteFile(path, must(io.ReadAll(must(gzip.NewReader(f)))), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// sealingTeller opens that store for its first person.
func sealingTeller(t *testing.T) *teller {
	t.Helper()
	dir := t.TempDir()
	layClear(t, dir)
	w := newTeller(t, dir)
	w.promises = []promise{clearPromise.clone()}
	return w
}

// TestNothingIsLostWhileAStoreIsSealed cuts the power at every moment of that.
func TestNothingIsLostWhileAStoreIsSealed(t *testing.T) {
	onTestDisk(t)
	w := sealingTeller(t)
	before := len(w.disk.Ops())
	w.tell(t, []step{opens, closes})
	c := cutBetween(t, w, before, min(cuts()/4, 2000))
	t.Logf("%d operations of the disk; %s", len(w.disk.Ops())-before, c)
	if c.first != nil {
		t.Errorf("%d lost, %d unreadable; the first: %v", c.lost, c.unread, c.first)
	}
}
