package xlsform

import (
	"bytes"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/message"
)

// kind is what a file is by its content; its name may say anything.
type kind uint8

const (
	workbookFile kind = iota
	markdownFile
	refusedFile
)

// Signatures of files that are handed in as workbooks.
var (
	zipSignature  = []byte("PK\x03\x04")
	zipEnd        = []byte("PK\x05\x06") // a zip without any file
	oleSignature  = []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	oleEncryption = utf16Text("EncryptedPackage") // the stream that holds a workbook with a password
	utf8Mark      = []byte("\xEF\xBB\xBF")
)

// sniff tells what a file is and, where it is no form, why.
func sniff(data []byte) (kind, *survey.Error) {
	text := bytes.TrimSpace(bytes.TrimPrefix(data, utf8Mark))
	switch {
	case len(data) == 0:
		return refusal("FILE_001", message.New("The file is empty: it has 0 bytes."), message.New("The copy was probably interrupted; copy it again from where it came."))
	case bytes.HasPrefix(data, zipSignature), bytes.HasPrefix(data, zipEnd):
		return workbookFile, nil
	case bytes.HasPrefix(data, oleSignature) && bytes.Contains(data, oleEncryption):
		return refusal("FILE_002", message.New("The workbook is protected with a password."), message.New("Open it in Excel or LibreOffice, remove the password to open and save it again."))
	case bytes.HasPrefix(data, oleSignature):
		return refusal("FILE_003", message.New("The file is a workbook in the old .xls format."), message.New("Open it in Excel or LibreOffice and save it as .xlsx."))
	case bytes.HasPrefix(text, []byte("|")), bytes.Contains(text, []byte("\n|")) && looksLikeText(data):
		return markdownFile, nil
	case bytes.HasPrefix(text, []byte("<")):
		return refusal("FILE_004", message.New("The file is a web page or XML and no workbook."), message.New("Download the form itself, as an .xlsx file."))
	case looksLikeText(data) && bytes.ContainsAny(data, ",;\t"):
		return refusal("FILE_005", message.New("The file is a text table (CSV) and no workbook."), message.New("Open it in Excel or LibreOffice and save it as .xlsx, with the sheets survey, choices and settings."))
	}
	return refusal("FILE_006", message.New("The file is no Excel workbook."), message.New("Choose an .xlsx or .xlsm file."))
}

func refusal(code string, msg, hint *message.Text) (kind, *survey.Error) {
	return refusedFile, refused(code, msg, hint)
}

// refused is a fault of the whole file.
func refused(code string, msg, hint *message.Text) *survey.Error {
	return &survey.Error{Code: code, Msg: msg, Hint: hint}
}

// looksLikeText says whether the beginning of a file is text in UTF-8 or in
// an older encoding of one byte.
func looksLikeText(data []byte) bool {
	head := data[:min(len(data), 4096)]
	for len(head) > 0 {
		r, n := utf8.DecodeRune(head)
		if r < ' ' && r != '\n' && r != '\r' && r != '\t' {
			return false
		}
		head = head[n:]
	}
	return true
}

func utf16Text(s string) []byte {
	var b []byte
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}
