package command

import (
	"context"
	"flag"
	"os"
	"strings"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey/message"
)

var laptops = Command{
	Name:    "laptops",
	Args:    "[enrol FINGERPRINT|LAPTOP [NAME]] --store FILE [--json]",
	Summary: "Lists the laptops that sent sealed interviews, and takes those of a new one.",
	Detail: `Anybody who has the form can seal an interview, so only those of laptops that
are known are taken: the key that a laptop signs with has a fingerprint, which
anketa laptops shows on both sides. Have it read out over the telephone, then
enrol it; the interviews that waited are merged at once. A laptop may also be
named by its id, whole or as the six letters that workbooks and messages show.`,
	Set: func(flags *flag.FlagSet) Action {
		of := storeFlags(flags, "the `FILE` of the coordinator's store, or of the laptop whose own key is asked for")
		asJSON := flags.Bool("json", false, "print the list as JSON")
		return func(ctx context.Context, e Env, args []string) (err error) {
			enrol := len(args) >= 2 && len(args) <= 3 && args[0] == "enrol"
			if of.path == "" || len(args) > 0 && !enrol {
				return misuse("--store FILE is needed, and nothing or enrol FINGERPRINT|LAPTOP [NAME]; a fingerprint stands in quotes")
			}
			store, err := of.open(ctx, e)
			if err != nil {
				return err
			}
			defer closeStore(store, &err)
			if enrol {
				return enrolLaptop(ctx, e, store, of.path, args[1], strings.Join(args[2:], ""))
			}
			return listLaptops(ctx, e, store, *asJSON)
		}
	},
}

type laptopReport struct {
	Device      string `json:"device"`
	Interviewer string `json:"interviewer"`
	Name        string `json:"name,omitempty"`
	Fingerprint string `json:"fingerprint"`
	Enrolled    bool   `json:"enrolled"`
	Waiting     int    `json:"waiting"`
}

func listLaptops(ctx context.Context, e Env, store *storage.Store, asJSON bool) error {
	all, err := screen.Laptops(ctx, store)
	if err != nil {
		return err
	}
	users, err := store.Users(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		out := []laptopReport{}
		for _, l := range all {
			out = append(out, laptopReport{l.Device, l.Code, l.Name, l.Fingerprint(), !l.Enrolled.IsZero(), l.Waiting})
		}
		return printJSON(e.Stdout, out)
	}
	for _, l := range all {
		state := "not enrolled"
		if !l.Enrolled.IsZero() {
			state = strings.TrimSpace("enrolled " + l.Name)
		}
		message.Fprintf(e.Stdout, "%s  %s  %s  %s; %d interviews wait\n", l.Device, l.Code, l.Fingerprint(), state, l.Waiting)
	}
	for _, u := range users {
		message.Fprintf(e.Stdout, "this computer: %s  %s  %s\n", store.Device(), u.Code, seal.KeyFingerprint(u.Public))
	}
	return nil
}

func enrolLaptop(ctx context.Context, e Env, store *storage.Store, path, which, name string) error {
	p, done := e.progress("enrol")
	l, merged, err := screen.EnrolLaptop(ctx, store, which, name, p)
	done()
	if l != nil {
		message.Fprintf(e.Stdout, "%s (%s) is enrolled; its key is %s.\n", l.Device, l.Code, l.Fingerprint())
	}
	e.mergedWaiting(merged, path)
	return err
}

var recipient = Command{
	Name:    "recipient",
	Args:    "FORM --store FILE [--confirm FINGERPRINT]",
	Summary: "Says to whom a laptop seals interviews of a form, and takes other keys after they were compared.",
	Set: func(flags *flag.FlagSet) Action {
		of := storeFlags(flags, "the `FILE` that keeps the interviews")
		confirm := flags.String("confirm", "", "the `FINGERPRINT` of the form's keys, as the coordinator read it out; \"none\" where the form names none any more")
		return func(ctx context.Context, e Env, args []string) (err error) {
			if of.path == "" || len(args) != 1 {
				return misuse("one form and --store FILE are needed")
			}
			form, err := openForm(args[0])
			if err != nil {
				return err
			}
			store, err := of.open(ctx, e)
			if err != nil {
				return err
			}
			defer closeStore(store, &err)
			to, err := screen.RecipientsOf(form)
			if err != nil {
				return err
			}
			now := to.Fingerprint()
			if now == "" {
				now = "none"
			}
			switch {
			case *confirm == "":
				if _, err := screen.Recipients(ctx, store, form); err != nil {
					return err
				}
			case strings.ReplaceAll(*confirm, " ", "") != strings.ReplaceAll(now, " ", ""):
				return message.New("the form's fingerprint is another one: %s", now)
			default:
				if err := screen.ConfirmRecipients(ctx, store, form); err != nil {
					return err
				}
			}
			_, err = message.Fprintf(e.Stdout, "interviews of the form %s are sealed to: %s\n", form.ID, now)
			return err
		}
	},
}

