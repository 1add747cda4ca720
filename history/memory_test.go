package history

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"sync"
	"testing"
)

var _ Store = (*memory)(nil)

// memory is a Store that lives as long as the test, and fails when told.
type memory struct {
	// script, where there is one, is asked before each call, numbered from 1.
	script func(n int, call string) fault

	mu       sync.Mutex
	objects  map[string]stored
	versions int
	calls    []string
}

type stored struct {
	data    []byte
	version string
}

// fault is how a call fails; the zero fault is none.
type fault struct {
	err  error
	kept bool // a Put stores nevertheless
}

func newMemory() *memory { return &memory{objects: make(map[string]stored)} }

// fault notes a call and tells what becomes of it. The script runs unlocked, so
// it may write to the store as another run would.
func (m *memory) fault(ctx context.Context, op, name string) fault {
	if err := ctx.Err(); err != nil {
		return fault{err: err}
	}
	m.mu.Lock()
	m.calls = append(m.calls, op+" "+name)
	n, script := len(m.calls), m.script
	m.mu.Unlock()
	if script == nil {
		return fault{}
	}
	return script(n, op)
}

// puts counts the attempts to write.
func (m *memory) puts() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, call := range m.calls {
		if strings.HasPrefix(call, "Put ") {
			n++
		}
	}
	return n
}

func (m *memory) Get(ctx context.Context, name string) ([]byte, string, error) {
	if err := checkName(name); err != nil {
		return nil, "", err
	}
	if f := m.fault(ctx, "Get", name); f.err != nil {
		return nil, "", f.err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.objects[name]
	if !ok {
		return nil, "", fmt.Errorf("get %s: %w", name, fs.ErrNotExist)
	}
	return bytes.Clone(o.data), o.version, nil
}

// Open counts as a Get.
func (m *memory) Open(ctx context.Context, name string) (io.ReadSeekCloser, string, error) {
	data, version, err := m.Get(ctx, name)
	return unclosed{bytes.NewReader(data)}, version, err
}

func (m *memory) Put(ctx context.Context, name string, body io.ReadSeeker, version string) error {
	if err := checkName(name); err != nil {
		return err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	f := m.fault(ctx, "Put", name)
	if f.err != nil && !f.kept {
		return f.err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.objects[name].version != version {
		return fmt.Errorf("put %s: %w", name, ErrConflict)
	}
	m.versions++
	m.objects[name] = stored{data, strconv.Itoa(m.versions)}
	return f.err
}

func (m *memory) List(ctx context.Context, prefix string) ([]Entry, error) {
	if f := m.fault(ctx, "List", prefix); f.err != nil {
		return nil, f.err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var entries []Entry
	for name, o := range m.objects {
		if strings.HasPrefix(name, prefix) {
			entries = append(entries, Entry{name, o.version})
		}
	}
	sortEntries(entries)
	return entries, nil
}

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	testStore(t, func(*testing.T) Store { return newMemory() })
}
