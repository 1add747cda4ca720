package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"datarocks/history/store"
)

var _ store.Store = (*Memory)(nil)

// Memory is a Store that lives as long as the test, and fails as its Script does.
type Memory struct {
	// Script, where there is one, is asked before each call, numbered from 1.
	Script func(n int, call string) Fault

	mu       sync.Mutex
	Objects  map[string]Object
	Versions int
	Calls    []string
}

// Object is a stored one.
type Object struct {
	Data    []byte
	Version string
}

// Fault is how a call fails; the zero fault is none.
type Fault struct {
	Err  error
	Kept bool // a Put stores nevertheless
}

// ErrBroken is a failure from which nothing follows about what was stored.
var ErrBroken = errors.New("connection reset")

// NewMemory returns an empty store.
func NewMemory() *Memory { return &Memory{Objects: make(map[string]Object)} }

// Set stores an object as another writer would.
func (m *Memory) Set(name string, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.set(name, data)
}

// Names lists the objects, sorted.
func (m *Memory) Names() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.Objects))
}

// Data returns what an object holds.
func (m *Memory) Data(name string) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	return bytes.Clone(m.Objects[name].Data)
}

func (m *Memory) set(name string, data []byte) {
	m.Versions++
	m.Objects[name] = Object{Data: data, Version: strconv.Itoa(m.Versions)}
}

// On makes the store call do before each call of an operation, such as "Put".
func (m *Memory) On(op string, do func() Fault) {
	m.Script = func(_ int, call string) Fault {
		if call != op {
			return Fault{}
		}
		return do()
	}
}

// Fail makes every call of an operation fail.
func (m *Memory) Fail(op string, f Fault) { m.On(op, func() Fault { return f }) }

// FailNth makes one call fail, 1 being the next.
func (m *Memory) FailNth(n int, f Fault) {
	n += len(m.Calls)
	m.Script = func(i int, _ string) Fault {
		if i != n {
			return Fault{}
		}
		return f
	}
}

// fault notes a call and returns how it fails. The script runs unlocked, so
// it may write to the store as another run would.
func (m *Memory) fault(ctx context.Context, op, name string) Fault {
	if err := ctx.Err(); err != nil {
		return Fault{Err: err}
	}
	m.mu.Lock()
	m.Calls = append(m.Calls, op+" "+name)
	n, script := len(m.Calls), m.Script
	m.mu.Unlock()
	if script == nil {
		return Fault{}
	}
	return script(n, op)
}

// Puts counts the attempts to write.
func (m *Memory) Puts() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, call := range m.Calls {
		if strings.HasPrefix(call, "Put ") {
			n++
		}
	}
	return n
}

func (m *Memory) Get(ctx context.Context, name string) ([]byte, string, error) {
	if err := store.CheckName(name); err != nil {
		return nil, "", err
	}
	if f := m.fault(ctx, "Get", name); f.Err != nil {
		return nil, "", f.Err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.Objects[name]
	if !ok {
		return nil, "", fmt.Errorf("get %s: %w", name, fs.ErrNotExist)
	}
	return bytes.Clone(o.Data), o.Version, nil
}

// Open counts as a Get.
func (m *Memory) Open(ctx context.Context, name string) (io.ReadSeekCloser, string, error) {
	data, version, err := m.Get(ctx, name)
	return nopCloser{bytes.NewReader(data)}, version, err
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func (m *Memory) Put(ctx context.Context, name string, body io.ReadSeeker, version string) (string, error) {
	if err := store.CheckName(name); err != nil {
		return "", err
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return "", err
	}
	f := m.fault(ctx, "Put", name)
	if f.Err != nil && !f.Kept {
		return "", f.Err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Objects[name].Version != version {
		return "", fmt.Errorf("put %s: %w", name, store.ErrConflict)
	}
	m.set(name, data)
	if f.Err != nil {
		return "", f.Err
	}
	return m.Objects[name].Version, nil
}

func (m *Memory) List(ctx context.Context, prefix string) ([]store.Entry, error) {
	if f := m.fault(ctx, "List", prefix); f.Err != nil {
		return nil, f.Err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var entries []store.Entry
	for name, o := range m.Objects {
		if strings.HasPrefix(name, prefix) {
			entries = append(entries, store.Entry{Name: name, Version: o.Version})
		}
	}
	slices.SortFunc(entries, func(a, b store.Entry) int { return strings.Compare(a.Name, b.Name) })
	return entries, nil
}
