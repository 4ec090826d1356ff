package app

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/xuri/excelize/v2"

	"anketa/app/screen/screentest"
	"anketa/survey"
)

// The questionnaire of these tests.
const townForm = `
| survey | | | | | | | | | |
| | type | name | label::Русский (ru) | label::English (en) | required | relevant | constraint | appearance | sensitivity |
| | begin_group | g_you | О Вас | About you | | | | | |
| | integer | age | Сколько Вам лет? | How old are you? | yes | | . >= 14 | | 0 |
| | select_one yn | work | Вы работаете? | Do you work? | yes | | | | 0 |
| | text | firm | Где? | Where? | | ${work} = 'y' | | | 0 |
| | end_group | | | | | | | | |
| | begin_group | g_list | Условия | Conditions | | | | field-list | |
| | select_one yn | contract | Есть договор? | A contract? | | | | | 0 |
| | text | why | Почему нет? | Why not? | yes | ${contract} = 'n' | | | 0 |
| | integer | hours | Сколько часов в день? | Hours a day? | | | | | 0 |
| | end_group | | | | | | | | |
| | begin_group | g_harm | Насилие | Violence | | | | | |
| | select_one yn | beaten | Вас били? | Were you beaten? | | | | | 3 |
| | end_group | | | | | | | | |

| choices | | | | |
| | list_name | name | label::Русский (ru) | label::English (en) |
| | yn | y | Да | Yes |
| | yn | n | Нет | No |

| settings | | | | |
| | form_title | form_id | version | default_language |
| | Town | town | 1 | Русский (ru) |
`

// A rig is the window on a new store, driven by keys.
type rig struct {
	*App
	t     *testing.T
	disk  *disk
	store string
}

// A disk is the queue of writes, which can be made to fail.
type disk struct{ full bool }

func (d *disk) Put(write func() error, landed func(error)) {
	if d.full {
		landed(errors.New("the disk is full"))
		return
	}
	landed(write())
}

func newRig(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	form := filepath.Join(dir, "town.xlsx")
	writeForm(t, form, townForm)
	return openRig(t, filepath.Join(dir, "anketa.db"), form)
}

// writeForm makes the workbook of a form that is written as tables.
func writeForm(t *testing.T, path, tables string) {
	t.Helper()
	f, sheet, row := excelize.NewFile(), "", 0
	for line := range strings.Lines(tables) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if name := strings.TrimSpace(cells[0]); name != "" {
			sheet, row = name, 0
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			continue
		}
		row++
		for i, cell := range cells[1:] {
			if err := f.SetCellStr(sheet, fmt.Sprintf("%c%d", 'A'+i, row), strings.TrimSpace(cell)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

func openRig(t *testing.T, store, form string) *rig {
	t.Helper()
	r := &rig{t: t, disk: &disk{}, store: store}
	r.App = newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: store})
	r.window.Resize(fyne.NewSize(1100, 700))
	desk := screentest.Open(t, store, form, r.disk)
	t.Cleanup(func() { r.desk.Close() })
	r.lang = languageFor("en")
	r.listen()
	r.begin(desk)
	return r
}

// press presses keys by name, where the keyboard is.
func (r *rig) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		event := &fyne.KeyEvent{Name: k}
		if f := r.window.Canvas().Focused(); f != nil {
			f.TypedKey(event)
		} else {
			r.typed(event)
		}
	}
}

// strike presses keys that type their sign too. The sign goes to whatever has
// the keyboard then, as in a window.
func (r *rig) strike(keys ...fyne.KeyName) {
	for _, k := range keys {
		r.press(k)
		if f := r.window.Canvas().Focused(); f != nil {
			f.TypedRune([]rune(string(k))[0])
		}
	}
}

// held presses a key with Ctrl or Alt.
func (r *rig) held(modifier fyne.KeyModifier, k fyne.KeyName) {
	s := &desktop.CustomShortcut{KeyName: k, Modifier: modifier}
	if f, ok := r.window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(s)
		return
	}
	r.Shortcut(s)
}

func (r *rig) ctrl(k fyne.KeyName) { r.held(fyne.KeyModifierShortcutDefault, k) }

// interview is the one that is shown.
func (r *rig) interview() *interviewView {
	r.t.Helper()
	v, ok := r.shown().(*interviewView)
	if !ok {
		r.t.Fatalf("%s is shown, want an interview", r.shown().name())
	}
	return v
}

func (r *rig) wantScreen(name string) {
	r.t.Helper()
	if got := r.shown().name(); got != name {
		r.t.Fatalf("the screen is %s, want %s", got, name)
	}
}

// wantAsked checks the question that has the keyboard, in the interview and in
// the window.
func (r *rig) wantAsked(p survey.Path) {
	r.t.Helper()
	v := r.interview()
	if got := v.s.Focus(); got != p {
		r.t.Fatalf("the question is %s, want %s", got, p)
	}
	f := v.fieldOf(p)
	if f == nil || f.Focus() == nil || r.window.Canvas().Focused() != f.Focus() {
		r.t.Fatalf("the keyboard is not on %s", p)
	}
}

func (r *rig) wantAnswer(p survey.Path, text string, state survey.State) {
	r.t.Helper()
	if v := r.interview().s.View(p); v.Text != text || v.State != state {
		r.t.Errorf("%s is %q, %v; want %q, %v", p, v.Text, v.State, text, state)
	}
}

// overlaid says whether something stands over the window.
func (r *rig) overlaid() bool { return r.window.Canvas().Overlays().Top() != nil }
