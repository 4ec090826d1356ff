module anketa

go 1.26.0

require (
	// Sealing to a coordinator's public key, in a format that the stock age
	// program opens where Anketa is gone.
	filippo.io/age v1.3.2
	// The window. By exact version: "latest" answers an older one.
	fyne.io/fyne/v2 v2.8.0
	// Expressions with Java's regular expressions, which look ahead and back:
	// ODK's regex() means those, and the standard library's cannot.
	github.com/dlclark/regexp2 v1.12.0
	// That a Linux laptop goes to sleep, told beforehand. Fyne brings it along.
	github.com/godbus/dbus/v5 v5.2.2
	// Zip and deflate for workbooks, at half the time of the standard library's.
	github.com/klauspost/compress v1.20.3
	// Writing workbooks: styles, charts, links.
	github.com/xuri/excelize/v2 v2.11.1
	// Argon2id and XChaCha20-Poly1305, which the standard library lacks.
	golang.org/x/crypto v0.58.0
	// How much memory a Mac has, so that deriving a key leaves some of it, and
	// calls of Windows.
	golang.org/x/sys v0.49.0
	// Whether standard error is a terminal, for progress.
	golang.org/x/term v0.47.0
	// NFC, in which answers are compared, and names of languages.
	golang.org/x/text v0.44.0
	// Quantiles, and the normal distribution for intervals.
	gonum.org/v1/gonum v0.17.0
	// SQLite's memory, for the tests' own file system under it: of exactly the
	// version that modernc.org/sqlite names.
	modernc.org/libc v1.80.1
	// The store, without cgo.
	modernc.org/sqlite v1.62.0
)

// For tests: scripts of commands, and tables of texts in one file.
require github.com/rogpeppe/go-internal v1.16.0

require (
	filippo.io/hpke v0.4.0 // indirect
	fyne.io/systray v1.12.2 // indirect
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/anthonynsimon/bild v0.14.0 // indirect
	github.com/clipperhouse/uax29/v2 v2.2.0 // indirect
	github.com/davecgh/go-spew v1.1.1 // indirect
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/fredbi/uri v1.1.1 // indirect
	github.com/fsnotify/fsnotify v1.9.0 // indirect
	github.com/fyne-io/gl-js v0.2.1-0.20260315212741-029c47fd27e8 // indirect
	github.com/fyne-io/glfw-js v0.4.0 // indirect
	github.com/fyne-io/image v0.1.1 // indirect
	github.com/fyne-io/oksvg v0.2.0 // indirect
	github.com/go-gl/gl v0.0.0-20260331235117-4566fea9a276 // indirect
	github.com/go-gl/glfw/v3.4/glfw v0.1.0-pre.1.0.20260707082822-2a407d02d01a // indirect
	github.com/go-text/render v0.2.1 // indirect
	github.com/go-text/typesetting v0.3.4 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/hack-pad/go-indexeddb v0.3.2 // indirect
	github.com/hack-pad/safejs v0.1.0 // indirect
	github.com/jeandeaual/go-locale v0.0.0-20250612000132-0ef82f21eade // indirect
	github.com/jsummers/gobmp v0.0.0-20230614200233-a9de23ed2e25 // indirect
	github.com/kr/text v0.2.0 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mattn/go-runewidth v0.0.24 // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/nfnt/resize v0.0.0-20180221191011-83c6a9932646 // indirect
	github.com/nicksnyder/go-i18n/v2 v2.5.1 // indirect
	github.com/pmezard/go-difflib v1.0.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/richardlehane/mscfb v1.0.9 // indirect
	github.com/richardlehane/msoleps v1.0.6 // indirect
	github.com/rymdport/portal v0.4.2 // indirect
	github.com/srwiley/oksvg v0.0.0-20221011165216-be6e8873101c // indirect
	github.com/srwiley/rasterx v0.0.0-20220730225603-2ab79fcdd4ef // indirect
	github.com/stretchr/testify v1.11.1 // indirect
	github.com/tiendc/go-deepcopy v1.7.2 // indirect
	github.com/xuri/efp v0.0.3-0.20260924042702-217b81952dec // indirect
	github.com/xuri/nfp v0.0.2-0.20250530014748-2ddeb826f9a9 // indirect
	github.com/yuin/goldmark v1.8.2 // indirect
	golang.org/x/exp/typeparams v0.0.0-20231108232855-2478ac86f678 // indirect
	golang.org/x/image v0.44.0 // indirect
	golang.org/x/mod v0.42.0 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/sync v0.25.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
	honnef.co/go/tools v0.8.2 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)

tool honnef.co/go/tools/cmd/staticcheck
