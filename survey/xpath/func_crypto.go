package xpath

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"anketa/survey/message"
)

var cryptoFunctions = map[string]function{
	"digest":        {2, 3, digest, checkDigest},
	"base64-decode": {1, 1, base64Decode, nil},
}

// hashes are those that the XForms specification names.
var hashes = map[string]func(data []byte) []byte{
	"MD5":     func(data []byte) []byte { sum := md5.Sum(data); return sum[:] },
	"SHA-1":   func(data []byte) []byte { sum := sha1.Sum(data); return sum[:] },
	"SHA-256": func(data []byte) []byte { sum := sha256.Sum256(data); return sum[:] },
	"SHA-384": func(data []byte) []byte { sum := sha512.Sum384(data); return sum[:] },
	"SHA-512": func(data []byte) []byte { sum := sha512.Sum512(data); return sum[:] },
}

var encodings = map[string]func([]byte) string{
	"base64": base64.StdEncoding.EncodeToString,
	"hex":    hex.EncodeToString,
}

// digest(text, algorithm[, encoding]) is a checksum of the text in UTF-8; the
// encoding is base64 unless said.
func digest(c *Context, x *Call) Value {
	data, hash, encode := c.str(x.Args[0]), hashes[c.str(x.Args[1])], encodings["base64"]
	if a := x.arg(2); a != nil {
		encode = encodings[c.str(a)]
	}
	if hash == nil || encode == nil {
		return c.report(x, len(x.Name), digestRule(), nil)
	}
	return String(encode(hash([]byte(data))))
}

func digestRule() *message.Text {
	return message.New("digest() knows %s, as base64 or hex", strings.Join(slices.Sorted(maps.Keys(hashes)), ", "))
}

func checkDigest(x *Call) *Error {
	if l, ok := x.literal(1); ok && hashes[l.Value.str] == nil {
		return fault(l, whole, digestRule(), nil)
	}
	if l, ok := x.literal(2); ok && encodings[l.Value.str] == nil {
		return fault(l, whole, digestRule(), nil)
	}
	return nil
}

func base64Decode(c *Context, x *Call) Value {
	text := strings.TrimRight(c.str(x.Args[0]), "=")
	data, err := base64.RawStdEncoding.DecodeString(text)
	if err != nil {
		return c.report(x, len(x.Name), message.New("this text is not in base64"), nil)
	}
	return String(strings.ToValidUTF8(string(data), "�"))
}
