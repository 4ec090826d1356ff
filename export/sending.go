package export

import (
	"strconv"
	"strings"
)

// A Sending is one export by one laptop, and the end that the history of its
// store had then. Who keeps them notices an export that has not arrived, and a
// store that was rolled back between two of them.
type Sending struct {
	Device string
	Number int    // of the export, counted by the laptop from 1
	Seq    int64  // entries of the history
	Link   string // that stands for them, in hex
	Code   string // the same, as it is read out over the phone
}

// sendingItem is the item of the sheet _export: kind is the number, column the
// code, path the laptop's id, value the end of the history as 340:9f86d0….
const sendingItem = "export"

func (m *statements) sendings(all []Sending) {
	for _, e := range all {
		m.say(sendingItem, "", e.Code, strconv.Itoa(e.Number), e.Device, strconv.FormatInt(e.Seq, 10)+":"+e.Link)
	}
}

// mostSending bounds what a file can say of an export's number.
const mostSending = 1 << 20

// sendingLine is the way back; what is no export is passed over.
func (m *manifestReader) sendingLine(code, number, device, value string) {
	n, err := strconv.Atoi(number)
	before, link, _ := strings.Cut(value, ":")
	seq, err2 := strconv.ParseInt(before, 10, 64)
	if err == nil && err2 == nil && n > 0 && n < mostSending && seq >= 0 && device != "" {
		m.sent = append(m.sent, Sending{device, n, seq, link, code})
	}
}
