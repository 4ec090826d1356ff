package survey

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"anketa/survey/message"
)

// Hash names the version that r is: the SHA-256 of its canonical form, which
// is everything that makes one record differ from another,
//
//	"anketa record 1", id, form, version, kind, number, device, interviewer,
//	language, started, finished, the parents in ascending order, author,
//	reason, saved, and the nodes below the root
//
// with every text preceded by its length in four bytes, every number in eight,
// the highest first, and parents and nodes preceded by their number. A time is
// the byte 1 and the seconds since 1970, or the byte 0 where there is none. A
// node is its name, key, text, one byte each for state, confirmed and parked,
// and the nodes below it.
//
// It does not depend on how the record was written down: sibling nodes count
// in the order of their names, and only instances of one repeat in the order
// in which they stand; a group that was emptied counts as none; a time is the
// second it falls into, for spreadsheets keep no more, wherever its clock
// stood; bytes that are no UTF-8 are the character that replaces them.
func (r *Record) Hash() Hash {
	c := forms.Get().(*canonicalForm)
	defer forms.Put(c)
	return c.sum(r)
}

// sum writes the canonical form and gives its hash.
func (c *canonicalForm) sum(r *Record) Hash {
	c.b = c.b[:0]
	c.text("anketa record 1")
	c.text(r.ID)
	c.text(r.Form)
	c.text(r.Version)
	c.number(int64(r.Kind))
	c.number(int64(r.Number))
	c.text(r.Device)
	c.text(r.Interviewer)
	c.text(r.Language)
	c.time(r.Started)
	c.time(r.Finished)
	c.parents(r.Parents)
	c.text(r.Author)
	c.text(r.Reason)
	c.time(r.Saved)
	if r.Root != nil {
		c.children("", r.Root.Children)
	} else {
		c.children("", nil)
	}
	return sha256.Sum256(c.b)
}

type canonicalForm struct {
	b       []byte
	slots   [][]*Answer // of each depth, to be used again
	depth   int
	sorting bool // whatever was learned of other records
}

// forms are used again: records are hashed by the hundred thousand.
var forms = sync.Pool{New: func() any { return &canonicalForm{} }}

func (c *canonicalForm) text(s string) {
	if !utf8.ValidString(s) {
		s = string([]rune(s))
	}
	c.b = binary.BigEndian.AppendUint32(c.b, uint32(len(s)))
	c.b = append(c.b, s...)
}

func (c *canonicalForm) number(n int64) {
	c.b = binary.BigEndian.AppendUint64(c.b, uint64(n))
}

// time tells a time that is missing from every second there is.
func (c *canonicalForm) time(t time.Time) {
	if timeText(t) == "" {
		c.b = append(c.b, 0)
		return
	}
	c.b = append(c.b, 1)
	c.number(t.Unix())
}

func (c *canonicalForm) flag(set bool) {
	if set {
		c.b = append(c.b, 1)
	} else {
		c.b = append(c.b, 0)
	}
}

func (c *canonicalForm) parents(parents []Hash) {
	sorted := slices.SortedFunc(slices.Values(parents), Hash.Compare)
	c.number(int64(len(sorted)))
	for _, h := range sorted {
		c.b = append(c.b, h[:]...)
	}
}

// children writes the nodes in a group of that name.
func (c *canonicalForm) children(of string, children []*Answer) {
	if len(children) == 0 {
		c.number(0)
		return
	}
	if c.inOrder(of, children) {
		return
	}
	sorted := make([]sibling, 0, len(children))
	for i, a := range children {
		if !a.void() {
			sorted = append(sorted, sibling{a, i})
		}
	}
	slices.SortFunc(sorted, sibling.compare)
	c.number(int64(len(sorted)))
	c.depth++
	for _, a := range sorted {
		c.text(a.Name)
		c.node(a.Answer)
	}
	c.depth--
	learn(of, children)
}

// node writes what follows the name of a node.
func (c *canonicalForm) node(a *Answer) {
	c.text(a.Key)
	c.text(a.Text)
	c.b = append(c.b, byte(a.State))
	c.flag(a.Confirmed)
	c.flag(a.Parked)
	c.children(a.Name, a.Children)
}

// A sibling is a node with its place among those of its parent.
type sibling struct {
	*Answer
	at int
}

func (a sibling) compare(b sibling) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return a.at - b.at
}

// void says whether a is a group that holds nothing. A question that was not
// reached is not: it has no list of children, empty or not.
func (a *Answer) void() bool {
	return a.Children != nil && a.Key == "" && a.Text == "" && a.State == NotReached && !a.Confirmed && !a.Parked &&
		!slices.ContainsFunc(a.Children, func(c *Answer) bool { return !c.void() })
}

// String gives the hash as 64 hexadecimal digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Compare orders hashes as numbers.
func (h Hash) Compare(other Hash) int { return bytes.Compare(h[:], other[:]) }

// ParseHash reads what String prints.
func ParseHash(s string) (Hash, error) {
	var h Hash
	if len(s) != hex.EncodedLen(len(h)) {
		return h, message.New("a hash has 64 hexadecimal digits")
	}
	if _, err := hex.Decode(h[:], []byte(s)); err != nil {
		return Hash{}, message.New("a hash has 64 hexadecimal digits")
	}
	return h, nil
}
