package screen

import (
	"strings"
	"unicode/utf8"

	"anketa/survey"
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
		place := it.Name + " (" + it.At.String() + ")"
		key := variable{it.Repeat(), strings.ToLower(it.Name)}
		// The reader tells of neighbours.
		if other := first[key]; other != nil && other.Parent != it.Parent {
			alike.add(it.At, place+" and "+other.Name+" ("+other.At.String()+")")
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
	const renamed = "Exports give them other names there; rename them to have the same ones everywhere."
	var l survey.ErrorList
	l = append(l, long.say(survey.Notice, "EXPORT_001", "name has", "names have", "more than 32 characters, which Stata does not take", renamed)...)
	l = append(l, alike.say(survey.Notice, "EXPORT_002", "name is", "names are", "used twice, and SPSS makes no difference between capital and small letters", renamed)...)
	l = append(l, words.say(survey.Notice, "EXPORT_003", "name is", "names are", "reserved in Stata or SPSS", renamed)...)
	return append(l, signs.say(survey.Notice, "EXPORT_004", "name has", "names have", "a hyphen, a full stop or a leading underscore, which Stata or SPSS does not take", renamed)...)
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
