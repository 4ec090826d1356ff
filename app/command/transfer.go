package command

import (
	"context"
	"flag"
	"slices"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey/message"
)

var exporting = Command{
	Name:    "export",
	Args:    "--store FILE [--passphrase-file FILE]|ALL.xlsx -o OUT.xlsx|--csv FOLDER|--xml FOLDER|--paradata FILE.csv [--profile NAME] [--form ID] [--separator C] [--password|--password-file FILE] [--json]",
	Summary: "Writes the finished interviews of a store into a workbook, CSV, or one file each for ODK; or how they came about.",
	Detail: `The workbook is complete by itself: data, labels, codebook and the form. It
gets its name only when it has been read back; an older one is replaced then.

--password protects the workbook as Excel does it (AES-256); Excel, LibreOffice
and anketa open it with the password, and without it nobody ever does.

--csv writes the workbook's sheet data and the sheet of each repeat as tables:
data.csv and so on, with the same columns and blanks, in UTF-8 with a byte
order mark. It takes them from a store or from a workbook, as a merged one.
Text stands in quotes and is never altered, also where it looks like a formula:
let statistics programs read these files, and Excel the workbook. --separator
auto puts a semicolon between fields where the computer's language writes numbers
with a comma, as spreadsheets there expect; numbers keep their point all the same
unless --decimal-comma is given.

--profile odk-central -o OUT.zip writes the CSV files that ODK Central gives, and
--profile kobo -o OUT.xlsx the workbook of KoboToolbox (XML values and headers),
so that scripts for those go on working; also from a workbook, as a merged one:
anketa export ALL.xlsx --profile kobo -o OUT.xlsx. kobo-labels has it in the
words of one language instead of names and codes. Anketa reads none of them back.

--xml writes each interview as a submission, as ODK Central and KoboToolbox
take them. Nothing in those files is encrypted.

--paradata writes who changed which answer, when, from what to what: a line for
every change of every finished interview, with the columns of ODK's audit log.
It holds answers that were taken back, too. Of sealed interviews it has them
where they were opened: in the coordinator's store.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews")
		out := flags.String("o", "", "the workbook to write, `OUT.xlsx`")
		xml := flags.String("xml", "", "the `FOLDER` to write submissions into, instead of a workbook")
		csv := flags.String("csv", "", "the `FOLDER` to write tables into, instead of a workbook")
		paradata := flags.String("paradata", "", "the `FILE.csv` to write every change into, instead of a workbook")
		separator := flags.String("separator", ",", "what stands between the fields of a table, `C`: , or ; or tab, or auto for what spreadsheets here expect (default ,)")
		comma := flags.Bool("decimal-comma", false, "write 12,5 for 12.5 in a table")
		profile := flags.String("profile", "", "the layout of another program, `NAME`: odk-central (a zip), kobo or kobo-labels")
		labels := flags.String("labels", "", "with kobo-labels, the language's `CODE` (default: the form's own)")
		form := flags.String("form", "", "the form's `ID`, where the store keeps interviews of several")
		asJSON := flags.Bool("json", false, "print the result as JSON")
		password := passwordFlags(flags, "the workbook that is written or read")
		flags.BoolVar(&password.ask, "password", false, "ask for a password that protects the workbook")
		return func(ctx context.Context, e Env, args []string) error {
			if *paradata != "" {
				if store.path == "" && *csv == "" && len(args) == 1 {
					c := layoutCall{args[0], *out, *xml, *form, export.Profile(*profile), *labels, *asJSON}
					err := c.check(password)
					if err == nil {
						ctx, err = password.reading(ctx, e, args)
					}
					if err != nil {
						return err
					}
					return c.run(ctx, e)
				}
				if store.path == "" || *csv != "" || *out != "" || *xml != "" || *profile != "" || password.ask || password.file != "" || len(args) > 0 {
					return misuse("--paradata FILE.csv needs --store FILE and nothing else")
				}
				return exportParadata(ctx, e, store, *form, *paradata, *asJSON)
			}
			if *csv != "" && *out == "" && *xml == "" && *profile == "" {
				c, err := csvCallOf(store, *form, *csv, *separator, *comma, args, *asJSON)
				if err != nil {
					return err
				}
				if ctx, err = password.reading(ctx, e, args); err != nil {
					return err
				}
				return c.run(ctx, e)
			}
			if store.path == "" && *csv == "" && len(args) == 1 {
				c := layoutCall{args[0], *out, *xml, *form, export.Profile(*profile), *labels, *asJSON}
				err := c.check(password)
				if err == nil {
					ctx, err = password.reading(ctx, e, args)
				}
				if err != nil {
					return err
				}
				return c.run(ctx, e)
			}
			if store.path == "" || *csv != "" || (*out == "") == (*xml == "") || len(args) > 0 {
				return misuse("--store FILE and one of -o OUT.xlsx, --csv FOLDER and --xml FOLDER are needed, and nothing else")
			}
			write, err := exporterOf(e, password, *xml, export.Profile(*profile), *labels)
			if err != nil {
				return err
			}
			if *xml != "" {
				*out = *xml
			}
			x, err := exportStore(ctx, e, write, store, *form, *out)
			if err != nil {
				return err
			}
			e.notices(x.Notices)
			if x.Readable {
				e.notices([]*message.Text{message.New("whoever gets this file can read the interviews in it: the form names no recipient to whom they would be sealed.")})
			}
			if *asJSON {
				return printJSON(e.Stdout, exportReport{*out, x.Form, x.Records, x.Media, x.Sealed, x.Drafts, x.SHA256, x.Number, x.Code, english(x.Notices)})
			}
			_, err = message.Fprintf(e.Stdout, "%s: %d interviews of the form %s; %d drafts stayed behind.\n", *out, x.Records, x.Form, x.Drafts)
			if err == nil {
				err = printMedia(e, x.Media, *out, *xml != "")
			}
			if x.Sealed > 0 && err == nil {
				_, err = message.Fprintf(e.Stdout, "beside them %d sealed interviews, which only the coordinator can open.\n", x.Sealed)
			}
			if x.Number > 0 && err == nil {
				_, err = message.Fprintf(e.Stdout, "export %d of this laptop; code of its history: %s\n", x.Number, x.Code)
			}
			return err
		}
	},
}

// printMedia says where the files of answers are.
func printMedia(e Env, n int, out string, folders bool) (err error) {
	switch {
	case n > 0 && folders:
		_, err = message.Fprintf(e.Stdout, "%d files of answers, each in the folder of its interview.\n", n)
	case n > 0:
		_, err = message.Fprintf(e.Stdout, "%d files of answers in %s: the two belong together.\n", n, export.MediaFolder(out))
	}
	return err
}

func exportParadata(ctx context.Context, e Env, store *storeFlag, form, path string, asJSON bool) error {
	x, err := exportStore(ctx, e, screen.ExportParadata, store, form, path)
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(e.Stdout, paradataReport{path, x.Form, x.Records})
	}
	_, err = message.Fprintf(e.Stdout, "%s: %d changes of interviews of the form %s.\n", path, x.Records, x.Form)
	return err
}

// paradataReport is an export of paradata, as --json prints it.
type paradataReport struct {
	Out     string `json:"out"`
	Form    string `json:"form"`
	Changes int    `json:"changes"`
}

// exportReport is an export, as --json prints it.
type exportReport struct {
	Out        string `json:"out"`
	Form       string `json:"form"`
	Interviews int    `json:"interviews"`
	Media      int    `json:"media,omitempty"`  // files of answers
	Sealed     int    `json:"sealed,omitempty"` // beside them, that only the coordinator can open
	Drafts     int    `json:"drafts"`           // not finished: not exported
	SHA256     string `json:"sha256,omitempty"` // of a workbook
	Number     int    `json:"number,omitempty"` // of the workbook, as the laptop counts its exports
	Code       string `json:"code,omitempty"`   // of the laptop's history until then

	Notices []string `json:"notices"`
}

// An exporter is what writes the interviews of a form to a path.
type exporter func(ctx context.Context, store *storage.Store, form, path string, p screen.Progress) (*screen.Exported, error)

// exporterOf is what a call asks for: submissions, another program's layout, or a
// workbook, maybe with a password.
func exporterOf(e Env, p *passwordFlag, xml string, profile export.Profile, labels string) (exporter, error) {
	switch {
	case profile != "" && (xml != "" || !slices.Contains(export.Profiles, profile)):
		return nil, unknownProfile()
	case labels != "" && profile != export.KoboLabels:
		return nil, labelsAlone()
	case (p.ask || p.file != "") && (xml != "" || profile == export.Central):
		return nil, misuse("only a workbook can have a password")
	case xml != "":
		return screen.ExportXML, nil
	}
	password, err := p.writing(e)
	if profile != "" {
		return func(ctx context.Context, store *storage.Store, form, path string, p screen.Progress) (*screen.Exported, error) {
			return screen.ExportAs(ctx, profile, labels, password, store, form, path, p)
		}, err
	}
	return func(ctx context.Context, store *storage.Store, form, path string, p screen.Progress) (*screen.Exported, error) {
		return screen.ExportWith(ctx, password, store, form, path, p)
	}, err
}

func exportStore(ctx context.Context, e Env, write exporter, of *storeFlag, form, out string) (x *screen.Exported, err error) {
	store, err := of.open(ctx, e)
	if err != nil {
		return nil, err
	}
	defer closeStore(store, &err)
	p, done := e.progress("export")
	defer done()
	return write(ctx, store, form, out, p)
}

var merging = Command{
	Name:    "merge",
	Args:    "A.xlsx B.xlsx … -o ALL.xlsx|--store FILE|--plan [--accept-edits] [--decide FILE.csv] [--conflicts FILE.csv] [--password-file FILE] [--protect|--protect-with FILE] [--json]",
	Summary: "Joins workbooks into one, and prints the balance of each.",
	Detail: `Of every workbook: read = added + known + superseded + joined + conflict + refused,
and, where there are any, withdrawn and waiting.
  added       new interviews
  known       the same version of an interview was there already
  superseded  a correction of it is there, or is this one
  joined      it was changed apart in two places, and no answer was changed
              twice; a version with all changes stands for it
  conflict    an answer was changed apart in two places, or the form would not
              have asked what comes of both; both versions are kept
  refused     the row does not hold; it is named, and is not in the result
  withdrawn   the interview was withdrawn: nothing of it is taken
  waiting     it came sealed and nobody here can open it: it travels on as it is
A workbook that cannot be read at all stops the merge; nothing is written then.
Where rows were refused the result is written and the exit code is 1.

A cell that a spreadsheet changed by itself (zeros that went, a date that became
a number, hard blanks) is read as what it was where the evidence in the row says
so, and told. An answer that somebody changed is told with old and new, and the
old one counts as long as nobody accepts it: the exit code is 1 then.
--accept-edits makes a version of every one that the form allows; --user says who
does, --why the reason. anketa corrections lists them, for others to decide. What
was decided stands in the result and is not asked again.

--password-file opens workbooks that have a password. The result gets one with
--protect, which asks for it, or --protect-with FILE.

--plan tells the same beforehand, and of each workbook who wrote it, with which
versions of the form, and which answers would be in conflict. Nothing is
written, and -o may be left out. A workbook that cannot be read is told in its
place. With --store it is held against what the store has, and nothing is kept.` + intoDetail,
	Set: func(flags *flag.FlagSet) Action {
		out := flags.String("o", "", "the workbook to write, `ALL.xlsx`")
		plan := flags.Bool("plan", false, "tell what each workbook would bring, and write nothing")
		accept := flags.Bool("accept-edits", false, "take answers that were changed in a workbook as corrections")
		asJSON := flags.Bool("json", false, "print the balance as JSON")
		into := intoFlags(flags)
		return func(ctx context.Context, e Env, args []string) error {
			if into.wanted() && !*plan {
				into.out, into.paths, into.asJSON, into.accept = *out, args, *asJSON, *accept
				return into.run(ctx, e)
			}
			if *plan && len(args) > 0 {
				return planMerge(ctx, e, into.store, args, *asJSON)
			}
			if *out == "" || len(args) == 0 {
				return misuse("the workbooks to merge and -o ALL.xlsx or --plan are needed")
			}
			opener, err := into.sealed.opener(ctx, e, nil, into.store.phraseFile)
			if err != nil {
				return err
			}
			password, err := into.protect.writing(e, *out, args)
			if err != nil {
				return err
			}
			return mergeWith(ctx, e, args, *out, "", screen.MergeOptions{Opener: opener, Password: password, AcceptEdits: *accept, Who: into.store.user, Why: into.why}, *asJSON)
		}
	},
}

func printMerged(e Env, m *screen.Merged, store, out string, asJSON bool) (err error) {
	if asJSON {
		err = printJSON(e.Stdout, mergeReportOf(m, out))
	} else {
		for _, r := range m.Refused {
			message.Fprintf(e.Stdout, "%s: %s\n", r.Path, r.Refusal)
		}
		for _, s := range m.Aside.Sentences(store) {
			message.Fprintln(e.Stdout, s)
		}
		e.notices(m.Notes)
		printOutside(e.Stdout, &m.Outside)
		_, err = message.Fprintf(e.Stdout, "%s%s", m.Account, outcomeWords(m, out))
	}
	if err == nil && len(m.Refused)+m.Undecided()+len(m.Faults) > 0 {
		return errSaid
	}
	return err
}

// outcomeWords says what was done with what was merged.
func outcomeWords(m *screen.Merged, out string) *message.Text {
	var words *message.Text
	switch {
	case m.Unchanged:
		return message.New("Everything was known: nothing was written.\n")
	case m.Merge > 0:
		words = message.New("Merge %d: %d versions came into the store.\n", m.Merge, m.Brought)
	}
	if m.Erased > 0 {
		words = message.New("%s%d interviews of the store were erased: a workbook says that they were withdrawn.\n", words, m.Erased)
	}
	if out != "" {
		words = message.New("%s%s: written.\n", words, out)
		if m.Media > 0 {
			words = message.New("%s%d files of answers in %s.\n", words, m.Media, export.MediaFolder(out))
		}
	}
	return words
}

// mergeReport is a merge, as --json prints it.
type mergeReport struct {
	Out       string   `json:"out"`
	Form      string   `json:"form"`
	SHA256    string   `json:"sha256"`
	Merge     int64    `json:"merge,omitempty"`        // its number in the store
	Brought   int      `json:"brought,omitempty"`      // versions that the store did not have
	Erased    int      `json:"erased,omitempty"`       // interviews of the store that were withdrawn elsewhere
	Media     int      `json:"media,omitempty"`        // files of answers beside the workbook
	Files     []string `json:"file_notices,omitempty"` // what is to be said of them
	Unchanged bool     `json:"unchanged,omitempty"`    // everything was known, and nothing was written
	merge.Account
	outsideReport
	Aside   *screen.Aside `json:"aside,omitempty"` // sealed interviews that were not opened
	Refused []refusedRow  `json:"refused"`
}

type refusedRow struct {
	File  string `json:"file"`
	Sheet string `json:"sheet"`
	Row   int    `json:"row,omitempty"`
	Key   string `json:"key,omitempty"`
	Why   string `json:"why"`
	Hint  string `json:"hint,omitempty"`
}

func mergeReportOf(m *screen.Merged, out string) mergeReport {
	r := mergeReport{Out: out, Form: m.Form, SHA256: m.SHA256, Merge: m.Merge, Brought: m.Brought, Erased: m.Erased, Media: m.Media, Files: english(m.Notes), Unchanged: m.Unchanged, Account: m.Account, outsideReport: outsideReportOf(&m.Outside), Refused: refusedRows(m.Refused)}
	if m.Aside.Closed+m.Aside.Others+len(m.Aside.Strangers) > 0 {
		r.Aside = &m.Aside
	}
	if r.Conflicts == nil {
		r.Conflicts = []string{}
	}
	if r.Notices == nil {
		r.Notices = []merge.Notice{}
	}
	return r
}
