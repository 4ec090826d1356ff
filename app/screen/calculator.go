package screen

import (
	"strconv"
	"strings"
)

// A Calculator is what the window shows instead of itself. It calculates, so
// that whoever tries it finds nothing strange: from left to right, as pocket
// calculators do.
type Calculator struct {
	left  float64
	op    rune // + - * /; 0 for none
	entry string
	shown string
	wrong bool // divided by nothing
}

// longestEntry is how many digits fit.
const longestEntry = 12

// Press takes a sign: a digit, "." or ",", + - * / × ÷ =, c to clear, b to take
// the last digit away. Anything else does nothing.
func (c *Calculator) Press(sign rune) {
	switch {
	case sign == 'c':
		*c = Calculator{}
	case c.wrong:
	case sign >= '0' && sign <= '9':
		c.digit(string(sign))
	case sign == '.' || sign == ',':
		if !strings.Contains(c.entry, ".") {
			c.digit(".")
		}
	case sign == 'b' && c.entry != "":
		c.entry = c.entry[:len(c.entry)-1]
		c.shown = c.entry
	case sign == '=' || strings.ContainsRune("+-*/×÷", sign):
		c.operate(sign)
	}
}

func (c *Calculator) digit(d string) {
	if len(c.entry) >= longestEntry {
		return
	}
	if c.entry == "0" && d != "." {
		c.entry = ""
	}
	if c.entry == "" && d == "." {
		c.entry = "0"
	}
	c.entry += d
	c.shown = c.entry
}

func (c *Calculator) operate(sign rune) {
	if c.entry != "" {
		right, _ := strconv.ParseFloat(c.entry, 64)
		c.left = c.apply(right)
		c.entry = ""
	}
	c.op = map[rune]rune{'×': '*', '÷': '/', '=': 0}[sign]
	if strings.ContainsRune("+-*/", sign) {
		c.op = sign
	}
	c.shown = strconv.FormatFloat(c.left, 'g', 12, 64)
}

func (c *Calculator) apply(right float64) float64 {
	switch c.op {
	case '+':
		return c.left + right
	case '-':
		return c.left - right
	case '*':
		return c.left * right
	case '/':
		c.wrong = right == 0
		if c.wrong {
			return 0
		}
		return c.left / right
	}
	return right
}

// Display is what it shows.
func (c *Calculator) Display() string {
	switch {
	case c.wrong:
		return "E"
	case c.shown == "":
		return "0"
	}
	return c.shown
}
