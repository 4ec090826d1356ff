package survey

// graph is who reads whom among the cells of a form.
type graph struct{}
