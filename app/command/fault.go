package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"

	"anketa/storage"
	"anketa/survey/message"
)

// This file puts into words for people what libraries say in theirs.

// remedies are what to do about a store that cannot be opened.
var remedies = []struct {
	err error
	do  *message.Text
}{
	{storage.ErrLocked, message.New("Close that window or wait for that program, and try again.")},
	{storage.ErrPassphrase, message.New("Several wrong ones in a row make the next one wait.")},
	{storage.ErrNewer, message.New("Nothing was changed. Install the newer Anketa on this computer.")},
	{storage.ErrForeign, message.New("Nothing was changed. Name another file with --store, or move this one away.")},
	{storage.ErrDamaged, message.New("Make a copy of it before anything else, and ask your coordinator.")},
}

// remedy gives the sentence about an error behind a full stop, nil where there is
// none.
func remedy(err error) *message.Text {
	for _, r := range remedies {
		if errors.Is(err, r.err) {
			return message.New(". %s", r.do)
		}
	}
	return nil
}

// What package flag says of a flag that is none, and of a value that does not
// fit.
var (
	noFlag   = regexp.MustCompile(`^flag provided but not defined: -+(.*)$`)
	noValue  = regexp.MustCompile(`^flag needs an argument: -+(.*)$`)
	badValue = regexp.MustCompile(`^invalid (?:boolean )?value (".*") for (?:flag )?-+([^:]*): .*$`)
)

func wrongFlag(err error) *message.Text {
	text := err.Error()
	if m := noFlag.FindStringSubmatch(text); m != nil {
		return message.New("there is no flag %s", dashed(m[1]))
	}
	if m := noValue.FindStringSubmatch(text); m != nil {
		return message.New("%s needs a value behind it", dashed(m[1]))
	}
	if m := badValue.FindStringSubmatch(text); m != nil {
		return message.New("%s cannot be %s", dashed(m[2]), m[1])
	}
	return message.New("%s", text)
}

// dashed is a flag as people type it: -o, --store.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// jsonFault says where a text is no JSON, or of what kind it should be.
func jsonFault(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return message.New("it is no JSON from %s on", placeIn(data, syntax.Offset-1))
	case errors.As(err, &kind):
		return message.New("an object of answers by question name is wanted, and %s is here", article(kind.Value))
	}
	return message.New("it is no JSON: it breaks off")
}

// placeIn counts lines and characters as an editor does.
func placeIn(data []byte, offset int64) *message.Text {
	before := data[:max(0, min(int(offset), len(data)))]
	line := bytes.Count(before, []byte("\n"))
	column := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:])))
	return message.New("line %d, character %d", line+1, column+1)
}

func article(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}
