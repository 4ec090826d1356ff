package command

import (
	"context"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey/message"
)

var doctor = Command{
	Name:    "doctor",
	Args:    "[--store FILE] [--passphrase-file FILE] [--user CODE] [--code CODE] [--json] [EXPORT.xlsx …]",
	Summary: "Examines a store, its history, its backups, the disk, the clock and the display, and changes nothing.",
	Detail: `It tells nothing that anybody answered. Where a store is open in a window, its
content is not examined, and that is said. The history is held against its end
in the file beside the store, in the backups and in the exports that are named,
and against a code that was read out over the phone: so an older copy in place
of the store is noticed. With --passphrase-file it also unlocks the store, which
its history tells, and says whether what is erased was erased on purpose, and
which finished interviews were not exported yet. The exit code is 1 where
something is wrong.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews (default: that of the window)")
		code := flags.String("code", "", "a `CODE` that the laptop read out, of which its history must know")
		asJSON := flags.Bool("json", false, "print the findings as JSON")
		return func(ctx context.Context, e Env, args []string) (err error) {
			if store.path == "" {
				if store.path, err = screen.DefaultStore(); err != nil {
					return err
				}
			}
			var codes []string
			if *code != "" {
				codes = []string{*code}
			}
			outside, err := screen.Witnesses(ctx, storage.DeviceOf(ctx, store.path), args, codes)
			if err != nil {
				return err
			}
			r, err := screen.Diagnose(ctx, store.path, time.Now(), outside...)
			if err == nil && store.phraseFile != "" && r.Store.Fault == nil {
				err = store.known(ctx, e, r, outside)
			}
			if err != nil {
				return err
			}
			if *asJSON {
				err = printJSON(e.Stdout, doctorReportOf(r))
			} else {
				printDoctor(e.Stdout, r)
			}
			if err == nil && len(r.Faults) > 0 {
				return errSaid
			}
			return err
		}
	},
}

// known adds what only somebody knows who unlocks the store.
func (s *storeFlag) known(ctx context.Context, e Env, r *screen.Report, outside []storage.Witness) (err error) {
	store, err := s.open(ctx, e)
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	return r.Unlocked(ctx, store, outside...)
}

func printDoctor(w io.Writer, r *screen.Report) {
	d := r.Store
	fmt.Fprintf(w, "anketa %s (%s, %s)\n", r.Version, r.Go, r.System)
	message.Fprintf(w, "clock     %s\n", r.Now.Format("2006-01-02 15:04:05 -07:00 MST"))
	message.Fprintf(w, "store     %s: %s", d.Path, d.State())
	if d.Version > 0 {
		message.Fprintf(w, ", layout %d of %d, %s", d.Version, d.Newest, screen.Megabytes(d.Size))
	}
	fmt.Fprintln(w)
	if d.Fault == nil {
		message.Fprintf(w, "content   %d drafts, %d finished interviews\n", d.Content.Drafts, d.Content.Finished)
	}
	printHistory(w, d)
	if d.Free >= 0 {
		message.Fprintf(w, "disk      %s free; space for the last answers: %s\n", screen.Megabytes(d.Free), yesNo(d.Reserve))
	}
	message.Fprintf(w, "backups   %d\n", len(d.Backups))
	for _, b := range d.Backups {
		message.Fprintf(w, "          %s  %s%s\n", filepath.Base(b.Path), readable(b.Fault), headOf(b.Head))
	}
	if d.Second != nil {
		message.Fprintf(w, "second    %s: %s\n", d.Second.Folder, secondState(d.Second))
	}
	message.Fprintf(w, "fonts     %s\ngraphics  %s\n", r.Fonts, graphicsState(r.Graphics))
	for _, n := range r.Notices {
		message.Fprintf(w, "note: %s\n", n)
	}
	for _, f := range r.Faults {
		message.Fprintf(w, "wrong: %s\n", f)
	}
	if len(r.Faults) == 0 {
		message.Fprintln(w, "Nothing is wrong.")
	}
}

func printHistory(w io.Writer, d *storage.Diagnosis) {
	h := d.History
	if h == nil {
		return
	}
	state := "it holds together"
	if !h.Whole() {
		state = "something is wrong with it"
	}
	message.Fprintf(w, "history   %d entries, %d of them erased; %s\n", h.Entries, h.Missing(), state)
	if code := h.Head.Code(); code != "" {
		message.Fprintf(w, "code      %s  (to be read out: it stands for the whole history)\n", code)
	}
}

func headOf(h storage.Head) string {
	if h.Seq == 0 {
		return ""
	}
	return fmt.Sprintf("; %d entries, %s", h.Seq, h.Code())
}

func secondState(s *storage.Second) string {
	if !s.There {
		return "not there"
	}
	return fmt.Sprintf("%d backups, lacks %d", len(s.Backups), len(s.Lacks))
}

func graphicsState(g screen.Graphics) string {
	switch {
	case !g.Needed:
		return "of the system"
	case g.Display == "":
		return "no display"
	case len(g.Missing) > 0:
		return "display " + g.Display + "; not found: " + strings.Join(g.Missing, ", ")
	}
	return "display " + g.Display + "; its libraries are there"
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func readable(fault error) string {
	if fault == nil {
		return "all of it can be read"
	}
	return "cannot be relied on"
}

// doctorReport is a diagnosis, as --json prints it.
type doctorReport struct {
	Version  string         `json:"version"`
	Go       string         `json:"go"`
	System   string         `json:"system"`
	Now      time.Time      `json:"now"`
	Zone     string         `json:"zone"`
	Store    string         `json:"store"`
	State    string         `json:"state"` // in order, open elsewhere, damaged, foreign, newer, missing, unreadable
	Layout   int            `json:"layout"`
	Newest   int            `json:"newest_layout"`
	Bytes    int64          `json:"bytes"`
	Written  *time.Time     `json:"written,omitempty"`
	Drafts   *int           `json:"drafts,omitempty"` // absent where the content was not examined
	Finished *int           `json:"finished,omitempty"`
	Free     *int64         `json:"free_bytes,omitempty"`
	Reserve  bool           `json:"reserve"`
	Waiting  []int          `json:"not_exported,omitempty"` // finished interviews, where the store was unlocked
	Backups  []doctorBackup `json:"backups"`
	History  *doctorHistory `json:"history,omitempty"` // absent where it was not examined
	Second   *doctorSecond  `json:"second_folder,omitempty"`
	Fonts    string         `json:"fonts"`
	Graphics doctorGraphics `json:"graphics"`
	Notices  []string       `json:"notices"`
	Faults   []string       `json:"faults"`
}

type doctorBackup struct {
	Name  string    `json:"name"`
	Made  time.Time `json:"made"`
	Sound bool      `json:"sound"`

	Entries int64  `json:"entries,omitempty"` // of the history
	Code    string `json:"code,omitempty"`
}

type doctorHistory struct {
	Entries  int64    `json:"entries"`
	Events   bool     `json:"events"` // they were read: what is erased without one is a finding
	Erased   int64    `json:"erased"`
	Code     string   `json:"code"`
	Findings []string `json:"findings"`
}

type doctorGraphics struct {
	Needed  bool     `json:"display_needed"`
	Display string   `json:"display"`
	Missing []string `json:"missing"`
}

type doctorSecond struct {
	Folder  string `json:"folder"`
	There   bool   `json:"there"`
	Backups int    `json:"backups"`
	Lacks   int    `json:"lacks"`
}

func doctorReportOf(r *screen.Report) doctorReport {
	d := r.Store
	zone, _ := r.Now.Zone()
	out := doctorReport{
		Version: r.Version, Go: r.Go, System: r.System, Now: r.Now, Zone: zone,
		Store: d.Path, State: d.State(), Layout: d.Version, Newest: d.Newest, Bytes: d.Size, Reserve: d.Reserve,
		Backups: []doctorBackup{}, Notices: english(r.Notices), Faults: english(r.Faults),
	}
	if d.Fault == nil {
		out.Drafts, out.Finished = &d.Content.Drafts, &d.Content.Finished
	}
	out.Waiting = r.Waiting
	out.Fonts, out.Graphics = r.Fonts, doctorGraphics{r.Graphics.Needed, r.Graphics.Display, append([]string{}, r.Graphics.Missing...)}
	if d.Free >= 0 {
		out.Free = &d.Free
	}
	if !d.LastTouch.IsZero() {
		out.Written = &d.LastTouch
	}
	for _, b := range d.Backups {
		out.Backups = append(out.Backups, doctorBackup{filepath.Base(b.Path), b.Made, b.Fault == nil, b.Head.Seq, b.Head.Code()})
	}
	if h := d.History; h != nil {
		out.History = &doctorHistory{h.Entries, h.Events, h.Missing(), h.Head.Code(), []string{}}
		for _, f := range h.Findings {
			out.History.Findings = append(out.History.Findings, f.String())
		}
	}
	if s := d.Second; s != nil {
		out.Second = &doctorSecond{s.Folder, s.There, len(s.Backups), len(s.Lacks)}
	}
	return out
}
