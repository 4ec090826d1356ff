package xpath

import (
	"math"
	"strconv"
	"strings"

	"anketa/survey/message"
)

var numberFunctions = map[string]function{
	"number":  {0, 1, func(c *Context, x *Call) Value { return Number(c.numeric(c.argument(x))) }, nil},
	"int":     {1, 1, func(c *Context, x *Call) Value { return Number(math.Trunc(c.num(x.Args[0]))) }, nil},
	"round":   {1, 2, round, nil},
	"floor":   {1, 1, of(math.Floor), nil},
	"ceiling": {1, 1, of(math.Ceil), nil},
	"abs":     {1, 1, of(math.Abs), nil},
	"sqrt":    {1, 1, of(math.Sqrt), nil},
	"exp":     {1, 1, of(math.Exp), nil},
	"exp10":   {1, 1, of(func(f float64) float64 { return math.Pow(10, f) }), nil},
	"log":     {1, 1, of(math.Log), nil},
	"log10":   {1, 1, of(math.Log10), nil},
	"sin":     {1, 1, of(math.Sin), nil},
	"cos":     {1, 1, of(math.Cos), nil},
	"tan":     {1, 1, of(math.Tan), nil},
	"asin":    {1, 1, of(math.Asin), nil},
	"acos":    {1, 1, of(math.Acos), nil},
	"atan":    {1, 1, of(math.Atan), nil},
	"atan2":   {2, 2, ofTwo(math.Atan2), nil},
	"pow":     {2, 2, ofTwo(math.Pow), nil},
	"pi":      {0, 0, func(*Context, *Call) Value { return Number(math.Pi) }, nil},
	"random":  {0, 0, random, nil},
}

// of makes a function of a number, to which a date is days with their
// fraction.
func of(f func(float64) float64) func(*Context, *Call) Value {
	return func(c *Context, x *Call) Value { return Number(f(c.fractional(x.Args[0]))) }
}

func ofTwo(f func(a, b float64) float64) func(*Context, *Call) Value {
	return func(c *Context, x *Call) Value {
		return Number(f(c.fractional(x.Args[0]), c.fractional(x.Args[1])))
	}
}

// fractional is x as a number, a date as days of the local calendar with the
// fraction of the day.
func (c *Context) fractional(x Expr) float64 {
	v := c.scalar(x)
	f := c.numeric(v)
	if v.kind == DateKind && (v.prec == instant || v.prec == dayOf) {
		f += v.dayFraction()
	}
	return f
}

// round(x[, places]): half goes up, which for a negative number is towards
// zero. It is decided on the decimal text of the number, as people do:
// 12345.15 to one place is 12345.2.
func round(c *Context, x *Call) Value {
	f := c.num(x.Args[0])
	places := 0.0
	if a := x.arg(1); a != nil {
		places = math.Trunc(c.num(a))
	}
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return Number(f)
	case math.IsNaN(places) || math.Abs(places) > 30:
		return Number(math.NaN())
	case places == 0:
		return Number(roundHalfUp(f))
	}
	return Number(roundDecimal(f, int(places)))
}

// roundHalfUp needs no text: where a half is meant the number is exact.
func roundHalfUp(f float64) float64 {
	whole := math.Floor(f)
	if f-whole >= 0.5 {
		whole++
	}
	return whole
}

// roundDecimal rounds the shortest decimal text of f to so many places.
func roundDecimal(f float64, places int) float64 {
	whole, fraction, _ := strings.Cut(strconv.FormatFloat(math.Abs(f), 'f', -1, 64), ".")
	digits := whole + fraction
	keep := len(whole) + places
	if keep >= len(digits) {
		return f
	}
	kept, up := "0", false
	if keep >= 0 {
		kept = "0" + digits[:keep]
		rest := digits[keep:]
		half := rest[0] == '5' && strings.Trim(rest[1:], "0") == ""
		up = rest[0] >= '5' && (f > 0 || !half)
	}
	return math.Copysign(shift(increase(kept, up), -places), f)
}

// increase adds one to a decimal whose first digit is 0.
func increase(digits string, yes bool) string {
	if !yes {
		return digits
	}
	b := []byte(digits)
	i := len(b) - 1
	for b[i] == '9' {
		b[i] = '0'
		i--
	}
	b[i]++
	return string(b)
}

// shift is digits × 10^power, rounded once.
func shift(digits string, power int) float64 {
	f, _ := strconv.ParseFloat(digits+"e"+strconv.Itoa(power), 64)
	return f
}

func random(c *Context, x *Call) Value {
	if c.Rand == nil {
		return c.report(x, len(x.Name), message.New("there is no source of random numbers here"), nil)
	}
	return Number(c.Rand.Float64())
}
