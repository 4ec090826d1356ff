// Package xpath is ODK's expression language: text → tree → value. It knows
// nothing of forms: names, repeats, choice lists and the clock reach it
// through a Context.
package xpath
