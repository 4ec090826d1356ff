package agile

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const password = "сорок-кит birch 7 lamp"

// A memory is a File without a disk.
type memory struct{ data []byte }

func (m *memory) ReadAt(p []byte, at int64) (int, error) {
	return bytes.NewReader(m.data).ReadAt(p, at)
}

func (m *memory) WriteAt(p []byte, at int64) (int, error) {
	if end := int(at) + len(p); end > len(m.data) {
		m.data = append(m.data, make([]byte, end-len(m.data))...)
	}
	return copy(m.data[at:], p), nil
}

func protect(t testing.TB, clear []byte, password string) []byte {
	return protectWith(t, clear, password, spins)
}

// quickly is a number of rounds with which a thousand files are opened in no
// time.
const quickly = 50

func protectWith(t testing.TB, clear []byte, password string, spins int) []byte {
	t.Helper()
	m := &memory{}
	w, err := NewWriter(m, password)
	if err != nil {
		t.Fatal(err)
	}
	w.spins = spins
	for rest := clear; len(rest) > 0; { // in pieces of odd lengths
		n := min(len(rest), 3001)
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return m.data
}

func unprotect(data []byte, password string) ([]byte, error) {
	p, err := Open(context.Background(), bytes.NewReader(data), int64(len(data)), password)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.NewSectionReader(p, 0, p.Size()))
}

func noise(n int) []byte {
	r, out := rand.New(rand.NewPCG(1, uint64(n))), make([]byte, n)
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	for _, n := range []int{0, 1, 15, 16, 4071, 4072, 4088, 4095, 4096, 4097, 8192, 8193, 100_000, 1 << 20, 8 << 20} {
		clear := noise(n)
		sealed := protect(t, clear, password)
		got, err := unprotect(sealed, password)
		if err != nil || !bytes.Equal(got, clear) {
			t.Errorf("%d bytes: %d came back, %v", n, len(got), err)
		}
		if len(sealed)%sectorBytes != 0 || n > 32 && bytes.Contains(sealed, clear[:32]) {
			t.Errorf("%d bytes: the file is no whole sectors, or shows what it holds", n)
		}
	}
}

func TestWrongPassword(t *testing.T) {
	sealed := protect(t, noise(5000), password)
	for _, wrong := range []string{"", password + " ", strings.ToUpper(password), "x"} {
		if _, err := unprotect(sealed, wrong); !errors.Is(err, ErrPassword) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for _, bad := range []string{"", strings.Repeat("я", 256), strings.Repeat("😀", 128)} {
		if _, err := NewWriter(&memory{}, bad); !errors.Is(err, ErrPasswordLength) {
			t.Errorf("%d bytes: %v", len(bad), err)
		}
	}
}

// One changed byte is refused, or, where it stands for nothing as in the end
// of a sector, changes nothing. In the workbook and its keys it is refused.
func TestEveryByteIsLookedAt(t *testing.T) {
	clear := noise(6000)
	sealed := protectWith(t, clear, password, quickly)
	body := sealed[sectorBytes : sectorBytes+sizeBytes+6000]
	described := bytes.Index(sealed, infoHead)
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 0x20
		got, err := unprotect(changed, password)
		switch {
		case err == nil && !bytes.Equal(got, clear):
			t.Fatalf("byte %d: something else came out", i)
		case err == nil && i >= sectorBytes && i < sectorBytes+len(body):
			t.Fatalf("byte %d of the workbook: it was taken", i)
		case err == nil && i >= described+900 && i < described+1000:
			t.Fatalf("byte %d of the keys: it was taken", i)
		}
	}
}

func TestHostile(t *testing.T) {
	sealed := protectWith(t, noise(5000), password, 100_000)
	change := func(old, new string) []byte {
		if len(old) != len(new) || !bytes.Contains(sealed, []byte(old)) {
			t.Fatalf("%q cannot take the place of %q", new, old)
		}
		return bytes.Replace(sealed, []byte(old), []byte(new), 1)
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":             {nil, ErrDamaged},
		"a signature":         {[]byte(Magic), ErrDamaged},
		"cut":                 {sealed[:3000], ErrDamaged},
		"many rounds":         {change(`spinCount="100000" saltSize="16"`, `saltSize="16" spinCount="999999"`), ErrPassword},
		"far too many rounds": {change(`spinCount="100000" saltSize="16" `, `saltSize="16" spinCount="9999999"`), ErrUnknown},
		"a salt of no length": {change(`saltSize="16"`, `saltSize="0" `), ErrDamaged},
		"another cipher":      {change(`"AES"`, `"DES"`), ErrUnknown},
		"another hash":        {change(`"SHA512"`, `"SHA999"`), ErrUnknown},
		"another chaining":    {change("ChainingModeCBC", "ChainingModeCFB"), ErrUnknown},
		"an older scheme":     {change("\x04\x00\x04\x00\x40\x00\x00\x00<", "\x04\x00\x02\x00\x24\x00\x00\x00<"), ErrUnknown},
	} {
		if _, err := unprotect(c.data, password); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Debian's msoffcrypto looks at the password and the proof of integrity by
// itself.
func TestMsoffcryptoOpensIt(t *testing.T) {
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import msoffcrypto").Run() != nil {
		t.Skip("python3-msoffcrypto-tool is not installed")
	}
	for _, n := range []int{6000, 9 << 20} { // the second one has a list of tables of its own
		clear := zipped(t, noise(n))
		folder := t.TempDir()
		in, out := filepath.Join(folder, "in.xlsx"), filepath.Join(folder, "out.xlsx")
		if err := os.WriteFile(in, protect(t, clear, password), 0o600); err != nil {
			t.Fatal(err)
		}
		script := `import sys, msoffcrypto
f = msoffcrypto.OfficeFile(open(sys.argv[1], "rb"))
f.load_key(password=sys.argv[3], verify_password=True)
f.decrypt(open(sys.argv[2], "wb"), verify_integrity=True)`
		if said, err := exec.Command(python, "-c", script, in, out, password).CombinedOutput(); err != nil {
			t.Fatalf("%d bytes: %v\n%s", n, err, said)
		}
		if got, _ := os.ReadFile(out); !bytes.Equal(got, clear) {
			t.Errorf("%d bytes: %d came back", n, len(got))
		}
	}
}

// zipped is an archive with one stored part.
func zipped(t *testing.T, data []byte) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "part", Method: zip.Store})
	if err == nil {
		_, err = w.Write(data)
	}
	if err = cmp.Or(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzOpen holds Open to its word for any file: it ends, and what it gives is
// what was protected.
func FuzzOpen(f *testing.F) {
	clear := noise(4200)
	f.Add(protectWith(f, clear, password, quickly))
	f.Add([]byte(Magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if got, err := unprotect(data, password); err == nil && !bytes.Equal(got, clear) {
			t.Error("it gave something else")
		}
	})
}
