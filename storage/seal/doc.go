// Package seal is where answers are encrypted, and the only place that knows a
// cipher or how a key comes from a passphrase.
//
//	secret, err := seal.NewSecret(seal.NewKey())       // of the first person of a laptop
//	row := seal.LockWith(passphrase, seal.Calibrate(700*time.Millisecond), at, secret.Bytes())
//
//	b, err := seal.UnlockWith(passphrase, at, row)     // typed in either layout
//	secret, err := seal.ParseSecret(b)
//	data := seal.NewKey()                              // of one interview
//	wrapped := secret.User.Wrap(seal.Place{Kind: "key", Owner: id}, data)
//	sealed := data.Seal(seal.Place{Kind: "journal", Owner: id, N: 7}, clear, 128)
//
//	to, err := seal.ParseRecipients(setting)           // the coordinator's public key
//	sealed, err := to.Seal(record)                     // this laptop opens it no more
//	record, err := identity.Open(sealed)               // the coordinator's does
//
// # What it promises
//
//   - What is sealed opens with its key at its place, whole, or not at all. A
//     flipped bit, a cut, another place or another key is an error.
//   - Damage by accident (ErrBroken) is told from anything else (ErrForged),
//     also without a key: Intact.
//   - Lengths show no closer than the padding; that of a file to a coordinator
//     (Recipients.Writer), which is as large as it is, shows.
//   - A passphrase costs at each guess what its lock says, within bounds, so
//     that a file from elsewhere can neither take all memory nor make guessing
//     cheap.
//   - A phrase typed with the wrong layout, or with Caps Lock, opens all the
//     same: see Canonical. It knows QWERTY and ЙЦУКЕН as on Windows and Linux;
//     a Mac's own Russian layout has some signs, no letters, elsewhere.
//   - What goes to a coordinator is a file of age (age-encryption.org/v1), which
//     a quantum computer does not open, and the stock age program from 1.3 does.
//   - No error names a passphrase, a key or content.
//
// # What it does not
//
//   - Go cannot forget everything: a typed passphrase is a string, the garbage
//     collector copies, and the system may swap. Clear forgets what it can.
//   - What was erased may linger on an SSD, in copies of the file system and in
//     old backups, as ciphertext: it opens for who has them and the passphrase.
//   - A public key is public: whoever has it can seal a record to it. Who made it
//     is told by the signature inside, see Sign.
//   - A row, or a whole file, put back as it was earlier opens. That it is older
//     is told by the chain of the store.
//   - With the passphrase, the printed code and the coordinator's identities all
//     lost, the data is gone.
//
// # Formats, byte for byte
//
// Numbers are big-endian; ‖ joins; a field is its length in 4 bytes ‖ itself. A
// check is the first 8 bytes of the SHA-256 of all before it.
//
//	place      "anketa/seal/1" ‖ field(header) ‖ field(Kind) ‖ field(Owner) ‖ N in 8 bytes
//	box        header ‖ nonce 24 ‖ ciphertext ‖ tag 16 ‖ check 8
//	           XChaCha20-Poly1305, the place being the associated data
//	padding    0x80, then zeros up to the multiple; always at least the 0x80
//
//	sealed     a box, header 1, of the padded text
//	wrapped    a box, header 2, of a key's 32 bytes
//	locked     a box of the secret, its header
//	           3 ‖ passes 4 ‖ KiB 4 ‖ lanes 1 ‖ salt 16, its key
//	           Argon2id v1.3 (Canonical(passphrase) in UTF-8, salt), 32 bytes
//	handed     a box under the shared key, header 4, of an age file to one
//	           X25519 key: without the shared key none can be made
//
//	secret     1 ‖ user key 32 ‖ shared key 32 ‖ Ed25519 seed 32 ‖
//	           "AGE-SECRET-KEY-1…", 74 characters
//	sub        HKDF-Expand-SHA-256 (key, "anketa/sub/1/" ‖ purpose), 32 bytes
//	tag        HMAC-SHA-256 of the text under
//	           HKDF-Expand-SHA-256 (key, "anketa/tag/1")
//	signature  Ed25519 of "anketa/sign/1" ‖ field(context) ‖ message
//
//	record     an age file to one or two mlkem768x25519 keys, of the text padded
//	           to 4,096: whoever opens it with age cuts the 0x80 and zeros off
//	identity   an armoured age file, scrypt with the passphrase as typed (NFC,
//	           one space between words), of "# public key: …" and the secret
//	           key in a line each: age -d -i takes it
//	fingerprint  SHA-256 of "anketa/recipients/1", then a line feed and a key
//	           for each in order of their text, as a number: its last 32
//	           decimal digits
//	paper      35 letters of DFGJLNQRSUWZ and 5 that check them: the first 8
//	           bytes of SHA-256 of "anketa/paper/1" ‖ letters as a number, its
//	           last five digits to base 12, the last one first
//
// A hand-over stays on the laptop it is made on, under the shared key, so it
// does without a key that resists quantum computers.
package seal
