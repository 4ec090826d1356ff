package screen

import (
	"errors"
	"unicode/utf8"

	"anketa/export"
	"anketa/storage/seal"
	"anketa/survey/message"
)

// Why a password is not taken for a workbook. Whoever has the file can try
// passwords for as long as they like.
var (
	ErrWeakPassword    = message.New("the password is too easy to guess: take four or more words that nobody would put together")
	ErrPasswordsDiffer = message.New("the two passwords are not the same")
)

// leastPassword is how many characters a password has at least.
const leastPassword = 12

// CheckPassword says whether a password may protect a workbook.
func CheckPassword(password string) error {
	if utf8.RuneCountInString(password) < leastPassword || seal.Strength(password) < seal.EnoughBits {
		return ErrWeakPassword
	}
	return nil
}

// LockedBook says whether a job ended because a workbook is protected and no
// password fitted: which workbook, and whether one was tried.
func LockedBook(err error) (path string, tried, locked bool) {
	var e *export.Error
	if !errors.As(err, &e) {
		return "", false, false
	}
	return e.Path, e.Code == "wrongpassword", e.Code == "password" || e.Code == "wrongpassword"
}
