package rendertest

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"datarocks/history"
	"datarocks/history/store"
)

// memory is a store for the thousands of days of all worlds: to write them to a
// disk would take longer than all that is tested.
type memory struct {
	mu      sync.Mutex
	objects map[string]object
	puts    int
}

type object struct {
	data    []byte
	version string
}

// NewMemory returns an empty store.
func NewMemory() history.Store { return &memory{objects: make(map[string]object)} }

func (m *memory) Get(_ context.Context, name string) ([]byte, string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.objects[name]
	if !ok {
		return nil, "", fmt.Errorf("get %s: %w", name, fs.ErrNotExist)
	}
	return o.data, o.version, nil
}

func (m *memory) Open(ctx context.Context, name string) (io.ReadSeekCloser, string, error) {
	data, version, err := m.Get(ctx, name)
	return unclosed{bytes.NewReader(data)}, version, err
}

type unclosed struct{ io.ReadSeeker }

func (unclosed) Close() error { return nil }

func (m *memory) Put(_ context.Context, name string, body io.ReadSeeker, version string) error {
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.objects[name].version != version {
		return fmt.Errorf("put %s: %w", name, store.ErrConflict)
	}
	m.puts++
	m.objects[name] = object{data, strconv.Itoa(m.puts)}
	return nil
}

func (m *memory) List(_ context.Context, prefix string) (entries []history.Entry, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for name, o := range m.objects {
		if strings.HasPrefix(name, prefix) {
			entries = append(entries, history.Entry{Name: name, Version: o.version})
		}
	}
	slices.SortFunc(entries, func(a, b history.Entry) int { return cmp.Compare(a.Name, b.Name) })
	return entries, nil
}
