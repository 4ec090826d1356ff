package export

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"

	"anketa/survey"
)

// This file has the jobs of writing that are measured beside libxlsxwriter.

// writeUnread makes a workbook and does not read it back.
func writeUnread(path string, n int) error {
	to := newSpill(filepath.Dir(path))
	defer to.close()
	w, err := newWriter(Options{Forms: []*survey.Form{wideForm()}, Now: noon}, to)
	if err != nil {
		return err
	}
	if err := cmp.Or(w.all(context.Background(), wideRecords(n)), w.finish(nil)); err != nil {
		return err
	}
	return saveAs(path, w.frame, w.sheets, w.strings)
}

// saveAs writes the sheets into a file.
func saveAs(path string, f *frame, sheets []*sheet, texts *stringTable) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return cmp.Or(f.save(file, sheets, texts), file.Sync(), file.Close())
}

// writeCells writes the cells that dumpCells has put aside, as the peer does.
func writeCells(path string, _ int) error {
	in, err := os.Open(filepath.Join(filepath.Dir(path), "cells"))
	if err != nil {
		return err
	}
	defer in.Close()
	to := newSpill(filepath.Dir(path))
	defer to.close()
	f, err := newFrame()
	if err != nil {
		return err
	}
	d := &dumped{in: bufio.NewReaderSize(in, 1<<20)}
	texts := newStringTable(to)
	var sheets []*sheet
	for !errors.Is(d.err, io.EOF) {
		switch op := d.bytes(1); {
		case d.err != nil:
		case op[0] == 'S':
			d.row(sheets)
			sheets = append(sheets, newSheet(d.text(), look{}, texts, f.ids))
		case op[0] == 'R':
			d.row(sheets)
			d.begun = true
		default:
			d.cell(op[0])
		}
	}
	d.row(sheets)
	for _, s := range sheets {
		d.fault = cmp.Or(d.fault, s.close())
	}
	texts.close()
	return cmp.Or(d.fault, saveAs(path, f, sheets, texts))
}

// A dumped is what dumpCells wrote, in the middle of being read.
type dumped struct {
	in    *bufio.Reader
	cells []cell
	begun bool
	err   error // of in
	fault error // of the sheets
}

// bytes gives the next ones, until the next call.
func (d *dumped) bytes(n int) []byte {
	b, err := d.in.Peek(n)
	if err != nil {
		d.err = err
		return make([]byte, n)
	}
	_, d.err = d.in.Discard(n)
	return b
}

func (d *dumped) text() string {
	return string(d.bytes(int(binary.LittleEndian.Uint32(d.bytes(4)))))
}

func (d *dumped) cell(op byte) {
	column := int(binary.LittleEndian.Uint16(d.bytes(2)))
	for len(d.cells) <= column {
		d.cells = append(d.cells, cell{})
	}
	kind := textCell
	if op == 'n' {
		kind = numberCell
	}
	d.cells[column] = cell{kind: kind, text: d.text()}
}

// row writes the row that was collected.
func (d *dumped) row(sheets []*sheet) {
	if d.begun {
		d.fault = cmp.Or(d.fault, sheets[len(sheets)-1].row(d.cells))
	}
	d.begun, d.cells = false, d.cells[:0]
}

// dumpCells writes all cells of a workbook as the peer takes them.
func dumpCells(path, to string) error {
	ctx := context.Background()
	in, err := os.Open(path)
	if err != nil {
		return err
	}
	defer in.Close()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	c, err := open(ctx, path, in, info.Size())
	if err != nil {
		return err
	}
	g, err := openGrid(ctx, c, nil)
	if err != nil {
		return err
	}
	file, err := os.Create(to)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriterSize(file, 1<<20)
	for _, name := range g.names {
		w.WriteByte('S')
		w.Write(lengthAnd(name))
		err := g.rows(ctx, name, func(_ int, cells []cell) error {
			w.WriteByte('R')
			for i, c := range cells {
				switch c.kind {
				case blankCell:
					continue
				case numberCell:
					w.WriteByte('n')
				default:
					w.WriteByte('t')
				}
				w.Write(binary.LittleEndian.AppendUint16(nil, uint16(i)))
				w.Write(lengthAnd(c.text))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return w.Flush()
}

func lengthAnd(s string) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(s))), s...)
}
