package command

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage"
	"anketa/survey/message"
)

// separators are the words of --separator.
var separators = map[string]byte{",": ',', ";": ';', "tab": '\t'}

// autoSeparator stands for what spreadsheets here expect.
const autoSeparator = "auto"

// csvCall is a call of export that asks for CSV.
type csvCall struct {
	store        *storeFlag // without a path where there is a book
	book         string
	form, folder string
	dialect      export.Dialect
	json         bool
}

// csvCallOf checks what the words of the call say together.
func csvCallOf(store *storeFlag, form, folder, separator string, comma bool, args []string, asJSON bool) (csvCall, error) {
	c := csvCall{store: store, form: form, folder: folder, json: asJSON}
	if len(args) == 1 {
		c.book = args[0]
	}
	if len(args) > 1 || (c.store.path == "") == (c.book == "") || c.book != "" && form != "" {
		return c, misuse("with --csv FOLDER, either --store FILE or one workbook is needed")
	}
	if separator == autoSeparator {
		c.dialect = export.DialectOf(cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_NUMERIC"), os.Getenv("LANG")))
	} else if c.dialect.Separator = separators[separator]; c.dialect.Separator == 0 {
		return c, misuse("--separator knows , and ; and tab and auto, not %q", separator)
	}
	if c.dialect.DecimalComma = comma; comma && c.dialect.Separator == ',' {
		return c, misuse("--decimal-comma needs another separator than a comma")
	}
	return c, nil
}

func (c csvCall) run(ctx context.Context, e Env) error {
	t, err := c.write(ctx, e)
	if err != nil {
		return err
	}
	for _, r := range t.Refused {
		message.Fprintf(e.Stderr, "%s: %s\n", c.book, r)
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
		return screen.WorkbookToCSV(ctx, c.book, c.folder, c.dialect, p)
	}
	_, err = exportStore(ctx, e, func(ctx context.Context, store *storage.Store, form, folder string, p screen.Progress) (*screen.Exported, error) {
		t, err = screen.ExportCSV(ctx, store, form, folder, c.dialect, p)
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
	message.Fprintln(e.Stdout, line+".")
	for _, id := range t.Partial {
		message.Fprintf(e.Stdout, "%s: an answer is more than a cell can hold; only the workbook has all of it.\n", id)
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
