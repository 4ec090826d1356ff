package screen

// Version is that of the program, as FyneApp.toml has it too.
const Version = "0.1.0"
