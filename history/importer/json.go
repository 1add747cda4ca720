package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"datarocks/content"
	"datarocks/content/legible"
)

// folder returns the daily files of the ancestor below a folder, sorted; name is
// what problems call the folder. Files that are not JSON are passed over. The
// error is a content.Problems where the folder is not such a one.
func folder(fsys fs.FS, name string) ([]File, error) {
	var files []File
	err := fs.WalkDir(fsys, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(file)
		switch {
		case strings.HasPrefix(base, ".") && entry.IsDir() && file != ".":
			return fs.SkipDir
		case entry.IsDir(), strings.HasPrefix(base, "."), !strings.HasSuffix(base, ".json"):
			return nil
		}
		data, err := fs.ReadFile(fsys, file)
		files = append(files, File{path.Join(name, file), data})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if len(files) == 0 {
		return nil, content.Problems{{File: name, What: "has no files YYYYMMDD.json", Instead: "name the folder that has them"}}
	}
	return files, nil
}

var dailyName = regexp.MustCompile(`^[0-9]{8}\.json$`)

// ancestor reads one of the ancestor's daily files.
func (r *reader) ancestor(f File) {
	base := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
	at := place{f.Name, 0}
	day, ok := compactDay(strings.TrimSuffix(base, ".json"))
	if !dailyName.MatchString(base) || !ok {
		r.report(at, "is not named after its day", "name it YYYYMMDD.json, such as 20230101.json")
		ok = false
	}
	known := ok && r.timely(at, day)
	r.nested(f, `{"Dream Theater": {"spotify": 123}}`, func(name string, at place) leaf {
		artist, wrong := r.names.find(name)
		if wrong != nil {
			r.reportFault(at, wrong)
		}
		return r.leaf(day, artist, known && wrong == nil)
	})
}

// ancestorREST reads the ancestor's answer for one artist.
func (r *reader) ancestorREST(f File) {
	r.nested(f, `{"20230101": {"spotify": 123}}`, func(date string, at place) leaf {
		day, ok := compactDay(date)
		if !ok {
			r.report(at, legible.Quote(date)+" is no day of the calendar", "write YYYYMMDD, such as 20230101")
		}
		return r.leaf(day, r.Artist, ok && r.timely(at, day))
	})
}

func compactDay(text string) (content.Day, bool) {
	t, err := time.Parse("20060102", text)
	return content.DayOf(t), err == nil
}

// leaf takes a source and its value.
type leaf func(source string, at place, value json.Token)

// leaf returns a leaf that takes counts of one day and artist. Unless they are known,
// it only looks for what is wrong.
func (r *reader) leaf(day content.Day, artist string, known bool) leaf {
	return func(name string, at place, value json.Token) {
		source, wrong := sourceNamed(name)
		if wrong != nil {
			r.reportFault(at, wrong)
		}
		switch value := value.(type) {
		case nil: // the ancestor asked and got nothing
		case json.Number:
			if n, ok := r.value(at, value.String()); ok && wrong == nil && known {
				r.add(at, cell{day, artist, source.Default()}, time.Time{}, n)
			}
		case string:
			r.report(at, fmt.Sprintf("the count of %s is the text %s", legible.Quote(name), legible.Quote(value)), "write the number without quotes, or null")
		default:
			r.report(at, fmt.Sprintf("the count of %s is not a number", legible.Quote(name)), "write a number, or null")
		}
	}
}

// nested walks an object of objects of values. encoding/json would read it in
// one go, but takes the last of two equal keys in silence, and knows no lines.
func (r *reader) nested(f File, shape string, open func(key string, at place) leaf) {
	w := newWalker(r, f)
	err := w.object(shape, func(key string, at place, value json.Token) error {
		take := open(key, at)
		if value == nil {
			return nil
		}
		return w.members(value, at, shape, func(key string, at place, value json.Token) error {
			err := w.skip(value)
			take(key, at, value)
			return err
		})
	})
	w.end(err)
}

// walker reads one JSON text token by token.
type walker struct {
	*reader
	file  string
	data  []byte
	dec   *json.Decoder
	base  int // lines before the text
	lines int // line breaks of the text before upTo
	upTo  int64
}

func newWalker(r *reader, f File) *walker {
	w := &walker{reader: r, file: f.Name, data: f.Data, dec: json.NewDecoder(bytes.NewReader(f.Data))}
	w.dec.UseNumber()
	return w
}

// member takes a key of an object, and the first token of its value.
type member func(key string, at place, value json.Token) error

// at is the line of the token read last. No token of JSON has a line break.
func (w *walker) at() place { return w.lineAt(w.dec.InputOffset() - 1) }

// lineAt counts on from where it was last asked; asked for an earlier place, it
// begins again.
func (w *walker) lineAt(offset int64) place {
	offset = min(max(offset, 0), int64(len(w.data)))
	if offset < w.upTo {
		w.lines, w.upTo = 0, 0
	}
	w.lines += bytes.Count(w.data[w.upTo:offset], []byte("\n"))
	w.upTo = offset
	return place{w.file, w.base + w.lines + 1}
}

// object reads the whole text as one object.
func (w *walker) object(shape string, each member) error {
	value, err := w.dec.Token()
	if err != nil {
		return err
	}
	if err := w.members(value, w.at(), shape, each); err != nil {
		return err
	}
	if rest := bytes.TrimLeft(w.data[w.dec.InputOffset():], " \t\r\n"); len(rest) > 0 {
		w.report(w.lineAt(int64(len(w.data)-len(rest))), "goes on after its end", "keep one object such as "+shape)
	}
	return nil
}

// members reads the members of an object whose first token is value. A key that
// was there already is reported.
func (w *walker) members(value json.Token, at place, shape string, each member) error {
	if value != json.Delim('{') {
		w.report(at, "is not an object where one should be", "write "+shape)
		return w.skip(value)
	}
	seen := make(map[string]place)
	for w.dec.More() {
		token, err := w.dec.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		keyAt := w.at()
		if first, ok := seen[key]; ok {
			w.report(keyAt, fmt.Sprintf("%s is there twice, first in line %d", legible.Quote(key), first.line), "keep the right one of the two")
		} else {
			seen[key] = keyAt
		}
		value, err := w.dec.Token()
		if err != nil {
			return err
		}
		if _, isDelim := value.(json.Delim); !isDelim {
			keyAt = w.at()
		}
		if err := each(key, keyAt, value); err != nil {
			return err
		}
	}
	_, err := w.dec.Token()
	return err
}

// skip reads to the end of a value.
func (w *walker) skip(value json.Token) error {
	opening := []json.Token{json.Delim('{'), json.Delim('[')}
	if !slices.Contains(opening, value) {
		return nil
	}
	for depth := 1; depth > 0; {
		token, err := w.dec.Token()
		switch {
		case err != nil:
			return err
		case slices.Contains(opening, token):
			depth++
		case token == json.Delim('}'), token == json.Delim(']'):
			depth--
		}
	}
	return nil
}

// end reports what is not JSON.
func (w *walker) end(err error) {
	if err == nil {
		return
	}
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok && !errors.Is(err, io.ErrUnexpectedEOF) {
		w.report(w.lineAt(syntax.Offset-1), "is not JSON: "+syntax.Error(), "correct it, or get the file again")
		return
	}
	w.report(w.lineAt(int64(len(bytes.TrimRight(w.data, "\n")))), "is not JSON: it is cut", "get the file again")
}
