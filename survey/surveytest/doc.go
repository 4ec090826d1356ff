// Package surveytest tests forms as an interviewer would try them: a form as
// Markdown tables, and a script in the interviewer's words.
//
//	# a child has no spouse
//	set age 12
//	hidden spouse
//	set age 30
//	shown spouse
//	set age -4
//	problem age 'Age cannot be below zero'
//
//	-- form --
//	| survey | type    | name   | label  | relevant     | constraint | constraint_message       |
//	|        | integer | age    | Age    |              | . >= 0     | Age cannot be below zero |
//	|        | text    | spouse | Spouse | ${age} >= 18 |            |                          |
//
// A script is a txtar file: the lines, then the form, then files that the form
// attaches. A word with blanks stands in single quotes; ” is a blank, two
// quotes inside quotes are one. "!" before a line says that it must be refused.
//
// Before the first line that answers or looks:
//
//	now TIME                   the clock, as 2026-03-07T10:00:00+03:00
//	seed N                     of chance
//	interviewer CODE           and device ID
//
// What an interviewer does:
//
//	set PLACE TEXT             types or chooses; no text takes the answer away
//	mark PLACE STATE           dont-know, refused or not-applicable
//	confirm PLACE              says that a doubted answer is right
//	add REPEAT                 makes an instance
//	remove INSTANCE            takes one away
//	lang LANGUAGE              by its id, name or code
//	resume                     closes the interview and goes on from its draft
//	again                      finishes and starts another, which knows the last one
//
// What an interviewer sees:
//
//	shown PLACE…               is asked; hidden PLACE… is not
//	value PLACE TEXT           stands in the field, or was worked out
//	state PLACE STATE          given, dont-know, refused, not-applicable, not-asked, not-reached
//	label PLACE TEXT           likewise hint
//	choices PLACE NAME…        offered, in this order
//	offers PLACE LABEL…        the same by label
//	problem PLACE [MESSAGE]    marked; fine PLACE… is not
//	warning PLACE [MESSAGE]    doubted
//	required PLACE…            likewise optional, readonly, editable
//	instances REPEAT N
//	progress DONE TOTAL
//	asked N
//	problems [PLACE:KIND…]     all that stops the finish or is doubted
//	finish                     goes through; unfinished does not
//	record PLACE TEXT          in the finished record; absent PLACE… is not there
//	name TEXT                  what the form calls the interview
//	changed PLACE:PROPERTY…    by the last thing done, among others
//	unchanged PLACE…           by the last thing done
//	keep NAME                  remembers the record; same NAME finds it identical
//
// After everything that is done, the journal is replayed and must give the
// draft.
//
// For benchmarks there are forms of any size, as sheets: Questionnaire and
// Cascade; Workbook writes sheets as an .xlsx.
package surveytest
