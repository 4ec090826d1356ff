// Package xlsform reads an XLSForm workbook, or the same as Markdown tables,
// into a survey.Form, and finds every fault of it at once.
//
//	form, faults := xlsform.Read(data, xlsform.Options{Name: "household", Attached: os.DirFS(folder)})
//	if err := faults.Err(); err != nil {
//		return err // every fault, each with sheet, cell, rule and remedy
//	}
//
// What is understood is pyxform's XLSForm: the sheets survey, choices,
// settings and external_choices; all type words; languages; group, repeat, the
// loops of old forms, parameters, appearances, or_other, choices from attached
// files and search(). A ${name} is checked in every column that pyxform knows,
// also where Anketa does nothing with it.
// Anketa's own additions are columns (warning, warning_message, sensitivity,
// analyst_export) and sheets (checks, quotas, indicators, reports) that ODK
// and Kobo ignore.
//
// It promises:
//
//   - A file that is no workbook, or a damaged, encrypted or hostile one, is
//     refused with a sentence. No part of a workbook is used before it was
//     unpacked to its end within limits and its checksum agreed, and before
//     its XML was read to its end: nothing is ever dropped in silence.
//   - A form with a fault is still read to its end. The faults are those of
//     survey.Form.Link too, in reading order, each once.
//   - What is accepted and then done in a reduced way is told once, as a
//     survey.Notice; what will not be as the author thinks, as a
//     survey.Warning.
//   - Codes are pyxform's where it has one (NAMES_001, PYREF_003 …).
package xlsform
