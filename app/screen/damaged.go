package screen

import (
	"slices"

	"anketa/storage"
	"anketa/survey/message"
)

// damagedNumbers are those of the interviews in a list that cannot be read.
func damagedNumbers(all []storage.Summary) (numbers []int) {
	for _, s := range all {
		if s.Damaged != nil {
			numbers = append(numbers, s.Number)
		}
	}
	slices.Sort(numbers)
	return numbers
}

// damagedWords tells people of them, and what to do. There is nothing to say
// where all are in order.
func damagedWords(all []storage.Summary) []*message.Text {
	numbers := damagedNumbers(all)
	if len(numbers) == 0 {
		return nil
	}
	return []*message.Text{message.New("Interviews that are damaged and cannot be read: %s. Close the window and run anketa restore, which brings them back from a backup; where it finds nothing to restore, keep the store as it is and ask your coordinator.", numberList(numbers))}
}

// leftDamaged is damagedWords for a file that goes out without them.
func leftDamaged(all []storage.Summary) []*message.Text {
	numbers := damagedNumbers(all)
	if len(numbers) == 0 {
		return nil
	}
	return []*message.Text{message.New("Interviews that are damaged and are not in the file: %s. Close the window and run anketa restore, which brings them back from a backup; then export again. Where it finds nothing to restore, keep the store as it is and ask your coordinator.", numberList(numbers))}
}

// inOrder leaves the interviews that can be read.
func inOrder(all []storage.Summary) (out []storage.Summary) {
	for _, s := range all {
		if s.Damaged == nil {
			out = append(out, s)
		}
	}
	return out
}
