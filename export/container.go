package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/zip"

	"anketa/export/agile"
	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// A container is a workbook's archive. Nothing in it is believed before every
// part has been unpacked to its end and found whole: by scan, or by rest.
type container struct {
	path  string
	size  int64 // of the file
	parts map[string]*zip.File
	whole map[string]bool // parts that were
}

// Limits against files that were made to fill the memory. A sheet of a
// million rows has less than a gigabyte; honest text packs to a hundredth.
const (
	mostUnpacked = 4 << 30
	mostRatio    = 400
	freely       = 1 << 20 // below this the ratio does not matter
	mostParts    = 10_000
	mostTogether = 200 // times the file, beyond freelyAll
	freelyAll    = 64 << 20
)

// sniff tells by the first bytes what a file is that is no workbook.
func sniff(head []byte) error {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return nil
	case bytes.HasPrefix(head, []byte("age-encryption.org/")):
		return &Error{Code: "sealed", Why: message.New("it is sealed."), Hint: message.New("Open it with the coordinator's key first.")}
	case len(head) == 0:
		return &Error{Code: "empty", Why: message.New("it is empty."), Hint: message.New("Ask for the file again.")}
	case bytes.HasPrefix(head, []byte("PK")):
		return &Error{Code: "nobook", Why: message.New("it is an archive without a workbook in it."), Hint: message.New("Ask for the file again.")}
	}
	return &Error{Code: "nobook", Why: message.New("it is no workbook."), Hint: message.New("A CSV or text file cannot be read back: ask for the .xlsx that Anketa wrote.")}
}

// open checks all of a file: what it is, its size when unpacked, the checksum
// of each part.
func open(ctx context.Context, path string, file io.ReaderAt, size int64) (*container, error) {
	c, err := begin(ctx, path, file, size)
	if err == nil {
		err = c.rest(ctx)
	}
	return c, err
}

// begin checks what a file is and how large its parts are. What is read from
// it holds only after rest.
func begin(ctx context.Context, path string, file io.ReaderAt, size int64) (*container, error) {
	head := make([]byte, min(size, 64))
	if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, message.New("read: %w", err)
	}
	if bytes.HasPrefix(head, []byte(agile.Magic)) {
		var err error
		if file, size, err = unprotect(ctx, file, size); err != nil {
			return nil, err
		}
		if _, err := file.ReadAt(head, 0); err != nil && err != io.EOF {
			return nil, message.New("read: %w", err)
		}
	}
	if err := sniff(head); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, damaged("", message.New("it ends early"))
	}
	c := &container{path: path, size: size, parts: map[string]*zip.File{}, whole: map[string]bool{}}
	return c, c.check(z.File)
}

func (c *container) check(files []*zip.File) error {
	if len(files) > mostParts {
		return bomb("")
	}
	var total uint64
	for _, f := range files {
		total += f.UncompressedSize64
		if total > mostUnpacked || f.UncompressedSize64 > mostUnpacked || f.UncompressedSize64 > freely+mostRatio*f.CompressedSize64 {
			return bomb(f.Name)
		}
		if total > freelyAll+mostTogether*uint64(c.size) {
			return bomb("")
		}
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/") // some programs write them so
		if c.parts[name] != nil {
			return damaged(f.Name, message.New("it is there twice"))
		}
		c.parts[name] = f
	}
	return nil
}

// named gives a part's name as the archive has it, for capitals do not matter
// in one; "" where it is not there.
func (c *container) named(name string) string {
	if c.parts[name] != nil {
		return name
	}
	for other := range c.parts {
		if strings.EqualFold(other, name) {
			return other
		}
	}
	return ""
}

// rest unpacks the parts that were not read.
func (c *container) rest(ctx context.Context) error {
	for name, f := range c.parts {
		if c.whole[name] {
			continue
		}
		if err := intact(ctx, f); err != nil {
			return err
		}
		c.whole[name] = true
	}
	return nil
}

// intact unpacks one part to its end, where its checksum is compared.
func intact(ctx context.Context, f *zip.File) error {
	in, err := f.Open()
	if err != nil {
		return damaged(f.Name, err)
	}
	defer in.Close()
	n, err := io.Copy(io.Discard, &patient{ctx, io.LimitReader(in, int64(f.UncompressedSize64)+1)})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return damaged(f.Name, err)
	case uint64(n) != f.UncompressedSize64:
		return bomb(f.Name)
	}
	return nil
}

// patient ends reading when ctx does.
type patient struct {
	ctx context.Context
	in  io.Reader
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.ctx.Err(); err != nil {
		return 0, err
	}
	return p.in.Read(b)
}

func damaged(part string, err error) error {
	return &Error{Part: part, Code: "damagedbook", Why: message.New("the file is damaged."), Hint: message.New("Copy it again from where it was written."), Err: err}
}

func bomb(part string) error {
	return &Error{Part: part, Code: "damagedbook", Why: message.New("it would unpack to more than any workbook of interviews."), Hint: message.New("Do not open it; ask who made it.")}
}

// sum is the SHA-256 of a file, in hex.
func sum(ctx context.Context, file *os.File) (string, error) {
	h := sha256.New()
	if _, err := io.Copy(h, &patient{ctx, io.NewSectionReader(file, 0, 1<<62)}); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// scan reads a part tag by tag.
func (c *container) scan(ctx context.Context, name string, take func(s *ooxml.Scanner) error) error {
	if there := c.named(name); there != "" {
		name = there
	}
	f := c.parts[name]
	if f == nil {
		return damaged(name, message.New("it is missing"))
	}
	in, err := f.Open()
	if err != nil {
		return damaged(name, err)
	}
	defer in.Close()
	bounded := &io.LimitedReader{R: &patient{ctx, in}, N: int64(f.UncompressedSize64) + 1}
	s := ooxml.NewScanner(bounded)
	for {
		switch err := s.Next(); {
		case err == io.EOF && bounded.N != 1:
			return bomb(name)
		case err == io.EOF:
			c.whole[name] = true
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return damaged(name, err)
		}
		if err := take(s); err != nil {
			return err
		}
	}
}
