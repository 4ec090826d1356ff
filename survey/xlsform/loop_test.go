package xlsform

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestLoopsInLoops wants loops that multiply beyond all measure refused at
// once.
func TestLoopsInLoops(t *testing.T) {
	const deep = 8
	var b strings.Builder
	b.WriteString("| survey | type | name | label |\n")
	for i := range deep {
		fmt.Fprintf(&b, "| | begin loop over l | x%d | X |\n", i)
	}
	b.WriteString("| | text | q | Q |\n")
	b.WriteString(strings.Repeat("| | end loop | | |\n", deep))
	b.WriteString("| choices | list_name | name | label |\n")
	for i := range 100 {
		fmt.Fprintf(&b, "| | l | c%d | C |\n", i)
	}
	start := time.Now()
	_, faults := ReadMarkdown(b.String(), Options{})
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
	told := 0
	for _, f := range faults {
		if f.Code == "LOOP_001" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}
