package screen

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"anketa/storage"
)

// Settings are those of one laptop. They are kept in the store.
type Settings struct {
	Interviewer string // a code, never a name
	Language    string // of the interface: en, ru; "" follows the system
	Look        Look
	TextSize    int    // percent
	Practice    bool   // new interviews are for practice
	Folder      string // where files were written last; "" at first
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
)

// What the window keeps in the store, by name.
const (
	windowSetting = "window"
	formSetting   = "form"
)

func loadSettings(ctx context.Context, store *storage.Store) (Settings, error) {
	s := Settings{TextSize: 100}
	if _, err := getJSON(ctx, store, windowSetting, &s); err != nil {
		return s, fmt.Errorf("read settings: %w", err)
	}
	if !slices.Contains(TextSizes, s.TextSize) {
		s.TextSize = 100
	}
	if !slices.Contains(Looks, s.Look) {
		s.Look = SystemLook
	}
	return s, nil
}

// SaveSettings keeps s for the next start and uses it from now on.
func (d *Desk) SaveSettings(ctx context.Context, s Settings) error {
	if err := setJSON(ctx, d.Store, windowSetting, s); err != nil {
		return fmt.Errorf("save settings: %w", err)
	}
	d.Settings = s
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
