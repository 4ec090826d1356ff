package export

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

const secret = "сорок кит birch 7"

// sealed writes a workbook with a password.
func sealed(t testing.TB, records []*survey.Record, o Options) string {
	t.Helper()
	o.Password, o.Now = secret, noon
	path := filepath.Join(t.TempDir(), "book.xlsx")
	if _, err := Write(context.Background(), path, sequence(records), o); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAWorkbookWithAPassword(t *testing.T) {
	f, records := small()
	path := sealed(t, records, Options{Forms: []*survey.Form{f}})
	ctx := WithPasswords(context.Background(), "another one", secret)
	book, err := Read(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	same(t, book, records)
	data, _ := os.ReadFile(path)
	if bytes.Contains(data, []byte("xl/workbook.xml")) {
		t.Error("the archive shows")
	}
	for _, c := range []struct {
		passwords  []string
		code, want string
	}{
		{nil, "password", "it is protected with a password."},
		{[]string{"another one"}, "wrongpassword", "it is protected with another password."},
	} {
		_, err := Read(WithPasswords(context.Background(), c.passwords...), path)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(err.Error(), path+": "+c.want) {
			t.Errorf("%v: %v", c.passwords, err)
		}
	}
	// With its password it is known as ours, and is replaced.
	if _, err := Write(context.Background(), path, sequence(records), Options{Forms: []*survey.Form{f}, Password: secret}); err != nil {
		t.Error(err)
	}
	if _, err := Write(context.Background(), path, sequence(records), Options{Forms: []*survey.Form{f}}); err == nil {
		t.Error("a workbook that nobody can look into was replaced")
	}
}

// A file that is cut or changed anywhere in its middle is refused in words.
func TestADamagedWorkbookWithAPassword(t *testing.T) {
	f, records := small()
	path := sealed(t, records, Options{Forms: []*survey.Form{f}})
	data, _ := os.ReadFile(path)
	ctx := WithPasswords(context.Background(), secret)
	for name, c := range map[string]struct {
		bad  []byte
		code string
	}{
		"cut":     {data[:len(data)/2], "oldbook"},
		"changed": {append(append(bytes.Clone(data[:5000]), data[5000]^1), data[5001:]...), "damagedbook"},
	} {
		if err := os.WriteFile(path, c.bad, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Read(ctx, path)
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// LibreOffice opens it with the password; and what LibreOffice protects in
// turn is read.
func TestLibreOfficeOpensAndWritesPasswords(t *testing.T) {
	f := parseForm("household", "2", household)
	want := newSource(3, true).records(f, 30)
	path := sealed(t, want, Options{Forms: []*survey.Form{f}})
	same(t, mustRead(t, resaveWith(t, path, secret, "")), want)
	book, err := Read(WithPasswords(context.Background(), "lo "+secret), resaveWith(t, path, secret, "lo "+secret))
	if err != nil {
		t.Fatal(err)
	}
	same(t, book, want)
}
