package store

import (
	"errors"
	"os"
)

// Temp is a file that is gone when it is closed, and where the system allows it
// when the process dies.
type Temp struct {
	*os.File
	gone bool
}

// NewTemp creates a Temp in the system's folder for temporary files.
func NewTemp() (*Temp, error) {
	file, err := os.CreateTemp("", "datarocks-history-")
	if err != nil {
		return nil, err
	}
	// Some systems refuse that while the file is open.
	gone := os.Remove(file.Name()) == nil
	return &Temp{file, gone}, nil
}

// Close closes the file, and removes it.
func (t *Temp) Close() error {
	err := t.File.Close()
	if !t.gone {
		err = errors.Join(err, os.Remove(t.Name()))
	}
	return err
}
