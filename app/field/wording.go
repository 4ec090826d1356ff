package field

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// wording lays a wording out: **bold**, __bold__, *slanted* and lines that
// begin with # are shown as such, as ODK and Enketo do; <span …> is left out.
// A sign that has no partner stands as it is.
//
// The window's font has no slanted letters, so what is slanted is underlined.
func wording(text string, style widget.RichTextStyle) []widget.RichTextSegment {
	if text == "" {
		return nil
	}
	var out []widget.RichTextSegment
	for i, line := range strings.Split(spans.Replace(text), "\n") {
		if i > 0 { // the segment before ends its line
			out[len(out)-1].(*widget.TextSegment).Style.Inline = false
		}
		out = append(out, wordingLine(line, style)...)
	}
	return out
}

var spans = strings.NewReplacer("<b>", "**", "</b>", "**", "<strong>", "**", "</strong>", "**", "<br>", "\n", "<br/>", "\n", "</span>", "")

func wordingLine(line string, style widget.RichTextStyle) []widget.RichTextSegment {
	style.Inline = true
	if heading := strings.TrimLeft(line, "#"); heading != line && strings.HasPrefix(heading, " ") {
		line, style.TextStyle.Bold = strings.TrimSpace(heading), true
	}
	var out []widget.RichTextSegment
	add := func(text string, style widget.RichTextStyle) {
		if text != "" {
			out = append(out, &widget.TextSegment{Text: text, Style: style})
		}
	}
	for line != "" {
		before, inner, after, mark := firstMark(line)
		add(withoutSpan(before), style)
		add(withoutSpan(inner), marking(style, mark))
		line = after
	}
	if len(out) == 0 {
		out = append(out, &widget.TextSegment{Style: style})
	}
	return out
}

// firstMark finds the first stretch between two equal marks: **a**.
func firstMark(line string) (before, inner, after, mark string) {
	for i := range line {
		for _, m := range []string{"**", "__", "*", "_"} {
			if !strings.HasPrefix(line[i:], m) || !opens(line, i, len(m)) {
				continue
			}
			rest := line[i+len(m):]
			end := strings.Index(rest, m)
			if end > 0 && rest[0] != ' ' && rest[end-1] != ' ' {
				return line[:i], rest[:end], rest[end+len(m):], m
			}
		}
	}
	return line, "", "", ""
}

// opens says whether a mark at i stands before a word and not inside one, as
// in case_code.
func opens(line string, i, n int) bool {
	before := i == 0 || strings.ContainsRune(" («\"„\t", rune(line[i-1])) || line[i-1] >= 0x80
	return before && i+n < len(line)
}

func marking(style widget.RichTextStyle, mark string) widget.RichTextStyle {
	switch mark {
	case "**", "__":
		style.TextStyle.Bold = true
	case "*", "_":
		style.TextStyle.Underline = true
	}
	return style
}

func withoutSpan(s string) string {
	for {
		open := strings.Index(s, "<span")
		if open < 0 {
			return s
		}
		end := strings.IndexByte(s[open:], '>')
		if end < 0 {
			return s
		}
		s = s[:open] + s[open+end+1:]
	}
}

// newWords makes text that wraps.
func newWords() *widget.RichText {
	r := widget.NewRichText()
	r.Wrapping = fyne.TextWrapWord
	return r
}

// put shows segments; without any the text takes no room.
func put(r *widget.RichText, segments []widget.RichTextSegment) {
	r.Hidden = len(segments) == 0
	r.Segments = segments
	r.Refresh()
}
