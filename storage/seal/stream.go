package seal

import (
	"errors"
	"io"

	"filippo.io/age"
)

// Writer is Seal for what is too large for the memory: what is written into it
// goes to to as an age file, which is whole when it was closed. How long the
// clear text is, an age file that is not padded tells.
func (r Recipients) Writer(to io.Writer) (io.WriteCloser, error) {
	if len(r) == 0 {
		return nil, errors.New("there is no public key to seal to: put the coordinator's into the form's setting recipient")
	}
	var keys []age.Recipient
	for _, key := range r {
		keys = append(keys, key.key)
	}
	return age.Encrypt(to, keys...)
}

// Reader gives what was written into a Recipients.Writer, piece by piece; one
// that was changed is an error when it is read. The error is ErrIdentity or
// ErrBroken.
func (id *Identity) Reader(sealed io.Reader) (io.Reader, error) {
	clear, err := age.Decrypt(sealed, id.key)
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, ErrIdentity
	}
	if err != nil {
		return nil, ErrBroken
	}
	return clear, nil
}
