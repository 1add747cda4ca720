// Package publish makes a bucket, or a directory, hold exactly a site.
//
//	have, err := publish.Read(ctx, bucket)           // what is published
//	plan, err := publish.NewPlan(site, have, now)    // what changes, and why: a dry run prints it
//	err = plan.Check(publish.Limits{})               // refuses what looks like a mistake
//	plan, err = publish.Publish(ctx, publish.Job{Site: site, Bucket: bucket, CDN: cdn}, have, now, publish.Limits{})
//
// Publish plans and checks by itself, carries the plan out, and does it all again
// if another run comes between.
//
// The site is an fs.FS, the bucket an interface of four methods, so both a
// dry run and a run into a directory are the real thing. [S3] and [CloudFront]
// are Amazon's; awstest simulates both.
//
// # Only what changed
//
// A listing has the MD5 of every object, but not its headers. These stand
// in manifest.json, where each run records what it wrote. So one listing and
// one small read show all, and a run that finds nothing new writes nothing.
// Where a bucket's listing has no MD5, the manifest stands in for it.
//
// # What visitors see
//
// A page is never live before what it needs, nor a link before the page that it
// leads to. Assets go first; then new data and new pages, which nobody can find
// yet; then the data and pages that are replaced; and the root's index.html
// last. Deletes go the other way, and begin only when every upload has succeeded
// and the CDN was asked to drop each former page that leads to what is deleted.
// CloudFront takes some minutes for that, so behind it a file is deleted by a run
// that begins an hour later or more, as the next night's. Of what is deleted the CDN
// drops its copies afterwards, or it could take them again.
//
// # What is deleted
//
// Only files the manifest lists, so only what datarocks wrote. Whatever else
// lives in the bucket stays. Assets are kept for a week after their last use,
// for those who still look at an older page. A manifest that cannot be read is as
// good as none: then nothing is deleted, and everything is written again.
//
// # What is refused
//
// The manifests list the artists, the ends and lengths of their series and the
// newest count of both sites, so no page has to be read to see that an artist
// or a count would vanish, or time go back. Then nothing is written.
//
// # After a crash
//
// A run writes the manifest twice. Before the first upload it claims: the
// manifest then lists all that the bucket may hold if the run ends early, and
// has no headers for what is about to change, because nobody can know them
// until it is done. After the last delete and invalidation it writes the
// receipt: the manifest of the new site. The next run, of the same site or of
// another, reads a claim as it reads a receipt: it uploads what has no headers
// again, deletes what the site lacks, and invalidates both. Nothing else has
// to remember how far the run came. After an [InvalidationError] the receipt
// lists which paths are owed, and the next run asks for them.
//
// # Two runs at once
//
// Every write names the version that it replaces, so it fails if another run
// was faster, and the run plans again, with its site made anew where it can be, from
// the counts of both. A claim shows which counts its site has, and a site that lacks
// some of them yields. Deletes know no such condition: two runs of different content
// can delete what the other one wants, or write what it does not, and it takes a third
// run to see it.
package publish
