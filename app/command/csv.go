package command

import (
	"context"
	"fmt"
	"strings"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage"
)

// separators are the words of --separator.
var separators = map[string]byte{",": ',', ";": ';', "tab": '\t'}

// csvCall is a call of export that asks for CSV.
type csvCall struct {
	store        *storeFlag // without a path where there is a book
	book         string
	form, folder string
	separator    byte
	json         bool
}

// csvCallOf checks what the words of the call say together.
func csvCallOf(store *storeFlag, form, folder, separator string, args []string, asJSON bool) (csvCall, error) {
	c := csvCall{store: store, form: form, folder: folder, json: asJSON}
	if len(args) == 1 {
		c.book = args[0]
	}
	if len(args) > 1 || (c.store.path == "") == (c.book == "") || c.book != "" && form != "" {
		return c, misuse("with --csv FOLDER, either --store FILE or one workbook is needed")
	}
	var known bool
	if c.separator, known = separators[separator]; !known {
		return c, misuse("--separator knows , and ; and tab, not %q", separator)
	}
	return c, nil
}

func (c csvCall) run(ctx context.Context, e Env) error {
	t, err := c.write(ctx, e)
	if err != nil {
		return err
	}
	for _, r := range t.Refused {
		fmt.Fprintf(e.Stderr, "%s: %s\n", c.book, r)
	}
	e.notices(t.Notices)
	if c.json {
		err = printJSON(e.Stdout, csvReportOf(c.folder, t))
	} else {
		err = c.print(e, t)
	}
	if err == nil && len(t.Refused) > 0 {
		return errSaid
	}
	return err
}

func (c csvCall) write(ctx context.Context, e Env) (t *screen.Tables, err error) {
	if c.book != "" {
		p, done := e.progress("export")
		defer done()
		return screen.WorkbookToCSV(ctx, c.book, c.folder, c.separator, p)
	}
	_, err = exportStore(ctx, e, func(ctx context.Context, store *storage.Store, form, folder string, p screen.Progress) (*screen.Exported, error) {
		t, err = screen.ExportCSV(ctx, store, form, folder, c.separator, p)
		return nil, err
	}, c.store, c.form, c.folder)
	return t, err
}

func (c csvCall) print(e Env, t *screen.Tables) error {
	names := make([]string, len(t.Files))
	for i, f := range t.Files {
		names[i] = fmt.Sprintf("%s (%d)", f.Name, f.Rows)
	}
	line := fmt.Sprintf("%s: %d interviews of the form %s in %s", c.folder, t.Records, t.Form, strings.Join(names, ", "))
	if c.store.path != "" {
		line += fmt.Sprintf("; %d drafts stayed behind", t.Drafts)
	}
	fmt.Fprintln(e.Stdout, line+".")
	for _, id := range t.Partial {
		fmt.Fprintf(e.Stdout, "%s: an answer is more than a cell can hold; only the workbook has all of it.\n", id)
	}
	return nil
}

// csvReport is an export as CSV, as --json prints it.
type csvReport struct {
	Out        string           `json:"out"`
	Form       string           `json:"form"`
	Interviews int              `json:"interviews"`
	Drafts     int              `json:"drafts"` // not finished: not exported; 0 of a workbook
	Files      []export.CSVFile `json:"files"`
	Partial    []string         `json:"partial"` // interviews with an answer that no cell can hold
}

func csvReportOf(folder string, t *screen.Tables) csvReport {
	return csvReport{folder, t.Form, t.Records, t.Drafts, t.Files, append([]string{}, t.Partial...)}
}
