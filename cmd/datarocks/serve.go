package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"datarocks/history"
	"datarocks/render"
)

type serveCommand struct {
	contentFlags
	historyFlags
	clockFlags
	serverFlags
}

// templatesFolder is where a checkout of datarocks has the templates. Whoever
// works on them sees a change at once; elsewhere those built in are used.
const templatesFolder = "templates/site"

// Run serves the site until it is stopped.
func (c *serveCommand) Run(w *world) error {
	store, err := c.open(w)
	if err != nil {
		return err
	}
	h, err := w.loadHistory(store, c.at(w))
	if err != nil {
		return err
	}
	defer h.Close()
	shop := &workshop{world: w, contentFlags: c.contentFlags, history: h, server: &siteServer{live: true}}
	defer shop.close()
	if err := shop.rebuild(); err != nil {
		return err
	}
	stop, err := watch([]string{c.Content, templatesFolder}, func() {
		if err := shop.rebuild(); err != nil {
			w.report(err)
			return
		}
		w.say("reloaded")
	})
	if err != nil {
		return fmt.Errorf("watch %s: %w", c.Content, err)
	}
	defer stop()
	return w.serve(c.Addr, shop.server)
}

// workshop is a site that is built again whenever something changes.
type workshop struct {
	*world
	contentFlags
	history *history.History
	server  *siteServer
	done    func() // removes the files of the site that is shown
}

// rebuild shows the site as content and templates are now. When they are not
// right, the one before stays.
func (s *workshop) rebuild() error {
	site, err := s.load()
	if err != nil {
		return err
	}
	files, done, err := renderTemp(render.Input{Site: site, History: s.history, Version: version(), Templates: localTemplates()})
	if err != nil {
		return err
	}
	s.server.show(files, site.Embed)
	s.close()
	s.done = done
	return nil
}

func (s *workshop) close() {
	if s.done != nil {
		s.done()
	}
}

func localTemplates() fs.FS {
	if _, err := os.Stat(filepath.Join(templatesFolder, "base.html")); err != nil {
		return nil
	}
	return os.DirFS(templatesFolder)
}

// serve answers requests until the program is stopped, which is no failure.
func (w *world) serve(addr string, handler http.Handler) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return &failure{exitFailed, fmt.Errorf("serve: %w", err), "another port: --addr 127.0.0.1:0 takes a free one"}
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		// A page that waits for a reload must not hold up the end.
		BaseContext: func(net.Listener) context.Context { return w.ctx },
	}
	w.print("http://%s", listener.Addr())
	w.say("serving; stop with Ctrl-C")
	stopped := context.AfterFunc(w.ctx, func() {
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(deadline)
	})
	defer stopped()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// watch calls changed once after each burst of changes in the folders, those
// that exist, until stop is called.
func watch(folders []string, changed func()) (stop func(), err error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if err := watchTree(watcher, folder); err != nil {
			return nil, errors.Join(err, watcher.Close())
		}
	}
	var done sync.WaitGroup
	done.Go(func() {
		const quiet = 100 * time.Millisecond // an editor writes a file in several steps
		settled := time.NewTimer(quiet)
		settled.Stop()
		for {
			select {
			case event, open := <-watcher.Events:
				if !open {
					return
				}
				if event.Has(fsnotify.Create) {
					_ = watchTree(watcher, event.Name) // a folder that is new
				}
				settled.Reset(quiet)
			case <-watcher.Errors:
				// An overflow loses events, so look anyway.
				settled.Reset(quiet)
			case <-settled.C:
				changed()
			}
		}
	})
	return func() {
		_ = watcher.Close()
		done.Wait()
	}, nil
}

// watchTree watches a folder and those below it. One that does not exist has
// nothing to watch.
func watchTree(watcher *fsnotify.Watcher, folder string) error {
	return filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case entry.IsDir():
			return watcher.Add(path)
		}
		return nil
	})
}
