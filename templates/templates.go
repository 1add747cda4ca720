// Package templates holds the files that pages are made of: HTML templates,
// style sheet, scripts and the ECharts bundle. It also holds what serves them:
// the headers, and the CloudFormation template of the buckets, the CDN and the
// role that publishes.
//
// The bundle is ECharts cut down to the parts that the charts use. It is made
// from the published packages, committed, and its hash is tested.
package templates

import (
	"embed"
	"io/fs"
)

//go:generate go run ./echarts
//go:generate go run ./aws

//go:embed site
var embedded embed.FS

//go:embed aws/stack.yaml
var stack string

// Stack returns the CloudFormation template, in YAML.
func Stack() string { return stack }

// Site returns the files of the site as they were built in: *.html are
// templates, assets/* is published.
func Site() fs.FS {
	site, err := fs.Sub(embedded, "site")
	if err != nil {
		panic(err) // "site" is a valid path
	}
	return site
}
