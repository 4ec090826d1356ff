package report

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"anketa/export"
)

// Write draws the report as a workbook. It is written beside path under
// another name and renamed when it is whole; where anything goes wrong, or ctx
// ends, what stood at path is untouched and nothing is left beside it.
func (r *Report) Write(ctx context.Context, path string) (err error) {
	if err := export.Replaceable(path); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".report-*.xlsx")
	if err != nil {
		return fmt.Errorf("make file: %w", err)
	}
	defer func() {
		if err != nil {
			file.Close() // an error again where it is closed: the first one counts
			os.Remove(file.Name())
		}
	}()
	if err := r.workbook(ctx, file); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return fmt.Errorf("save file: %w", err)
	}
	if err := file.Close(); err != nil {
		return fmt.Errorf("close file: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("name file: %w", err)
	}
	return nil
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
