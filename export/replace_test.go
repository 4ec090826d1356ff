package export

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestReplaceable wants nothing to be written over that somebody else made.
func TestReplaceable(t *testing.T) {
	dir := t.TempDir()
	form := excelize.NewFile()
	defer form.Close()
	var sheet bytes.Buffer
	if err := form.Write(&sheet); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"form.xlsx": sheet.Bytes(), "notes.txt": []byte("notes"), "empty.xlsx": nil, "store.db": []byte("SQLite format 3\x00")} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Write(t.Context(), path, sequence(nil), Options{})
		if err == nil || !strings.Contains(err.Error(), name+": another file has that name") {
			t.Errorf("%s: %v", name, err)
		}
		if after, _ := os.ReadFile(path); !bytes.Equal(after, data) {
			t.Errorf("%s was changed", name)
		}
	}
	if err := Replaceable(dir); err == nil || !strings.Contains(err.Error(), "a folder has that name") {
		t.Errorf("a folder: %v", err)
	}
	if err := Replaceable(filepath.Join(dir, "new.xlsx")); err != nil {
		t.Errorf("nothing there: %v", err)
	}
}
