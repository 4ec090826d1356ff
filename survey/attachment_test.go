package survey

import (
	"crypto/sha256"
	"testing"
)

func TestAttachmentName(t *testing.T) {
	sum := sha256.Sum256([]byte("a photograph"))
	const mark = "-a249e87e1e6113da81cd"
	for _, c := range []struct{ called, name, plain string }{
		{"photo.JPG", "photo" + mark + ".jpg", "photo.jpg"},
		{`C:\Users\K1\Общежитие 3.png`, "Общежитие_3" + mark + ".png", "Общежитие_3.png"},
		{"/media/stick/a.b.tar", "a.b" + mark + ".tar", "a.b.tar"},
		{"..", "file" + mark, "file"},
		{"", "file" + mark, "file"},
		{"CON: 5*?.mp3", "CON__5" + mark + ".mp3", "CON__5.mp3"},
		{"noending", "noending" + mark, "noending"},
		{"x.averylongending", "x" + mark, "x"},
	} {
		name := AttachmentName(c.called, sum)
		if name != c.name {
			t.Errorf("%q is named %q, not %q", c.called, name, c.name)
		}
		plain, _, ok := CutAttachmentName(name)
		if !ok || plain != c.plain || !NamesAttachment(name, sum) || NamesAttachment(name, [32]byte{1}) {
			t.Errorf("%q is read as %q, %t", name, plain, ok)
		}
		if again := AttachmentName(plain, sum); again != name {
			t.Errorf("%q is named anew %q", name, again)
		}
	}
}

func TestWhatNamesNoFile(t *testing.T) {
	for _, text := range []string{"", "photo.jpg", "3f9a1c0be7d24a61f0c3.jpg", "-3f9a1c0be7d24a61f0c3.jpg",
		"a-3F9A1C0BE7D24A61F0C3.jpg", "a-3f9a1c0be7d24a61f0cg.jpg", "../a-3f9a1c0be7d24a61f0c3.jpg", `C:\a-3f9a1c0be7d24a61f0c3.jpg`} {
		if _, _, ok := CutAttachmentName(text); ok {
			t.Errorf("%q names a file", text)
		}
	}
}

func TestAttachmentsOfARecord(t *testing.T) {
	one, two := AttachmentName("one.jpg", [32]byte{1}), AttachmentName("two.jpg", [32]byte{2})
	r := &Record{Root: &Answer{Children: []*Answer{
		{Name: "b", State: Given, Text: two},
		{Name: "again", State: Given, Text: two},
		{Name: "words", State: Given, Text: "photo.jpg"},
		{Name: "home", Key: "k", Children: []*Answer{{Name: "a", State: Given, Text: one}}},
	}}}
	if got := r.Attachments(); len(got) != 2 || got[0] != one || got[1] != two {
		t.Errorf("%q", got)
	}
}
