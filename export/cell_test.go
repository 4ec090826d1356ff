package export

import (
	"strings"
	"testing"
)

// How an answer stands in a cell, and what a cell gives back: a number or a
// date only where that is exactly the answer.
func TestAnswersInCells(t *testing.T) {
	for _, c := range []struct {
		kind kind
		text string
		want string // n: number, d: date, t: text
	}{
		{number, "0", "n0"}, {number, "-5", "n-5"}, {number, "3.6", "n3.6"}, {number, "123456789012345", "n123456789012345"},
		{number, "1234567890123456", "t1234567890123456"}, {number, "3.5999999999999996", "t3.5999999999999996"}, {number, "0.000000001", "n0.000000001"},
		{number, "007", "t007"}, {number, "-0", "t-0"}, {number, "1.50", "t1.50"}, {number, "1,5", "t1,5"}, {number, "1e5", "t1e5"}, {number, "+5", "t+5"},
		{number, "NaN", "tNaN"}, {number, "Infinity", "tInfinity"}, {number, ".5", "t.5"}, {number, "5.", "t5."}, {number, "0x10", "t0x10"}, {number, "98", "n98"},
		{number, "", ""}, {number, "about ten", "tabout ten"},
		{day, "2024-02-29", "d45351"}, {day, "1900-03-01", "d61"}, {day, "1900-02-28", "t1900-02-28"}, {day, "9999-12-31", "d2958465"},
		{day, "2023-02-29", "t2023-02-29"}, {day, "2024-2-9", "t2024-2-9"}, {day, "98", "t98"},
		{plain, "01", "t01"}, {plain, "5", "t5"}, {plain, "2024-02-29", "t2024-02-29"}, {plain, "_x0041_", "t_X0041_"}, {plain, "a\x01b", "ta\ufffdb"}, {plain, "a\r\nb", "ta\nb"},
	} {
		cell := c.kind.put(c.text)
		got := map[cellKind]string{blankCell: "", textCell: "t", numberCell: "n"}[cell.kind] + cell.text
		if cell.style == dateStyle {
			got = "d" + cell.text
		}
		if got != c.want {
			t.Errorf("%s %q stands as %q, want %q", c.kind, c.text, got, c.want)
		}
		if back := c.kind.take(cell); back != c.text && settle(c.text) == c.text && !strings.Contains(c.text, "_x") && c.text != "1,5" {
			t.Errorf("%s %q comes back as %q", c.kind, c.text, back)
		}
	}
}

// What other programs leave in a cell means the same.
func TestCellsOfOtherPrograms(t *testing.T) {
	for _, c := range []struct {
		kind kind
		cell cell
		want string
	}{
		{number, cell{kind: numberCell, text: "3.6000000000000001"}, "3.6"},
		{number, cell{kind: numberCell, text: "1E5"}, "100000"},
		{number, cell{kind: numberCell, text: "0.1"}, "0.1"},
		{number, cell{kind: numberCell, text: "-0"}, "0"},
		{number, cell{kind: textCell, text: "1,5"}, "1.5"},
		{number, cell{kind: textCell, text: " 1,5 "}, " 1,5"},
		{number, cell{kind: textCell, text: "Osh, 1"}, "Osh, 1"},
		{day, cell{kind: numberCell, text: "45351"}, "2024-02-29"},
		{day, cell{kind: numberCell, text: "45351.5"}, "2024-02-29T12:00:00"},
		{day, cell{kind: numberCell, text: "5"}, "5"},
		{day, cell{kind: textCell, text: "29.2.2024"}, "2024-02-29"},
		{plain, cell{kind: numberCell, text: "2.0"}, "2"},
		{plain, cell{kind: textCell, text: "e\u0301  \u00a0\n"}, "é"},
		{plain, cell{kind: boolCell, text: "1"}, "1"},
		{plain, cell{kind: errorCell, text: "#N/A"}, "#N/A"},
		{plain, cell{}, ""},
	} {
		if got := c.kind.take(c.cell); got != c.want {
			t.Errorf("%s of %v is %q, want %q", c.kind, c.cell, got, c.want)
		}
	}
}

func TestNamesForRAndStata(t *testing.T) {
	n := newNamer(32, keyColumn, hashColumn)
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"age"}, "age"},
		{[]string{"Age", "g/Age"}, "g_Age"},
		{[]string{"AGE", "g/AGE"}, "g_AGE_2"},
		{[]string{"key"}, "key_2"},
		{[]string{"q.1-a"}, "q_1_a"},
		{[]string{"1st"}, "v1st"},
		{[]string{"_hash"}, "v_hash"},
		{[]string{"int"}, "int_"},
		{[]string{"NULL"}, "NULL_"},
		{[]string{"возраст"}, "v_______"},
		{[]string{"возраст"}, "v________2"},
		{[]string{strings.Repeat("long", 10)}, "longlonglonglonglonglonglonglong"},
		{[]string{strings.Repeat("long", 11)}, "longlonglonglonglonglonglonglo_2"},
	} {
		var wishes []string
		for _, w := range c.wishes {
			wishes = append(wishes, machine(w))
		}
		if got := n.give(wishes...); got != c.want {
			t.Errorf("%v is called %s, want %s", c.wishes, got, c.want)
		}
	}
}

func TestNumberFormatsThatShowDates(t *testing.T) {
	own := map[string]string{"164": "yyyy-mm-dd", "165": `[$-419]d mmm yyyy "г."`, "166": `0.00 "days"`, "167": "hh:mm", "168": "yyyy-mm-dd hh:mm", "169": `\d0`, "170": `"unclosed`}
	for id, want := range map[string]style{"0": noStyle, "14": dateStyle, "22": dateTimeStyle, "20": timeStyle, "49": noStyle,
		"164": dateStyle, "165": dateStyle, "166": noStyle, "167": timeStyle, "168": dateTimeStyle, "169": noStyle, "170": noStyle} {
		if got := dateLook(id, own); got != want {
			t.Errorf("format %s is %d, want %d", id, got, want)
		}
	}
}

func TestAPayloadIsASCII(t *testing.T) {
	for in, want := range map[string]string{
		`{"t":"é"}`:       `{"t":"\u00e9"}`,
		`{"t":"🙂"}`:       `{"t":"\ud83d\ude42"}`,
		`{"t":"_x0041_"}`: `{"t":"\u005fx0041_"}`,
		"\u007f":          `\u007f`,
	} {
		if got := ascii([]byte(in)); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"abcdef", []string{"abc", "def"}},
		{"ab cdef", []string{"a", "b c", "def"}},
		{"a      b", []string{"a  ", "   ", " b"}},
		{"", []string{""}},
	} {
		got := split(c.text, 3)
		if strings.Join(got, "") != c.text {
			t.Errorf("%q falls into %q", c.text, got)
		}
	}
}
