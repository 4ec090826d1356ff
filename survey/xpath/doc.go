// Package xpath is ODK's expression language: text → tree → value. It knows
// nothing of forms: names, repeats, choice lists, chance and the clock reach it
// through a Context.
//
//	x, err := xpath.Parse("${age} >= 18 and selected(${langs}, 'ky')")
//	if err != nil {
//		return err // *Error: the line, a caret, the remedy
//	}
//	for _, fault := range xpath.Check(x) { … }  // functions, arguments, patterns
//	for ref := range xpath.Refs(x) { … }        // every ${name}
//	c := xpath.Context{Node: question, Data: interview, Now: time.Now}
//	if c.Eval(x).Bool() { … }
//
// Every tree prints back to source: Parse(x.String()) gives x again. A tree
// does not change by evaluation and serves any number of Contexts at a time.
// No input makes Parse or Eval panic or run without end: texts, nesting, steps
// and patterns are bounded. Evaluating allocates nothing for numbers, booleans
// and dates, but for number ↔ text and patterns that need backtracking.
//
// # Grammar
//
//	expr      = unary { operator expr }       ; by precedence, below
//	unary     = "-" unary | path
//	path      = primary { predicate } [ slash steps ] | [ slash ] steps | "/"
//	primary   = number | text | reference | name "(" [ expr { "," expr } ] ")" | "(" expr ")"
//	reference = "${" [ "last-saved#" ] name "}"
//	steps     = step { slash step }
//	slash     = "/" | "//"
//	step      = ( "." | ".." | "@" test | [ axis "::" ] test ) { predicate }
//	axis      = "child" | "parent" | "self" | "attribute" | …  ; all of XPath's
//	test      = name | "*" | prefix ":*" | ( "node" | "text" | "comment" ) "(" ")"
//	          | "processing-instruction" "(" [ text ] ")"
//	predicate = "[" expr "]"
//	number    = digits [ "." [ digits ] ] | "." digits
//	text      = "'" … "'" | '"' … '"'         ; no escapes
//
// Operators from loose to tight: or, and (both to the right), = !=, < <= > >=,
// + -, * div mod, the minus in front, |. A word or * is an operator only behind
// an operand, and a word only where no letter follows it. Names may have - and
// . in them: a-b is one name, a - b a difference.
//
// # Forms and documents
//
// An expression of a form must show which questions it reads, so that it is
// worked out again when one of them changes. Check therefore refuses //, the
// axes but child, parent, self and attribute, text(), comment(),
// processing-instruction(), a * behind a prefix, id() and lang(). They are for
// expressions that are tried on a document; CheckCalls finds what is wrong with
// those. Documents have no comments, instructions and namespace nodes here, and
// text() is what an element without elements holds.
//
// # Values
//
// A Value is a text, number, boolean, date or set of nodes. A node's value has
// the kind of its question; blank and not relevant ones are the empty text.
// Texts become numbers by digits, one point or comma and a minus; the empty
// text is NaN. Numbers become texts without exponent. Dates are days of the
// local calendar since 1970-01-01 as numbers, and YYYY-MM-DD as text, with the
// time where it is not midnight. A number that is not 0 or NaN, a text that is
// not empty ('false' is not) and any date are true.
//
// # Departures from XPath 1.0
//
// As JavaRosa has them, where nothing else is said:
//
//   - ${name} is a token and means the question, in this instance of every
//     repeat that it shares with the place of the expression, else in all. In a
//     predicate over the form's own data it is seen from the candidate, in one
//     over a list from the place of the expression.
//   - Where one value is wanted, a set of several nodes is a fault and empty; of
//     the rows of a list the first is taken. A comparison holds where it holds
//     for one of them, as in XPath. All this is reported. JavaRosa stops.
//   - A path from the root means, where one value is wanted, this instance of
//     every repeat that it shares with the place of the expression.
//   - boolean(path) asks whether the answer is empty, not whether the question
//     exists. A predicate asks whether any of its nodes has an answer.
//   - A predicate that is a number is a position, also where it is the answer
//     to a question, [${n}]; not where it is the candidate's own child, [age].
//   - = compares numbers up to 1e-12, and dates by their day; a text that can be
//     read as a date is one beside a date.
//   - A text that is an ISO date counts as a date in < and arithmetic, sum, max
//     and min (as in Enketo and Web Forms; in JavaRosa it is NaN).
//   - round() works on the decimal text, with places; half goes up, towards zero
//     below it. substr() counts from 0. concat() and join() take sets apart.
//     sum(), max() and min() leave out what is no number; the maximum of
//     negative numbers is right (JavaRosa's is not).
//   - regex() matches the whole text, in Java's syntax without classes inside
//     classes.
//   - number() and int() of a text that is an ISO date are its day (as in Enketo
//     and Web Forms; in JavaRosa NaN). number() and string() without argument
//     are of the context node.
//   - count-non-empty() counts a group that holds anything (as JavaRosa).
//   - date() of what is no date is empty and reported (JavaRosa stops).
//     format-date() of a whole number is that day in every zone.
//   - string(date-time) keeps the time (as Enketo and Web Forms).
//   - indexed-repeat() at 0 or below is empty and reported.
//   - weighted-checklist() with a maximum of -1 has none (as Web Forms).
//   - selected() takes a number for a code; nothing is selected in an empty
//     list only: selected("", "") is true.
//   - | unites sets (JavaRosa cannot), in document order.
//   - floor(), ceiling(), substring(), last(), name() and local-name() are
//     XPath's and not JavaRosa's.
//   - There is no $variable, no namespace-uri(), and a name is compared with its
//     prefix.
//   - All blanks of Unicode part tokens, as word processors leave them.
package xpath
