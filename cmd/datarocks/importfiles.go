package main

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/importer"
)

// read takes in all files and what is needed to understand them.
func (c *importCommand) read(w *shell.World) (importer.Result, error) {
	kind := importer.Kind(c.Kind)
	o := importer.Options{Artist: c.Artist, Source: content.Source(c.Source), Now: c.At(w)}
	if err := c.checkFlags(kind); err != nil {
		return importer.Result{}, err
	}
	if kind != importer.Unsaved { // whose rows have ids, also of artists that are gone
		site, err := c.LoadSite()
		if err != nil {
			return importer.Result{}, err
		}
		o.Artists = site.Artists
		if c.Artist != "" {
			err = settings.CheckArtist(site, c.Artist)
		}
		if err != nil {
			return importer.Result{}, err
		}
	}
	files, err := readFiles(kind, c.Path)
	if err != nil {
		return importer.Result{}, err
	}
	return importer.Read(kind, files, o)
}

// checkFlags refuses flags that a kind has no use for: who writes them expects
// something of them.
func (c *importCommand) checkFlags(kind importer.Kind) error {
	switch ofOne := kind == importer.AncestorREST || kind == importer.SpotifyForArtists; {
	case ofOne && c.Artist == "":
		return shell.Refuse("the artist's id is the name of its file in content/artists", "%s: the files do not say whose counts they hold; say --artist ID", kind)
	case c.Artist != "" && !ofOne && kind != importer.CSV:
		return shell.Refuse("leave it out", "--artist: files of the kind %s name their artists", kind)
	case c.Source != "" && kind != importer.CSV:
		return shell.Refuse("leave it out", "--source: files of the kind %s name their source", kind)
	case c.Prefer && kind == importer.Unsaved:
		return shell.Refuse("`datarocks accept` and `reject` decide on a single count", "--prefer: rows of a failed run are joined as they are")
	}
	if c.Source == "" {
		return nil
	}
	_, err := settings.ParseSource("--source", c.Source)
	return err
}

// readFiles reads what is named. Every name that is of no use is reported.
func readFiles(kind importer.Kind, paths []string) ([]importer.File, error) {
	var files []importer.File
	var problems content.Problems
	for _, name := range paths {
		found, err := readPath(kind, name)
		if several, ok := errors.AsType[content.Problems](err); ok {
			problems = append(problems, several...)
		} else if err != nil {
			return nil, err
		}
		files = append(files, found...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return files, nil
}

func readPath(kind importer.Kind, name string) ([]importer.File, error) {
	refuse := func(what, instead string) ([]importer.File, error) {
		return nil, content.Problems{{File: name, What: what, Instead: instead}}
	}
	info, err := os.Stat(name)
	var data []byte
	switch {
	case strings.Contains(name, "://"):
		return refuse("is not on this machine", "copy it here, such as by `aws s3 cp --recursive`")
	case errors.Is(err, fs.ErrNotExist):
		return refuse("there is no such file", "correct its name")
	case err != nil: // see below
	case info.IsDir() && kind == importer.Ancestor:
		return importer.Folder(os.DirFS(name), name)
	case !info.Mode().IsRegular():
		return refuse("is not a file", "name the files in it")
	default:
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return refuse("cannot be read: "+settings.Cause(err).Error(), "make it a file that can be read")
	}
	return []importer.File{{Name: name, Data: data}}, nil
}
