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
// gives a Snapshot, in which each account has a number or the reason why it has
// none. Package fetch/lookup finds an artist's accounts, for the person who adds
// the artist and never in a run.
//
// Package history keeps the counts: a Row each, a day's rows in one object, and
// the rule by which rows join whoever wrote first. Judge is the gate that holds
// what is hard to believe, Record adds a snapshot, Load gives a Series per artist
// and source, Settle keeps what a person decided, Export gives all of it back and
// PlanForget removes rows for good. A Store is a folder or S3. Package
// history/importer reads what others wrote down, which PlanImport takes in.
//
// Package render writes the site from content and history: pages, pictures in
// SVG, options for the live charts, files for download. Package templates has
// the HTML, the style sheet and the scripts, the headers that all of it is served
// with, the stack of AWS that serves it, which templates/aws makes, and what a new
// folder begins with.
//
// Package publish makes a folder or a bucket hold exactly that site: NewPlan
// says what has to change, Apply changes it, and visitors never see half of it.
// publish/awstest simulates S3 and CloudFront, and what sets them up.
//
// Each of these imports only ones before it, and publish none. This package
// joins them into verbs. It is the only one that reads flags, environment and
// clock. Begin with run.go, which is the whole story on one page; world.go has
// what a verb may touch, cli.go the flags, settings.go the platforms and their
// keys, target.go what visitors see, demo.go the same run on simulated platforms,
// notify.go whom a run tells what is new, setup.go what makes the buckets, the CDN
// and the role on AWS, doctor.go what looks at all of it.
package main

import "os"

func main() {
	os.Exit(execute(newWorld(), os.Args[1:]))
}
