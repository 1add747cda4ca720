package object

import (
	"strings"
	"testing"
)

func TestMD5OfETag(t *testing.T) {
	const md5 = "c4ca4238a0b923820dcc509a6f75849b"
	for etag, want := range map[string]string{
		`"` + md5 + `"`: md5, md5: md5, `"` + md5 + `-2"`: "", "": "", `"`: "",
		strings.ToUpper(md5): "", md5[1:]: "", "W/" + md5[2:]: "",
	} {
		if got := MD5OfETag(etag); got != want {
			t.Errorf("of %s is %q, want %q", etag, got, want)
		}
	}
}
