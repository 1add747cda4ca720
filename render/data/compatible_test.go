package data

import (
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"datarocks/render/rendertest"
)

// old is the schema of commit 3672e8e, before sources had several metrics.
func old(t *testing.T, part string) *jsonschema.Schema {
	t.Helper()
	return compiled(t, rendertest.Read(t, os.DirFS("testdata"), "schema-3672e8e.json"), part)
}

// compiled returns the definition of a part of a schema.
func compiled(t *testing.T, schema, part string) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json#/$defs/" + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// parts are which definition of the schema each file has.
func parts(w *rendertest.World) map[string]string {
	all := map[string]string{"api/v1/index.json": "index", "api/v1/artists.json": "artists", "api/v1/latest.json": "latest", "api/v1/status.json": "status"}
	for _, a := range w.Artists {
		all["artists/"+a.ID+"/data.json"] = "data"
	}
	return all
}

// TestOldSchema validates every file of a site with all kinds against the schema as it
// was before there were any, and against the one beside them. Both refuse a file that
// is broken.
func TestOldSchema(t *testing.T) {
	t.Parallel()
	for _, w := range []*rendertest.World{kinds(), rendertest.Full(), rendertest.Odd(), rendertest.New()} {
		files := filesOf(t, w)
		for name, part := range parts(w) {
			text := rendertest.Read(t, files, name)
			for which, schema := range map[string]*jsonschema.Schema{
				"of 3672e8e": old(t, part), "beside it": compiled(t, rendertest.Read(t, files, "api/v1/schema.json"), part),
			} {
				if err := validate(t, schema, text); err != nil {
					t.Errorf("%s by the schema %s: %v", name, which, err)
				}
				for good, bad := range map[string]string{`"schemaVersion":1`: `"schemaVersion":2`, `"values":[`: `"values":["1",`, `"value":`: `"value":1.5,"was":`, `"asked":`: `"Asked":`} {
					if broken := strings.Replace(text, good, bad, 1); broken != text && validate(t, schema, broken) == nil {
						t.Errorf("the schema %s takes a %s with %s", which, name, bad)
					}
				}
			}
		}
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(value)
}

// TestSchemaOnlyGrows: each definition of 3672e8e has all of its properties still, of the
// same type, and requires what it required.
func TestSchemaOnlyGrows(t *testing.T) {
	t.Parallel()
	var was, is struct {
		Defs map[string]struct {
			Required   []string
			Properties map[string]map[string]any
		} `json:"$defs"`
	}
	for text, to := range map[string]any{
		rendertest.Read(t, os.DirFS("testdata"), "schema-3672e8e.json"):        &was,
		rendertest.Read(t, filesOf(t, rendertest.New()), "api/v1/schema.json"): &is,
	} {
		if err := json.Unmarshal([]byte(text), to); err != nil {
			t.Fatal(err)
		}
	}
	if len(was.Defs) < 20 {
		t.Fatalf("the old schema has %d definitions", len(was.Defs))
	}
	for name, def := range was.Defs {
		now := is.Defs[name]
		if !slices.Equal(def.Required, now.Required) {
			t.Errorf("%s requires %q, once %q", name, now.Required, def.Required)
		}
		for key, property := range def.Properties {
			got := maps.Clone(now.Properties[key])
			delete(property, "description")
			delete(got, "description")
			if diff := cmp.Diff(property, got); diff != "" {
				t.Errorf("%s.%s: %s", name, key, diff)
			}
		}
	}
}

// oldReader is what a program of the time of 3672e8e reads: the fields that there were,
// and nothing of others.
type oldReader struct {
	Index struct {
		SchemaVersion   int
		Newest, Updated *string
		Sources         []struct {
			Source, Name, Metric, Every string
			Download                    bool
			Updated                     *string
		}
		Artists []struct{ ID, Data string }
	}
	Artists struct {
		Artists []struct {
			ID, Name, Page, Data, CSV string
			Accounts                  map[string]string
		}
	}
	Latest struct {
		Newest, Updated *string
		Counts          []struct {
			Artist, Source, Metric, Missing string
			Date, Updated                   *string
			Value                           *int64
			Changes                         map[string]struct {
				From       string
				Difference int64
			}
		}
	}
	Status struct {
		Days []struct {
			Date    string
			Sources []struct {
				Source           string
				Asked, Got, Held int64
				Missing          map[string]int
			}
		}
		Held           []struct{ Artist, Source, Date, Reason string }
		PlatformEvents []struct {
			Source, After, Date string
			Median, Usual       float64
			Artists             int
		}
	}
	Data map[string]*oldData
	CSV  map[string]string
}

type oldData struct {
	Artist, Name string
	Updated      *string
	Sources      []struct {
		Source, Metric, Start string
		Values                []*int64
		Gaps                  []struct{ From, To, Reason string }
		Seams                 []string
	}
}

// read reads a site from its index on.
func (r *oldReader) read(t *testing.T, files fs.FS) {
	t.Helper()
	of := func(name string, to any) {
		if err := json.Unmarshal([]byte(rendertest.Read(t, files, name)), to); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	of("api/v1/index.json", &r.Index)
	of("api/v1/artists.json", &r.Artists)
	of("api/v1/latest.json", &r.Latest)
	of("api/v1/status.json", &r.Status)
	r.Data, r.CSV = make(map[string]*oldData), map[string]string{"all": rendertest.Read(t, files, "api/v1/all.csv")}
	for _, a := range r.Index.Artists {
		r.Data[a.ID] = new(oldData)
		of("artists/"+a.ID+"/data.json", r.Data[a.ID])
		r.CSV[a.ID] = rendertest.Read(t, files, "artists/"+a.ID+"/data.csv")
	}
}

// TestOldReader: a program that was written before there were metrics reads the same of
// a site with all kinds as of one that chooses none.
func TestOldReader(t *testing.T) {
	t.Parallel()
	var before, now oldReader
	before.read(t, filesOf(t, asBefore()))
	now.read(t, filesOf(t, kinds()))
	// Of ListenBrainz only the further metric has counts: it stands there with none.
	for _, d := range now.Data {
		last := len(d.Sources) - 1
		if d.Sources[last].Source != "listenbrainz" || len(d.Sources[last].Values) != 0 || len(d.Sources[last].Gaps) != 0 {
			t.Errorf("%+v", d.Sources[last])
		}
		d.Sources = d.Sources[:last]
	}
	for i, day := range now.Status.Days {
		now.Status.Days[i].Sources = slices.DeleteFunc(day.Sources, func(s struct {
			Source           string
			Asked, Got, Held int64
			Missing          map[string]int
		},
		) bool {
			return s.Asked == 0
		})
	}
	if len(before.Latest.Counts) != 8 || len(before.Status.Held) == 0 || len(before.Data["vola"].Sources) != 3 {
		t.Fatalf("%d counts, %d held", len(before.Latest.Counts), len(before.Status.Held))
	}
	if diff := cmp.Diff(before, now); diff != "" {
		t.Errorf("(-before +now): %s", diff)
	}
}
