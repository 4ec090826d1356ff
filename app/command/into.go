package command

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey/message"
)

// An intoCall is a merge with a store, or with decisions.
type intoCall struct {
	store     *storeFlag
	list      bool
	undo      int64
	conflicts string
	decide    string
	why       string
	mapping   string
	protect   *outPassword

	out    string
	paths  []string
	asJSON bool
	sealed *sealedFlags
	accept bool // what was edited outside
}

const intoDetail = `

--store merges into a store: everything that it does not have is kept in it
under the number of the merge, and -o, which may be left out, gets all that the
store then has of the form. A workbook that was merged before is only read.
--list tells the merges that were made. --undo takes one back as a whole: what
only it has brought goes; where something was made from that, it is told what.

--conflicts writes what is in conflict into a table: a line for each side of
each answer. Put a mark into its column take and a reason into why, and give
the table back with --decide. Who decides is the store's user, or --user.

--map has the answers to a question that was renamed or recoded stand in the
column of the new one. A line of its table has form_version and question of the
older one, and to_question; or the same, a code and to_code. The mapping stays
in the store and travels in the workbook; the interviews are not changed.

Sealed interviews are opened with the identity that the store keeps (anketa
identity keep), of laptops that are enrolled (anketa laptops); the others wait in
the store. Without a store: --identity FILE.key, and --laptop with the
fingerprints of the laptops that are known, with commas between. What is not
opened stays sealed in the result.`

func intoFlags(flags *flag.FlagSet) *intoCall {
	c := &intoCall{store: storeFlags(flags, "the `FILE` that keeps the interviews, to merge into")}
	c.sealed, c.protect = flagsOfSealed(flags), outPasswordFlags(flags)
	flags.BoolVar(&c.list, "list", false, "tell the merges that were made into the store")
	flags.Int64Var(&c.undo, "undo", 0, "the `NUMBER` of a merge to take back")
	flags.StringVar(&c.conflicts, "conflicts", "", "the `FILE.csv` to write what is in conflict to")
	flags.StringVar(&c.decide, "decide", "", "the `FILE.csv` that says which sides count")
	flags.StringVar(&c.why, "why", "", "the `REASON` of decisions that have none in the table")
	flags.StringVar(&c.mapping, "map", "", "the `FILE.csv` that says which questions and codes of older form versions are which of the newest")
	return c
}

// wanted says whether the merge is more than one of workbooks into another.
func (c *intoCall) wanted() bool {
	return c.store.path != "" || c.list || c.undo != 0 || c.conflicts != "" || c.decide != "" || c.mapping != ""
}

func (c *intoCall) run(ctx context.Context, e Env) (err error) {
	switch {
	case c.list || c.undo != 0:
		if c.store.path == "" || len(c.paths) > 0 || c.list && c.undo != 0 {
			return misuse("--list and --undo NUMBER stand with --store FILE and without workbooks")
		}
	case len(c.paths) == 0 || c.store.path == "" && c.out == "" && c.conflicts == "":
		return misuse("the workbooks to merge are needed, and -o ALL.xlsx or --store FILE")
	}
	var store *storage.Store
	if c.store.path != "" {
		open := c.store.openOrMake
		if c.list || c.undo != 0 {
			open = c.store.open
		}
		if store, err = open(ctx, e); err != nil {
			return err
		}
		defer closeStore(store, &err)
	}
	switch {
	case c.list:
		return c.printList(ctx, e, store)
	case c.undo != 0:
		return c.takeBack(ctx, e, store)
	}
	return c.merge(ctx, e, store)
}

