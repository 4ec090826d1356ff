package survey

import "fmt"

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
	Put    Op = iota // the answer at Path is State and Text; groups on the way are made
	Insert           // a repeat instance appears at Path, with its position
	Remove           // the repeat instance at Path goes, with all that it holds
)

var opNames = [...]string{"put", "insert", "remove"}

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
	default:
		a := parent.Child(name, 1)
		if a == nil {
			a = &Answer{Name: name}
			parent.Children = append(parent.Children, a)
		}
		a.State, a.Text = e.State, e.Text
		return nil
	}
}

// reach walks to p and makes the groups that are missing on the way.
func (r *Record) reach(p Path) (*Answer, error) {
	a := r.Root
	for name, n := range p.Steps() {
		next := a.Child(name, max(n, 1))
		if next == nil && n > 0 {
			return nil, fmt.Errorf("there is no instance %d of %s", n, name)
		}
		if next == nil {
			next = &Answer{Name: name}
			a.Children = append(a.Children, next)
		}
		a = next
	}
	return a, nil
}

func (a *Answer) insert(name string, n int, key string) error {
	at, count := len(a.Children), 0
	for i, c := range a.Children {
		if c.Name != name {
			continue
		}
		if count++; count == n {
			at = i
			break
		}
		at = i + 1
	}
	if n > count+1 {
		return fmt.Errorf("instance %d of %s cannot follow instance %d", n, name, count)
	}
	a.Children = append(a.Children, nil)
	copy(a.Children[at+1:], a.Children[at:])
	a.Children[at] = &Answer{Name: name, Key: key}
	return nil
}

func (a *Answer) remove(name string, n int) error {
	gone := a.Child(name, n)
	if gone == nil {
		return fmt.Errorf("there is no instance %d of %s", n, name)
	}
	kept := a.Children[:0]
	for _, c := range a.Children {
		if c != gone {
			kept = append(kept, c)
		}
	}
	a.Children = kept
	return nil
}
