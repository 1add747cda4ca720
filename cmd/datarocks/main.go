// Datarocks keeps a record label's follower counts and shows them as a static
// site.
//
// A guided tour of the code, bottom up. Each package begins with a comment on
// what it does and why; a package imports only ones above it.
//
// Package content reads what people write: site.md, a Markdown file per artist,
// and pages. It is strict, because a slip there would become a false number. How
// names are compared is in content/name, how words from elsewhere become a line or a
// cell in content/legible.
//
// Package fetch asks the platforms. A Counter is one of them; a package below it
// implements each, fetch/fetchtest simulates them all. All asks them at once and
// returns a Snapshot, in which each account has a number or the reason why it has
// none. Package fetch/lookup finds an artist's accounts, for the person who adds
// the artist and never in a run.
//
// Package history keeps the counts: Load, Record, Import, Forget, Export. Its rooms:
//
//	store     objects in a folder or on S3, which is a Store
//	row       one row, and Join, the order in which rows replace each other
//	series    the counts of one artist on one source
//	trend     what moved: net change, platform events, records, forecasts
//	archive   years of rows in little memory
//	gate      Judge, which holds what is hard to believe, and its verdicts
//	importer  the files of others
//
// Package render writes the site from content and history: a Survey looks at every
// artist once, and pages only read it. Its rooms:
//
//	words     the two languages: numbers, days, plurals, texts
//	roster    what pages are made of: artists, tracks, freshness, the survey
//	sentence  sentences about counts, which a run prints, too
//	chart     pictures in SVG, options for the live charts
//	weekly    reports of the weeks that are over
//	data      what programs read: data.json, the API, feeds, the calendar
//
// Package templates has the HTML, the style sheet and the scripts, the headers that
// all of it is served with, the stack of AWS that serves it, which templates/aws
// makes, and what a new folder begins with.
//
// Package publish makes a folder or a bucket hold exactly that site, and imports none
// of the above: NewPlan finds what has to change, Apply changes it, and visitors
// never see half of it. What the renderer and the publisher both write is
// publish/manifest; publish/awstest simulates S3 and CloudFront, and what sets them
// up.
//
// The packages below cmd/datarocks join all of these. Nothing else reads flags,
// environment or clock, and only they print:
//
//	shell      streams, environment, clock, terminal; failures and exit codes
//	settings   groups of flags, the platforms and their keys, places, AWS
//	nightly    one night: ask, record, publish, report, post the news
//	deploy     the stack that has the buckets, the CDN and the role
//	doctor     looks at everything that a run needs, a file a check
//	demo       nights on simulated platforms that hold an invented past
//	devserver  a site on this machine, as visitors get it
//	help       the topics of the documentation
//
// settings imports shell, nightly and deploy import settings, doctor imports these
// two, demo imports nightly. This package has the verbs, a file each. Begin with
// run.go, which is the whole story on one page; cli.go lists the others.
package main

import (
	"os"

	"datarocks/cmd/datarocks/shell"
)

func main() {
	os.Exit(execute(shell.NewWorld(), os.Args[1:]))
}
