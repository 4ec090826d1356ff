package screen

import (
	"context"
	"regexp"
	"strings"

	"anketa/storage"
	"anketa/storage/seal"
)

// This file is what the person at the desk can do about keys.

// User is the code of the person at the desk.
func (d *Desk) User() string { return d.Store.User() }

// Users are the people who can open this store.
func (d *Desk) Users() []storage.User { return d.users }

// Enroll lets a colleague open the store, with drafts of their own. joined is
// to be called on the window's goroutine when that has come through.
func (d *Desk) Enroll(ctx context.Context, p storage.Person) (joined func(), err error) {
	if err := d.Store.Enroll(ctx, p); err != nil {
		return nil, err
	}
	users, err := d.Store.Users(ctx)
	return func() { d.users = users }, err
}

// Others counts the interviews of colleagues, which only they can read.
func (d *Desk) Others(ctx context.Context) (n int, err error) {
	all, err := d.Store.Foreign(ctx)
	for _, f := range all {
		n += len(f.Finished) + len(f.Drafts)
	}
	return n, err
}

// Colleagues are the codes of the others.
func (d *Desk) Colleagues() (codes []string) {
	for _, u := range d.users {
		if u.Code != d.User() {
			codes = append(codes, u.Code)
		}
	}
	return codes
}

// ChangePassphrase gives the person at the desk another one. The error is
// seal.ErrPassphrase where the old one is wrong.
func (d *Desk) ChangePassphrase(ctx context.Context, old, passphrase string) error {
	return d.Store.ChangePassphrase(ctx, old, passphrase)
}

// HandOver gives an interview to a colleague.
func (d *Desk) HandOver(ctx context.Context, interview, code string) error {
	return d.Store.HandOver(ctx, interview, code)
}

// Recipients are those of the form in use.
func (d *Desk) Recipients() (seal.Recipients, error) { return recipients(d.Form) }

// codeForm is what an interviewer's code may look like: a code, never a name
// with blanks.
var codeForm = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}._-]{0,15}$`)

// GoodCode says whether a text can be an interviewer's code that nobody has
// yet.
func GoodCode(code string, users []storage.User) bool {
	for _, u := range users {
		if strings.EqualFold(u.Code, code) {
			return false
		}
	}
	return codeForm.MatchString(code)
}

// Strength is what is said of a passphrase.
type Strength uint8

const (
	VeryWeak Strength = iota
	Weak
	Enough // from here on it is taken
	Strong
)

// StrengthOf judges a passphrase. bits is an honest estimate of what guessing
// it takes.
func StrengthOf(passphrase string) (s Strength, bits float64) {
	bits = seal.Strength(passphrase)
	switch {
	case bits >= seal.EnoughBits+15:
		return Strong, bits
	case bits >= seal.EnoughBits:
		return Enough, bits
	case bits >= seal.EnoughBits/2:
		return Weak, bits
	}
	return VeryWeak, bits
}

// SamePhrase says whether two passphrases open the same door, whatever the
// layout was.
func SamePhrase(a, b string) bool { return seal.Canonical(a) == seal.Canonical(b) }

// PaperGroups gives the groups of a recovery code.
func PaperGroups(code string) []string {
	return strings.FieldsFunc(code, func(r rune) bool { return r == '-' || r == ' ' })
}

// SameGroup says whether what was typed back is a group, in either layout and
// with letters of either alphabet that look alike.
func SameGroup(group, typed string) bool {
	group, typed = strings.ToLower(group), strings.ToLower(strings.TrimSpace(typed))
	return typed != "" && len([]rune(typed)) == len([]rune(group)) && alike(group, typed)
}
