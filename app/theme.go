package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"anketa/app/fonts"
	"anketa/app/screen"
)

// newTheme makes the look that the settings ask for.
func newTheme(s screen.Settings) fyne.Theme {
	return &look{
		Theme:   theme.DefaultTheme(),
		which:   s.Look,
		scale:   float32(max(s.TextSize, 50)) / 100,
		regular: fyne.NewStaticResource("NotoSans-Regular.ttf", fonts.Regular),
		bold:    fyne.NewStaticResource("NotoSans-Bold.ttf", fonts.Bold),
	}
}

// A look is Fyne's theme with our letters, sizes and colours.
type look struct {
	fyne.Theme
	which         screen.Look
	scale         float32
	regular, bold fyne.Resource
}

// Font gives the one family that has every script of the questionnaire; only
// fixed-width text and signs keep Fyne's.
func (l *look) Font(s fyne.TextStyle) fyne.Resource {
	switch {
	case s.Monospace, s.Symbol:
		return l.Theme.Font(s)
	case s.Bold:
		return l.bold
	}
	return l.regular
}

// sizes are those at 100 %. Text is never below 14 where a respondent may read
// along.
var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:           15,
	theme.SizeNameSubHeadingText: 19,
	theme.SizeNameHeadingText:    26,
	theme.SizeNameCaptionText:    13,
	theme.SizeNameInlineIcon:     20,
	theme.SizeNameInputBorder:    2,
	theme.SizeNameInputRadius:    5,
	theme.SizeNameButtonRadius:   5,
	theme.SizeNamePadding:        4,
	theme.SizeNameInnerPadding:   8,
	theme.SizeNameScrollBar:      14,
	theme.SizeNameScrollBarSmall: 6,
}

// spaces grow by half as much as the text, so that large text finds room.
var spaces = map[fyne.ThemeSizeName]bool{theme.SizeNamePadding: true, theme.SizeNameInnerPadding: true}

// lines stay as they are.
var lines = map[fyne.ThemeSizeName]bool{
	theme.SizeNameInputBorder: true, theme.SizeNameInputRadius: true, theme.SizeNameButtonRadius: true,
	theme.SizeNameScrollBar: true, theme.SizeNameScrollBarSmall: true, theme.SizeNameSeparatorThickness: true, theme.SizeNameSelectionRadius: true,
}

func (l *look) Size(n fyne.ThemeSizeName) float32 {
	size, ok := sizes[n]
	if !ok {
		size = l.Theme.Size(n)
	}
	switch {
	case lines[n]:
		return size
	case spaces[n]:
		return size * (1 + l.scale) / 2
	}
	return size * l.scale
}

func (l *look) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	colours := light
	switch {
	case l.which == screen.ContrastLook:
		colours, v = contrast, theme.VariantLight
	case l.which == screen.DarkLook, l.which == screen.SystemLook && v == theme.VariantDark:
		colours, v = dark, theme.VariantDark
	default:
		v = theme.VariantLight
	}
	if c, ok := colours[n]; ok {
		return c
	}
	return l.Theme.Color(n, v)
}

type palette map[fyne.ThemeColorName]color.Color

