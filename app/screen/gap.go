package screen

import (
	"context"

	"anketa/export"
	"anketa/export/merge"
)

// Ledger says of every laptop which of its running numbers have arrived.
type Ledger struct {
	Laptops    []merge.Laptop
	Unnumbered int       // interviews without a number or a laptop
	Refused    []Refused // what was not taken: its numbers are told as missing
}

// Gaps reads workbooks, of one form or of several, and tells which running
// numbers are missing. It writes nothing. A workbook that cannot be read is an
// error, for its numbers would be told as missing; all of them are named.
func Gaps(ctx context.Context, paths []string, p Progress) (*Ledger, error) {
	set, l := merge.New(), &Ledger{}
	var faults Several
	for i, path := range paths {
		p.step(i, len(paths), path)
		book, err := export.Read(ctx, path)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			faults = append(faults, err)
			continue
		}
		set.Add(path, book.SHA256, book)
		for _, r := range book.Left() {
			l.Refused = append(l.Refused, Refused{path, r})
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	l.Laptops, l.Unnumbered = set.Laptops()
	p.step(len(paths), len(paths), "")
	return l, nil
}
