package command

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

func planMerge(ctx context.Context, e Env, from *storeFlag, paths []string, asJSON bool) error {
	p, err := lookAhead(ctx, e, from, paths)
	if err != nil {
		return err
	}
	if asJSON {
		err = printJSON(e.Stdout, planReportOf(p))
	} else {
		printPlan(e.Stdout, p, from.path)
	}
	refused := false
	for _, b := range p.Books {
		refused = refused || len(b.Refused) > 0
	}
	if err == nil && (refused || p.Undecided() > 0 || !p.Holds()) {
		return errSaid
	}
	return err
}

// lookAhead makes the plan: against the store where one is named, which has to
// be there.
func lookAhead(ctx context.Context, e Env, from *storeFlag, paths []string) (p *screen.Plan, err error) {
	var store *storage.Store
	if from.path != "" {
		if store, err = from.open(ctx, e); err != nil {
			return nil, err
		}
		defer closeStore(store, &err)
	}
	progress, done := e.progress("plan")
	defer done()
	if store != nil {
		return screen.PlanInto(ctx, store, paths, progress)
	}
	return screen.PlanMerge(ctx, paths, progress)
}

func printPlan(w io.Writer, p *screen.Plan, store string) {
	for _, b := range p.Books {
		printPlanned(w, b)
	}
	for _, s := range p.Aside.Sentences(store) {
		message.Fprintln(w, s)
	}
	printOutside(w, &p.Outside)
	message.Fprintf(w, "%s", p.Account)
	if p.Holds() {
		message.Fprintln(w, "Nothing was written.")
		return
	}
	message.Fprintln(w, "Nothing was written, and the merge would write nothing: not every workbook can be merged.")
}

func printPlanned(w io.Writer, b screen.Planned) {
	if b.Fault != nil {
		message.Fprintf(w, "%s: cannot be merged\n  %s\n", b.Path, strings.ReplaceAll(b.Fault.Error(), "\n", "\n  "))
		return
	}
	by := "of a merge"
	if b.Device != "" {
		by = "of laptop " + merge.ShortDevice(b.Device)
	}
	form := strings.TrimSpace(b.Form + " " + strings.Join(b.Versions, ", "))
	message.Fprintf(w, "%s: %s, made %s; form %s; %d interviews, %d versions of them", b.Path, by, b.Created.Format("2006-01-02 15:04"), form, b.Interviews, b.Held)
	if b.Sealed > 0 {
		message.Fprintf(w, "; %d came sealed", b.Sealed)
	}
	fmt.Fprintln(w)
	if b.Absent > 0 {
		message.Fprintf(w, "  %d files of answers are missing in %s\n", b.Absent, export.MediaFolder(b.Path))
	}
	for _, c := range b.Conflicts {
		message.Fprintf(w, "  conflict: %s was changed apart in %s\n", merge.NamedOf(c.Heads[0]), strings.Join(pathWords(c.Paths), ", "))
	}
	for _, r := range b.Refused {
		message.Fprintf(w, "  refused: %s\n", r)
	}
}

func pathWords(paths []survey.Path) []string {
	words := make([]string, len(paths))
	for i, p := range paths {
		words[i] = string(p)
	}
	return words
}

// planReport is a plan, as --json prints it. Its files stand in the place of
// the account's.
type planReport struct {
	Holds bool          `json:"holds"` // the merge would write its result
	Files []plannedFile `json:"files"`
	merge.Account
	outsideReport
	Aside *screen.Aside `json:"aside,omitempty"` // sealed interviews that would not be opened
}

type plannedFile struct {
	Name       string    `json:"name"`
	Fault      string    `json:"fault,omitempty"` // why it cannot be merged; then the rest is blank
	SHA256     string    `json:"sha256"`
	Device     string    `json:"device"` // blank where a merge wrote it
	Created    time.Time `json:"created"`
	Form       string    `json:"form"`
	Versions   []string  `json:"form_versions"` // newest first
	Interviews int       `json:"interviews"`
	Held       int       `json:"versions"` // of interviews
	Sealed     int       `json:"sealed"`   // that came sealed; those that could be opened count above too
	merge.Balance
	Conflicts []plannedConflict `json:"conflicts"` // that it would begin, or add a side to
	Rows      []refusedRow      `json:"refused_rows"`
}

type plannedConflict struct {
	ID    string   `json:"id"`
	Paths []string `json:"paths"` // of the answers that differ
}

func planReportOf(p *screen.Plan) planReport {
	out := planReport{Holds: p.Holds(), Account: p.Account, outsideReport: outsideReportOf(&p.Outside)}
	if p.Aside.Closed+p.Aside.Others+len(p.Aside.Strangers) > 0 {
		out.Aside = &p.Aside
	}
	for _, b := range p.Books {
		out.Files = append(out.Files, plannedFileOf(b))
	}
	out.Account.Conflicts = append([]string{}, p.Account.Conflicts...)
	out.Account.Notices = append([]merge.Notice{}, p.Account.Notices...)
	return out
}

func plannedFileOf(b screen.Planned) plannedFile {
	f := plannedFile{
		Name: b.Path, SHA256: b.SHA256, Device: b.Device, Created: b.Created, Form: b.Form, Versions: append([]string{}, b.Versions...),
		Interviews: b.Interviews, Held: b.Held, Sealed: b.Sealed, Balance: b.Balance, Conflicts: []plannedConflict{}, Rows: []refusedRow{},
	}
	if b.Fault != nil {
		f.Fault = b.Fault.Error()
	}
	for _, c := range b.Conflicts {
		f.Conflicts = append(f.Conflicts, plannedConflict{c.ID, pathWords(c.Paths)})
	}
	for _, r := range b.Refused {
		f.Rows = append(f.Rows, refusedRow{b.Path, r.Sheet, r.Row, r.Key, r.Why.String(), r.Hint.String()})
	}
	return f
}
