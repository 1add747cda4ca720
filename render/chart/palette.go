package chart

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"datarocks/content"
)

// Palette are the colours of the style sheet by name, for light and for dark.
type Palette map[string][2]string

var (
	tokenPattern = regexp.MustCompile(`--([a-z]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);`)
	tokenName    = regexp.MustCompile(`\$[a-z]+`)
)

// ReadPalette reads the colours from the style sheet of the templates.
func ReadPalette(files fs.FS) (Palette, error) {
	css, err := fs.ReadFile(files, "assets/style.css")
	if err != nil {
		return nil, fmt.Errorf("read style sheet: %w", err)
	}
	found := make(Palette)
	for _, match := range tokenPattern.FindAllStringSubmatch(string(css), -1) {
		found[match[1]] = [2]string{match[2], match[3]}
	}
	if len(found) == 0 {
		return nil, errors.New("read style sheet: no colours such as --ink: light-dark(#000, #fff);")
	}
	return found, nil
}

// cardRules are the rules of card.svg that have colours.
var cardRules = []string{
	".bg{fill:$card;stroke:$rule}", "text{fill:$ink}", ".muted{fill:$muted}", ".why{fill:$warn}",
	".up{fill:$up}", ".down{fill:$down}", ".rule{stroke:$rule}", ".grid{stroke:$grid}", ".mark{stroke:$muted}", ".end{stroke:$card}",
}

// style returns the style sheet of card.svg. An image cannot load one.
func (p Palette) style(rows []CardRow) string {
	var rules strings.Builder
	rules.WriteString(strings.Join(cardRules, ""))
	for _, row := range rows {
		fmt.Fprintf(&rules, ".s-%s{color:$%s}", row.Source.Slug(), row.Source.Source)
	}
	in := func(scheme int) string {
		return tokenName.ReplaceAllStringFunc(rules.String(), func(name string) string { return p[name[1:]][scheme] })
	}
	if slices.ContainsFunc(rows, func(row CardRow) bool { return row.Source.Kind != content.Stock }) {
		rules.WriteString(".days .daily{stroke-width:3;opacity:.5}.days .bars{fill:currentColor;stroke:none;opacity:.55}")
	}
	return `text{font:12px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,"Noto Sans",sans-serif}` +
		`.name{font-size:22px;font-weight:700}.head{font-size:14px;font-weight:600}.num{font-size:20px;font-weight:700}.right{text-anchor:end}` +
		`path{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}` +
		`.area,.dot{fill:currentColor;stroke:none}.area{opacity:.08}.bridge{stroke-width:1.5;stroke-dasharray:1 5;opacity:.7}.lone{stroke-width:5}` +
		`.rule,.grid,.mark{stroke-width:1}.mark{stroke-dasharray:2 3;opacity:.6}.end{fill:currentColor;stroke-width:2}` +
		in(0) + "@media(prefers-color-scheme:dark){" + in(1) + "}"
}
