package command

import (
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey/message"
)

var identity = Command{
	Name:    "identity",
	Args:    "new -o FILE.key|paper|show FILE|open --identity FILE.key SEALED.age|keep --identity FILE.key --store FILE [--replace]",
	Summary: "Makes and uses the coordinator's key, to which finished interviews are sealed.",
	Detail: `new makes an identity and writes it into a file that a passphrase locks. The
public key that is printed goes into the setting recipient of the form. A file
that is there is never written over.
paper makes a second one, for the safe: it is printed once and kept nowhere. Its
public key goes behind the first, with a blank between: either opens everything.
show prints the public keys and the fingerprint of an identity or a form, to be
compared by telephone.
open prints a sealed interview that was saved to a file: the text of the sheet
_sealed, its parts one below the other. The program age, 1.3 or newer, opens it
too: age -d -i FILE.key SEALED.age. For paper: a file with the printed line.
keep puts the identity into a store: merging into it then opens what is sealed.
A store keeps one; --replace puts another one in its place.

--identity-passphrase-file FILE gives the passphrase of the identity, where it is
not to be asked for.`,
	Set: func(flags *flag.FlagSet) Action {
		c := &identityCall{id: identityFlags(flags), store: storeFlags(flags, "the `FILE` of the coordinator's store")}
		flags.StringVar(&c.out, "o", "", "the `FILE.key` to write")
		flags.BoolVar(&c.replace, "replace", false, "keep puts the identity in the place of another one")
		return c.run
	},
}

type identityCall struct {
	id    *identityFlag
	store *storeFlag
	out   string

	replace bool // the identity that a store keeps
}

func (c *identityCall) run(ctx context.Context, e Env, args []string) error {
	verb, args := first(args)
	switch {
	case verb == "new" && len(args) == 0 && c.out != "":
		return c.make(e)
	case verb == "paper" && len(args) == 0:
		id := seal.NewIdentity()
		_, err := message.Fprintf(e.Stdout, "Write this line down, or print it, and keep it in a safe. It is shown this once:\n%s\n\npublic key: %s\nfingerprint: %s\n",
			id, id.Recipient(), seal.Recipients{id.Recipient()}.Fingerprint())
		return err
	case verb == "show" && len(args) == 1:
		return c.show(e, args[0])
	case verb == "open" && len(args) == 1 && c.id.path != "":
		return c.open(e, args[0])
	case verb == "keep" && len(args) == 0 && c.id.path != "" && c.store.path != "":
		return c.keep(ctx, e)
	}
	return misuse("one of new -o FILE.key, paper, show FILE, open --identity FILE.key SEALED.age, keep --identity FILE.key --store FILE is needed")
}

func first(args []string) (string, []string) {
	if len(args) == 0 {
		return "", nil
	}
	return args[0], args[1:]
}

func (c *identityCall) make(e Env) error {
	if _, err := os.Stat(c.out); err == nil {
		return message.New("%s is there, and an identity is never written over: choose another name", c.out)
	}
	phrase, err := c.id.newPhrase(e, c.store.phraseFile)
	if err != nil {
		return err
	}
	id := seal.NewIdentity()
	locked, err := id.WrapFile(phrase)
	if err != nil {
		return err
	}
	if err := writeNew(c.out, locked); err != nil {
		return err
	}
	_, err = message.Fprintf(e.Stdout, "%s: written.\npublic key: %s\nfingerprint: %s\n", c.out, id.Recipient(), seal.Recipients{id.Recipient()}.Fingerprint())
	return err
}

// writeNew writes a file that nobody else reads, and that is not there.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return message.New("%s is there, and is not written over: choose another name", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

func (c *identityCall) show(e Env, path string) error {
	var keys seal.Recipients
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".xlsx" || ext == ".md":
		form, err := openForm(path)
		if err != nil {
			return err
		}
		if form.Settings["recipient"] == "" {
			return message.New("%s: the form names no recipient; its interviews stay readable", path)
		}
		if keys, err = seal.ParseRecipients(form.Settings["recipient"]); err != nil {
			return err
		}
	default:
		c.id.path = path
		id, err := c.id.parse(e, data, c.store.phraseFile)
		if err != nil {
			return err
		}
		keys = seal.Recipients{id.Recipient()}
	}
	for _, k := range keys {
		message.Fprintf(e.Stdout, "public key: %s\nfingerprint: %s\n", k, seal.Recipients{k}.Fingerprint())
	}
	if len(keys) > 1 {
		message.Fprintf(e.Stdout, "fingerprint of both, as laptops show it: %s\n", keys.Fingerprint())
	}
	return nil
}

func (c *identityCall) open(e Env, path string) error {
	id, err := c.id.load(e, c.store.phraseFile)
	if err != nil {
		return err
	}
	sealed, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if seal.IsArmoured(sealed) {
		if sealed, err = seal.Dearmour(sealed); err != nil {
			return message.New("%s: %w", path, err)
		}
	}
	o, err := storage.OpenSealed(id, sealed)
	if err != nil {
		return message.New("%s: %w", path, err)
	}
	return printJSON(e.Stdout, openedReport{seal.KeyFingerprint(o.Public), o.Head.Code(), rawJSON(o.Encoded()), rawJSON(o.Journal)})
}

// openedReport is a sealed interview that was opened.
type openedReport struct {
	Signer  string  `json:"signer"`
	History string  `json:"history,omitempty"` // code of the laptop's history before
	Record  rawJSON `json:"record"`
	Journal rawJSON `json:"journal"`
}

type rawJSON []byte

