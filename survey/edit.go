package survey

import (
	"slices"

	"anketa/survey/message"
)

// An Edit is one change of a record, as a journal keeps it. Edits are facts
// and not intentions: they carry the values that the engine arrived at, so
// that applying them needs no form and gives the same record on any machine.
type Edit struct {
	Op    Op
	Path  Path   // positions are those just before this edit
	Key   string // Insert: the new instance's key
	State State  // Put
	Text  string // Put
}

// Op is what an Edit does.
type Op uint8

const (
	Put     Op = iota // the answer at Path is State and Text, relevant and unconfirmed; groups on the way are made
	Insert            // a repeat instance appears at Path, with its position
	Remove            // the repeat instance at Path goes, with all that it holds
	Confirm           // the answer at Path was doubted by a soft check and confirmed
	Park              // the answer or instance at Path is not relevant now, and kept
	Drop              // the plain answer at Path goes, as it moved to another place; what a group there holds stays
)

var opNames = [...]string{"put", "insert", "remove", "confirm", "park", "drop"}

func (o Op) String() string { return opNames[o] }

// Apply carries out edits in order. An edit that does not fit the record, as
// an instance that is not there, stops it: the journal then belongs to
// something else.
func (r *Record) Apply(edits ...Edit) error {
	for _, e := range edits {
		if err := r.apply(e); err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) apply(e Edit) error {
	if r.Root == nil {
		r.Root = &Answer{}
	}
	parent, err := r.reach(e.Path.Parent())
	if err != nil {
		return err
	}
	name, n := e.Path.Last()
	switch e.Op {
	case Insert:
		return parent.insert(name, n, e.Key)
	case Remove:
		return parent.remove(name, n)
	case Drop:
		return parent.drop(name, n)
	}
	a := parent.step(name, n)
	switch {
	case a == nil && n > 0:
		return noInstance(name, n)
	case a == nil:
		a = parent.grow(name)
	}
	switch e.Op {
	case Put:
		a.State, a.Text, a.Confirmed, a.Parked = e.State, e.Text, false, false
	case Confirm:
		a.Confirmed = true
	case Park:
		a.Parked = true
	default:
		return message.New("there is no edit of kind %d", e.Op)
	}
	return nil
}

func noInstance(name string, n int) error {
	return message.New("there is no instance %d of %s", n, name)
}

// reach walks to p and makes the groups that are missing on the way.
func (r *Record) reach(p Path) (*Answer, error) {
	a := r.Root
	for name, n := range p.Steps() {
		next := a.step(name, n)
		if next == nil && n > 0 {
			return nil, noInstance(name, n)
		}
		if next == nil {
			next = a.grow(name)
		}
		a = next
	}
	return a, nil
}

// grow makes an answer or group, before the instances of repeats.
func (a *Answer) grow(name string) *Answer {
	at := len(a.Children)
	for at > 0 && a.Children[at-1].Key != "" {
		at--
	}
	grown := &Answer{Name: name}
	a.Children = slices.Insert(a.Children, at, grown)
	return grown
}

// insert makes the nth instance of a repeat. Instances stand after everything
// else in their group, by the repeat's name and then by position, so that the
// order of a record does not tell the order of events.
func (a *Answer) insert(name string, n int, key string) error {
	at, count := len(a.Children), 0
	for i, c := range a.Children {
		if c.Key != "" && (c.Name > name || c.Name == name && count+1 == n) {
			at = min(at, i)
		}
		if c.Key != "" && c.Name == name {
			count++
		}
	}
	if n < 1 || n > count+1 {
		return message.New("instance %d of %s cannot follow instance %d", n, name, count)
	}
	a.Children = slices.Insert(a.Children, at, &Answer{Name: name, Key: key})
	return nil
}

func (a *Answer) remove(name string, n int) error {
	gone := a.Instance(name, n)
	if gone == nil {
		return noInstance(name, n)
	}
	a.lose(gone)
	return nil
}

// drop takes a plain answer away; a group that it shares its name with stays.
func (a *Answer) drop(name string, n int) error {
	gone := a.Plain(name)
	switch {
	case n > 0 || gone == nil:
		return message.New("there is no answer %s to drop", name)
	case gone.Children != nil:
		gone.State, gone.Text, gone.Confirmed, gone.Parked = NotReached, "", false, false
	default:
		a.lose(gone)
	}
	return nil
}

func (a *Answer) lose(gone *Answer) {
	kept := a.Children[:0]
	for _, c := range a.Children {
		if c != gone {
			kept = append(kept, c)
		}
	}
	if len(kept) == 0 {
		kept = nil // as in a group that never held one
	}
	a.Children = kept
}
