package screen

import (
	"anketa/survey"
	"anketa/survey/interview"
)

// This file is who holds an interview. Whoever opened the store has a code, and
// a form may ask for it: a text question of this name, outside any repeat. That
// code is proposed as the answer; where another is answered, that counts.
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
