package manifest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeManifestRefusesWhatItDoesNotUnderstand(t *testing.T) {
	tests := []struct{ name, data, want string }{
		{"nothing", ``, "it was cut or changed; move it"},
		{"half of one", `{"schemaVersion":1,"files":{"a`, "unexpected end"},
		{"two", `{"schemaVersion":1}{"schemaVersion":1}`, "after top-level value"},
		{"another program's", `{"name":"Notes","icons":[]}`, "datarocks did not write it; move it"},
		{"null", `null`, "it was cut or changed; move it"},
		{"a newer one", `{"schemaVersion":2}`, "schemaVersion is 2, this datarocks knows 1"},
		{"another type", `{"schemaVersion":1,"files":["a"]}`, "cannot unmarshal"},
		{"one that lists itself", `{"schemaVersion":1,"files":{"manifest.json":{}}}`, "lists itself"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m, err := Decode([]byte(test.data), "move it")
			if err == nil {
				t.Fatalf("decoded as %+v", m)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "manifest.json") {
				t.Errorf("error is %q, want manifest.json and %q in it", err, test.want)
			}
		})
	}
}

func TestEncodeManifest(t *testing.T) {
	m := Manifest{
		SchemaVersion: 1,
		Site:          []byte(`{ "ends": {"vola": "2025-11-16"} }`),
		Files: map[string]File{
			"robots.txt": {MD5: "22", Size: 2}, // claimed
			"index.html": {MD5: "11", Size: 1, Headers: Headers{"text/html", "no-cache"}},
			"a&b.html":   {MD5: "33", Size: 3, Headers: Headers{"text/html", "no-cache"}},
		},
	}
	const want = `{"schemaVersion":1,"site":{"ends":{"vola":"2025-11-16"}},"files":{` +
		`"a&b.html":{"md5":"33","size":3,"contentType":"text/html","cacheControl":"no-cache"},` +
		`"index.html":{"md5":"11","size":1,"contentType":"text/html","cacheControl":"no-cache"},` +
		`"robots.txt":{"md5":"22","size":2}}}` + "\n"
	got, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("manifest.json (-want +got):\n%s", diff)
	}
}

func TestEncodeManifestNamesFactsThatAreNotJSON(t *testing.T) {
	if _, err := (Manifest{Site: []byte("{")}).Encode(); err == nil || !strings.Contains(err.Error(), "encode manifest.json") {
		t.Errorf("error is %v", err)
	}
}

// What was once encoded is decoded and encoded again to the same bytes, so a
// manifest that is carried over is not a change.
func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"schemaVersion":1,"site":{"a":[1,"<b>"]},"files":{"index.html":{"md5":"1","size":1}}}`))
	f.Add([]byte(`{"schemaVersion":1,"files":null,"site":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Decode(data, "")
		if err != nil {
			return
		}
		first, err := m.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(first, "")
		if err != nil {
			t.Fatalf("decode %s: %v", first, err)
		}
		second, err := again.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(first), string(second)); diff != "" {
			t.Errorf("encoded twice (-first +second):\n%s", diff)
		}
	})
}
