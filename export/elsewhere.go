package export

import (
	"fmt"
	"strconv"
	"strings"
)

// Numbers are running numbers that a laptop gave out to interviews which are
// not in its workbook, from First to Last. Without them a number of another
// form would look like an interview that is lost.
type Numbers struct {
	Device      string
	Why         string // OtherForm, Unfinished, Discarded, Withdrew or Colleague
	First, Last int
}

// What becomes of a number that is not in the workbook.
const (
	OtherForm  = "other_form"
	Unfinished = "unfinished"
	Discarded  = "discarded"
	Withdrew   = "withdrawn"
	Colleague  = "colleague" // somebody else who shares the laptop has it, and alone can export it
)

// elsewhereItem is the item of the sheet _export: kind is why, path the
// laptop's id, value the numbers as 5-7.
const elsewhereItem = "elsewhere"

func (m *statements) elsewhere(all []Numbers) {
	for _, n := range all {
		m.say(elsewhereItem, "", "", n.Why, n.Device, fmt.Sprintf("%d-%d", n.First, n.Last))
	}
}

// elsewhereLine is the way back; what is no range of numbers is passed over.
func (m *manifestReader) elsewhereLine(why, device, value string) {
	from, to, _ := strings.Cut(value, "-")
	first, err := strconv.Atoi(from)
	last, err2 := strconv.Atoi(to)
	if err == nil && err2 == nil && first > 0 && last >= first {
		m.numbers = append(m.numbers, Numbers{device, why, first, last})
	}
}
