package field

import "regexp"

// A link is [words](address) in a wording.
type link struct{ words, address string }

var linkForm = regexp.MustCompile(`\[([^\]\n]+)\]\(([^)\s]+)\)`)

// linksOf gives the links of a wording in their order.
func linksOf(text string) (out []link) {
	for _, m := range linkForm.FindAllStringSubmatch(text, -1) {
		out = append(out, link{m[1], m[2]})
	}
	return out
}

// withoutLinks leaves the words of links, which are marked as links are.
func withoutLinks(text string) string { return linkForm.ReplaceAllString(text, "*$1*") }
