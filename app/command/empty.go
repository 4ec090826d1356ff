package command

import (
	"context"
	"flag"
	"fmt"

	"anketa/app/screen"
	"anketa/survey/message"
)

// emptyWord is what has to be typed before a store is destroyed.
const emptyWord = "ERASE"

var empty = Command{
	Name:    "empty",
	Args:    "--store FILE [--confirmed ALL.xlsx] [--word " + emptyWord + "] [--anyway]",
	Summary: "Empties this laptop: destroys the store, its keys first, and its backups.",
	Detail: `It first looks whether anything would be lost: interviews that are not finished,
finished ones that no export has and, with --confirmed, those that the
coordinator's workbook does not have exactly as they are here. Then it says what
is missing and stops, unless --anyway is given. The word ` + emptyWord + ` has to be typed,
or given with --word. Then the keys are destroyed, so that nothing can be opened
any more, and the store, its backups, also in the second folder, and what stands
beside them are written over and removed. What could not be reached is told.
Exports and other files stay.`,
	Set: func(flags *flag.FlagSet) Action {
		store := storeFlags(flags, "the `FILE` that keeps the interviews")
		confirmed := flags.String("confirmed", "", "the coordinator's workbook, `ALL.xlsx`, that must have everything")
		word := flags.String("word", "", "the `WORD` that is otherwise asked for")
		anyway := flags.Bool("anyway", false, "also where something would be lost")
		return func(ctx context.Context, e Env, args []string) (err error) {
			if store.path == "" || len(args) > 0 {
				return misuse("--store FILE is needed")
			}
			s, err := store.open(ctx, e)
			if err != nil {
				return err
			}
			defer closeStore(s, &err)
			var books []string
			if *confirmed != "" {
				books = []string{*confirmed}
			}
			found, err := screen.CheckEmptying(ctx, s, books)
			if err != nil {
				return err
			}
			for _, sentence := range found.Missing() {
				message.Fprintln(e.Stdout, "missing:", sentence)
			}
			if !found.Complete() && !*anyway {
				return message.New("something would be lost, and nothing was erased: export it, or say --anyway")
			}
			if err := typedWord(e, *word, found.Interviews); err != nil {
				return err
			}
			if err := s.Empty(ctx); err != nil {
				return message.New("the keys are destroyed, but: %w", err)
			}
			message.Fprintf(e.Stdout, "%s: erased, with %d interviews and all backups within reach.\n", store.path, found.Interviews)
			return nil
		}
	},
}

// typedWord has the word typed that destroys a store.
func typedWord(e Env, word string, interviews int) (err error) {
	if word == "" && e.Ask != nil {
		word, err = e.Ask(fmt.Sprintf("%d interviews will be destroyed. Type %s: ", interviews, emptyWord))
		if err != nil {
			return err
		}
	}
	if word != emptyWord {
		return misuse("the word %s was not typed; nothing was erased", emptyWord)
	}
	return nil
}
