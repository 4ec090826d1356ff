package report

import (
	"context"
	"fmt"
	"io"
	"os"

	"anketa/export"
)

// Write draws the report as a workbook: see export.WriteWhole. What stood at
// path is untouched where anything goes wrong.
func (r *Report) Write(ctx context.Context, path string) error {
	if err := export.Replaceable(path); err != nil {
		return err
	}
	return export.WriteWhole(ctx, path, func(file *os.File) error { return r.workbook(ctx, file) }, nil)
}

// workbook draws the pages one by one.
func (r *Report) workbook(ctx context.Context, to io.Writer) error {
	b, err := newBook(r)
	if err != nil {
		return err
	}
	defer b.close()
	for _, p := range r.pages() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.draw(p); err != nil {
			return fmt.Errorf("sheet %s: %w", p.name, err)
		}
	}
	return b.write(to)
}
