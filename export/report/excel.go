package report

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"
)

// This file alone knows excelize. Fonts and axis colours are said everywhere,
// as LibreOffice otherwise takes a serif face and an axis that is nearly
// invisible.

const (
	font   = "Arial"
	accent = "1F5C99"
	ink    = "262626"
	soft   = "6B6B6B"
	pale   = "9DBBDD"
)

// A chart hangs on rows and columns, and excelize takes rows to be lower than
// they are and columns to be wider: its figures are what a chart must be told.
const (
	shortened = 0.9
	widened   = 80.0 / 75
)

type book struct {
	file   *excelize.File
	styles [lookCount]int
	titles string // of the printed pages
	first  bool
	charts int
}

func newBook(r *Report) (*book, error) {
	b := &book{file: excelize.NewFile(), titles: r.Title, first: true}
	if r.Mark != "" {
		b.titles = r.Mark
	}
	for l, s := range lookStyles() {
		id, err := b.file.NewStyle(s)
		if err != nil {
			return nil, fmt.Errorf("make style: %w", err)
		}
		b.styles[l] = id
	}
	b.file.Pkg.Store("docProps/core.xml", properties(r))
	return b, nil
}

func (b *book) close() { b.file.Close() }

func (b *book) write(to io.Writer) error {
	b.file.SetActiveSheet(0)
	if err := b.file.Write(to); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// lookStyles is what each look comes to.
func lookStyles() [lookCount]*excelize.Style {
	style := func(f excelize.Font, a excelize.Alignment, format string) *excelize.Style {
		f.Family = font
		if f.Size == 0 {
			f.Size = 10
		}
		if f.Color == "" {
			f.Color = ink
		}
		if a.Vertical == "" {
			a.Vertical = "top"
		}
		s := &excelize.Style{Font: &f, Alignment: &a}
		if format != "" {
			s.CustomNumFmt = &format
		}
		return s
	}
	right := excelize.Alignment{Horizontal: "right"}
	wrap := excelize.Alignment{WrapText: true}
	rule := []excelize.Border{{Type: "bottom", Color: soft, Style: 1}}
	filled := func(s *excelize.Style, colour string) *excelize.Style {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
		return s
	}
	out := [lookCount]*excelize.Style{
		plainText:   style(excelize.Font{}, excelize.Alignment{}, "@"),
		wrapped:     style(excelize.Font{}, wrap, ""),
		strong:      style(excelize.Font{Bold: true}, wrap, ""),
		title:       style(excelize.Font{Bold: true, Size: 15, Color: accent}, wrap, ""),
		heading:     style(excelize.Font{Bold: true, Size: 11, Color: accent}, wrap, ""),
		remark:      style(excelize.Font{Size: 9, Color: soft}, wrap, ""),
		warned:      filled(style(excelize.Font{Bold: true, Color: "FFFFFF"}, wrap, ""), "B3261E"),
		head:        filled(style(excelize.Font{Bold: true}, wrap, ""), "E8EEF5"),
		headNumber:  filled(style(excelize.Font{Bold: true}, excelize.Alignment{Horizontal: "right", WrapText: true}, ""), "E8EEF5"),
		whole0:      style(excelize.Font{}, right, "0"),
		strongCount: style(excelize.Font{Bold: true}, right, "0"),
		percent:     style(excelize.Font{}, right, "0.0%"),
		linked:      style(excelize.Font{Color: "0563C1", Underline: "single"}, excelize.Alignment{}, ""),
		dotted:      style(excelize.Font{Color: soft}, right, "@"),

		behind:        style(excelize.Font{Size: 8, Color: soft}, excelize.Alignment{}, "@"),
		behindPercent: style(excelize.Font{Size: 8, Color: soft}, right, "0.0%"),
	}
	out[head].Border, out[headNumber].Border = rule, rule
	for n := range look(grouped) {
		out[number0+n] = style(excelize.Font{}, right, decimalFormat(int(n), false))
		out[number0+n+grouped] = style(excelize.Font{}, right, decimalFormat(int(n), true))
	}
	return out
}

// draw makes a sheet of a page.
func (b *book) draw(p page) error {
	if b.first {
		b.first = false
		if err := b.file.SetSheetName(b.file.GetSheetName(0), p.name); err != nil {
			return err
		}
	} else if _, err := b.file.NewSheet(p.name); err != nil {
		return err
	}
	if err := b.lay(p); err != nil {
		return err
	}
	for i, l := range p.lines {
		if err := b.file.SetRowHeight(p.name, i+1, l.height); err != nil {
			return err
		}
		for _, c := range l.cells {
			if err := b.cell(p.name, i, c); err != nil {
				return err
			}
		}
	}
	for _, c := range p.charts { // last: their place depends on the heights above
		if err := b.chart(p.name, c); err != nil {
			return fmt.Errorf("chart: %w", err)
		}
	}
	return nil
}

// lay sets up the sheet: widths, the lines that stay in sight, and printing.
func (b *book) lay(p page) error {
	for i, w := range p.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(p.name, column, column, w); err != nil {
			return err
		}
	}
	no, landscape, a4, scale := false, "landscape", 9, uint(printedScale)
	if err := b.file.SetSheetView(p.name, 0, &excelize.ViewOptions{ShowGridLines: &no}); err != nil {
		return err
	}
	top, err := excelize.CoordinatesToCellName(1, p.frozen+1)
	if err != nil {
		return err
	}
	if err := b.file.SetPanes(p.name, &excelize.Panes{Freeze: true, YSplit: p.frozen, TopLeftCell: top, ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	// A scale and not "fit to width", with which Excel passes over page breaks.
	if err := b.file.SetPageLayout(p.name, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, AdjustTo: &scale}); err != nil {
		return err
	}
	if err := b.file.SetPageMargins(p.name, margins()); err != nil {
		return err
	}
	for _, at := range p.breaks() {
		cell, err := excelize.CoordinatesToCellName(1, at+1)
		if err != nil {
			return err
		}
		if err := b.file.InsertPageBreak(p.name, cell); err != nil {
			return err
		}
	}
	return b.file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddHeader: "&C" + printed(b.titles), OddFooter: "&L&A&R&P / &N"})
}

