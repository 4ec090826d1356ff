package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

func TestDialectOf(t *testing.T) {
	for locale, want := range map[string]byte{
		"ru_RU.UTF-8": ';', "ru": ';', "kk-Cyrl-KZ": ';', "de_DE@euro": ';', "uz_UZ": ';', "fr-FR": ';', "en_ZA": ';', "de_CH": ';', "en_DE": ';',
		"en_US.UTF-8": ',', "en": ',', "zh-Hans-CN": ',', "es_MX": ',', "C": ',', "C.UTF-8": ',', "POSIX": ',', "": ',',
	} {
		if got := DialectOf(locale); got.Separator != want || got.DecimalComma {
			t.Errorf("%q: %+v, want %c", locale, got, want)
		}
	}
}

// TestDecimalComma holds that only numbers get a comma: text and dates stay.
func TestDecimalComma(t *testing.T) {
	form := parseForm("f", "1", "\tdecimal wage\n\ttext said\n\tinteger age\n")
	r := &survey.Record{ID: "uuid:a", Form: "f", Version: "1", Number: 1, Finished: noon, Saved: noon, Started: noon, Root: &survey.Answer{}}
	for p, text := range map[survey.Path]string{"wage": "12.5", "said": "1.5", "age": "31"} {
		if err := r.Apply(survey.Edit{Op: survey.Put, Path: p, State: survey.Given, Text: text}); err != nil {
			t.Fatal(err)
		}
	}
	for want, d := range map[string]Dialect{
		`;12,5;"1.5";31;`: {Separator: ';', DecimalComma: true},
		`;12.5;"1.5";31;`: {Separator: ';'},
		`,12.5,"1.5",31,`: {},
	} {
		dir := t.TempDir()
		if _, err := WriteCSV(t.Context(), dir, d, sequence([]*survey.Record{r}), Options{Forms: []*survey.Form{form}}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(filepath.Join(dir, "data.csv"))
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%+v: %s (%v)", d, data, err)
		}
	}
	if _, err := WriteCSV(t.Context(), t.TempDir(), Dialect{DecimalComma: true}, sequence(nil), Options{Forms: []*survey.Form{form}}); err == nil {
		t.Error("commas divide fields and begin fractions")
	}
}
