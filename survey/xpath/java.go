package xpath

import (
	"strings"
	"unicode"

	"anketa/survey/message"
)

// javaClasses are the classes of ASCII that Java writes \p{…}.
var javaClasses = map[string]string{
	"Lower": "a-z", "Upper": "A-Z", "Alpha": "A-Za-z", "Digit": "0-9", "Alnum": "A-Za-z0-9",
	"XDigit": "0-9A-Fa-f", "Blank": ` \t`, "Space": `\s\v`, "Punct": `!-/:-@\[-` + "`" + `{-~`,
	"ASCII": `\x00-\x7F`, "Graph": "!-~", "Print": " -~", "Cntrl": `\x00-\x1F\x7F`,
}

// javaProperties are Java's names of what other engines call otherwise.
var javaProperties = map[string]string{
	"IsAlphabetic": "L", "IsLetter": "L", "IsDigit": "Nd", "IsUppercase": "Lu", "IsLowercase": "Ll",
	"IsPunctuation": "P", "IsWhite_Space": "Z", "javaLetter": "L", "javaDigit": "Nd",
	"javaUpperCase": "Lu", "javaLowerCase": "Ll",
}

// fromJava writes a pattern of Java's for the other engines. Classes inside
// classes, [a[bc]] and [a&&[bc]], mean something else there and are refused.
func fromJava(text string) (string, error) {
	var b strings.Builder
	in := false // a class
	for text != "" {
		n := 1
		switch c := text[0]; {
		case c == '\\':
			n = min(2, len(text))
			if name, end := property(text); end > 0 {
				b.WriteString(rename(text[:end], name, in))
				text = text[end:]
				continue
			}
		case c == '[' && in && !strings.HasPrefix(text, "[:"):
			return "", message.New("a [ ] inside a [ ] is not understood; write one class, or \\[ for the mark itself")
		case c == '[' && !in:
			in = true
			n = classHead(text)
		case c == '[':
			n = 2 // [:alpha:]
			if i := strings.Index(text, ":]"); i > 0 {
				n = i + 2
			}
		case c == ']':
			in = false
		case in && strings.HasPrefix(text, "&&"):
			return "", message.New("&& inside a [ ] is not understood; write the characters themselves")
		}
		b.WriteString(text[:n])
		text = text[n:]
	}
	return b.String(), nil
}

// classHead is how long [, [^ and a ] that stands for itself are.
func classHead(text string) int {
	n := 1
	for _, c := range []string{"^", "]"} {
		if strings.HasPrefix(text[n:], c) {
			n++
		}
	}
	return n
}

// property finds \p{Name} at the start of text; end is 0 where there is none.
func property(text string) (name string, end int) {
	if !strings.HasPrefix(text, `\p{`) {
		return "", 0
	}
	end = strings.IndexByte(text, '}') + 1
	if end == 0 {
		return "", 0
	}
	return text[3 : end-1], end
}

// rename gives what other engines call a property; whole is how Java does.
func rename(whole, name string, inClass bool) string {
	if class, ok := javaClasses[name]; ok {
		if inClass {
			return class
		}
		return "[" + class + "]"
	}
	if other, ok := javaProperties[name]; ok {
		return `\p{` + other + `}`
	}
	if script, ok := strings.CutPrefix(name, "Is"); ok && (unicode.Scripts[script] != nil || unicode.Categories[script] != nil) {
		return `\p{` + script + `}`
	}
	return whole
}
