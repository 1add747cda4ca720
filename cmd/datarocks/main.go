// Datarocks keeps a record label's follower counts and shows them as a static
// site.
//
// A guided tour of the code, bottom up:
//
// Package content reads what people write: site.md, a Markdown file per artist,
// and pages. It is strict, because a slip there would become a false number.
//
// Package fetch asks the platforms. A Counter is one of them; a package below it
// implements each, fetch/fetchtest simulates them all. All asks them at once and
// returns a Snapshot, in which each account has a number or the reason why it has
// none. Package fetch/lookup finds an artist's accounts, for the person who adds
// the artist and never in a run.
//
// Package history keeps the counts: a Row each, a day's rows in one object, and
// the rule by which rows join whichever was written first. Judge is the gate that
// holds what is hard to believe, Record adds a snapshot, Load returns a Series per
// artist and source, Settle keeps the decision of a person, Export returns all of
// it and PlanForget removes rows for good. A Store is a folder or S3. Package
// history/importer reads the files of others, which PlanImport takes in.
//
// Package render writes the site from content and history: pages, pictures in
// SVG, options for the live charts, files for download. Package templates has
// the HTML, the style sheet and the scripts, the headers that all of it is served
// with, the stack of AWS that serves it, which templates/aws makes, and what a new
// folder begins with.
//
// Package publish makes a folder or a bucket hold exactly that site: NewPlan
// finds what has to change, Apply changes it, and visitors never see half of it.
// publish/awstest simulates S3 and CloudFront, and what sets them up.
//
// Each of these imports only ones before it, and publish none. The packages below
// cmd/datarocks join them, and nothing else reads flags, environment or clock:
//
//	shell      what a verb may touch: streams, environment, clock; exit codes
//	settings   groups of flags, the platforms and their keys, places, AWS
//	nightly    one night: ask, record, publish, report, post the news
//	deploy     what makes the buckets, the CDN and the role on AWS
//	doctor     what looks at all of it, a file a check
//	demo       a night on simulated platforms, once for each day of a past
//
// settings imports shell, nightly and deploy import settings, doctor imports both,
// demo imports settings. This package is the verbs, a file each. Begin with
// run.go, which is the whole story on one page; cli.go lists the others.
package main

import (
	"os"

	"datarocks/cmd/datarocks/shell"
)

func main() {
	os.Exit(execute(shell.NewWorld(), os.Args[1:]))
}
