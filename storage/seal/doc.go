// Package seal is where everything is encrypted, and the only place that knows
// a cipher or how a key comes from a passphrase.
package seal
