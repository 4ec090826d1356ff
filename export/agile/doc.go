// Package agile protects a workbook with a password in the way of Excel 2010
// and later: AES-256-CBC, a key that takes 100,000 rounds of SHA-512 to derive,
// and an HMAC-SHA-512 over everything ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15,
// agile encryption). Excel and LibreOffice open the file with the password.
//
//	w, err := agile.NewWriter(file, password)
//	…                                        // write the workbook to w
//	err = w.Close()
//
//	book, err := agile.Open(ctx, file, size, password)
//	archive, err := zip.NewReader(book, book.Size())
//
// It promises:
//
//   - The workbook in clear never touches the disk: it is encrypted as it is
//     written and decrypted as it is read, a few kilobytes at a time.
//   - Open gives nothing before the whole file has been found to be what was
//     written with this password.
//   - Files that were made to cost time or memory are refused.
package agile

import "errors"

// Why a file cannot be opened.
var (
	ErrPassword = errors.New("the password is another one")
	ErrDamaged  = errors.New("the protected file is damaged, or was changed")
	ErrUnknown  = errors.New("it is protected in a way that Anketa does not read")
)

// MostPassword is how many UTF-16 units a password can have
// ([MS-OFFCRYPTO] 2.3.4.11).
const MostPassword = 255

// Magic are the first bytes of a compound file, in which a protected workbook
// lies.
const Magic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