func (r rawJSON) MarshalJSON() ([]byte, error) { return r, nil }

func (c *identityCall) keep(ctx context.Context, e Env) (err error) {
	id, err := c.id.load(e, "")
	if err != nil {
		return err
	}
	store, err := c.store.openOrMake(ctx, e)
	if err != nil {
		return err
	}
	defer closeStore(store, &err)
	held, err := screen.HeldIdentity(ctx, store)
	if err != nil {
		return err
	}
	if held != nil && !c.replace && held.String() != id.String() {
		return message.New("%s keeps the identity with the fingerprint %s already, and would not open any more what is sealed to it. Name this one with --identity where a merge needs it, or give --replace",
			c.store.path, seal.Recipients{held.Recipient()}.Fingerprint())
	}
	if err := screen.HoldIdentity(ctx, store, id); err != nil {
		return err
	}
	message.Fprintf(e.Stdout, "%s keeps the identity with the fingerprint %s.\n", c.store.path, seal.Recipients{id.Recipient()}.Fingerprint())
	merged, err := screen.MergeWaiting(ctx, store, nil)
	e.mergedWaiting(merged, c.store.path)
	return err
}

// mergedWaiting tells what became of sealed interviews that waited in a store.
func (e Env) mergedWaiting(merged []*screen.Merged, store string) {
	for _, m := range merged {
		for _, r := range m.Refused {
			message.Fprintf(e.Stdout, "%s: %s\n", r.Path, r.Refusal)
		}
		for _, s := range m.Aside.Sentences(store) {
			message.Fprintln(e.Stdout, s)
		}
		message.Fprintf(e.Stdout, "%s%s", m.Account, outcomeWords(m, ""))
	}
}

// An identityFlag names an identity file and where its passphrase is.
type identityFlag struct{ path, phraseFile string }

func identityFlags(flags *flag.FlagSet) *identityFlag {
	f := &identityFlag{}
	flags.StringVar(&f.path, "identity", "", "the `FILE.key` of the coordinator, or a file with the line that was printed")
	flags.StringVar(&f.phraseFile, "identity-passphrase-file", "", "a `FILE` whose first line is the passphrase of the identity")
	return f
}

// load reads the identity. other is a passphrase file that counts where none is
// named for the identity.
func (f *identityFlag) load(e Env, other string) (*seal.Identity, error) {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, err
	}
	return f.parse(e, data, other)
}

func (f *identityFlag) parse(e Env, data []byte, other string) (*seal.Identity, error) {
	if !seal.IsArmoured(data) {
		id, err := seal.ParseIdentity(screen.SecretLine(string(data)))
		if err != nil {
			return nil, message.New("%s: %w", f.path, err)
		}
		return id, nil
	}
	phrase, err := f.phrase(e, other, "Passphrase of "+filepath.Base(f.path)+": ")
	if err != nil {
		return nil, err
	}
	id, err := seal.OpenIdentityFile(data, phrase)
	if errors.Is(err, seal.ErrPassphrase) { // not the store's, so nothing makes the next one wait
		return nil, message.New("%s: the passphrase is wrong. It is the one that anketa identity new asked for, not that of a store", f.path)
	}
	if err != nil {
		return nil, message.New("%s: %w", f.path, err)
	}
	return id, nil
}

func (f *identityFlag) phrase(e Env, other, what string) (string, error) {
	file := f.phraseFile
	if file == "" {
		file = other
	}
	if file == "" && e.Ask == nil {
		return "", misuse("the identity needs a passphrase: --identity-passphrase-file FILE")
	}
	if file == "" {
		return e.Ask(what)
	}
	return firstLine(file, "passphrase")
}

// newPhrase asks twice.
func (f *identityFlag) newPhrase(e Env, other string) (string, error) {
	phrase, err := f.phrase(e, other, "New passphrase of the identity: ")
	if err != nil {
		return "", err
	}
	if f.phraseFile == "" && other == "" {
		again, err := e.Ask("The same once more: ")
		if err != nil {
			return "", err
		}
		if again != phrase {
			return "", message.New("the two passphrases differ: try again")
		}
	}
	if seal.Strength(phrase) < seal.EnoughBits {
		return "", storage.ErrWeak
	}
	return phrase, nil
}

// sealedFlags are those of a merge that opens sealed interviews.
type sealedFlags struct {
	id      *identityFlag
	laptops string
}

func flagsOfSealed(flags *flag.FlagSet) *sealedFlags {
	f := &sealedFlags{id: identityFlags(flags)}
	flags.StringVar(&f.laptops, "laptop", "", "the `FINGERPRINTS` of laptops whose sealed interviews are taken, where there is no store that knows them")
	return f
}

// opener gives who opens sealed interviews; nil where none is named.
func (f *sealedFlags) opener(ctx context.Context, e Env, store *storage.Store, other string) (*screen.Opener, error) {
	if f.id.path == "" {
		return nil, nil
	}
	id, err := f.id.load(e, other)
	if err != nil {
		return nil, err
	}
	o := &screen.Opener{}
	if store != nil {
		if o, err = screen.OpenerOf(ctx, store); err != nil {
			return nil, err
		}
	}
	o.Identity = id
	named := map[string]bool{}
	for print := range strings.SplitSeq(f.laptops, ",") {
		named[strings.ReplaceAll(print, " ", "")] = true
	}
	before := o.Known
	o.Known = func(public ed25519.PublicKey) bool {
		return before != nil && before(public) || named[strings.ReplaceAll(seal.KeyFingerprint(public), " ", "")]
	}
	return o, nil
}
