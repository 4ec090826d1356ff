package report

import (
	"bytes"
	"errors"
	"fmt"
	"html"
)

// refine adds to the chart that was made last what excelize cannot: whiskers
// for the intervals, and room for the names of bars, which LibreOffice
// otherwise breaks in mid-word.
func (b *book) refine(part, sheet string, c chart) error {
	loaded, _ := b.file.Pkg.Load(part)
	drawn, ok := loaded.([]byte)
	if !ok {
		return errors.New("excelize made no chart part")
	}
	if c.room > 0 {
		drawn = bytes.Replace(drawn, []byte("<plotArea>"), []byte("<plotArea>"+c.layout()), 1)
	}
	if c.whiskers {
		down, err := span(sheet, c.column+downColumn, c.first, c.last)
		if err != nil {
			return err
		}
		up, err := span(sheet, c.column+upColumn, c.first, c.last)
		if err != nil {
			return err
		}
		drawn = bytes.Replace(drawn, []byte("<cat>"), []byte(whiskers(down, up)+"<cat>"), 1)
	}
	b.file.Pkg.Store(part, drawn)
	return nil
}

// layout places the inner plot area, as parts of the chart's width and height.
func (c chart) layout() string {
	top := 34 / float64(c.height)
	bottom := 30 / float64(c.height)
	return fmt.Sprintf(`<layout><manualLayout><layoutTarget val="inner"/><xMode val="edge"/><yMode val="edge"/>`+
		`<x val="%.4f"/><y val="%.4f"/><w val="%.4f"/><h val="%.4f"/></manualLayout></layout>`,
		c.room, top, 0.94-c.room, 1-top-bottom)
}

// whiskers are error bars whose lengths stand in cells. LibreOffice passes over
// lengths that stand in the chart itself.
func whiskers(down, up string) string {
	side := func(name, cells string) string {
		return "<" + name + "><numRef><f>" + html.EscapeString(cells) + "</f></numRef></" + name + ">"
	}
	return `<errBars><errBarType val="both"/><errValType val="cust"/><noEndCap val="0"/>` + side("plus", up) + side("minus", down) +
		`<spPr><a:ln w="12700"><a:solidFill><a:srgbClr val="` + ink + `"/></a:solidFill></a:ln></spPr></errBars>`
}
