// Package fonts holds the letters that the window is drawn with: Noto Sans
// with its Armenian and Georgian companions, arrows and signs in one file per
// weight, because a theme gives one font per style, and the font that Fyne
// brings along has neither script and draws the Ukrainian and Kazakh і without
// its dot.
//
// They were merged by merge.py from Debian's fonts-noto-core 20201225. They
// may be passed on under the licence in OFL.txt.
package fonts

import _ "embed"

// Name is what people call them.
const Name = "Noto Sans 2.004 with Armenian and Georgian, built in"

// Regular and Bold are TrueType files.
var (
	//go:embed NotoSans-Regular.ttf
	Regular []byte
	//go:embed NotoSans-Bold.ttf
	Bold []byte
)
