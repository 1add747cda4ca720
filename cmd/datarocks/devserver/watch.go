package devserver

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Watch calls changed once after each burst of changes in the folders, those
// that exist, until stop is called.
func Watch(folders []string, changed func()) (stop func(), err error) {
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
