package screen

import (
	"context"
	"errors"
	"slices"

	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// To whom finished interviews are sealed is said by the form, and remembered by
// the laptop: a form with other keys, as somebody might slip in who wants to
// read along, is not used before a person has compared the fingerprints.

// A RecipientError is that of a form whose recipients are not those that this
// laptop seals to.
type RecipientError struct {
	Known string // the fingerprint that is known; "" where the form named none before
	Now   string // that of the form; "" where it names none any more
	Lost  bool   // what is known was deleted or changed in the store's file from outside: Known is "", and nothing is to be relied on
}

func (e *RecipientError) Error() string { return e.In(message.English) }

// In says it in a language.
func (e *RecipientError) In(l *message.Language) string {
	now, confirm := message.New("names the key %s", e.Now), e.Now
	if e.Now == "" {
		confirm = "none"
		now = message.New("names none any more, so that finished interviews would stay readable")
	}
	if e.Lost {
		return message.New("to which key this laptop seals finished interviews was deleted or changed in its file, outside of Anketa; the form %s: compare it with the coordinator by telephone, then confirm it in the window, or with anketa recipient FORM --store FILE --confirm \"%s\"", now, confirm).In(l)
	}
	return message.New("this laptop seals finished interviews to the key %s, and the form %s: compare it with the coordinator by telephone, then confirm it in the window, or with anketa recipient FORM --store FILE --confirm \"%s\"", e.Known, now, confirm).In(l)
}

const recipientSetting = "recipients"

// pinned is what a laptop remembers.
type pinned struct {
	Accepted []string          // fingerprints
	Forms    map[string]string // of each form, by its id: the fingerprint that it had
	Ways     map[string]string // of each person, by code: the fingerprint over which they get back in
}

// Recipients gives to whom interviews of a form are sealed; none where it names
// nobody. The first keys that a laptop meets are pinned: whoever has a window
// is shown them before, see RecipientFault. The error is a *RecipientError where
// others need to be confirmed.
func Recipients(ctx context.Context, store *storage.Store, form *survey.Form) (seal.Recipients, error) {
	to, pin, err := knownRecipients(ctx, store, form)
	if err != nil || len(to) == 0 || pin.Forms[form.ID] == to.Fingerprint() {
		return to, err
	}
	return to, acceptRecipients(ctx, store, pin, form, to)
}

// knownRecipients holds those of a form against what the laptop remembers.
func knownRecipients(ctx context.Context, store *storage.Store, form *survey.Form) (to seal.Recipients, pin pinned, err error) {
	if to, err = recipients(form); err != nil {
		return nil, pin, err
	}
	now := to.Fingerprint()
	if store.SettingsAltered() {
		return nil, pin, &RecipientError{Now: now, Lost: true}
	}
	if _, err := getJSON(ctx, store, recipientSetting, &pin); err != nil {
		return nil, pin, err
	}
	before, met := pin.Forms[form.ID]
	switch {
	case met && before == now:
	case now == "" && before != "":
		return nil, pin, &RecipientError{Known: before}
	case now != "" && len(pin.Accepted) > 0 && !slices.Contains(pin.Accepted, now):
		return nil, pin, &RecipientError{Known: pin.Accepted[len(pin.Accepted)-1], Now: now}
	}
	return to, pin, nil
}

// ConfirmRecipients takes the recipients of a form into use, after a person has
// compared the fingerprint.
func ConfirmRecipients(ctx context.Context, store *storage.Store, form *survey.Form) error {
	to, err := recipients(form)
	if err != nil {
		return err
	}
	if store.SettingsAltered() {
		return confirmLost(ctx, store, form, to)
	}
	var pin pinned
	if _, err := getJSON(ctx, store, recipientSetting, &pin); err != nil {
		return err
	}
	return acceptRecipients(ctx, store, pin, form, to)
}

// confirmLost is ConfirmRecipients where nothing that stands in the settings is
// to be relied on: only what was compared now is known after it. That settings
// were altered stays in the history.
func confirmLost(ctx context.Context, store *storage.Store, form *survey.Form, to seal.Recipients) error {
	if err := acceptRecipients(ctx, store, pinned{}, form, to); err != nil {
		return err
	}
	return store.AcceptSettings(ctx)
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
	if len(to) > 0 {
		if err := store.SetRecovery(ctx, to); err != nil {
			return err
		}
		if pin.Ways == nil {
			pin.Ways = map[string]string{}
		}
		pin.Ways[store.User()] = now
	}
	return setJSON(ctx, store, recipientSetting, pin)
}

// keepWay gives whoever is here the way over the keys that were confirmed by
// somebody else on this laptop.
func (d *Desk) keepWay(ctx context.Context) error {
	to, pin, err := knownRecipients(ctx, d.Store, d.Form)
	if err != nil || len(to) == 0 || !slices.Contains(pin.Accepted, to.Fingerprint()) || pin.Ways[d.User()] == to.Fingerprint() {
		return err
	}
	return acceptRecipients(ctx, d.Store, pin, d.Form, to)
}

// RecipientsOf gives the recipients that a form names, whoever is known.
func RecipientsOf(form *survey.Form) (seal.Recipients, error) { return recipients(form) }

// RecipientFault is what has to be settled between a form and the keys that the
// laptop knows before interviews are made with it: the first keys are to be
// compared, too. It is nil where there is nothing.
func (d *Desk) RecipientFault(ctx context.Context, form *survey.Form) *RecipientError {
	to, pin, err := knownRecipients(ctx, d.Store, form)
	var e *RecipientError
	if err == nil && len(to) > 0 && len(pin.Accepted) == 0 {
		return &RecipientError{Now: to.Fingerprint()}
	}
	errors.As(err, &e)
	return e
}

// ConfirmRecipients takes the recipients of a form.
func (d *Desk) ConfirmRecipients(ctx context.Context, form *survey.Form) error {
	return ConfirmRecipients(ctx, d.Store, form)
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
	return append(faults, &survey.Error{At: form.RecipientAt, Severity: survey.Fault, Code: "RECIPIENT_001", Msg: message.New("The recipient is not usable: %w.", err),
		Hint: message.New("anketa identity new makes a key; its public key goes here.")})
}

// Altered names the tables of the store that somebody changed in its file,
// outside of Anketa, as they were found when it was unlocked; settings says that
// those are among them.
func (d *Desk) Altered() (tables []string, settings bool) {
	for _, f := range d.Store.Altered() {
		tables = append(tables, f.Table)
	}
	return tables, d.Store.SettingsAltered()
}

// AcceptAltered takes them as they are, but for the settings: those are taken by
// ConfirmRecipients.
func (d *Desk) AcceptAltered(ctx context.Context) error { return d.Store.AcceptButSettings(ctx) }
