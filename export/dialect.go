package export

import "strings"

// A Dialect is how the fields of a table of text stand apart, and how a
// fraction begins. The zero Dialect is the usual one: commas, and points.
type Dialect struct {
	Separator    byte // 0 stands for a comma
	DecimalComma bool // 12,5 instead of 12.5; not where commas separate
}

// DialectOf is what spreadsheets on a computer with a locale, as ru_RU.UTF-8 or
// de-CH, expect between fields: a semicolon wherever numbers have a comma.
// Numbers keep their point, which every statistics program reads.
func DialectOf(locale string) Dialect {
	locale, _, _ = strings.Cut(strings.ReplaceAll(locale, "-", "_"), ".")
	locale, _, _ = strings.Cut(locale, "@")
	language, rest, _ := strings.Cut(locale, "_")
	country := rest[strings.LastIndexByte(rest, '_')+1:]
	switch language = strings.ToLower(language); {
	case language == "" || language == "c" || language == "posix":
		return Dialect{Separator: ','}
	case commaCountries[strings.ToUpper(country)] || !pointLanguages[language] && !pointCountries[strings.ToUpper(country)]:
		return Dialect{Separator: ';'}
	}
	return Dialect{Separator: ','}
}

// By CLDR: languages and countries whose numbers have a point, and countries
// that differ from their language.
var (
	pointLanguages = setOf("en zh ja ko th he iw hi bn ta te mr gu pa ne si my km ur ms fil tl sw am so ga cy mt ha yo ig zu")
	pointCountries = setOf("US GB MX GT HN NI PA PE PR SV DO CU")
	commaCountries = setOf("ZA CH LI AT BE DE NL FI SE DK")
)

func (d Dialect) separator() byte {
	if d.Separator == 0 {
		return ','
	}
	return d.Separator
}
