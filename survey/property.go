package survey

// A Property is one thing about an item that an expression can decide.
type Property uint8

const (
	Count     Property = iota // how many instances a repeat has
	Relevant                  // whether it is asked
	Value                     // what a calculation comes to; for a question, its answer
	ReadOnly                  // whether it can be typed into
	Required                  // whether the finish needs an answer
	Choices                   // which choices are offered
	Wording                   // label, hint and choice labels with ${…} in them
	Valid                     // whether the constraint holds
	Plausible                 // whether the soft check (column warning) is silent
	Properties
)

var propertyNames = [...]string{"repeat_count", "relevant", "calculation", "read_only", "required", "choice_filter", "label", "constraint", "warning"}

// String gives the column that an author would look in.
func (p Property) String() string { return propertyNames[p] }

// A Cell is a vertex of the dependency graph: one property of one item.
type Cell struct {
	Item     *Item
	Property Property
}

func (c Cell) String() string { return c.Item.Name + " " + c.Property.String() }
