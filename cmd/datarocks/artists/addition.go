package artists

import (
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"reflect"
	"slices"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/content/edit"
	"datarocks/publish/object"
)

// addition is what is to be added to the file of an artist who is there.
type addition struct {
	artist   content.Artist
	accounts map[content.Source]string
	events   []content.Event
}

func (a addition) isEmpty() bool { return len(a.accounts) == 0 && len(a.events) == 0 }

// result is the artist as the file has it then.
func (a addition) result() content.Artist {
	after := a.artist
	after.Accounts = maps.Clone(after.Accounts)
	maps.Copy(after.Accounts, a.accounts)
	after.Timeline = append(slices.Clone(after.Timeline), a.events...)
	slices.SortStableFunc(after.Timeline, func(a, b content.Event) int { return int(a.Day - b.Day) })
	return after
}

// added returns the file with what is added. It refuses what would not be read as it is
// meant.
func (f LookupFlags) added(dir *os.Root, a addition) ([]byte, error) {
	file, err := dir.ReadFile(artistFile(a.artist.ID))
	if err == nil && len(a.accounts) > 0 {
		file, err = edit.AddAccounts(file, a.accounts)
	}
	if err == nil {
		file, err = edit.AddEvents(file, a.events)
	}
	if err != nil {
		return nil, err
	}
	loaded, err := f.loadWith(content.Draft{ID: a.artist.ID, File: file})
	if err != nil {
		return nil, err
	}
	want := a.result()
	read, _ := loaded.Artist(a.artist.ID)
	read.BodyLine, want.BodyLine = 0, 0 // which is further down now
	if !reflect.DeepEqual(want, read) {
		return nil, edit.ErrForm
	}
	return file, nil
}

// write writes what is added; before it does, it calls show, and no more where dry is set.
// byHand is the cure where a person has to.
func (f LookupFlags) write(w *shell.World, a addition, dry bool, show func(), byHand string) error {
	dir, err := os.OpenRoot(f.Content)
	if err != nil {
		return fmt.Errorf("open content folder: %w", err)
	}
	defer dir.Close()
	now, err := f.added(dir, a)
	if err != nil {
		return shell.Fail(shell.ExitFailed, fmt.Errorf("%s: %w; nothing was written", f.path(a.artist.ID), err), byHand)
	}
	show()
	if dry {
		return nil
	}
	file := artistFile(a.artist.ID)
	err = object.Replace(dir, path.Join("artists", ".datarocks-tmp-"+a.artist.ID+".md"), file, true, func(to io.Writer) error {
		_, err := to.Write(now)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", f.path(a.artist.ID), err)
	}
	return nil
}
