package report

import (
	"time"

	"anketa/survey"
)

// Options say what a report is made of.
type Options struct {
	Language int           // of the labels: index in Form.Languages
	Kinds    []survey.Kind // which records count; nil: real ones, or simulated ones where there is nothing else
	Small    int           // counts from 1 to Small-1 are hidden, with what they follow from; 0 hides none
	Now      time.Time     // printed as the day the report was made
	Program  string        // the program and its version, as printed; a report of "Anketa …" may be written over
}

// A Report is every figure of a report workbook.
type Report struct {
	Title, Form, Version string
	Language             string // of labels and headings, as the form names it
	Program              string
	Made                 time.Time
	Kinds                []survey.Kind // that are in
	Mark                 string        // printed on every sheet where not all records are real; else ""
	Small                int

	N      int    // interviews that are in
	Digest string // SHA-256, in hex, over the sorted hashes of these interviews
	Sample Sample

	Sections []Section

	words words
}

// A Sample says which records are in, and of what they are made up.
type Sample struct {
	Read     int                       // records that were handed in
	Included [survey.Simulated + 1]int // by kind
	Excluded [survey.Simulated + 1]int // finished records of this form whose kind was not asked for
	Draft    int                       // not finished
	Other    int                       // of another form
	Further  int                       // a further version of an interview that is in already
	Tables   []Breakdown
}

// A Breakdown is the interviews by one property of theirs.
type Breakdown struct {
	Title string
	Rows  []Row // Low and High are 0: these are no estimates
}

// A Section is a top-level group of the form: one sheet.
type Section struct {
	Name      string // the group's; "" for the questions outside all groups
	Label     string
	Sheet     string // the sheet's name: at most 31 characters, unique
	Questions []Question
}

// A Question is one table: a question of the form, or one part of it where the
// form wants its figures apart (column report_by).
type Question struct {
	Name        string
	Path        survey.Path // without positions
	Label       string      // "" for most calculations
	Versions    []string    // of the form, where the one that the report is of does not have it
	Under       string      // label of the innermost group inside the section; "" where none
	Part        string      // label of the part of the records, where there are several tables
	Unit        string      // label of the repeat whose instances are counted; "" for interviews
	Type        string      // the type word of the form
	Kind        survey.QuestionKind
	Sensitivity int
	Table       Table
	Base        Base
	Withheld    Lines // which lines of Base are hidden, and hold 0
	Hidden      bool  // Base and all figures are withheld: too few gave an answer
	Partial     bool  // Rows lacks the choices that nobody gave: the list is long

	Rows    []Row    // Shares, Places
	Numbers *Numbers // Numeric; nil where n is 0, or where hidden bars would follow from them
	Bins    []Bin    // Numeric
}

// Table says how a question is summed up.
type Table uint8

const (
	Counted  Table = iota // only how many answered
	Shares                // one of several codes: counts add up to n
	Multiple              // several codes at once: shares may add up to more than 100 %
	Places                // an order: how often each code was put first
	Numeric               // numbers
)

// A Base is how the units of a question stand. They add up:
//
//	Units = Given + DontKnow + Refused + NotApplicable + NotReached + NotAsked + Unusable
type Base struct {
	Units         int // interviews, or instances of the repeat
	Given         int // n: answered; what shares are of
	DontKnow      int
	Refused       int
	NotApplicable int
	NotReached    int
	NotAsked      int
	Unusable      int // an answer that is not of the question's type
}

// Lines says something of each line of a Base, Units left out, in their order.
type Lines [baseLines]bool

const (
	givenLine = iota
	dontKnowLine
	refusedLine
	notApplicableLine
	notReachedLine
	notAskedLine
	unusableLine
	baseLines
)

// lines gives the lines of a base, Units left out.
func (b *Base) lines() [baseLines]*int {
	return [...]*int{&b.Given, &b.DontKnow, &b.Refused, &b.NotApplicable, &b.NotReached, &b.NotAsked, &b.Unusable}
}

// asked says whether anybody was asked, as far as it may be told.
func (q Question) asked() bool { return q.Base.asked() > 0 || q.Withheld != (Lines{}) }

// A Row is one code with its count and share. A hidden row holds no figure;
// where n is 0 a row holds the count 0 and no share.
type Row struct {
	Code      string // "" for codes that the form does not have, counted together
	Label     string
	Count     int
	Share     float64 // of n, from 0 to 1
	Low, High float64 // 95 % Wilson interval of Share
	Hidden    bool
}

// Numbers describe the numbers given.
type Numbers struct {
	N              int
	Mean           float64
	SD             *float64 // of the sample (n - 1); nil where N is 1
	Min, Max       *float64 // nil where small counts are hidden: each is one person's
	Q1, Median, Q3 float64
}

// A Bin is one bar of a histogram: From ≤ x < To.
type Bin struct {
	From, To float64
	Label    string
	Count    int
	Hidden   bool
}
