package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	registry = "https://registry.npmjs.org"
	// maxTarball is far above the largest package, echarts with 12 MB.
	maxTarball = 64 << 20
)

// npmPackage is a line of packages.txt. The integrity is written as npm does:
// "sha512-" and the base64 of the tarball's SHA-512.
type npmPackage struct{ name, version, licence, integrity string }

func parsePackages(text string) ([]npmPackage, error) {
	var packages []npmPackage
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Fields(line)
		if len(f) != 4 {
			return nil, fmt.Errorf("packages.txt: %q - write name, version, licence and integrity", line)
		}
		packages = append(packages, npmPackage{name: f[0], version: f[1], licence: f[2], integrity: f[3]})
	}
	return packages, nil
}

// install unpacks every package into a folder of its name below modules, as
// npm install would; the packages need no others.
func install(ctx context.Context, packages []npmPackage, modules string) error {
	for _, p := range packages {
		tarball, err := download(ctx, p)
		if err != nil {
			return fmt.Errorf("download %s: %w", p.name, err)
		}
		if err := verify(tarball, p.integrity); err != nil {
			return fmt.Errorf("verify %s %s: %w", p.name, p.version, err)
		}
		if err := unpack(tarball, filepath.Join(modules, p.name)); err != nil {
			return fmt.Errorf("unpack %s: %w", p.name, err)
		}
	}
	return nil
}

func download(ctx context.Context, p npmPackage) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	url := fmt.Sprintf("%s/%s/-/%s-%s.tgz", registry, p.name, p.name, p.version)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, resp.Status)
	}
	return io.ReadAll(io.LimitReader(resp.Body, maxTarball))
}

// verify compares the whole tarball with its pinned hash, before anything in it
// is looked at.
func verify(tarball []byte, integrity string) error {
	sum := sha512.Sum512(tarball)
	got := "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
	if got != integrity {
		return fmt.Errorf("got %s, packages.txt says %s", got, integrity)
	}
	return nil
}

// unpack writes the files of a tarball below dir. The os.Root keeps a name such
// as ../../x from leading out of it.
func unpack(tarball []byte, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	gz, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return err
	}
	files := tar.NewReader(gz)
	for {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := unpackFile(root, h, files); err != nil {
			return err
		}
	}
}

// unpackFile takes regular files below package/, where npm puts them all, and
// refuses the rest: a link could point anywhere.
func unpackFile(root *os.Root, h *tar.Header, content io.Reader) error {
	name, ok := strings.CutPrefix(h.Name, "package/")
	if !ok || h.Typeflag != tar.TypeReg {
		return fmt.Errorf("%s is no regular file below package/", h.Name)
	}
	data, err := io.ReadAll(content)
	if err != nil {
		return err
	}
	name = filepath.FromSlash(name)
	if err := root.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return root.WriteFile(name, data, 0o644)
}
