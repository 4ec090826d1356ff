package field

import (
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

var colourForm = regexp.MustCompile(`(?i)(?:^|[^-\w])color\s*[:=]\s*["']?\s*(#[0-9a-f]{6}|#[0-9a-f]{3}|[a-z]+)`)

// colourNames are the names that authors use most, by the colour of the window
// that stands for them and can be read in every look.
var colourNames = map[string]fyne.ThemeColorName{
	"red": theme.ColorNameError, "darkred": theme.ColorNameError, "crimson": theme.ColorNameError, "maroon": theme.ColorNameError,
	"orange": theme.ColorNameWarning, "darkorange": theme.ColorNameWarning, "brown": theme.ColorNameWarning, "gold": theme.ColorNameWarning,
	"green": theme.ColorNameSuccess, "darkgreen": theme.ColorNameSuccess, "lime": theme.ColorNameSuccess, "teal": theme.ColorNameSuccess,
	"blue": theme.ColorNamePrimary, "darkblue": theme.ColorNamePrimary, "navy": theme.ColorNamePrimary, "royalblue": theme.ColorNamePrimary,
	"purple": theme.ColorNamePrimary, "gray": theme.ColorNamePlaceHolder, "grey": theme.ColorNamePlaceHolder,
}

// spanColour is the colour that a <span style="color: …"> asks for; where it
// asks for none that is known, the colour stays.
func spanColour(tag string, now fyne.ThemeColorName) fyne.ThemeColorName {
	m := colourForm.FindStringSubmatch(tag)
	if m == nil {
		return now
	}
	name := strings.ToLower(m[1])
	if named, ok := colourNames[name]; ok {
		return named
	}
	if strings.HasPrefix(name, "#") {
		return nearestColour(name[1:], now)
	}
	return now
}

// nearestColour tells by which of red, green and blue is strongest. Black,
// white and what is between them keep the colour of the text, which changes
// with the look.
func nearestColour(hex string, now fyne.ThemeColorName) fyne.ThemeColorName {
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return now
	}
	r, g, b := int(n>>16), int(n>>8&0xff), int(n&0xff)
	most, least := max(r, g, b), min(r, g, b)
	switch {
	case most-least < 48:
		return now
	case most == r && g-b > (most-least)/3:
		return theme.ColorNameWarning
	case most == r:
		return theme.ColorNameError
	case most == g:
		return theme.ColorNameSuccess
	}
	return theme.ColorNamePrimary
}