func (c *intoCall) merge(ctx context.Context, e Env, store *storage.Store) error {
	other := c.store.phraseFile
	if store != nil {
		other = "" // that is the store's
	}
	opener, err := c.sealed.opener(ctx, e, store, other)
	if err != nil {
		return err
	}
	p, done := e.progress("merge")
	m, err := screen.ReadMergeWith(ctx, store, c.paths, opener, p)
	done()
	if err != nil {
		return err
	}
	if c.mapping != "" {
		mapping, err := readMapping(c.mapping)
		if err != nil {
			return err
		}
		if err := m.Map(mapping); err != nil {
			return message.New("%s: %w", c.mapping, err)
		}
	}
	if c.decide != "" {
		if err := c.decideAll(m, store); err != nil {
			return err
		}
	}
	if c.conflicts != "" {
		if err := writeConflicts(c.conflicts, m.Conflicts()); err != nil {
			return err
		}
		if store == nil && c.out == "" {
			_, err = message.Fprintf(e.Stdout, "%s%s: written.\n", m.Account(), c.conflicts)
			return err
		}
	}
	if err := m.Settle(ctx, screen.MergeOptions{AcceptEdits: c.accept, Who: c.store.user, Why: c.why}); err != nil {
		return err
	}
	password, err := c.protect.writing(e, c.out, c.paths)
	if err != nil {
		return err
	}
	m.Protect(password)
	merged, err := m.Keep(ctx, c.out)
	if err != nil {
		return err
	}
	return printMerged(e, merged, c.store.path, c.out, c.asJSON)
}

// decideAll gives the decisions of a table to the merge.
func (c *intoCall) decideAll(m *screen.Merging, store *storage.Store) error {
	who := c.store.user
	if store != nil {
		who = store.User()
	}
	if who == "" {
		return misuse("--user CODE is needed: a decision says who made it")
	}
	rulings, err := readRulings(c.decide, c.why)
	if err != nil {
		return err
	}
	for _, r := range rulings {
		if strings.TrimSpace(r.Why) == "" {
			return message.New("%s: interview %s: no reason is given: write it into the column why, or give --why REASON", c.decide, r.ID)
		}
		r.Who, r.When = who, time.Now()
		if err := m.Decide(r.ID, r.Decision); err != nil {
			return message.New("%s: %w", c.decide, err)
		}
	}
	return nil
}

func (c *intoCall) takeBack(ctx context.Context, e Env, store *storage.Store) error {
	m, removed, err := store.UndoMerge(ctx, c.undo)
	if err != nil {
		return err
	}
	if c.asJSON {
		return printJSON(e.Stdout, undoReport{m.ID, removed})
	}
	_, err = message.Fprintf(e.Stdout, "Merge %d was undone: %d of its %d versions were taken out of the store.\n", m.ID, removed, m.Brought)
	return err
}

// undoReport is what --undo did, as --json prints it.
type undoReport struct {
	Merge   int64 `json:"merge"`
	Removed int   `json:"removed"` // versions
}

// mergeLine is one merge of --list, as --json prints it.
type mergeLine struct {
	Number int64 `json:"number"`
	storage.Merge
}

func (c *intoCall) printList(ctx context.Context, e Env, store *storage.Store) error {
	all, err := store.Merges(ctx)
	if err != nil {
		return err
	}
	if c.asJSON {
		lines := []mergeLine{}
		for _, m := range all {
			lines = append(lines, mergeLine{m.ID, m})
		}
		return printJSON(e.Stdout, lines)
	}
	if len(all) == 0 {
		message.Fprintln(e.Stdout, "No merge was made into this store.")
	}
	for _, m := range all {
		message.Fprintln(e.Stdout, mergeWords(m))
	}
	return nil
}

func mergeWords(m storage.Merge) string {
	var names []string
	for _, f := range m.Files {
		name := f.Name
		if f.SHA256 != "" {
			name += fmt.Sprintf(" (%.8s)", f.SHA256)
		}
		names = append(names, name)
	}
	line := fmt.Sprintf("%d: %s by %s, form %s, %d versions from %s", m.ID, m.When.Format("2006-01-02 15:04"), m.Who, m.Form, m.Brought, strings.Join(names, ", "))
	switch {
	case !m.Undone.IsZero():
		line += fmt.Sprintf("; undone %s by %s", m.Undone.Format("2006-01-02 15:04"), m.UndoneBy)
	case !m.Done:
		line += "; broken off: merge the same workbooks again"
	}
	return line
}
