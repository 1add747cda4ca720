package words

import (
	"testing"
	"unicode/utf8"
)

func TestInitials(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Dream Theater": "DT", "Opeth": "O", "The Beatles": "B", "The The": "T", "the": "T",
		"Guns N’ Roses": "GR", "Sinéad O'Connor": "SO", "Destiny’s Child": "DC", "AC/DC": "AD",
		"A$AP Rocky": "AR", "65daysofstatic": "6", "!!!": "♪", "🎸🎸": "♪", "": "♪", "’ ’": "♪",
		"Émile": "É", "E\u0301mile": "E\u0301", "ærø": "Æ", "Мумий Тролль": "МТ", "坂本龍一": "坂",
		"हिन्दी": "ह", "أم كلثوم": "أك", "שלמה ארצי": "שא", "<script>alert(1)</script>": "SS",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func FuzzInitials(f *testing.F) {
	f.Add("Sinéad O'Connor")
	f.Add("\xff\u0301 ’")
	f.Fuzz(func(t *testing.T, name string) {
		if got := Initials(name); got == "" || !utf8.ValidString(got) {
			t.Errorf("Initials(%q) = %q", name, got)
		}
	})
}
