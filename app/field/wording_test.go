package field

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/widget"
)

// TestWording writes what is bold as [b], underlined as [u], and a line's end
// as /.
func TestWording(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain", "plain"},
		{"a **b** c", "a [b:b] c"},
		{"__b__ *u*", "[b:b] [u:u]"},
		{"case_code and other_name", "case_code and other_name"},
		{"5 * 3 * 2", "5 * 3 * 2"},
		{"**never closed", "**never closed"},
		{"# Head\nline", "[b:Head]/line"},
		{"#hash", "#hash"},
		{`<span style="color:red">red</span> text`, "red text"},
		{"<b>bold</b>", "[b:bold]"},
		{"«*слово*»", "«[u:слово]»"},
		{"one\n\ntwo", "one//two"},
		{`\*no\* \# \_a\_ c:\dir`, `*no* # _a_ c:\dir`},
		{"see [the page](https://a.b/c_d_e) now", "see [u:the page] now"},
		{"[no](link here)", "[no](link here)"},
		{`<span style="color:red">**both**</span>`, "[b:both]"},
		{"a < b </span> c", "a < b  c"},
		{"", ""},
	} {
		if got := told(wording(c.text, widget.RichTextStyle{})); got != c.want {
			t.Errorf("%q is laid out as %q, want %q", c.text, got, c.want)
		}
	}
}

func told(segments []widget.RichTextSegment) string {
	var b strings.Builder
	for i, s := range segments {
		t := s.(*widget.TextSegment)
		switch {
		case t.Style.TextStyle.Bold:
			b.WriteString("[b:" + t.Text + "]")
		case t.Style.TextStyle.Underline:
			b.WriteString("[u:" + t.Text + "]")
		default:
			b.WriteString(t.Text)
		}
		if !t.Style.Inline && i < len(segments)-1 {
			b.WriteString("/")
		}
	}
	return b.String()
}
