// Package ooxml reads the XML of which a workbook's parts are made, tag by
// tag, from a stream:
//
//	s := ooxml.NewScanner(part)
//	for s.Next() == nil {
//		if s.Tag.End && s.Tag.Is("t") {
//			fmt.Println(ooxml.Unescape(string(s.Text)))
//		}
//	}
//	if s.Err() != io.EOF {
//		return s.Err()
//	}
//
// Workbook writes a small workbook of texts, such as a form that was written as
// Markdown tables.
//
// What it promises of reading:
//
//   - It loses nothing: what it gives is what encoding/xml gives, which it
//     outruns some tenfold. What it does not understand it refuses, as a DOCTYPE,
//     an encoding other than UTF-8, an unknown entity, a character that XML
//     forbids, a tag that is not closed.
//   - Memory is bounded, whatever the part: no text or tag is longer than
//     mostToken, no element lies deeper than mostDepth.
package ooxml
