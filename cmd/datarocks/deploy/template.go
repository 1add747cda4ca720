package deploy

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"datarocks/templates"
)

// templateKeys are the names in a section of the template, sorted.
func templateKeys(section string) []string {
	var template map[string]any
	_ = yaml.Unmarshal([]byte(templates.Stack()), &template) // a test reads it
	keys, _ := template[section].(map[string]any)
	return slices.Sorted(maps.Keys(keys))
}

var (
	entryName = regexp.MustCompile(`(?m)^  ([A-Za-z0-9]+):.*$`)
	remark    = regexp.MustCompile(`(?m)^ *#.*\n|\s+# .*$`)
)

// entries are the texts of a section's entries in a template of datarocks, whose
// entries are indented by two, without remarks.
func entries(template, section string) map[string]string {
	_, text, _ := strings.Cut(template, "\n"+section+":\n")
	if next := regexp.MustCompile(`(?m)^[A-Za-z]`).FindStringIndex(text); next != nil {
		text = text[:next[0]]
	}
	text = remark.ReplaceAllString(text, "")
	all := make(map[string]string)
	begins := entryName.FindAllStringSubmatchIndex(text, -1)
	for i, at := range begins {
		end := len(text)
		if i+1 < len(begins) {
			end = begins[i+1][0]
		}
		all[text[at[2]:at[3]]] = strings.TrimSpace(text[at[0]:end])
	}
	return all
}
