package locale

import "testing"

func TestNameless(t *testing.T) {
	for _, c := range []struct {
		env  map[string]string
		want bool
	}{
		{nil, false},
		{map[string]string{"LANG": "C"}, false}, // Fyne reads that as English
		{map[string]string{"LANG": "C.UTF-8"}, true},
		{map[string]string{"LANG": "ru_RU.UTF-8"}, false},
		{map[string]string{"LC_ALL": "POSIX.UTF-8", "LANG": "ru_RU.UTF-8"}, true},
		{map[string]string{"LC_MESSAGES": "ru_RU.UTF-8", "LANG": "C.UTF-8"}, false},
	} {
		if got := nameless(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %v, want %v", c.env, got, c.want)
		}
	}
}
