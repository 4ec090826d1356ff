package storage

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"anketa/survey/message"
)

// A Head is an entry of the history as it is known outside the store: in the
// file beside it, in a backup, in an export, or read out over the phone. A
// store that does not have the entry was rolled back, one that has another in
// its place was written anew.
type Head struct {
	Seq  int64
	Link Link
	Time time.Time // when it was the end of the history, by the laptop's clock
}

// codeLetters are digits and letters that are not taken for one another when
// they are read out (Crockford's base 32).
const codeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// codeSize is how many letters a code has; each stands for 5 bits.
const codeSize = 8

// Code is what is read out over the phone for a head: eight letters and digits
// in two groups. "" is that of an empty history.
func (h Head) Code() string {
	if h.Seq == 0 {
		return ""
	}
	var b strings.Builder
	for i := range codeSize {
		if i == codeSize/2 {
			b.WriteByte('-')
		}
		b.WriteByte(codeLetters[fiveBits(h.Link, i)])
	}
	return b.String()
}

// fiveBits gives the i-th group of five bits.
func fiveBits(l Link, i int) byte {
	at := 5 * i
	two := uint16(l[at/8])<<8 | uint16(l[at/8+1])
	return byte(two >> (11 - at%8) & 31)
}

// ErrCode is that of a text that is no code of a head.
var ErrCode = message.New("a code has eight letters and digits, without I, L, O and U")

// NormalCode gives a code as Code writes it, from one that was typed: small
// letters, spaces, and what is easily taken for a digit.
func NormalCode(typed string) (string, error) {
	code := strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1").Replace(strings.ToUpper(typed))
	if len(code) != codeSize || strings.Trim(code, codeLetters) != "" {
		return "", ErrCode
	}
	return code[:codeSize/2] + "-" + code[codeSize/2:], nil
}

// HeadFile names the file beside a store that keeps its head.
func HeadFile(path string) string { return path + "-head" }

// headFormat is the version of the file with the head:
//
//	{"anketa":1,"seq":340,"link":"9f86d0…","time":"2026-05-01T09:00:00Z","sum":"…"}
//
// Sum is SHA-256 of the other values, so that a torn file is not taken for a
// history that was written anew.
const headFormat = 1

type headJSON struct {
	Format int       `json:"anketa"`
	Seq    int64     `json:"seq"`
	Link   string    `json:"link"`
	Time   time.Time `json:"time"`
	Sum    string    `json:"sum"`
}

func (h Head) sum() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "anketa head %d %x %d", h.Seq, h.Link, h.Time.UnixMilli()))
	return hex.EncodeToString(sum[:8])
}

// String gives a head as one word, for the sheet of an export: 340:9f86d0….
func (h Head) String() string { return fmt.Sprintf("%d:%x", h.Seq, h.Link) }

// ParseHead is the way back from String; the time is not in it.
func ParseHead(text string) (h Head, err error) {
	seq, link, _ := strings.Cut(text, ":")
	if _, err := fmt.Sscanf(seq, "%d", &h.Seq); err != nil || h.Seq < 1 {
		return Head{}, message.New("it is no end of a history")
	}
	return h, h.Link.parse(link)
}

func (l *Link) parse(text string) error {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(l) {
		return message.New("it is no link of a history")
	}
	copy(l[:], b)
	return nil
}

// ErrNoHead is that of a file with a head which is missing or cannot be read.
var ErrNoHead = message.New("the file with the end of the history is missing or cannot be read")

func readHeadFile(file string) (h Head, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = ErrNoHead
		}
		return h, err
	}
	var j headJSON
	if json.Unmarshal(bytes.TrimSpace(data), &j) != nil || j.Format != headFormat || j.Seq < 0 {
		return h, ErrNoHead
	}
	h = Head{Seq: j.Seq, Time: j.Time}
	if h.Link.parse(j.Link) != nil || j.Sum != h.sum() {
		return Head{}, ErrNoHead
	}
	return h, nil
}

func (h Head) encode() ([]byte, error) {
	return json.Marshal(headJSON{headFormat, h.Seq, hex.EncodeToString(h.Link[:]), h.Time, h.sum()})
}

// writeHead keeps a head beside a store: the file is whole at any moment, and
// outlives a power cut when writeHead returns.
func writeHead(path string, h Head) error {
	text, err := h.encode()
	if err != nil {
		return err
	}
	half := HeadFile(path) + ".new"
	f, err := os.OpenFile(half, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(append(text, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = names.rename(half, HeadFile(path))
	}
	if err != nil {
		names.remove(half)
		return err
	}
	names.remove(lastFile(path)) // it is of before
	return syncFolder(filepath.Dir(path))
}
