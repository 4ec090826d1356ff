package export

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
)

// What a hostile file may take, of a process of its own.
const (
	mostSeconds   = 2.0
	mostMegabytes = 200
)

// Files that were made to fill the memory, to take for ever or to have
// something opened are refused with a sentence.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts a process for each file")
	}
	f, records := answered(written)
	good := write(t, records, Options{Forms: []*survey.Form{f}})
	for _, c := range hostileFiles {
		t.Run(c.name, func(t *testing.T) {
			path := asFile(t, c.make(t, partsOf(t, good)))
			cmd := exec.Command(os.Args[0], "-test.run=^TestHostileWorker$", "-test.count=1")
			cmd.Env = append(os.Environ(), "ANKETA_HOSTILE="+path)
			said, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(said), c.want) {
				t.Errorf("said %.300s (%v), want %s", said, err, c.want)
			}
			s := cmd.ProcessState
			seconds, megabytes := (s.UserTime() + s.SystemTime()).Seconds(), peakOf(string(said))
			t.Logf("%.2f s, %d MB", seconds, megabytes)
			if megabytes == 0 || megabytes > mostMegabytes {
				t.Errorf("it took %d MB, may take %d", megabytes, mostMegabytes)
			}
			if seconds > 3*mostSeconds { // on a machine that does other things
				t.Errorf("it took %.1f s of the processor, may take %v", seconds, mostSeconds)
			}
		})
	}
}

func TestHostileWorker(t *testing.T) {
	path := os.Getenv("ANKETA_HOSTILE")
	if path == "" {
		t.Skip("part of TestHostileFiles")
	}
	b, err := Read(context.Background(), path)
	fmt.Println(account(b, err), err)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	os.Stdout.Write(status)
}

// peakOf is the most memory that the worker had, in megabytes.
func peakOf(said string) int {
	_, rest, _ := strings.Cut(said, "VmHWM:")
	n, _ := strconv.Atoi(strings.Fields(rest + " 0")[0])
	return n / 1024
}

func zeros() string { return strings.Repeat("\x00", 32<<20) }

const unpacks = "it would unpack to more than any workbook of interviews"

// put replaces a part, or adds it.
func put(all []piece, name, text string) []piece {
	for i := range all {
		if all[i].name == name {
			all[i].text = text
			return all
		}
	}
	return append(all, piece{name, text})
}

// many is a text that a program would not pack as tightly.
func many(head, tail string, n int, line func(i int) string) string {
	var out strings.Builder
	out.WriteString(head)
	for i := range n {
		out.WriteString(line(i))
	}
	out.WriteString(tail)
	return out.String()
}

var hostileFiles = []struct {
	name string
	make func(t *testing.T, all []piece) []byte
	want string
}{
	{"a part of zeros", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/media/a.png", zeros()), zip.Deflate)
	}, unpacks},
	{"many parts of zeros", func(_ *testing.T, all []piece) []byte {
		for i := range 300 {
			all = append(all, piece{fmt.Sprint("xl/media/", i), strings.Repeat("\x00", 1<<20)})
		}
		return pack(all, zip.Deflate)
	}, unpacks},
	{"one part under many names", overlapping, unpacks},
	{"a size that is a lie", func(t *testing.T, all []piece) []byte { return lying(t, all, "xl/worksheets/sheet2.xml") }, "the file is damaged"},
	{"too many parts", func(_ *testing.T, all []piece) []byte {
		for i := range 20_000 {
			all = append(all, piece{fmt.Sprint("x", i), ""})
		}
		return pack(all, zip.Store)
	}, unpacks},
	{"an archive in the archive", func(_ *testing.T, all []piece) []byte {
		inner := pack([]piece{{"a", zeros()}}, zip.Deflate)
		return pack(put(all, "xl/embeddings/a.zip", string(inner)), zip.Store)
	}, "6 taken"},
	{"laughs", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/sharedStrings.xml", `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>`), zip.Deflate)
	}, "it has a DOCTYPE"},
	{"another file as an entity", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "_rels/.rels", `<!DOCTYPE x SYSTEM "file:///etc/passwd"><Relationships/>`), zip.Deflate)
	}, "it has a DOCTYPE"},
	{"a gigabyte of texts", func(_ *testing.T, all []piece) []byte {
		line := "<si><t>" + strings.Repeat("ab", 3000) + "</t></si>"
		return pack(put(all, "xl/sharedStrings.xml", many("<sst>", "</sst>", 20_000, func(int) string { return line })), zip.Deflate)
	}, unpacks},
	{"one long text", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/sharedStrings.xml", many("<sst><si><t>", "</t></si></sst>", 500_000, func(i int) string { return fmt.Sprint("words ", i) })), zip.Deflate)
	}, "a text that no cell can hold"},
	{"a text of many runs", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/sharedStrings.xml", many("<sst><si>", "</si></sst>", 500_000, func(i int) string { return fmt.Sprint("<r><t>some words ", i, "</t></r>") })), zip.Deflate)
	}, "a text that no cell can hold"},
	{"a million sheets", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/workbook.xml", many("<workbook><sheets>", "</sheets></workbook>", 1_000_000, func(i int) string { return fmt.Sprintf(`<sheet name="s%d" id="rId1"/>`, i) })), zip.Deflate)
	}, unpacks},
	{"a million relations", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/_rels/workbook.xml.rels", many("<Relationships>", "</Relationships>", 1_000_000, func(i int) string { return fmt.Sprintf(`<Relationship Id="r%d" Target="a"/>`, i) })), zip.Deflate)
	}, unpacks},
	{"a million number formats", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/styles.xml", many("<styleSheet>", "</styleSheet>", 1_000_000, func(i int) string { return fmt.Sprintf(`<numFmt numFmtId="%d" formatCode="0"/>`, i) })), zip.Deflate)
	}, unpacks},
	{"elements in each other", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/worksheets/sheet2.xml", strings.Repeat("<a>", 5000)), zip.Deflate)
	}, "its elements lie too deep in each other"},
	{"a million rows of nothing", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/worksheets/sheet2.xml", headed(all, "xl/worksheets/sheet2.xml", 400_000, func(i int) string { return fmt.Sprintf(`<row><c r="C%d"><v>%d</v></c></row>`, i+2, i) })), zip.Deflate)
	}, "taken"},
	{"wide rows that wait", wideRows, unpacks},
	{"a link to another workbook", func(_ *testing.T, all []piece) []byte {
		return pack(put(all, "xl/externalLinks/externalLink1.xml", `<externalLink><externalBook id="rId1"/></externalLink>`), zip.Deflate)
	}, "6 taken"},
}

