package importer

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"datarocks/content"
	"datarocks/content/legible"
)

// Files reads the files that are named; of the ancestor also all in a folder. The
// error is a content.Problems, with every name that is of no use.
func Files(kind Kind, names []string) ([]File, error) {
	var files []File
	var problems content.Problems
	for _, name := range names {
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

func readPath(kind Kind, name string) ([]File, error) {
	refuse := func(what, instead string) ([]File, error) {
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
	case info.IsDir() && kind == Ancestor:
		return folder(os.DirFS(name), name)
	case !info.Mode().IsRegular():
		return refuse("is not a file", "name the files in it")
	default:
		data, err = os.ReadFile(name)
	}
	if err != nil {
		return refuse("cannot be read: "+legible.Cause(err), "make it a file that can be read")
	}
	return []File{{Name: name, Data: data}}, nil
}
