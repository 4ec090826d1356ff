package screen

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// Simulated interviews begin on this day, so that they are the same whenever
// they are made; so many are held on each day, so long after one another.
var firstSimulated = time.Date(2025, time.November, 3, 8, 0, 0, 0, time.UTC)

const (
	simulatedPerDay   = 20
	simulatedApart    = 35 * time.Minute
	simulatedTeam     = 5 // interviewers: sim1, sim2, …
	shortestTalk      = 10 * time.Minute
	longestTalkBeyond = 20 * 60 // seconds over the shortest
	simulatedBegins   = uint64(20)
)

// Simulate makes n random but valid interviews with the engine that the window
// uses, marks each as simulated and hands it to put. Equal forms and seeds
// give equal interviews, with their ids, keys and times; fewer are the first
// ones of more. It stops where put does.
func Simulate(ctx context.Context, form *survey.Form, n int, seed uint64, put func(*survey.Record) error, p Progress) error {
	for i := range n {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.step(i, n, "")
		r, err := simulatedAtLast(form, i, seed)
		if err != nil {
			return message.New("simulated interview %d: %w", i+1, err)
		}
		if err := put(r); err != nil {
			return message.New("keep simulated interview %d: %w", i+1, err)
		}
	}
	p.step(n, n, "")
	return nil
}

// simulatedAtLast makes the interview number i, counted from 0. Where the
// answers that were drawn leave none to a question, the interview begins anew
// with others: a form in which that happens every time has a fault.
func simulatedAtLast(form *survey.Form, i int, seed uint64) (r *survey.Record, err error) {
	for begin := range simulatedBegins {
		if r, err = simulated(form, i, seed, begin); err == nil {
			return r, nil
		}
	}
	return nil, err
}

func simulated(form *survey.Form, i int, seed, begin uint64) (*survey.Record, error) {
	chance := rand.New(rand.NewPCG(seed+begin<<32, stream(form, i)))
	clock := firstSimulated.AddDate(0, 0, i/simulatedPerDay).Add(time.Duration(i%simulatedPerDay) * simulatedApart)
	iv := interview.New(form, interview.Options{
		Now: func() time.Time { return clock }, Seed: chance.Uint64(), Kind: survey.Simulated,
		Language: chance.IntN(len(form.Languages)),
		Device:   fmt.Sprintf("simulated-%d", seed), Interviewer: fmt.Sprintf("sim%d", i%simulatedTeam+1),
	})
	if err := interview.Random(iv, chance); err != nil {
		return nil, err
	}
	clock = clock.Add(shortestTalk + time.Duration(chance.IntN(longestTalkBeyond))*time.Second)
	r, problems := iv.Finish()
	if r == nil {
		return nil, message.New("%s: it cannot be finished: %s", problems[0].Path, problems[0].Kind)
	}
	r.Number = i + 1
	return r, nil
}

// stream numbers the interviews of all forms, so that those of two forms, or
// of two versions, never have an id in common.
func stream(form *survey.Form, i int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %d", form.ID, form.Version, i)
	return h.Sum64()
}
