package screen

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"anketa/storage"
	"anketa/survey/message"
)

// retentionNotice is how long before its end the time is told for which
// interviews may be kept.
const retentionNotice = 30 * 24 * time.Hour

// A Retention is how the interviews of one form stand to the time for which
// they may be kept, which the form's setting retention_days gives. It runs from
// the day of the interview.
type Retention struct {
	Form string
	Days int
	Due  []storage.Summary // the time is over
	Soon []storage.Summary // it ends within 30 days
	Next time.Time         // when the first of Soon ends
}

// Retentions looks at the interviews of whoever is here, form by form; of forms
// that name no time there is none. The newest version of a form counts.
func Retentions(ctx context.Context, store *storage.Store, now time.Time) ([]Retention, error) {
	all, err := store.List(ctx, storage.Filter{})
	if err != nil {
		return nil, message.New("list interviews: %w", err)
	}
	by := map[string][]storage.Summary{}
	for _, s := range inOrder(all) {
		by[s.Form] = append(by[s.Form], s)
	}
	var out []Retention
	for form, interviews := range by {
		forms, err := stored(ctx, store, interviews)
		if err != nil {
			continue // who opens or exports one of these is told why
		}
		days, _ := strconv.Atoi(forms.asStored()[0].Settings["retention_days"])
		if days < 1 {
			continue
		}
		r := Retention{Form: form, Days: days}
		r.sort(interviews, now)
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Retention) int { return cmp.Compare(a.Form, b.Form) })
	return out, nil
}

// Retention is that of the form in use, of the interviews in a list; nil where
// the form names no time, or nothing is to be said yet.
func (d *Desk) Retention(list *Records, now time.Time) *Retention {
	days, _ := strconv.Atoi(d.Form.Settings["retention_days"])
	if days < 1 {
		return nil
	}
	r := &Retention{Form: d.Form.ID, Days: days}
	if r.sort(list.All, now); len(r.Due)+len(r.Soon) == 0 {
		return nil
	}
	return r
}

func (r *Retention) sort(interviews []storage.Summary, now time.Time) {
	for _, s := range interviews {
		begun := s.Finished
		if begun.IsZero() {
			begun = s.Started
		}
		if begun.IsZero() {
			continue
		}
		switch end := begun.AddDate(0, 0, r.Days); {
		case !end.After(now):
			r.Due = append(r.Due, s)
		case end.Before(now.Add(retentionNotice)):
			r.Soon = append(r.Soon, s)
			if r.Next.IsZero() || end.Before(r.Next) {
				r.Next = end
			}
		}
	}
	slices.SortFunc(r.Due, func(a, b storage.Summary) int { return a.Number - b.Number })
}

// DeleteDue destroys the interviews whose time is over, as Withdraw does, and
// writes a protocol to a new file: how many there were, their codes, and a
// digest of the list, but no answer. Nothing is destroyed where the protocol
// cannot be written.
func DeleteDue(ctx context.Context, store *storage.Store, due []Retention, protocol string, now time.Time) (n int, err error) {
	var ids []string
	for _, r := range due {
		for _, s := range r.Due {
			ids = append(ids, s.ID)
		}
	}
	if len(ids) == 0 {
		return 0, nil
	}
	f, err := os.OpenFile(protocol, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, message.New("write the protocol: %w", err)
	}
	err = writeProtocol(f, store, due, now)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return 0, message.New("write the protocol: %w", err)
	}
	gone, err := store.Withdraw(ctx, storage.AfterTime, ids...)
	if len(gone) == 0 {
		os.Remove(protocol) // nothing was erased, so it would not be true
	}
	return len(gone), err
}

// writeProtocol writes what is erased as a text.
func writeProtocol(w io.Writer, store *storage.Store, due []Retention, now time.Time) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Interviews erased because the time for which they may be kept is over\n\n")
	fmt.Fprintf(&b, "day     %s\nby      %s\nlaptop  %s\n", now.Format(time.DateOnly), store.User(), store.Device())
	for _, r := range due {
		if len(r.Due) == 0 {
			continue
		}
		var list strings.Builder
		for _, s := range r.Due {
			fmt.Fprintf(&list, "%d\t%s\t%s\n", s.Number, s.Case, s.ID)
		}
		sum := sha256.Sum256([]byte(list.String()))
		fmt.Fprintf(&b, "\nform       %s\nkept for   %d days\ninterviews %d\nsha256     %s  (of the lines below: number, case code, id)\n%s",
			r.Form, r.Days, len(r.Due), hex.EncodeToString(sum[:]), list.String())
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// EraseDue does what DeleteDue does, behind the writes that wait, and brings
// the second backups up to date.
func (d *Desk) EraseDue(ctx context.Context, due []Retention, protocol string, now time.Time) (n int, err error) {
	done := make(chan struct{})
	d.queue.Put(func() error {
		n, err = DeleteDue(ctx, d.Store, due, protocol, now)
		close(done)
		return nil
	}, func(error) {})
	<-done
	d.second.start(d.Store)
	return n, err
}
