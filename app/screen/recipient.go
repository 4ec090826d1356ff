package screen

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
)

// To whom finished interviews are sealed is said by the form, and remembered by
// the laptop: a form with other keys, as somebody might slip in who wants to
// read along, is not used before a person has compared the fingerprints.

// A RecipientError is that of a form whose recipients are not those that this
// laptop seals to.
type RecipientError struct {
	Known string // the fingerprint that is known; "" where the form named none before
	Now   string // that of the form; "" where it names none any more
}

func (e *RecipientError) Error() string {
	now, confirm := "names the key "+e.Now, e.Now
	if e.Now == "" {
		confirm = "none"
		now = "names none any more, so that finished interviews would stay readable"
	}
	return fmt.Sprintf("this laptop seals finished interviews to the key %s, and the form %s: compare it with the coordinator by telephone, then confirm it in the window, or with anketa recipient FORM --store FILE --confirm \"%s\"", e.Known, now, confirm)
}

const recipientSetting = "recipients"

// pinned is what a laptop remembers.
type pinned struct {
	Accepted []string          // fingerprints
	Forms    map[string]string // of each form, by its id: the fingerprint that it had
}

// Recipients gives to whom interviews of a form are sealed; none where it names
// nobody. The first keys that a laptop meets are pinned. The error is a
// *RecipientError where others need to be confirmed.
func Recipients(ctx context.Context, store *storage.Store, form *survey.Form) (seal.Recipients, error) {
	to, err := recipients(form)
	if err != nil {
		return nil, err
	}
	var pin pinned
	if _, err := getJSON(ctx, store, recipientSetting, &pin); err != nil {
		return nil, err
	}
	now := to.Fingerprint()
	before, met := pin.Forms[form.ID]
	switch {
	case met && before == now:
		return to, nil
	case now == "" && before != "":
		return nil, &RecipientError{Known: before}
	case now != "" && len(pin.Accepted) > 0 && !slices.Contains(pin.Accepted, now):
		return nil, &RecipientError{Known: pin.Accepted[len(pin.Accepted)-1], Now: now}
	}
	if now == "" {
		return nil, nil // nothing to pin
	}
	return to, acceptRecipients(ctx, store, pin, form, to)
}

// ConfirmRecipients takes the recipients of a form into use, after a person has
// compared the fingerprint.
func ConfirmRecipients(ctx context.Context, store *storage.Store, form *survey.Form) error {
	to, err := recipients(form)
	if err != nil {
		return err
	}
	var pin pinned
	if _, err := getJSON(ctx, store, recipientSetting, &pin); err != nil {
		return err
	}
	return acceptRecipients(ctx, store, pin, form, to)
}

func acceptRecipients(ctx context.Context, store *storage.Store, pin pinned, form *survey.Form, to seal.Recipients) error {
	now := to.Fingerprint()
	if now != "" {
		pin.Accepted = append(slices.DeleteFunc(pin.Accepted, func(known string) bool { return known == now }), now)
	}
	if pin.Forms == nil {
		pin.Forms = map[string]string{}
	}
	pin.Forms[form.ID] = now
	if err := setJSON(ctx, store, recipientSetting, pin); err != nil {
		return err
	}
	if len(to) == 0 {
		return nil
	}
	return store.SetRecovery(ctx, to)
}

// RecipientsOf gives the recipients that a form names, whoever is known.
func RecipientsOf(form *survey.Form) (seal.Recipients, error) { return recipients(form) }

// RecipientFault is what is wrong between the form in use and the keys that the
// laptop knows; nil where interviews can be finished.
func (d *Desk) RecipientFault(ctx context.Context) *RecipientError {
	_, err := Recipients(ctx, d.Store, d.Form)
	var e *RecipientError
	errors.As(err, &e)
	return e
}

// ConfirmRecipients takes the recipients of the form in use.
func (d *Desk) ConfirmRecipients(ctx context.Context) error {
	return ConfirmRecipients(ctx, d.Store, d.Form)
}

// checkRecipient finds a recipient that is no key.
func checkRecipient(form *survey.Form, faults survey.ErrorList) survey.ErrorList {
	if form == nil || form.Settings["recipient"] == "" {
		return faults
	}
	_, err := seal.ParseRecipients(form.Settings["recipient"])
	if err == nil {
		return faults
	}
	return append(faults, &survey.Error{At: form.RecipientAt, Severity: survey.Fault, Code: "RECIPIENT_001", Msg: "The recipient is not usable: " + err.Error() + ".",
		Hint: "anketa identity new makes a key; its public key goes here."})
}
