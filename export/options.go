package export

import (
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// Options say how a workbook is written. The zero Options write records
// without a form: then every one is kept whole in the sheet _versions, and the
// sheet data holds only what every record has.
type Options struct {
	Forms    []*survey.Form  // newest first; the first leads: its order, its sheets
	Language int             // of the labels, an index in Forms[0].Languages
	Device   string          // who writes; "" for a merge
	Now      time.Time       // when
	Files    []File          // of a merge: what went into it
	Notices  []*message.Text // what people should know of the workbook, a sentence each
	Outside  []Judged        // of a merge: what was edited outside, and what was decided about it

	// Password protects the file as Excel does it; without it nobody reads it
	// again. "" leaves the file open. Whether it is strong enough is for the
	// caller to say.
	Password string

	Elsewhere []Numbers // running numbers of interviews that are not written, and why
	Sendings  []Sending // this export; of a merge: those that went into it

	Withdrawn []Withdrawn // interviews that were withdrawn, for whoever has an older workbook

	// Mapping puts answers of older versions of the form into the columns of
	// other questions. It travels with the workbook.
	Mapping []Mapped

	// Others are the versions that are no row of the sheet data: the
	// superseded ones, and the other side of a conflict.
	Others []*survey.Record

	Sealed []SealedRow // interviews that only the coordinator can open

	// Media has the files of answers, which are written into MediaFolder; with a
	// password none is, for it would lie there in clear. nil writes none.
	Media Media

	Total    int                   // how many records come, for Progress; 0 where not known
	Progress func(done, total int) // called now and then, for records and then anew for files; may be nil
}

// Written sums up a workbook.
type Written struct {
	Records int    // rows of the sheet data
	Rows    int    // rows with answers in all sheets
	SHA256  string // of the file, in hex

	Media  int         // files of answers beside the workbook
	Absent []MediaFile // those that answers name and that were not to be had
}
