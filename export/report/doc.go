// Package report sums up the records of one form for people who read tables:
// how each question was answered, by how many, and how sure a share is.
//
//	r, err := report.Build(form, records, report.Options{Language: 0, Now: time.Now()})
//	…
//	err = r.Write(ctx, "report.xlsx")
//
// Build counts; what it returns holds every figure as data. Write only draws:
// nothing stands in the workbook that the Report does not hold.
//
// # What is counted
//
// A question is counted once for every unit: an interview or, inside a repeat,
// an instance of that repeat. Each unit falls into exactly one of the lines of
// a Base, so they add up to its Units. Shares are of those who gave an answer
// (Base.Given): don't know, refused, not applicable, not reached and not asked
// stand beside the table and are in no denominator. Where nobody
// gave an answer n is 0 and there is no share. Every choice of the form has its
// line, with a true 0 where nobody gave it, but for lists too long to read;
// where nobody was asked there are no lines.
//
// Intervals are Wilson's at 95 %. Quantiles are of type 7, as Excel's
// PERCENTILE.INC and R's default.
//
// A number whose column report_by names a select_one question outside of
// repeats is reported apart for each answer to that question, as amounts of
// money are for each currency: sums in roubles and in tenge have no mean.
//
// # What is never shown
//
// Text that a person typed: text questions, other texts and codes that the
// form does not have are counted and not printed, and neither are dates and
// places. A calculation that gives text is shown only where each of its values
// is a word of the expression itself. A question that the form withholds from
// analysts (analyst_export "drop") is counted and not tabulated. With
// Options.Small, counts that would point at a few people are hidden, each by
// itself, with the fewest others from which it would follow: in its table, in
// the sample, and in the tables of those who were asked because of it. n stands
// unless few gave an answer; that a few gave none, and not why, follows from it.
// Of questions of the sensitivity 3 not even that is shown.
//
// Real interviews alone are data. Training and simulated ones come in only on
// request, or where there is nothing else than simulated ones, and then every
// sheet says so.
package report
