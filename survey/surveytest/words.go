package surveytest

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
)

// What stands before the interview begins.
var settings = map[string]func(p *player, args []string) error{
	"now": func(p *player, args []string) (err error) {
		p.now, err = time.Parse(time.RFC3339, strings.Join(args, " "))
		return err
	},
	"seed": func(p *player, args []string) (err error) {
		p.o.Seed, err = strconv.ParseUint(strings.Join(args, ""), 10, 64)
		return err
	},
	"interviewer": func(p *player, args []string) error { p.o.Interviewer = strings.Join(args, " "); return nil },
	"device":      func(p *player, args []string) error { p.o.Device = strings.Join(args, " "); return nil },
}

// What an interviewer does.
var actions = map[string]func(p *player, args []string) ([]interview.Change, error){
	"set": func(p *player, args []string) ([]interview.Change, error) {
		return p.iv.Set(place(args), strings.Join(args[1:], " "))
	},
	"mark": func(p *player, args []string) ([]interview.Change, error) {
		i := slices.Index(stateWords, strings.Join(args[1:], " "))
		if i < 0 {
			return nil, fmt.Errorf("a state is one of %v", stateWords)
		}
		return p.iv.Mark(place(args), survey.State(i))
	},
	"confirm": func(p *player, args []string) ([]interview.Change, error) { return p.iv.Confirm(place(args)) },
	"add":     func(p *player, args []string) ([]interview.Change, error) { return p.iv.Add(place(args)) },
	"remove":  func(p *player, args []string) ([]interview.Change, error) { return p.iv.Remove(place(args)) },
	"lang":    func(p *player, args []string) ([]interview.Change, error) { return p.speak(strings.Join(args, " ")) },
	"resume":  func(p *player, _ []string) ([]interview.Change, error) { return nil, p.resume() },
	"again":   func(p *player, _ []string) ([]interview.Change, error) { return nil, p.again() },
}

// stateWords are the states by their number.
var stateWords = []string{"not-reached", "given", "dont-know", "refused", "not-applicable", "not-asked"}

func place(args []string) survey.Path {
	if len(args) == 0 {
		return ""
	}
	return survey.Path(args[0])
}

func (p *player) speak(language string) ([]interview.Change, error) {
	for i, l := range p.form.Languages {
		if language == l.ID || language == l.Name || language == l.Code {
			return p.iv.SetLanguage(i), nil
		}
	}
	return nil, fmt.Errorf("the form does not speak it")
}

func (p *player) resume() error {
	draft := p.iv.Draft()
	o := p.o
	o.Language = p.iv.Language()
	iv, lost, err := interview.Resume(p.form, draft, o)
	if err != nil || len(lost) > 0 {
		return fmt.Errorf("lost %v: %v", lost, err)
	}
	p.iv = iv
	return nil
}

func (p *player) again() error {
	r, problems := p.iv.Finish()
	if r == nil {
		return fmt.Errorf("it does not finish: %v", problems)
	}
	p.o.LastSaved, p.iv = r, nil
	p.begin()
	return nil
}

// What an interviewer sees.
var looks = map[string]func(p *player, args []string) error{
	"shown":    each(func(v interview.View) bool { return v.Relevant }),
	"hidden":   each(func(v interview.View) bool { return !v.Relevant }),
	"fine":     each(func(v interview.View) bool { return v.Problem == "" && v.Warning == "" }),
	"required": each(func(v interview.View) bool { return v.Required }),
	"optional": each(func(v interview.View) bool { return !v.Required }),
	"readonly": each(func(v interview.View) bool { return v.ReadOnly }),
	"editable": each(func(v interview.View) bool { return !v.ReadOnly }),

	"value":   text(func(v interview.View) string { return v.Text }),
	"label":   text(func(v interview.View) string { return v.Label }),
	"hint":    text(func(v interview.View) string { return v.Hint }),
	"state":   text(func(v interview.View) string { return stateWords[v.State] }),
	"problem": message(func(v interview.View) string { return v.Problem }),
	"warning": message(func(v interview.View) string { return v.Warning }),
	"choices": list(func(c interview.Choice) string { return c.Name }),
	"offers":  list(func(c interview.Choice) string { return c.Label }),

	"instances": func(p *player, args []string) error {
		return same(strconv.Itoa(p.iv.Instances(place(args))), strings.Join(args[1:], " "))
	},
	"progress": func(p *player, args []string) error {
		done, total := p.iv.Progress()
		return same(fmt.Sprint(done, total), strings.Join(args, " "))
	},
	"asked": func(p *player, args []string) error {
		return same(strconv.Itoa(p.iv.Asked()), strings.Join(args, " "))
	},
	"name":       func(p *player, args []string) error { return same(p.iv.Name(), strings.Join(args, " ")) },
	"problems":   func(p *player, args []string) error { return same(p.problems(), strings.Join(args, " ")) },
	"finish":     func(p *player, _ []string) error { return p.finish(true) },
	"unfinished": func(p *player, _ []string) error { return p.finish(false) },
	"record":     (*player).record,
	"absent":     (*player).absent,
	"changed":    (*player).changed,
	"unchanged":  (*player).unchanged,
	"keep": func(p *player, args []string) error {
		p.kept[strings.Join(args, " ")] = p.iv.Record()
		return p.replay()
	},
	"same": func(p *player, args []string) error {
		was, now := p.kept[strings.Join(args, " ")], p.iv.Record()
		if was == nil || !reflect.DeepEqual(was, now) {
			return fmt.Errorf("the record is\n%s", survey.Encode(now))
		}
		return nil
	},
}