func margins() *excelize.PageLayoutMarginsOptions {
	side, end, edge := 0.4, 0.6, 0.3 // inches
	return &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &end, Bottom: &end, Header: &edge, Footer: &edge}
}

func (b *book) cell(sheet string, row int, c cell) error {
	at, err := excelize.CoordinatesToCellName(c.column+1, row+1)
	if err != nil {
		return err
	}
	end := at
	if c.span > 1 {
		if end, err = excelize.CoordinatesToCellName(c.column+c.span, row+1); err != nil {
			return err
		}
		if err := b.file.MergeCell(sheet, at, end); err != nil {
			return err
		}
	}
	value := c.value
	if f, ok := value.(float64); ok {
		value = round15(f) // excelize cuts the digits after the 15th off
	}
	if err := b.file.SetCellValue(sheet, at, value); err != nil {
		return err
	}
	if c.sheet != "" {
		to, err := excelize.CoordinatesToCellName(1, c.line+1)
		if err != nil {
			return err
		}
		if err := b.file.SetCellHyperLink(sheet, at, quoted(c.sheet)+"!"+to, "Location"); err != nil {
			return err
		}
	}
	return b.file.SetCellStyle(sheet, at, end, b.styles[c.look])
}

func (b *book) chart(sheet string, c chart) error {
	at, err := excelize.CoordinatesToCellName(c.column+1, c.line+1)
	if err != nil {
		return err
	}
	names, err := span(sheet, c.names, c.first, c.last)
	if err != nil {
		return err
	}
	values, err := span(sheet, c.values, c.first, c.last)
	if err != nil {
		return err
	}
	name, err := span(sheet, c.values, c.first-1, c.first-1) // the column's heading
	if err != nil {
		return err
	}
	letters := excelize.Font{Family: font, Size: 9, Color: ink}
	title := letters
	title.Bold = true
	gap, zero, same := uint(45), 0.0, false
	out := &excelize.Chart{
		Type: excelize.Bar,
		Series: []excelize.ChartSeries{{
			Name: name, Categories: names, Values: values,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{pale}},
			DataLabel: excelize.ChartDataLabel{Font: letters},
		}},
		Format:     excelize.GraphicOptions{OffsetX: c.indent},
		Dimension:  excelize.ChartDimension{Width: uint(float64(c.width) * widened), Height: uint(float64(c.height) * shortened)},
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.title, Font: &title}}},
		Legend:     excelize.ChartLegend{Position: "none"},
		VaryColors: &same,
		GapWidth:   &gap,
		XAxis:      excelize.ChartAxis{Font: letters, ReverseOrder: true},
		YAxis:      excelize.ChartAxis{Font: letters, Minimum: &zero, TickLabelPosition: excelize.ChartTickLabelHigh},
		Fill:       excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFFFFF"}},
		Border:     excelize.LineOptions{Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"D0D0D0"}}, Width: 0.75},
	}
	if !c.upright {
		out.YAxis.NumFmt = excelize.ChartNumFmt{CustomNumFmt: "0%"}
		out.YAxis.Maximum = &c.most
	} else {
		narrow := uint(6)
		out.Type, out.GapWidth = excelize.Col, &narrow
		out.XAxis.ReverseOrder = false
		out.YAxis.TickLabelPosition = excelize.ChartTickLabelNextToAxis
		out.YAxis.MajorGridLines = true
		out.PlotArea.ShowVal = true
	}
	if err := b.file.AddChart(sheet, at, out); err != nil {
		return err
	}
	b.charts++
	return b.refine(fmt.Sprintf("xl/charts/chart%d.xml", b.charts), sheet, c)
}

// span names cells of one column, as a chart reads them.
func span(sheet string, column, first, last int) (string, error) {
	from, err := excelize.CoordinatesToCellName(column+1, first+1, true)
	if err != nil {
		return "", err
	}
	to, err := excelize.CoordinatesToCellName(column+1, last+1, true)
	if err != nil {
		return "", err
	}
	return quoted(sheet) + "!" + from + ":" + to, nil
}
