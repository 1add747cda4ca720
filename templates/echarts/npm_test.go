package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"
)

func TestUnpack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	err := unpack(tarball(t, tar.Header{Name: "package/lib/a.js", Typeflag: tar.TypeReg}), dir)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "lib", "a.js"))
	if err != nil || string(got) != content {
		t.Errorf("lib/a.js = %q, %v; want %q", got, err, content)
	}
}

func TestUnpackRefuses(t *testing.T) {
	t.Parallel()
	for name, h := range map[string]tar.Header{
		"above":          {Name: "package/../../above.js", Typeflag: tar.TypeReg},
		"absolute":       {Name: "package//elsewhere/above.js", Typeflag: tar.TypeReg},
		"not in package": {Name: "above.js", Typeflag: tar.TypeReg},
		"symbolic link":  {Name: "package/a.js", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
		"hard link":      {Name: "package/a.js", Typeflag: tar.TypeLink, Linkname: "/etc/passwd"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			above := t.TempDir()
			if err := unpack(tarball(t, h), filepath.Join(above, "modules", "p")); err == nil {
				t.Errorf("%s was unpacked", h.Name)
			}
			if _, err := os.Lstat(filepath.Join(above, "modules", "above.js")); err == nil {
				t.Errorf("%s left the folder", h.Name)
			}
		})
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	// The known SHA-512 of "abc", from FIPS 180-2, appendix C.
	const abc = "sha512-3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw=="
	if err := verify([]byte("abc"), abc); err != nil {
		t.Error(err)
	}
	if err := verify([]byte("abd"), abc); err == nil {
		t.Error("a changed tarball was accepted")
	}
}

func TestParsePackages(t *testing.T) {
	t.Parallel()
	packages, err := parsePackages(packagesText)
	if err != nil || len(packages) == 0 {
		t.Errorf("packages.txt: %d packages, %v", len(packages), err)
	}
	if _, err := parsePackages("echarts 6.1.0\n"); err == nil {
		t.Error("a package without integrity was accepted")
	}
}

const content = "export {};"

// tarball makes an npm package of one entry.
func tarball(t testing.TB, h tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	gz := gzip.NewWriter(&b)
	w := tar.NewWriter(gz)
	if h.Typeflag == tar.TypeReg {
		h.Size = int64(len(content))
	}
	if err := w.WriteHeader(&h); err != nil {
		t.Fatal(err)
	}
	if h.Typeflag == tar.TypeReg {
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := gz.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
