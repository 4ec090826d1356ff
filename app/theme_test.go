package app

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"anketa/app/screen"
)

// TestPalettesCanBeRead counts contrast as WCAG 2.1 §1.4.3 and §1.4.11 do.
func TestPalettesCanBeRead(t *testing.T) {
	texts := []struct{ text, on fyne.ThemeColorName }{
		{theme.ColorNameForeground, theme.ColorNameBackground},
		{theme.ColorNameForeground, theme.ColorNameInputBackground},
		{theme.ColorNameForeground, theme.ColorNameOverlayBackground},
		{theme.ColorNameForeground, theme.ColorNameButton},
		{theme.ColorNamePlaceHolder, theme.ColorNameBackground},
		{theme.ColorNamePlaceHolder, theme.ColorNameInputBackground},
		{theme.ColorNameDisabled, theme.ColorNameDisabledButton},
		{theme.ColorNameDisabled, theme.ColorNameBackground},
		{theme.ColorNameError, theme.ColorNameBackground},
		{theme.ColorNameWarning, theme.ColorNameBackground},
		{theme.ColorNameSuccess, theme.ColorNameBackground},
		{theme.ColorNameForegroundOnPrimary, theme.ColorNamePrimary},
		{theme.ColorNameForegroundOnWarning, theme.ColorNameWarning},
		{theme.ColorNameForegroundOnError, theme.ColorNameError},
	}
	signs := []struct{ sign, on fyne.ThemeColorName }{
		{theme.ColorNamePrimary, theme.ColorNameBackground},
		{theme.ColorNamePrimary, theme.ColorNameInputBackground}, // what is done of a meter
		{theme.ColorNameInputBorder, theme.ColorNameBackground},
		{theme.ColorNameInputBorder, theme.ColorNameInputBackground},
	}
	for _, look := range []struct {
		look screen.Look
		text float64
	}{{screen.LightLook, 4.5}, {screen.DarkLook, 4.5}, {screen.ContrastLook, 7}} {
		th := newTheme(screen.Settings{Look: look.look, TextSize: 100})
		of := func(n fyne.ThemeColorName) color.Color { return th.Color(n, theme.VariantLight) }
		for _, p := range texts {
			if got := ratio(of(p.text), of(p.on)); got < look.text {
				t.Errorf("%s: %s on %s is %.1f to 1, want %.1f", look.look, p.text, p.on, got, look.text)
			}
		}
		for _, p := range signs {
			if got := ratio(of(p.sign), of(p.on)); got < 3 {
				t.Errorf("%s: %s on %s is %.1f to 1, want 3", look.look, p.sign, p.on, got)
			}
		}
		// What is marked stays readable: the tint is laid over the background.
		for _, tint := range []fyne.ThemeColorName{theme.ColorNameFocus, theme.ColorNameSelection, theme.ColorNameHover} {
			if got := ratio(of(theme.ColorNameForeground), over(of(tint), of(theme.ColorNameBackground))); got < look.text {
				t.Errorf("%s: text on %s is %.1f to 1, want %.1f", look.look, tint, got, look.text)
			}
		}
	}
}

func ratio(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.03928 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func over(top, under color.Color) color.Color {
	r, g, b, a := top.RGBA()
	x, y, z, _ := under.RGBA()
	mix := func(t, u uint32) uint16 { return uint16(t + u*(0xffff-a)/0xffff) }
	return color.RGBA64{mix(r, x), mix(g, y), mix(b, z), 0xffff}
}

func TestTextSizeIsThatOfTheSettings(t *testing.T) {
	for _, percent := range screen.TextSizes {
		th := newTheme(screen.Settings{TextSize: percent})
		if got, want := th.Size(theme.SizeNameText), float32(15*percent)/100; math.Abs(float64(got-want)) > 0.01 {
			t.Errorf("at %d %% text is %.2f, want %.2f", percent, got, want)
		}
		if got := th.Size(theme.SizeNameInputBorder); got != 2 {
			t.Errorf("at %d %% a line is %.1f wide", percent, got)
		}
	}
}

// TestFontsAreOurs: the font that has every script of the questionnaire is the
// one that is drawn with.
func TestFontsAreOurs(t *testing.T) {
	th := newTheme(screen.Settings{TextSize: 100})
	if th.Font(fyne.TextStyle{}).Name() != "NotoSans-Regular.ttf" || th.Font(fyne.TextStyle{Bold: true}).Name() != "NotoSans-Bold.ttf" {
		t.Error("the theme draws with another font")
	}
	if n := len(th.Font(fyne.TextStyle{}).Content()); n < 500_000 {
		t.Errorf("the font has %d bytes: Armenian and Georgian are not in it", n)
	}
}
