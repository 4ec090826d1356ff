package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// This file is how the file of an answer is taken in, looked at and written
// outside again.

// quietSize is how large a file may be that is taken in without saying so.
const quietSize = 1 << 20

// pictureSize is how large a file may be that is looked at as a picture.
const pictureSize = 30 << 20

// attach has a file of the interviewer's chosen for a question, and takes it in.
func (v *interviewView) attach(p survey.Path, ends []string) {
	v.app.openFile(v.files, ends, func(path string) {
		v.files = filepath.Dir(path)
		v.takeFile(p, path)
	})
}

// takeFile takes a file in. Until it is in the store, the old answer stands.
func (v *interviewView) takeFile(p survey.Path, path string) {
	s, name := v.s, ""
	v.beside(path, func(ctx context.Context, progress screen.Progress) (err error) {
		name, err = s.Attach(ctx, path, progress)
		return err
	}, func(err error) {
		if v.s != s { // the window was locked meanwhile
			return
		}
		switch {
		case errors.Is(err, context.Canceled):
		case err != nil:
			v.app.fault(err)
			return
		default:
			v.changed(s.Answer(p, name))
		}
		s.Focused(p)
		v.keyboard()
	})
}

// beside runs a job on a file; over the window, with a way to stop it, where the
// file is large.
func (v *interviewView) beside(path string, job func(context.Context, screen.Progress) error, done func(error)) {
	info, err := os.Stat(path)
	if err != nil || info.Size() <= quietSize {
		v.app.work.run(job, nil, done)
		return
	}
	o, panel := &overlay{}, newJobPanel(v.app)
	o.keys = func(k fyne.KeyName) bool { return panel.key(&fyne.KeyEvent{Name: k}) || k == fyne.KeyEscape }
	v.app.over(container.NewVBox(paragraph(v.app.T("file.taking", "name", filepath.Base(path))), panel.box), o, fyne.NewSize(askWidth(), 0), panel.stop)
	panel.run(job, func(err error) {
		o.close()
		done(err)
	})
}

// file tells a field what there is of a file.
func (v *interviewView) file(name string, got func(field.File)) {
	s, found := v.s, screen.Filed{}
	v.app.work.run(func(ctx context.Context, _ screen.Progress) (err error) {
		most := int64(0)
		if field.MayBePicture(name) {
			most = pictureSize
		}
		found, err = s.File(ctx, name, most)
		return err
	}, nil, func(err error) {
		if v.s != s {
			return
		}
		if err != nil {
			v.app.trace("fault", screen.Explain(err).Key)
			found = screen.Filed{Called: name, Gone: true}
		}
		got(field.File(found))
	})
}

// saveFile writes a copy of a file into a folder that the interviewer names, who
// is told first that everybody can read it there.
func (v *interviewView) saveFile(name string) {
	s, called := v.s, name
	if plain, _, ok := survey.CutAttachmentName(name); ok {
		called = plain
	}
	v.app.openFolder(orHome(v.files), func(folder string) {
		to := freeName(folder, called)
		v.app.ask("file.clear", func() {
			v.app.work.run(func(ctx context.Context, _ screen.Progress) error { return s.SaveFile(ctx, name, to) }, nil, func(err error) {
				if err != nil {
					v.app.fault(err)
					return
				}
				v.app.tell(v.app.T("file.saved", "path", to), nil)
			})
		}, "name", filepath.Base(to), "folder", folder)
	})
}

// freeName is a name in a folder that no file has.
func freeName(folder, called string) string {
	end := filepath.Ext(called)
	for n := 1; ; n++ {
		path := filepath.Join(folder, called)
		if n > 1 {
			path = filepath.Join(folder, fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(called, end), n, end))
		}
		if !exists(path) {
			return path
		}
	}
}
