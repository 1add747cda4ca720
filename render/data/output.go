package data

import (
	"bufio"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
)

// Output is the folder that the site is written to.
type Output interface {
	Write(name string, data []byte) error
	// Create opens a file that may be too large to be held in memory.
	Create(name string) (*os.File, error)
}

// WriteJSON writes a value as a file of one line.
func WriteJSON(out Output, name string, value any) error {
	data, err := encode(value)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return out.Write(name, append(data, '\n'))
}

// encode writes JSON with names as they are: nothing here goes into a page.
func encode(value any) ([]byte, error) {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	err := enc.Encode(value)
	return bytes.TrimSuffix(data.Bytes(), []byte("\n")), err
}

func writeXML(out Output, name string, value any) error {
	data, err := xml.MarshalIndent(value, "", "\t")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return out.Write(name, append([]byte(xml.Header), append(data, '\n')...))
}

// jsonList is a file that is one object, whose last part is a list: an entry a
// line, each written as it comes.
type jsonList struct {
	file  *os.File
	to    *bufio.Writer
	comma string // before the next entry
}

// newList begins a file with an object, to which it adds a list.
func newList(out Output, name string, head any, key string) (*jsonList, error) {
	begin, err := encode(head)
	if err != nil {
		return nil, err
	}
	file, err := out.Create(name)
	if err != nil {
		return nil, err
	}
	l := &jsonList{file: file, to: bufio.NewWriter(file)}
	_, err = l.to.WriteString(string(bytes.TrimSuffix(begin, []byte("}"))) + `,"` + key + `":[`)
	return l, err
}

func (l *jsonList) add(entry any) error {
	data, err := encode(entry)
	if err != nil {
		return err
	}
	_, err = l.to.WriteString(l.comma + "\n" + string(data))
	l.comma = ","
	return err
}

func (l *jsonList) close() error {
	_, err := l.to.WriteString("\n]}\n")
	return errors.Join(err, l.to.Flush(), l.file.Close())
}