// headed is a sheet of which only the heading is as it was.
func headed(all []piece, name string, n int, line func(i int) string) string {
	for _, p := range all {
		if p.name == name {
			first, _, _ := strings.Cut(p.text, "</row>")
			return many(first+"</row>", "</sheetData></worksheet>", n, line)
		}
	}
	return ""
}

// wideRows has a repeat that says of itself that it is wide, and rows of one
// cell.
func wideRows(_ *testing.T, all []piece) []byte {
	const data, export = "xl/worksheets/sheet3.xml", "xl/worksheets/sheet9.xml"
	text := func(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
	for _, p := range all {
		if p.name == export {
			rows, _, _ := strings.Cut(p.text, "</sheetData>")
			all = put(all, export, many(rows, "</sheetData></worksheet>", 5000, func(i int) string {
				name := fmt.Sprint("q", i)
				return "<row>" + text("question") + text("members") + text(name) + text("number") + text("members/"+name) + "</row>"
			}))
		}
	}
	return pack(put(all, data, headed(all, data, 300_000, func(i int) string { return fmt.Sprintf(`<row><c r="B%d"><v>%d</v></c></row>`, i+2, i) })), zip.Deflate)
}

// overlapping names the packed bytes of one part many times, each of which
// would pass alone.
func overlapping(_ *testing.T, _ []piece) []byte {
	packed := pack([]piece{{"a000", many("<a>", "</a>", 400_000, func(i int) string { return fmt.Sprint("<b>", i%50, "</b>") })}}, zip.Deflate)
	at := bytes.Index(packed, []byte("PK\x01\x02"))
	end := bytes.Index(packed, []byte("PK\x05\x06"))
	out := bytes.Clone(packed[:at])
	for i := range 900 {
		out = append(out, bytes.Replace(packed[at:end], []byte("a000"), fmt.Appendf(nil, "a%03d", i), 1)...)
	}
	tail := bytes.Clone(packed[end:])
	le := binary.LittleEndian
	le.PutUint16(tail[8:], 900)
	le.PutUint16(tail[10:], 900)
	le.PutUint32(tail[12:], uint32(900*(end-at)))
	return append(out, tail...)
}

// lying says of a part that it is as long as its first thousand bytes.
func lying(t *testing.T, all []piece, name string) []byte {
	packed := pack(all, zip.Deflate)
	in, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := newZip(&out)
	for _, f := range in.File {
		h := f.FileHeader
		if h.Flags = 0; h.Name == name {
			h.UncompressedSize64 = 1000
		}
		raw, _ := f.OpenRaw()
		to, _ := w.CreateRaw(&h)
		io.Copy(to, raw)
	}
	w.Close()
	return out.Bytes()
}

// A file that was cut off at any kilobyte, or in which bits have flipped, is
// refused with a sentence, or gives what was written.
func TestCutAndFlipped(t *testing.T) {
	f, records := answered(written)
	data, err := os.ReadFile(write(t, records, Options{Forms: []*survey.Form{f}}))
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(data); n += 1024 {
		if b, err := Read(context.Background(), asFile(t, data[:n])); err == nil {
			t.Errorf("%d bytes of %d are taken for a workbook: %s", n, len(data), account(b, err))
		}
	}
	path := asFile(t, nil)
	rnd := rand.New(rand.NewPCG(5, 5))
	for range 1000 {
		bad := bytes.Clone(data)
		bad[rnd.IntN(len(bad))] ^= 1 << rnd.IntN(8)
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := Read(context.Background(), path)
		holds(t, b, err, records)
	}
}
