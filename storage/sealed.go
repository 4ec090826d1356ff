package storage

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// A sealed interview is an age file for the form's recipients. Opened, with
// Anketa or with age, it is one line of JSON and blanks behind it:
//
//	{"anketa_sealed":1,"public":"<base64>","signature":"<base64>",
//	 "content":{"form":"…","device":"…","head":"<seq>:<hex>","code":"ABCD-EFGH",
//	            "record":RECORD,"files":[FILE,…],"journal":[ROW,…]}}
//
// FILE is a SealedFile: a file that an answer names, and which age file has it.
// RECORD is a record as survey.Encode writes it, ROW a row of the journal as
// journalFormat says, with its number n in front. The signature is that of the
// person whose public key stands beside it, over the bytes of content.

const (
	sealedFormat  = 1
	sealedContext = "anketa/sealed/1"
	sealedPad     = 4 << 10
)

// Why a sealed interview is not taken.
var (
	ErrSealed    = message.New("the interview is sealed for the coordinator, and nobody here can read it")
	ErrSignature = message.New("its signature does not hold")
	ErrMoved     = message.New("what stands beside it is not what was sealed")
	ErrUnsealed  = message.New("it is no sealed interview of Anketa")
)

// A SealedRow is a sealed interview with what stands beside it in clear: only
// what a coordinator needs to sort files.
type SealedRow struct {
	ID, Case, Interviewer string
	Day                   string // on which it was begun: 2026-05-01
	Kind                  survey.Kind
	Number                int
	Device, Form, Version string
	Public                ed25519.PublicKey // of whoever signed it
	Payload               []byte            // an age file
	Files                 []string          // names of the age files of its answers
}

// An Opened is a sealed interview that was opened.
type Opened struct {
	Record  *survey.Record
	Public  ed25519.PublicKey // of whoever signed it; whether they are known is for the caller to say
	Head    Head              // the end of the laptop's history before
	Journal []byte            // who changed what and when, as JSON: see Changes
	Files   []SealedFile
}

// Encoded gives the record as survey.Encode writes it.
func (o *Opened) Encoded() []byte { return survey.Encode(o.Record) }

type sealedJSON struct {
	Format    int             `json:"anketa_sealed"`
	Public    string          `json:"public"`
	Signature string          `json:"signature"`
	Content   json.RawMessage `json:"content"`
}

type contentJSON struct {
	Form    string            `json:"form"`
	Version string            `json:"form_version"`
	Device  string            `json:"device"`
	Head    string            `json:"head"`
	Code    string            `json:"code"`
	Record  json.RawMessage   `json:"record"`
	Files   []SealedFile      `json:"files,omitempty"`
	Journal []json.RawMessage `json:"journal"`
}

// sealFor gives the age file of a record.
func sealFor(to seal.Recipients, key ed25519.PrivateKey, r *survey.Record, files []SealedFile, journal []json.RawMessage, head Head) ([]byte, error) {
	content, err := json.Marshal(contentJSON{r.Form, r.Version, r.Device, head.String(), head.Code(), survey.Encode(r), files, journal})
	if err != nil {
		return nil, err
	}
	public := key.Public().(ed25519.PublicKey)
	clear, err := json.Marshal(sealedJSON{sealedFormat, base64.StdEncoding.EncodeToString(public),
		base64.StdEncoding.EncodeToString(seal.Sign(key, sealedContext, content)), content})
	if err != nil {
		return nil, err
	}
	defer wipe(clear)
	defer wipe(content)
	// Blanks fill the last block but for the mark of its end, so that what age
	// opens is JSON and one byte.
	blanks := sealedPad - 1 - (len(clear)+1)%sealedPad
	clear = append(append(clear, '\n'), strings.Repeat(" ", max(blanks, 0))...)
	return to.Seal(clear)
}

// OpenSealed opens a sealed interview. The error is seal.ErrIdentity where it
// was sealed for others, ErrBroken, ErrSignature, or ErrUnsealed.
func OpenSealed(id *seal.Identity, payload []byte) (*Opened, error) {
	clear, err := id.Open(payload)
	if err != nil {
		return nil, err
	}
	return parseSealed(clear)
}

func parseSealed(clear []byte) (*Opened, error) {
	var j sealedJSON
	if err := json.Unmarshal(clear, &j); err != nil || j.Format != sealedFormat {
		return nil, ErrUnsealed
	}
	public, err := base64.StdEncoding.DecodeString(j.Public)
	signature, err2 := base64.StdEncoding.DecodeString(j.Signature)
	if err != nil || err2 != nil || !seal.Verify(public, sealedContext, j.Content, signature) {
		return nil, ErrSignature
	}
	var c contentJSON
	if err := json.Unmarshal(j.Content, &c); err != nil {
		return nil, ErrUnsealed
	}
	r, err := survey.Decode(c.Record)
	if err != nil || !r.IsFinished() {
		return nil, ErrUnsealed
	}
	o := &Opened{Record: r, Public: public, Files: c.Files}
	o.Head, _ = ParseHead(c.Head) // that of an empty history is none
	if o.Journal, err = json.Marshal(c.Journal); err != nil {
		return nil, ErrUnsealed
	}
	return o, nil
}

// Fits holds what was opened against what stood beside it; the error is
// ErrMoved.
func (o *Opened) Fits(row SealedRow) error {
	if !o.Public.Equal(row.Public) || sealedRowOf(o.Record) != row.beside() {
		return ErrMoved
	}
	return nil
}

// besideRow is what can be compared of a SealedRow.
type besideRow struct {
	id, code, interviewer, day string
	kind                       survey.Kind
	number                     int
	device, form, version      string
}

func (r SealedRow) beside() besideRow {
	return besideRow{r.ID, r.Case, r.Interviewer, r.Day, r.Kind, r.Number, r.Device, r.Form, r.Version}
}

func sealedRowOf(r *survey.Record) besideRow {
	return besideRow{r.ID, caseOf(r), r.Interviewer, dayOf(r), r.Kind, r.Number, r.Device, r.Form, r.Version}
}

func dayOf(r *survey.Record) string {
	if started := sane(r.Started); !started.IsZero() {
		return started.Format(sealedDay)
	}
	return ""
}

const sealedDay = "2006-01-02"

// caseCode is the question that holds an interview's case code.
const caseCode = "case_code"

func caseOf(r *survey.Record) string {
	if r.Root == nil {
		return ""
	}
	for p, a := range r.All() {
		if a.State != survey.Given || a.Name != caseCode || a.Text == "" {
			continue
		}
		if repeated := strings.Contains(string(p), "["); !repeated {
			return a.Text
		}
	}
	return ""
}

func (r SealedRow) String() string {
	return fmt.Sprintf("interview %d of %s", r.Number, r.Interviewer)
}
