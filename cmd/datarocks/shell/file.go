package shell

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// mostNames bounds how many names WriteFresh tries.
const mostNames = 1000

// WriteFresh writes a file that is not there yet, by the name of stem and ext, or where
// that is taken by stem-2 and so on: what another run of the same second has saved must
// not be overwritten. It returns the name.
func WriteFresh(stem, ext string, data []byte) (name string, err error) {
	for n := 1; n <= mostNames; n++ {
		name = stem + ext
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, ext)
		}
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = file.Write(data)
		if err == nil {
			err = file.Sync()
		}
		if err = errors.Join(err, file.Close()); err != nil {
			// A half would be taken for the whole.
			return "", errors.Join(err, os.Remove(name))
		}
		return name, nil
	}
	return "", fmt.Errorf("write %s%s: %w", stem, ext, fs.ErrExist)
}