func (p *player) view(at string) (interview.View, error) {
	v := p.iv.View(survey.Path(at))
	if v.Item == nil {
		return v, fmt.Errorf("there is no place %s", at)
	}
	return v, nil
}

func each(holds func(interview.View) bool) func(*player, []string) error {
	return func(p *player, args []string) error {
		for _, at := range args {
			v, err := p.view(at)
			if err != nil {
				return err
			}
			if !holds(v) {
				return fmt.Errorf("%s: it is not so", at)
			}
		}
		return nil
	}
}

func text(of func(interview.View) string) func(*player, []string) error {
	return func(p *player, args []string) error {
		v, err := p.view(string(place(args)))
		if err != nil {
			return err
		}
		return same(of(v), strings.Join(args[1:], " "))
	}
}

func message(of func(interview.View) string) func(*player, []string) error {
	return func(p *player, args []string) error {
		v, err := p.view(string(place(args)))
		switch {
		case err != nil:
			return err
		case of(v) == "":
			return fmt.Errorf("there is none")
		case len(args) > 1:
			return same(of(v), strings.Join(args[1:], " "))
		}
		return nil
	}
}

func list(of func(interview.Choice) string) func(*player, []string) error {
	return func(p *player, args []string) error {
		v, err := p.view(string(place(args)))
		if err != nil {
			return err
		}
		var have []string
		for _, c := range v.Choices {
			have = append(have, of(c))
		}
		return same(strings.Join(have, " | "), strings.Join(args[1:], " | "))
	}
}

func same(have, want string) error {
	if have != want {
		return fmt.Errorf("it is %q", have)
	}
	return nil
}

func (p *player) problems() string {
	var out []string
	for _, problem := range p.iv.Problems() {
		out = append(out, string(problem.Path)+":"+problem.Kind.String())
	}
	return strings.Join(out, " ")
}

func (p *player) finish(want bool) error {
	r, _ := p.iv.Finish()
	if (r != nil) != want {
		return fmt.Errorf("problems: %s", p.problems())
	}
	return p.replay()
}

func (p *player) record(args []string) error {
	a := p.iv.Record().Find(place(args))
	if a == nil {
		return fmt.Errorf("it is absent")
	}
	return same(a.Text, strings.Join(args[1:], " "))
}

func (p *player) absent(args []string) error {
	r := p.iv.Record()
	for _, at := range args {
		if r.Find(survey.Path(at)) != nil {
			return fmt.Errorf("%s is there", at)
		}
	}
	return nil
}

func (p *player) changed(args []string) error {
	var have []string
	for _, c := range p.last {
		have = append(have, string(c.Path)+":"+c.Property.String())
	}
	for _, want := range args {
		if !slices.Contains(have, want) {
			return fmt.Errorf("changed are %s", strings.Join(have, " "))
		}
	}
	return nil
}

func (p *player) unchanged(args []string) error {
	for _, c := range p.last {
		if slices.Contains(args, string(c.Path)) {
			return fmt.Errorf("%s changed its %s", c.Path, c.Property)
		}
	}
	return nil
}
