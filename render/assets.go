package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// assets maps an asset's name to the path under which it is published. The path
// carries a hash of the bytes, so browsers may keep it for ever.
type assets map[string]string

func writeAssets(out output, files fs.FS) (assets, error) {
	entries, err := fs.ReadDir(files, "assets")
	if err != nil {
		return nil, fmt.Errorf("read assets: %w", err)
	}
	written := make(assets, len(entries))
	for _, entry := range entries {
		data, err := fs.ReadFile(files, path.Join("assets", entry.Name()))
		if err != nil {
			return nil, fmt.Errorf("read assets: %w", err)
		}
		name := hashedName(entry.Name(), data)
		if err := out.Write(name, data); err != nil {
			return nil, err
		}
		written[entry.Name()] = name
	}
	return written, nil
}

func hashedName(name string, data []byte) string {
	sum := sha256.Sum256(data)
	extension := path.Ext(name)
	stem := strings.TrimSuffix(name, extension)
	return "assets/" + stem + "." + hex.EncodeToString(sum[:5]) + extension
}
