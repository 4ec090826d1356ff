package survey

import "testing"

func TestCanonical(t *testing.T) {
	types := map[string]*Type{
		"text": {Kind: TextKind}, "calculate": {Kind: CalculateKind}, "note": {Kind: NoteKind}, "group": {Kind: GroupKind},
		"integer": {Kind: IntegerKind, Data: IntegerData}, "decimal": {Kind: DecimalKind, Data: DecimalData},
		"range": {Kind: RangeKind, Data: DecimalData},
		"date":  {Kind: DateKind, Data: DateData}, "time": {Kind: TimeKind, Data: TimeData}, "dateTime": {Kind: DateTimeKind, Data: DateTimeData},
		"select_one": {Kind: SelectOneKind}, "select_multiple": {Kind: SelectMultipleKind}, "rank": {Kind: RankKind},
		"acknowledge": {Kind: AcknowledgeKind}, "geopoint": {Kind: GeopointKind}, "geotrace": {Kind: GeotraceKind}, "file": {Kind: FileKind},
	}
	const no = "\x00" // is no answer of the type
	for _, c := range []struct{ kind, text, want string }{
		{"text", "", ""},
		{"text", " \t\r\n ", ""},
		{"text", "a\tb \r\n", "a b"},
		{"text", "  indented", "  indented"},
		{"text", "one\r\ntwo\rthree\u0085four", "one\ntwo\nthree\nfour"},
		{"text", "e\u0301\u0438\u0306", "\u00e9\u0439"},
		{"text", "bell\a and \x1b[0m and \ufffe\U0001fffe", "bell and [0m and"},
		{"text", "inner\u00a0blank\u00a0", "inner\u00a0blank"},
		{"text", "not \xff UTF-8", "not \ufffd UTF-8"},
		{"text", "1,50", "1,50"},
		{"calculate", "1,50 ", "1,50"},
		{"file", "photo.jpg", "photo.jpg"},
		{"note", "x", no},
		{"group", "x", no},
		{"note", " ", ""},

		{"integer", "34", "34"},
		{"integer", " +34 ", "34"},
		{"integer", "007", "7"},
		{"integer", "-0", "0"},
		{"integer", "-12", "-12"},
		{"integer", "\u221212", "-12"},
		{"integer", "12 000", "12000"},
		{"integer", "1\u00a0234\u202f567", "1234567"},
		{"integer", "12 00", no},
		{"integer", "1234 567", no},
		{"integer", "1,000", no},
		{"integer", "5.0", no},
		{"integer", "1e3", no},
		{"integer", "- 5", no},
		{"integer", "--5", no},
		{"integer", "+-5", no},
		{"integer", "five", no},
		{"integer", "-", no},
		{"integer", "999999999999999", "999999999999999"},
		{"integer", "1000000000000000", no},
		{"integer", "\u0663\u0664", no},

		{"decimal", "1,50", "1.5"},
		{"decimal", "1.50", "1.5"},
		{"decimal", "2.", "2"},
		{"decimal", ".5", "0.5"},
		{"decimal", "-,5", "-0.5"},
		{"decimal", "-0,00", "0"},
		{"decimal", "00012.3400", "12.34"},
		{"decimal", "12 000,5", "12000.5"},
		{"decimal", "1.234,5", no},
		{"decimal", "1,234.5", no},
		{"decimal", "1,2,3", no},
		{"decimal", ".", no},
		{"decimal", "1e5", no},
		{"decimal", "Inf", no},
		{"decimal", "0x10", no},
		{"decimal", "1_000", no},
		{"decimal", "0.1234567890123456", "0.123456789012346"},
		{"decimal", "1234567890123456", no},
		{"decimal", "0.00000000000000000001", "0.00000000000000000001"},
		{"range", "2,5", "2.5"},

		{"date", "2026-03-07", "2026-03-07"},
		{"date", "2026-3-7", "2026-03-07"},
		{"date", " 7.3.2026 ", "2026-03-07"},
		{"date", "07.03.2026", "2026-03-07"},
		{"date", "29.2.2024", "2024-02-29"},
		{"date", "29.2.2026", no},
		{"date", "31.4.2026", no},
		{"date", "3/7/2026", no},
		{"date", "7.3.26", no},
		{"date", "2026-03-07T10:00", no},
		{"date", "0000-01-01", no},

		{"time", "9:05", "09:05:00.000"},
		{"time", "09:05:07", "09:05:07.000"},
		{"time", "09:05:07.25", "09:05:07.250"},
		{"time", "09:05:07.000+03:00", "09:05:07.000+03:00"},
		{"time", "09:05Z", "09:05:00.000Z"},
		{"time", "09:05+0530", "09:05:00.000+05:30"},
		{"time", "09:05-08", "09:05:00.000-08:00"},
		{"time", "24:00", no},
		{"time", "9", no},
		{"time", "9:60", no},
		{"time", "9:05+9", no},

		{"dateTime", "2026-03-07T09:05:00.000+03:00", "2026-03-07T09:05:00.000+03:00"},
		{"dateTime", "7.3.2026 9:05", "2026-03-07T09:05:00.000"},
		{"dateTime", "2026-03-07", no},
		{"dateTime", "2026-02-30T09:05", no},

		{"select_one", " yes ", "yes"},
		{"select_one", "yes no", "yes no"},
		{"select_multiple", " b  a b\tc", "b a c"},
		{"rank", "c b a", "c b a"},
		{"acknowledge", "OK", "OK"},
		{"acknowledge", "ok", no},

		{"geopoint", "42.87, 74.59", "42.87 74.59"},
		{"geopoint", "42.870 74.590 0 0", "42.87 74.59 0 0"},
		{"geopoint", "-90 180 -12.5 3", "-90 180 -12.5 3"},
		{"geopoint", "91 0", no},
		{"geopoint", "0 181", no},
		{"geopoint", "0 0 0 -1", no},
		{"geopoint", "42.87", no},
		{"geopoint", "1 2 3 4 5", no},
		{"geopoint", "north east", no},
		{"geotrace", "1 2;3 4;", "1 2; 3 4"},
		{"geotrace", "1 2 0 0; 3 4 0 0", "1 2 0 0; 3 4 0 0"},
		{"geotrace", "1 2;;3 4", no},
	} {
		got, ok := Canonical(types[c.kind], c.text)
		if !ok {
			got = no
		}
		if got != c.want {
			t.Errorf("%s %q: %q, want %q", c.kind, c.text, got, c.want)
		}
		if again, ok := Canonical(types[c.kind], got); c.want != no && (!ok || again != got) {
			t.Errorf("%s %q: then %q, %v", c.kind, got, again, ok)
		}
	}
}

// FuzzCanonical holds that a canonical text is its own canonical text, and
// that what stands in a record survives its encoding.
func FuzzCanonical(f *testing.F) {
	for kind := range uint8(FileKind) + 1 {
		f.Add(kind, uint8(DateTimeData), "7.3.2026 9:05:59.9995+03")
		f.Add(kind, uint8(DecimalData), "-12 000,50")
		f.Add(kind, uint8(TextData), "e\u0301 \r\n\x00\u0344\uff9f")
	}
	f.Fuzz(func(t *testing.T, kind, data uint8, text string) {
		typ := &Type{Kind: QuestionKind(kind % uint8(FileKind+1)), Data: DataKind(data % uint8(DateTimeData+1))}
		got, ok := Canonical(typ, text)
		if !ok {
			return
		}
		if again, ok := Canonical(typ, got); !ok || again != got {
			t.Errorf("kind %d, data %d, %q: first %q, then %q, %v", typ.Kind, typ.Data, text, got, again, ok)
		}
		r, err := Decode(Encode(&Record{Root: &Answer{Children: []*Answer{{Name: "q", Text: got}}}}))
		if err != nil || r.Find("q").Text != got {
			t.Errorf("%q does not come back", got)
		}
	})
}
