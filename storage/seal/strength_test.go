package seal

import (
	"strings"
	"testing"
	"time"
)

func TestStrength(t *testing.T) {
	tests := []struct {
		phrase      string
		least, most float64
	}{
		{"", 0, 0},
		{"a", 1, 5},
		{"password", 7, 8},
		{"пароль", 7, 8},
		{"PASSWORD", 7, 8},
		{"Password1", 10, 12},
		{"пароль2024", 13, 16},
		{"gfhjkm", 7, 8},        // пароль in the other layout
		{"gfhjkm gfhjkm", 7, 8}, // and again
		{"я люблю тебя", 7, 8},
		{"я тебя люблю", 10, 18},
		{"qwertyuiop", 9, 10},
		{"йцукенгшщз", 9, 10},
		{"poiuytrewq", 9, 10},
		{"абвгдежзик", 0, 15},
		{"1qaz2wsx3edc", 20, 30},
		{"12345678901234567890", 7, 9},
		{"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 0, 4},
		{"abcabcabcabcabcabcabc", 0, 10},
		{"1987", 7, 7},
		{"мама мыла раму", 15, 25},
		{"horse horse horse horse horse", 12, 15},
		{"correcthorsebatterystaple", 7, 8},
		{"Tr0ub4dor&3", 25, 40},
		{"library spider note cinder essay forest", 62, 63},
		{"LIBRARY SPIDER NOTE CINDER ESSAY FOREST", 62, 63},
		{"шиллинг остров кокос курорт скворец веник", 64, 65},
		{"ibkkbyu jcnhjd rjrjc rehjhn crdjhtw dtybr", 64, 65}, // the same keys
		{"8f3kz91xqp4m7w2v", 50, 62},
		{"xkqzvtrwplmnhgbd", 60, 76},
		{"козы на крыше ели зеленую сирень", 45, 65},
	}
	for _, test := range tests {
		if got := Strength(test.phrase); got < test.least || got > test.most {
			t.Errorf("Strength(%q) = %.1f; want %v to %v", test.phrase, got, test.least, test.most)
		}
	}
}

func TestStrengthIsThatOfTheWeakerLayout(t *testing.T) {
	for _, phrase := range []string{"password", "пароль2024", "Tr0ub4dor&3", "мама мыла раму", "library spider note"} {
		if a, b := Strength(phrase), Strength(swapLayout(phrase)); a != b {
			t.Errorf("%q is worth %.1f bits, on the same keys in the other layout %.1f", phrase, a, b)
		}
	}
}

func TestPastedBookStopsNothing(t *testing.T) {
	start := time.Now()
	if bits := Strength(strings.Repeat("a", 10<<20) + "b"); bits > EnoughBits {
		t.Errorf("one letter again and again is worth %.1f bits", bits)
	}
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v", took)
	}
}
