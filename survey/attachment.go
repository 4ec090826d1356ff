package survey

import (
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"
)

// MostAttachment is how many bytes a file may have that belongs to an answer.
const MostAttachment = 100 << 20

// The answer to a question for a picture, sound, film or file is the name that
// Anketa gives the file, as ODK Collect does: without a folder. The beginning of
// the file's SHA-256 is part of it:
//
//	IMG_2034-3f9a1c0be7d24a61f0c3.jpg
//
// So two files never have one name, one file has the same name everywhere, and
// whatever holds the answer fast (the hash of a record, a signature) holds the
// file fast too: another one under that name is noticed without any list.

// markSize is how many bytes of the hash stand in a name, AttachmentMark how
// many digits that makes.
const (
	markSize       = 10
	AttachmentMark = 2 * markSize
)

// mostStem bounds the part of a name that is the file's own, in letters: a
// folder of Windows takes it with an interview's id before it.
const mostStem = 60

// AttachmentName names a file after what it is called, be it with its folder,
// and its SHA-256.
func AttachmentName(called string, sum [32]byte) string {
	called = path.Base(strings.ReplaceAll(called, `\`, "/"))
	end := strings.ToLower(path.Ext(called))
	stem := []rune(tame(strings.TrimSuffix(called, path.Ext(called))))
	if len(stem) > mostStem {
		stem = stem[:mostStem]
	}
	if end = tame(end); len(end) > 10 || end == "." {
		end = ""
	}
	own := strings.Trim(string(stem), "-_. ")
	if own == "" {
		own = "file"
	}
	return own + "-" + hex.EncodeToString(sum[:markSize]) + end
}

// tame leaves letters, digits and what every file system and every column of
// another program takes.
func tame(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		if unicode.IsMark(r) {
			return -1
		}
		return '_'
	}, text)
}

// CutAttachmentName takes a name of AttachmentName apart: what the file was
// called, and how its hash begins, in hex. Not ok is any other text.
func CutAttachmentName(name string) (called, mark string, ok bool) {
	end := path.Ext(name)
	stem := strings.TrimSuffix(name, end)
	at := len(stem) - AttachmentMark
	if at < 2 || stem[at-1] != '-' || strings.ContainsAny(name, `/\`) {
		return "", "", false
	}
	mark = stem[at:]
	if _, err := hex.DecodeString(mark); err != nil || strings.ToLower(mark) != mark {
		return "", "", false
	}
	return stem[:at-1] + end, mark, true
}

// NamesAttachment says whether a file with a SHA-256 is the one that a name
// means.
func NamesAttachment(name string, sum [32]byte) bool {
	_, mark, ok := CutAttachmentName(name)
	return ok && mark == hex.EncodeToString(sum[:markSize])
}

// Attachments gives the names of all files that answers of a record name, in
// order and each once; of a draft also those of parked answers.
func (r *Record) Attachments() []string {
	names := map[string]bool{}
	for _, a := range r.All() {
		if _, _, ok := CutAttachmentName(a.Text); ok && a.State == Given {
			names[a.Text] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}
