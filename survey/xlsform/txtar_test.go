package xlsform

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what is got into the files of testdata")

// TestTables reads the forms of testdata/*.txtar. A case is the files of one
// folder: form, the tables; want, the form's summary or its faults; any other
// is attached to the form.
func TestTables(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases := map[string]fstest.MapFS{}
		for _, f := range archive.Files {
			name, part, _ := strings.Cut(f.Name, "/")
			if cases[name] == nil {
				cases[name] = fstest.MapFS{}
			}
			cases[name][part] = &fstest.MapFile{Data: f.Data}
		}
		topic := strings.TrimSuffix(filepath.Base(file), ".txtar")
		for name, c := range cases {
			t.Run(topic+"/"+name, func(t *testing.T) { checkCase(t, c, archive, name) })
		}
		if *update {
			if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func checkCase(t *testing.T, c fs.FS, archive *txtar.Archive, name string) {
	form, err := fs.ReadFile(c, "form")
	if err != nil {
		t.Fatal(err)
	}
	got := summary(ReadMarkdown(string(form), Options{Name: "test", Attached: c}))
	want, _ := fs.ReadFile(c, "want")
	if *update {
		archive.Files = setFile(archive.Files, name+"/want", []byte(got))
		return
	}
	if got != string(want) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// setFile replaces a file, or puts it behind the others of its folder.
func setFile(files []txtar.File, name string, data []byte) []txtar.File {
	folder, _, _ := strings.Cut(name, "/")
	at := 0
	for i := range files {
		if files[i].Name == name {
			files[i].Data = data
			return files
		}
		if strings.HasPrefix(files[i].Name, folder+"/") {
			at = i + 1
		}
	}
	return slices.Insert(files, at, txtar.File{Name: name, Data: data})
}
