package xpath

// Fault is an Error at a place in an expression, for faults that only the form
// around it can tell, as a name that no question has. It covers length bytes
// of the author's text.
func Fault(x Expr, length int, msg, hint string) *Error { return fault(x, length, msg, hint) }