// The palettes hold to WCAG 2.1: text at least 4.5 to 1 against what it stands
// on, in the contrast palette 7 to 1; borders and signs 3 to 1. A test counts.
var (
	light = palette{
		theme.ColorNameBackground:          hex(0xf6f7f9),
		theme.ColorNameOverlayBackground:   hex(0xffffff),
		theme.ColorNameMenuBackground:      hex(0xffffff),
		theme.ColorNameInputBackground:     hex(0xffffff),
		theme.ColorNameHeaderBackground:    hex(0xe9ecf0),
		theme.ColorNameInputBorder:         hex(0x838c96),
		theme.ColorNameForeground:          hex(0x1a1f26),
		theme.ColorNamePlaceHolder:         hex(0x56606b),
		theme.ColorNameDisabled:            hex(0x636c76),
		theme.ColorNameButton:              hex(0xe6e9ee),
		theme.ColorNameDisabledButton:      hex(0xeceef1),
		theme.ColorNamePrimary:             hex(0x0b57a8),
		theme.ColorNameForegroundOnPrimary: hex(0xffffff),
		theme.ColorNameHyperlink:           hex(0x0b57a8),
		theme.ColorNameFocus:               hexa(0x0b57a833),
		theme.ColorNameSelection:           hexa(0x0b57a82b),
		theme.ColorNameHover:               hexa(0x0b57a814),
		theme.ColorNamePressed:             hexa(0x0b57a840),
		theme.ColorNameError:               hex(0xb3261e),
		theme.ColorNameForegroundOnError:   hex(0xffffff),
		theme.ColorNameWarning:             hex(0x8a5300),
		theme.ColorNameForegroundOnWarning: hex(0xffffff),
		theme.ColorNameSuccess:             hex(0x1c7a3c),
		theme.ColorNameForegroundOnSuccess: hex(0xffffff),
		theme.ColorNameSeparator:           hex(0xd4d9df),
		theme.ColorNameScrollBar:           hexa(0x56606ba0),
		theme.ColorNameShadow:              hexa(0x00000028),
	}
	dark = palette{
		theme.ColorNameBackground:          hex(0x16191d),
		theme.ColorNameOverlayBackground:   hex(0x1f2329),
		theme.ColorNameMenuBackground:      hex(0x1f2329),
		theme.ColorNameInputBackground:     hex(0x0f1114),
		theme.ColorNameHeaderBackground:    hex(0x23282f),
		theme.ColorNameInputBorder:         hex(0x7b8794),
		theme.ColorNameForeground:          hex(0xeef1f4),
		theme.ColorNamePlaceHolder:         hex(0xa9b3be),
		theme.ColorNameDisabled:            hex(0x98a2ad),
		theme.ColorNameButton:              hex(0x2c333b),
		theme.ColorNameDisabledButton:      hex(0x22272d),
		theme.ColorNamePrimary:             hex(0x7ab4f5),
		theme.ColorNameForegroundOnPrimary: hex(0x0b1a2b),
		theme.ColorNameHyperlink:           hex(0x7ab4f5),
		theme.ColorNameFocus:               hexa(0x7ab4f540),
		theme.ColorNameSelection:           hexa(0x7ab4f538),
		theme.ColorNameHover:               hexa(0x7ab4f51c),
		theme.ColorNamePressed:             hexa(0x7ab4f555),
		theme.ColorNameError:               hex(0xff9a90),
		theme.ColorNameForegroundOnError:   hex(0x2b0704),
		theme.ColorNameWarning:             hex(0xf2b84b),
		theme.ColorNameForegroundOnWarning: hex(0x241800),
		theme.ColorNameSuccess:             hex(0x6fd08c),
		theme.ColorNameForegroundOnSuccess: hex(0x04210e),
		theme.ColorNameSeparator:           hex(0x3a424b),
		theme.ColorNameScrollBar:           hexa(0xa9b3bea0),
		theme.ColorNameShadow:              hexa(0x000000a0),
	}
	// contrast is black on white, for it is read out of doors.
	contrast = palette{
		theme.ColorNameBackground:          hex(0xffffff),
		theme.ColorNameOverlayBackground:   hex(0xffffff),
		theme.ColorNameMenuBackground:      hex(0xffffff),
		theme.ColorNameInputBackground:     hex(0xffffff),
		theme.ColorNameHeaderBackground:    hex(0xffffff),
		theme.ColorNameInputBorder:         hex(0x000000),
		theme.ColorNameForeground:          hex(0x000000),
		theme.ColorNamePlaceHolder:         hex(0x2b2b2b),
		theme.ColorNameDisabled:            hex(0x4a4a4a),
		theme.ColorNameButton:              hex(0xffffff),
		theme.ColorNameDisabledButton:      hex(0xffffff),
		theme.ColorNamePrimary:             hex(0x00009c),
		theme.ColorNameForegroundOnPrimary: hex(0xffffff),
		theme.ColorNameHyperlink:           hex(0x00009c),
		theme.ColorNameFocus:               hexa(0xffd40099),
		theme.ColorNameSelection:           hexa(0xffd40099),
		theme.ColorNameHover:               hexa(0x00000018),
		theme.ColorNamePressed:             hexa(0x00000033),
		theme.ColorNameError:               hex(0x9c0000),
		theme.ColorNameForegroundOnError:   hex(0xffffff),
		theme.ColorNameWarning:             hex(0x6b3a00),
		theme.ColorNameForegroundOnWarning: hex(0xffffff),
		theme.ColorNameSuccess:             hex(0x005a1e),
		theme.ColorNameForegroundOnSuccess: hex(0xffffff),
		theme.ColorNameSeparator:           hex(0x000000),
		theme.ColorNameScrollBar:           hex(0x000000),
		theme.ColorNameShadow:              hexa(0x00000080),
	}
)

// hex reads 0xRRGGBB, hexa 0xRRGGBBAA.
func hex(rgb uint32) color.Color { return hexa(rgb<<8 | 0xff) }
func hexa(rgba uint32) color.Color {
	return color.NRGBA{uint8(rgba >> 24), uint8(rgba >> 16), uint8(rgba >> 8), uint8(rgba)}
}
