package command

import (
	"context"
	"flag"
	"fmt"
	"runtime"

	"anketa/app/screen"
)

var version = Command{
	Name:    "version",
	Args:    "[--json]",
	Summary: "Prints which Anketa this is.",
	Set: func(flags *flag.FlagSet) Action {
		asJSON := flags.Bool("json", false, "print it as JSON")
		return func(_ context.Context, e Env, args []string) error {
			if len(args) > 0 {
				return misuse("nothing can follow")
			}
			if *asJSON {
				return printJSON(e.Stdout, map[string]string{
					"version": screen.Version, "go": runtime.Version(), "system": runtime.GOOS + "/" + runtime.GOARCH,
				})
			}
			_, err := fmt.Fprintf(e.Stdout, "anketa %s (%s, %s/%s)\n", screen.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		}
	},
}
