package screen

import (
	"context"
	"encoding/json"
	"slices"

	"anketa/storage"
	"anketa/survey/message"
)

// Settings are those of one laptop. They are kept in the store.
type Settings struct {
	Interviewer string // the code of the person at the desk, never a name
	Language    string // of the interface: en, ru; "" follows the system
	Look        Look
	TextSize    int    // percent
	Practice    bool   // new interviews are for practice
	Folder      string // where files were written last; "" at first
	Idle        int    // minutes without key or mouse until the window locks itself
	Last        string // the code of who was at the desk last
}

// known are those that may be read before the door is open: nothing of anybody.
func (s Settings) known() Settings {
	return Settings{Language: s.Language, Look: s.Look, TextSize: s.TextSize, Idle: s.Idle, Last: s.Last}
}

// Look is how the window is coloured.
type Look string

const (
	SystemLook   Look = "" // as the desktop is
	LightLook    Look = "light"
	DarkLook     Look = "dark"
	ContrastLook Look = "contrast"
)

// Looks and TextSizes are what the settings screen offers.
var (
	Looks     = []Look{SystemLook, LightLook, DarkLook, ContrastLook}
	TextSizes = []int{90, 100, 115, 130, 150, 175, 200}
	// IdleMinutes are after how many minutes the window may lock itself.
	IdleMinutes = []int{1, 2, 3, 5, 7, 10, 15}
)

// What the window keeps in the store, by name.
const (
	windowSetting = "window"
	formSetting   = "form"
)

// usualIdle is after how many minutes the window locks itself at first.
const usualIdle = 3

// openSettings reads those that are known before the door is open.
func openSettings(ctx context.Context, store *storage.Store) (Settings, error) {
	var s Settings
	text, err := store.OpenSetting(ctx, windowSetting)
	if err != nil {
		return s, message.New("read settings: %w", err)
	}
	if json.Unmarshal([]byte(text), &s) != nil {
		s = Settings{}
	}
	return s.known().inBounds(), nil
}

// loadSettings reads all of them. Those that are known before are those that
// count.
func loadSettings(ctx context.Context, store *storage.Store) (Settings, error) {
	var s Settings
	text, err := store.Setting(ctx, windowSetting)
	if err != nil {
		return s, message.New("read settings: %w", err)
	}
	if json.Unmarshal([]byte(text), &s) != nil {
		s = Settings{} // how the window looks keeps nobody from the interviews
	}
	if text, err := store.OpenSetting(ctx, windowSetting); err != nil || text == "" {
		return s.inBounds(), err
	}
	known, err := openSettings(ctx, store)
	s.Language, s.Look, s.TextSize, s.Idle, s.Last = known.Language, known.Look, known.TextSize, known.Idle, known.Last
	return s, err
}

// inBounds puts what the window cannot use right.
func (s Settings) inBounds() Settings {
	if !slices.Contains(TextSizes, s.TextSize) {
		s.TextSize = 100
	}
	if !slices.Contains(Looks, s.Look) {
		s.Look = SystemLook
	}
	if s.Idle < 1 || s.Idle > 15 {
		s.Idle = usualIdle
	}
	return s
}

// SaveSettings keeps s for the next start and uses it from now on.
func (d *Desk) SaveSettings(ctx context.Context, s Settings) error {
	s.Interviewer, s.Last = d.User(), d.User()
	if err := setJSON(ctx, d.Store, windowSetting, s); err != nil {
		return message.New("save settings: %w", err)
	}
	if err := keepKnown(ctx, d.Store, s); err != nil {
		return err
	}
	d.Settings = s
	return nil
}

// SaveSettings keeps what may be chosen before the door is open.
func (d *Door) SaveSettings(ctx context.Context, s Settings) error {
	d.Settings = s.known()
	if d.chosen = d.State() == storage.Plain; d.chosen {
		return nil // a store in clear has no place for it until it is converted
	}
	return keepKnown(ctx, d.store, s)
}

func keepKnown(ctx context.Context, store *storage.Store, s Settings) error {
	text, err := json.Marshal(s.known())
	if err == nil {
		err = store.SetOpenSetting(ctx, windowSetting, string(text))
	}
	if err != nil {
		return message.New("save settings: %w", err)
	}
	return nil
}

func getJSON(ctx context.Context, store *storage.Store, name string, v any) (ok bool, err error) {
	text, err := store.Setting(ctx, name)
	if err != nil || text == "" {
		return false, err
	}
	return true, json.Unmarshal([]byte(text), v)
}

func setJSON(ctx context.Context, store *storage.Store, name string, v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return store.SetSetting(ctx, name, string(text))
}
