package settings

import (
	"fmt"
	"strings"

	"datarocks/content/name"
)

// mostNames is how many names a hint lists.
const mostNames = 30

// Suggest is a hint for a name that is none of those there are.
func Suggest(unknown string, all []string) string {
	folded := make([]string, len(all))
	for i, known := range all {
		folded[i] = name.Fold(known)
	}
	switch i := name.Nearest(name.Fold(unknown), folded); {
	case i >= 0:
		return fmt.Sprintf("did you mean %s?", all[i])
	case len(all) == 0:
		return ""
	case len(all) > mostNames:
		all = append(all[:mostNames:mostNames], "...")
	}
	return "there are " + strings.Join(all, ", ")
}
