package screen

import (
	"strings"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/message"
)

// longestName is how many characters Stata takes ([U] 11.3); SPSS takes 64.
const longestName = 32

// hardNames gives the names of stored answers that Stata or SPSS cannot hold
// as they are, one notice for each reason.
func hardNames(form *survey.Form) survey.ErrorList {
	var long, alike, words, signs finding
	first := map[variable]*survey.Item{}
	for _, it := range form.Items {
		if it.Type.Holds() || it.Type.Kind == survey.NoteKind {
			continue
		}
		place := message.New("%s (%s)", it.Name, it.At)
		key := variable{it.Repeat(), strings.ToLower(it.Name)}
		// The reader tells of neighbours.
		if other := first[key]; other != nil && other.Parent != it.Parent {
			alike.add(it.At, message.New("%s and %s (%s)", place, other.Name, other.At))
		} else if other == nil {
			first[key] = it
		}
		switch {
		case utf8.RuneCountInString(it.Name) > longestName:
			long.add(it.At, place)
		case strings.ContainsAny(it.Name, "-.:") || strings.HasPrefix(it.Name, "_"):
			signs.add(it.At, place)
		case isWord(it.Name):
			words.add(it.At, place)
		}
	}
	renamed := message.New("Exports give them other names there; rename them to have the same ones everywhere.")
	var l survey.ErrorList
	n := len(long.places)
	l = append(l, long.say(survey.Notice, "EXPORT_001",
		message.New("%d name has more than 32 characters, which Stata does not take", n),
		message.New("%d names have more than 32 characters, which Stata does not take", n), renamed)...)
	n = len(alike.places)
	l = append(l, alike.say(survey.Notice, "EXPORT_002",
		message.New("%d name is used twice, and SPSS makes no difference between capital and small letters", n),
		message.New("%d names are used twice, and SPSS makes no difference between capital and small letters", n), renamed)...)
	n = len(words.places)
	l = append(l, words.say(survey.Notice, "EXPORT_003",
		message.New("%d name is reserved in Stata or SPSS", n), message.New("%d names are reserved in Stata or SPSS", n), renamed)...)
	n = len(signs.places)
	return append(l, signs.say(survey.Notice, "EXPORT_004",
		message.New("%d name has a hyphen, a full stop or a leading underscore, which Stata or SPSS does not take", n),
		message.New("%d names have a hyphen, a full stop or a leading underscore, which Stata or SPSS does not take", n), renamed)...)
}

// A variable is a column of a data set: one for each repeat, and the main one.
type variable struct {
	repeat *survey.Item
	name   string
}

// reserved words of Stata ([U] 11.3) and, of any case, of SPSS (Command
// Syntax Reference, Variable Names).
const (
	stataWords = " _all _b byte _coef _cons double float if in int long _n _N _pi _pred _rc _skip strL using with "
	spssWords  = " all and by eq ge gt le lt ne not or to with "
)

func isWord(name string) bool {
	if digits, ok := strings.CutPrefix(name, "str"); ok && digits != "" && strings.Trim(digits, "0123456789") == "" {
		return true // str1, str2 … are types of Stata
	}
	return strings.Contains(stataWords, " "+name+" ") || strings.Contains(spssWords, " "+strings.ToLower(name)+" ")
}
