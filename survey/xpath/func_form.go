package xpath

import (
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"

	"anketa/survey/message"
)

var formFunctions = map[string]function{
	"version":  {0, 0, func(c *Context, _ *Call) Value { return c.property("version") }, nil},
	"property": {1, 1, func(c *Context, x *Call) Value { return c.property(c.str(x.Args[0])) }, nil},
	"uuid":     {0, 1, uuid, nil},
}

func (c *Context) property(name string) Value {
	if c.Data == nil {
		return Value{}
	}
	return String(c.Data.Property(name))
}

// longestID bounds uuid(n).
const longestID = 1000

// uuid([n]) is a random UUID of version 4, or n random digits and letters.
func uuid(c *Context, x *Call) Value {
	if c.Rand == nil {
		return c.report(x, len(x.Name), message.New("there is no source of random numbers here"), nil)
	}
	if x.arg(0) == nil {
		return String(randomUUID(c.Rand))
	}
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	n := c.num(x.Args[0])
	if !(n >= 0 && n <= longestID) {
		return c.report(x, len(x.Name), message.New("uuid() makes up to 1000 characters"), nil)
	}
	b := make([]byte, int(n))
	for i := range b {
		b[i] = letters[c.Rand.IntN(len(letters))]
	}
	return String(string(b))
}

func randomUUID(r *rand.Rand) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], r.Uint64())
	binary.BigEndian.PutUint64(b[8:], r.Uint64())
	b[6] = b[6]&0x0f | 0x40 // version 4
	b[8] = b[8]&0x3f | 0x80 // RFC 9562's variant
	s := hex.EncodeToString(b[:])
	return s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}
