package words

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/language"

	"datarocks/content"
)

//go:embed en.yaml de.yaml
var tables embed.FS

// load reads a language that is built in.
func load(code content.Language) *Language {
	name := string(code) + ".yaml"
	text, err := tables.ReadFile(name)
	if err != nil {
		panic(err)
	}
	l, err := Load(code, text)
	if err != nil {
		panic(fmt.Errorf("%s: %w", name, err))
	}
	return l
}

// Load makes a language of its texts in YAML, such as en.yaml. Every text must be
// there, with the places to fill that its type has, and nothing else. The error
// lists all that is wrong.
func Load(code content.Language, text []byte) (*Language, error) {
	var values map[string]any
	if err := yaml.Unmarshal(text, &values); err != nil {
		return nil, err
	}
	l := &Language{Code: code, tag: language.Make(string(code))}
	r := reader{forms: formsOf(l.tag)}
	r.value(reflect.ValueOf(&l.wording).Elem(), values, "")
	return l, errors.Join(r.problems...)
}

// formsOf lists the forms that a language has for numbers of things.
func formsOf(tag language.Tag) map[string]bool {
	forms := make(map[string]bool)
	for n := range int64(1000) {
		forms[formNames[form(tag, n)]] = true
	}
	return forms
}

// reader fills tables from YAML.
type reader struct {
	forms    map[string]bool // of the language, by name
	problems []error
}

func (r *reader) problem(path, format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf("%s: %w", path, fmt.Errorf(format, args...)))
}

// value fills a part of the table; its kind is what the YAML must have there.
func (r *reader) value(part reflect.Value, value any, path string) {
	switch part.Kind() {
	case reflect.Struct:
		r.mapping(part, value, path)
	case reflect.Array, reflect.Slice:
		r.list(part, value, path)
	case reflect.Float64:
		number := reflect.ValueOf(value)
		if !number.IsValid() || !number.CanConvert(part.Type()) {
			r.problem(path, "is no number")
			return
		}
		part.Set(number.Convert(part.Type()))
	default:
		r.text(part, value, path)
	}
}

func (r *reader) text(part reflect.Value, value any, path string) {
	text, ok := value.(string)
	if !ok || text == "" {
		r.problem(path, "is no text")
		return
	}
	places := 0
	if p, ok := part.Interface().(interface{ places() int }); ok {
		places = p.places()
	}
	for n := 1; n <= 9; n++ {
		place := fmt.Sprintf("{%d}", n)
		switch has := strings.Contains(text, place); {
		case has && n > places:
			r.problem(path, "%q has %s, which stands for nothing", text, place)
		case !has && n <= places:
			r.problem(path, "%q lacks %s", text, place)
		}
	}
	part.SetString(text)
}

func (r *reader) list(part reflect.Value, value any, path string) {
	items, ok := value.([]any)
	if part.Kind() == reflect.Slice {
		part.Set(reflect.MakeSlice(part.Type(), len(items), len(items)))
	}
	if !ok || len(items) != part.Len() {
		r.problem(path, "is no list of %d", part.Len())
		return
	}
	for i, item := range items {
		r.value(part.Index(i), item, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (r *reader) mapping(part reflect.Value, value any, path string) {
	values, ok := value.(map[string]any)
	if !ok {
		r.problem(path, "has no texts of its own")
		return
	}
	_, counted := part.Interface().(interface{ JSON() string })
	var known []string
	if path != "" {
		path += "."
	}
	for _, field := range reflect.VisibleFields(part.Type()) {
		if field.Anonymous {
			continue // its own fields are texts of this part
		}
		key := strings.ToLower(field.Name[:1]) + field.Name[1:]
		if counted && !r.forms[key] {
			continue
		}
		known = append(known, key)
		value, ok := values[key]
		if !ok {
			r.problem(path+key, "is missing")
			continue
		}
		r.value(part.FieldByIndex(field.Index), value, path+key)
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, key) {
			r.problem(path+key, "is no text of this part")
		}
	}
}
