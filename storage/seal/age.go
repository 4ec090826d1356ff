package seal

import (
	"bytes"
	"io"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// encrypt gives an age file.
func encrypt(clear []byte, to ...age.Recipient) ([]byte, error) {
	var b bytes.Buffer
	w, err := age.Encrypt(&b, to...)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(clear); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// decrypt gives the content of an age file, whole or not at all.
func decrypt(sealed []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// Armour writes an age file as text, as age -a does.
func Armour(sealed []byte) string {
	var b bytes.Buffer
	w := armor.NewWriter(&b)
	if _, err := w.Write(sealed); err != nil { // a buffer takes everything
		panic("seal: " + err.Error())
	}
	if err := w.Close(); err != nil {
		panic("seal: " + err.Error())
	}
	return b.String()
}

// Dearmour reads what Armour wrote. The error is ErrBroken.
func Dearmour(text []byte) ([]byte, error) {
	sealed, err := io.ReadAll(armor.NewReader(bytes.NewReader(bytes.TrimSpace(text))))
	if err != nil {
		return nil, ErrBroken
	}
	return sealed, nil
}

// IsArmoured says whether a file is the text form of an age file.
func IsArmoured(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(data), []byte(armor.Header))
}
