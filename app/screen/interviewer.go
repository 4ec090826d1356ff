package screen

import (
	"context"

	"anketa/survey"
	"anketa/survey/interview"
)

// This file is who holds an interview. The laptop's settings know a code, and
// a form may ask for it: a text question of this name, outside any repeat.
// Where it is answered the answer counts, for several people may share a
// laptop; the settings' code is proposed as the answer, and where the settings
// have none yet the first answer becomes it.
const interviewerQuestion = "interviewer_code"

// interviewerAt finds the form's question; "" where it has none.
func interviewerAt(form *survey.Form) survey.Path {
	for _, it := range form.Items {
		if it.Name == interviewerQuestion && it.Type.Kind == survey.TextKind && it.Repeat() == nil {
			return it.Path()
		}
	}
	return ""
}

// propose answers the question with a code, where the form takes that code and
// says nothing itself.
func propose(iv *interview.Interview, form *survey.Form, code string) error {
	p := interviewerAt(form)
	if p == "" || code == "" {
		return nil
	}
	if v := iv.View(p); v.ReadOnly || v.Text != "" || !v.Relevant {
		return nil
	}
	if _, err := iv.Set(p, code); err != nil {
		return err
	}
	if iv.View(p).Problem == "" {
		return nil
	}
	_, err := iv.Set(p, "")
	return err
}

// answeredCode is the code in the interview's own answer; "" where there is
// none that the form takes.
func (s *Interview) answeredCode() string {
	p := interviewerAt(s.form)
	if p == "" {
		return ""
	}
	if v := s.iv.View(p); v.Relevant && v.State == survey.Given && v.Problem == "" {
		return v.Text
	}
	return ""
}

// keepCode makes the answer the settings' code where those have none. Where it
// cannot be written now, the next start has none and the next answer is kept.
func (s *Interview) keepCode() {
	code := s.answeredCode()
	if code == "" || s.desk.Settings.Interviewer != "" {
		return
	}
	s.desk.Settings.Interviewer = code
	settings, store := s.desk.Settings, s.desk.Store
	s.desk.queue.Put(func() error { return setJSON(context.Background(), store, windowSetting, settings) }, func(error) {})
}
