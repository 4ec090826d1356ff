package screen

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"anketa/export"
	"anketa/storage"
	"anketa/survey/message"
)

// numbered writes a workbook as the next export of a store: write gets what
// the workbook says of it. Where there is no file, the number is given to the
// next one. An interview is exported when all of its files are.
func numbered(ctx context.Context, store *storage.Store, form string, write func(export.Sending) (export.Written, error)) (*storage.Export, error) {
	x, err := store.BeginExport(ctx, form)
	if err != nil {
		return nil, err
	}
	written, err := write(sendingOf(store.Device(), x))
	if err != nil {
		return nil, errors.Join(err, store.DropExport(context.WithoutCancel(ctx), x))
	}
	x.SHA256 = written.SHA256
	for _, key := range keysOf(written.Absent) {
		delete(x.Interviews, key)
	}
	if err := store.RecordExport(context.WithoutCancel(ctx), x); err != nil {
		return nil, message.New("the workbook is complete, but was not written down: %w", err)
	}
	return x, nil
}

func sendingOf(device string, x *storage.Export) export.Sending {
	return export.Sending{Device: device, Number: x.Number, Seq: x.Head.Seq, Link: hex.EncodeToString(x.Head.Link[:]), Code: x.Head.Code()}
}

// clockNotices tells a workbook's readers that the laptop's clock was set back:
// times before and after may be wrong.
func clockNotices(ctx context.Context, store *storage.Store) ([]*message.Text, error) {
	events, err := store.Events(ctx)
	if err != nil {
		return nil, err
	}
	var out []*message.Text
	for _, e := range events {
		if e.What == storage.EventClock {
			out = append(out, message.New("The laptop's clock was set back from %s to %s: times before and after may be wrong.",
				e.Before.Format("2006-01-02 15:04"), e.Time.Format("2006-01-02 15:04")))
		}
	}
	return out, nil
}

// Witnesses are the ends of the history of a store that workbooks have which it
// exported, or that were read out over the phone as codes. A workbook of another
// laptop is an error, as is one that does not tell.
func Witnesses(ctx context.Context, device string, books, codes []string) ([]storage.Witness, error) {
	var all []storage.Witness
	for _, typed := range codes {
		code, err := storage.NormalCode(typed)
		if err != nil {
			return nil, message.New("%s: %w", typed, err)
		}
		all = append(all, storage.Witness{Only: code, From: message.New("the code %s", code)})
	}
	for _, path := range books {
		book, err := export.Read(ctx, path)
		if err != nil {
			return nil, err
		}
		n := len(all)
		for _, e := range book.Sendings {
			var w storage.Witness
			if w.Head, err = storage.ParseHead(fmt.Sprintf("%d:%s", e.Seq, e.Link)); err == nil && (device == "" || e.Device == device) {
				w.From = message.New("export %d in %s", e.Number, path)
				all = append(all, w)
			}
		}
		if n == len(all) {
			return nil, &FileError{path, ErrNoSending}
		}
	}
	return all, nil
}

// ErrNoSending is that of a workbook which does not tell the end of the
// history of the laptop that is examined.
var ErrNoSending = message.New("it is no export of this laptop, or one of an Anketa that kept no history")
