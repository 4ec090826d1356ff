package screen_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// TestAPinThatIsGoneIsNoLeave: somebody who has the laptop's file takes out of it
// to whom interviews are sealed, or puts something else there. No interview is
// finished before a person has confirmed, whatever the form names.
func TestAPinThatIsGoneIsNoLeave(t *testing.T) {
	ctx := context.Background()
	own, stranger := seal.NewIdentity(), seal.NewIdentity()
	for what, query := range map[string]string{
		"deleted": "DELETE FROM setting WHERE name = 'recipients'",
		"all":     "DELETE FROM setting",
		"altered": "UPDATE setting SET value = (SELECT value FROM setting s WHERE s.name = 'form') WHERE name = 'recipients'",
	} {
		for form, to := range map[string][]*seal.Identity{"none": nil, "its own": {own}, "a stranger's": {stranger}} {
			path := filepath.Join(t.TempDir(), "laptop.db")
			desk := screentest.Open(t, path, sealedForm(t, "one", own), nil)
			if err := finishOne(t, desk, "a"); err != nil {
				t.Fatal(err)
			}
			desk.Close()
			storagetest.Meddle(t, path, query)
			desk = screentest.Open(t, path, sealedForm(t, "one", to...), nil)
			var e *screen.RecipientError
			if err := finishOne(t, desk, "b"); !errors.As(err, &e) || !e.Lost || !strings.Contains(err.Error(), "outside of Anketa") {
				t.Errorf("%s, the form names %s: %v", what, form, err)
			}
			if e := desk.RecipientFault(ctx, desk.Form); e == nil || !e.Lost {
				t.Errorf("%s, the form names %s: %v", what, form, e)
			}
			if err := desk.ConfirmRecipients(ctx, desk.Form); err != nil {
				t.Fatal(err)
			}
			if err := finishOne(t, desk, "c"); err != nil {
				t.Errorf("%s, the form names %s, confirmed: %v", what, form, err)
			}
			h, err := desk.Store.Verify(ctx)
			if err != nil || len(h.Taken) != 1 || !strings.Contains(h.Taken[0].String(), "the settings") {
				t.Errorf("%s: the history tells %v, %v", what, h.Taken, err)
			}
			desk.Close()
		}
	}
}
