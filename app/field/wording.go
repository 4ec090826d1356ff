package field

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// wording lays a wording out: **bold**, __bold__, *slanted* and lines that
// begin with # are shown as such, as ODK and Enketo do, and the colour of a
// <span>. A sign that has no partner stands as it is, and so does one after a
// \. Of a link the words are shown; linksOf gives what they lead to.
//
// The window's font has no slanted letters, so what is slanted is underlined.
func wording(text string, style widget.RichTextStyle) []widget.RichTextSegment {
	if text == "" {
		return nil
	}
	w := &writer{colours: []fyne.ThemeColorName{style.ColorName}}
	for i, line := range strings.Split(withoutLinks(hideEscaped(tags.Replace(text))), "\n") {
		if i > 0 { // the segment before ends its line
			w.out[len(w.out)-1].(*widget.TextSegment).Style.Inline = false
		}
		w.line(line, style)
	}
	return w.out
}

var tags = strings.NewReplacer("<b>", "**", "</b>", "**", "<strong>", "**", "</strong>", "**", "<br>", "\n", "<br/>", "\n", "<br />", "\n")

// A writer puts segments together; the last colour is that of the innermost
// span.
type writer struct {
	out     []widget.RichTextSegment
	colours []fyne.ThemeColorName
}

func (w *writer) line(line string, style widget.RichTextStyle) {
	style.Inline = true
	if heading := strings.TrimLeft(line, "#"); heading != line && strings.HasPrefix(heading, " ") {
		line, style.TextStyle.Bold = strings.TrimSpace(heading), true
	}
	first := len(w.out)
	for line != "" {
		before, inner, after, mark := firstMark(line)
		w.add(before, style)
		w.add(inner, marking(style, mark))
		line = after
	}
	if len(w.out) == first {
		w.out = append(w.out, &widget.TextSegment{Style: style})
	}
}

// add writes text, whose spans change the colour from there on.
func (w *writer) add(text string, style widget.RichTextStyle) {
	for text != "" {
		before, tag, after := nextSpan(text)
		if before != "" {
			style.ColorName = w.colours[len(w.colours)-1]
			w.out = append(w.out, &widget.TextSegment{Text: showEscaped(before), Style: style})
		}
		switch {
		case tag == "":
		case tag[1] != '/':
			w.colours = append(w.colours, spanColour(tag, w.colours[len(w.colours)-1]))
		case len(w.colours) > 1:
			w.colours = w.colours[:len(w.colours)-1]
		}
		text = after
	}
}

// nextSpan cuts a text at the next <span …> or </span>.
func nextSpan(text string) (before, tag, after string) {
	for i := range text {
		if rest := text[i:]; strings.HasPrefix(rest, "<span") || strings.HasPrefix(rest, "</span") {
			if end := strings.IndexByte(rest, '>'); end > 0 {
				return text[:i], rest[:end+1], rest[end+1:]
			}
		}
	}
	return text, "", ""
}

// Signs after a \ are kept apart from those that mark, as letters that no
// wording has.
const (
	escapable  = "\\*_#[]()<>`"
	firstGuard = '\ue000'
)

func hideEscaped(text string) string {
	var b strings.Builder
	signs := []rune(text)
	for i := 0; i < len(signs); i++ {
		if signs[i] == '\\' && i+1 < len(signs) {
			if k := strings.IndexRune(escapable, signs[i+1]); k >= 0 {
				b.WriteRune(firstGuard + rune(k))
				i++
				continue
			}
		}
		b.WriteRune(signs[i])
	}
	return b.String()
}

func showEscaped(text string) string {
	return strings.Map(func(r rune) rune {
		if k := int(r - firstGuard); k >= 0 && k < len(escapable) {
			return rune(escapable[k])
		}
		return r
	}, text)
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
	before := i == 0 || strings.ContainsRune(" («\"„\t>", rune(line[i-1])) || line[i-1] >= 0x80
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
