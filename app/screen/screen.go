package screen

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xlsform"
)

// A Desk is what all screens share: the store, the form in use, the settings.
type Desk struct {
	Store    *storage.Store
	Form     *survey.Form
	Faults   survey.ErrorList // what the form check says of the form; no faults, it opens
	Places   []string         // what the form still asks the coordinator to fill in: ORG_NAME
	Settings Settings

	now    func() time.Time
	queue  Queue
	second secondCopy
	users  []storage.User // who can open it, known without asking the store
	backup error          // how the last backup after a finish ended
}

// start reads what the store keeps for the desk.
func (d *Desk) start(ctx context.Context, form *namedForm) (err error) {
	if d.users, err = d.Store.Users(ctx); err != nil {
		return err
	}
	if d.Settings, err = loadSettings(ctx, d.Store); err != nil {
		return err
	}
	if d.Settings.Interviewer = d.User(); d.Settings.Last != d.User() {
		d.Settings.Last = d.User()
		_ = keepKnown(ctx, d.Store, d.Settings) // a full disk keeps nobody out
	}
	if form == nil {
		if form, faults := d.lastForm(ctx); form != nil {
			d.take(form, faults)
			_ = d.keepWay(ctx) // it is tried again at the next start, and nobody is kept out
			return nil
		}
		if form, err = named(Shipped); err != nil {
			return err
		}
	}
	return d.Use(ctx, form.form, form.faults)
}

// Close backs the store up where it changed, and closes it. Writes under way
// must have come back. The error is that of closing: what is to be said of a
// backup that was not made, the next start and the doctor find.
func (d *Desk) Close() error {
	_, _ = d.Store.Backup(context.Background()) // needs no keys
	d.second.start(d.Store)
	d.second.done.Wait()
	return d.Store.Close()
}

// Use makes a form the one in use, now and at the next start. It is kept in
// the store, so that its file need not be at hand again.
func (d *Desk) Use(ctx context.Context, form *survey.Form, faults survey.ErrorList) error {
	if err := d.Store.SaveForm(ctx, form.ID, form.Version, form.Title, form.Source); err != nil {
		return err
	}
	if err := setJSON(ctx, d.Store, formSetting, formName{form.ID, form.Version}); err != nil {
		return err
	}
	d.take(form, faults)
	return nil
}

func (d *Desk) take(form *survey.Form, faults survey.ErrorList) {
	d.Form, d.Faults, d.Places = form, faults, placesToFill(form)
}

// formOf gives the form to go on with: the one in use where it is the record's,
// or a newer version of it that takes the answers over, else the record's own.
func (d *Desk) formOf(ctx context.Context, r *survey.Record) (*survey.Form, error) {
	if r.Form == d.Form.ID && survey.CompareVersions(d.Form.Version, r.Version) > 0 {
		return d.Form, nil
	}
	return d.ownForm(ctx, r)
}

// ownForm gives the version of the form with which a record was made. A record
// from elsewhere may have come without it: then the one in use has to do.
func (d *Desk) ownForm(ctx context.Context, r *survey.Record) (*survey.Form, error) {
	if r.Form == d.Form.ID && r.Version == d.Form.Version {
		return d.Form, nil
	}
	form, err := d.storedForm(ctx, formName{r.Form, r.Version})
	if errors.Is(err, storage.ErrNotFound) && r.Form == d.Form.ID {
		return d.Form, nil
	}
	return form, err
}

func (d *Desk) lastForm(ctx context.Context) (*survey.Form, survey.ErrorList) {
	var name formName
	if ok, err := getJSON(ctx, d.Store, formSetting, &name); err != nil || !ok {
		return nil, nil
	}
	workbook, err := d.Store.Form(ctx, name.ID, name.Version)
	if err != nil {
		return nil, nil
	}
	form, faults := xlsform.Read(workbook, xlsform.Options{Name: name.ID})
	if faults.Err() != nil {
		return nil, nil
	}
	return form, faults
}

func (d *Desk) storedForm(ctx context.Context, name formName) (*survey.Form, error) {
	return readStored(ctx, d.Store, name)
}

// readStored reads a form that the store keeps.
func readStored(ctx context.Context, store *storage.Store, name formName) (*survey.Form, error) {
	workbook, err := store.Form(ctx, name.ID, name.Version)
	if err != nil {
		return nil, message.New("form %s %s: %w", name.ID, name.Version, err)
	}
	form, faults := xlsform.Read(workbook, xlsform.Options{Name: name.ID})
	return form, faults.Err()
}

// formName names one version of a form, in the setting formSetting.
type formName struct{ ID, Version string }

// A place to fill in stands in the wording as {{NAME}}.
var placeToFill = regexp.MustCompile(`\{\{([A-Z0-9_]+)\}\}`)

// placesToFill lists what the form's wordings, in any language, still leave to
// the coordinator.
func placesToFill(form *survey.Form) []string {
	found := map[string]bool{}
	look := func(texts ...survey.Text) {
		for _, t := range texts {
			for _, phrase := range t {
				for _, m := range placeToFill.FindAllStringSubmatch(phrase.String(), -1) {
					found[m[1]] = true
				}
			}
		}
	}
	for _, it := range form.Items {
		look(it.Label, it.Hint, it.Guidance, it.RequiredMessage)
	}
	for _, list := range form.Lists {
		for _, c := range list.Choices {
			look(c.Label)
		}
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