var recovery = Command{
	Name:    "recovery",
	Args:    "request --store FILE -o FILE|answer --identity FILE.key REQUEST -o ANSWER|take --store FILE ANSWER|try --store FILE ANSWER",
	Summary: "Gives somebody who forgot the passphrase a new one, through the coordinator.",
	Detail: `On the laptop: request writes a file for the coordinator. It helps nobody else.
The coordinator makes sure whose it is, by voice or in person, and runs answer:
it writes a file back and prints a code, to be read out and not sent along.
On the laptop again: take asks for the code and a new passphrase.
try is the rehearsal, as long as the passphrase is known: the same request and
answer, of which nothing changes but that the way is known to lead there.

--code-file and --new-passphrase-file give them where they are not to be asked.`,
	Set: func(flags *flag.FlagSet) Action {
		c := &recoveryCall{id: identityFlags(flags), store: storeFlags(flags, "the `FILE` that keeps the interviews")}
		flags.StringVar(&c.out, "o", "", "the `FILE` to write")
		flags.StringVar(&c.codeFile, "code-file", "", "a `FILE` whose first line is the code")
		flags.StringVar(&c.newFile, "new-passphrase-file", "", "a `FILE` whose first line is the new passphrase")
		return c.run
	},
}

type recoveryCall struct {
	id                     *identityFlag
	store                  *storeFlag
	out, codeFile, newFile string
}

func (c *recoveryCall) run(ctx context.Context, e Env, args []string) error {
	verb, args := first(args)
	switch {
	case verb == "request" && len(args) == 0 && c.store.path != "" && c.out != "":
		return c.request(ctx, e)
	case verb == "answer" && len(args) == 1 && c.id.path != "" && c.out != "":
		return c.answer(e, args[0])
	case verb == "take" && len(args) == 1 && c.store.path != "":
		return c.take(ctx, e, args[0])
	case verb == "try" && len(args) == 1 && c.store.path != "":
		return c.try(ctx, e, args[0])
	}
	return misuse("one of request --store FILE -o FILE, answer --identity FILE.key REQUEST -o ANSWER, take --store FILE ANSWER, try --store FILE ANSWER is needed")
}

func (c *recoveryCall) request(ctx context.Context, e Env) (err error) {
	users, err := peopleOf(ctx, c.store.path)
	if err != nil {
		return err
	}
	code, err := c.store.who(users)
	if err != nil {
		return err
	}
	store, err := storage.Open(ctx, c.store.path, storage.Options{})
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	request, err := store.RequestRecovery(ctx, code)
	if err != nil {
		return err
	}
	if err := writeNew(c.out, append(request, '\n')); err != nil {
		return err
	}
	_, err = message.Fprintf(e.Stdout, "%s: written, for %s. Send it to the coordinator.\n", c.out, code)
	return err
}

func (c *recoveryCall) answer(e Env, path string) error {
	request, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	id, err := c.id.load(e, c.store.phraseFile)
	if err != nil {
		return err
	}
	answer, once, who, err := storage.AnswerRecovery(id, request, e.Effort)
	if err != nil {
		return message.New("%s: %w", path, err)
	}
	if err := writeNew(c.out, append(answer, '\n')); err != nil {
		return err
	}
	_, err = message.Fprintf(e.Stdout, "%s: written, for %s whose key is %s. Send it back, and read this code out, after it is sure who asks:\n%s\n",
		c.out, who.Code, seal.KeyFingerprint(who.Public), once)
	return err
}

func (c *recoveryCall) take(ctx context.Context, e Env, path string) (err error) {
	answer, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	once, err := c.ask(e, c.codeFile, "Code of the coordinator: ")
	if err != nil {
		return err
	}
	phrase, err := c.ask(e, c.newFile, "New passphrase: ")
	if err != nil {
		return err
	}
	if c.newFile == "" {
		again, err := e.Ask("The same once more: ")
		if err != nil {
			return err
		}
		if !screen.SamePhrase(phrase, again) {
			return message.New("the two passphrases differ: try again")
		}
	}
	store, err := storage.Open(ctx, c.store.path, storage.Options{Effort: e.Effort})
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	if err := store.TakeRecovery(ctx, answer, once, phrase); err != nil {
		return err
	}
	_, err = message.Fprintf(e.Stdout, "%s has the new passphrase.\n", store.User())
	return err
}

// ask gives the first line of a file, or what is typed where none is named.
func (c *recoveryCall) ask(e Env, file, what string) (string, error) {
	switch {
	case file != "":
		return firstLine(file, "passphrase")
	case e.Ask == nil:
		return "", misuse("--code-file FILE and --new-passphrase-file FILE are needed where there is no terminal")
	}
	return e.Ask(what)
}

// try goes the way over the coordinator and changes nothing.
func (c *recoveryCall) try(ctx context.Context, e Env, path string) (err error) {
	answer, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	once, err := c.ask(e, c.codeFile, "Code of the coordinator: ")
	if err != nil {
		return err
	}
	store, err := c.store.open(ctx, e)
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	if err := store.TryRecovery(ctx, answer, once); err != nil {
		return err
	}
	_, err = message.Fprintf(e.Stdout, "The way over the coordinator leads back in for %s. Nothing was changed.\n", store.User())
	return err
}
