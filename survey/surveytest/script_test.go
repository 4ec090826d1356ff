package surveytest

import (
	"testing"
	"time"

	"anketa/survey"
)

// TestLinesThatAreWrong holds scripts to failing where they should.
func TestLinesThatAreWrong(t *testing.T) {
	p := &player{t: t, kept: map[string]*survey.Record{}, now: time.Unix(0, 0).UTC(), form: Form(t, `
| survey | type         | name | label | relevant | constraint | required |
|        | integer      | a    | A     |          | . > 0      | yes      |
|        | text         | b    | B     | ${a} > 3 |            |          |
|        | begin repeat | r    | R     |          |            |          |
|        | text         | q    | Q     |          |            |          |
|        | end repeat   |      |       |          |            |          |`)}
	for _, c := range []struct{ line, want string }{
		{"set a 2", ""},
		{"shown b", "b: it is not so"},
		{"hidden b", ""},
		{"value a 3", `it is "2"`},
		{"state a refused", `it is "given"`},
		{"problem a", "there is none"},
		{"set a -1", ""},
		{"problem a 'Too small'", `it is "This answer is not allowed here."`},
		{"fine a", "a: it is not so"},
		{"problems", `it is "a:constraint"`},
		{"finish", "problems: a:constraint"},
		{"unfinished", ""},
		{"set nobody x", "nobody: there is no such place in the interview"},
		{"! set a 1", "it was not refused"},
		{"! set nobody x", ""},
		{"value nobody x", "there is no place nobody"},
		{"label a 'It''s'", `it is "A"`},
		{"label a 'A", "a quote is not closed"},
		{"changed b:relevant", "changed are a:calculation a:constraint"},
		{"unchanged a", "a changed its calculation"},
		{"instances r 2", `it is "1"`},
		{"absent a", "a is there"},
		{"record b x", "it is absent"},
		{"lang Latin", "the form does not speak it"},
		{"mark a perhaps", "a state is one of [not-reached given dont-know refused not-applicable not-asked]"},
		{"dance", `there is no line "dance"`},
	} {
		have := ""
		if err := p.line(c.line); err != nil {
			have = err.Error()
		}
		if have != c.want {
			t.Errorf("%s: %q, want %q", c.line, have, c.want)
		}
	}
}
