package doctor

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/fetch"
	"datarocks/publish"
	"datarocks/publish/manifest"
)

func readSite(d *doctor) (publish.Published, error) {
	if _, err := reach(d, "--site", d.flags.Site); err != nil {
		return publish.Published{}, err
	}
	bucket, err := settings.OpenSite(d.World, d.flags.Site)
	if err != nil {
		return publish.Published{}, err
	}
	return publish.Read(d.Ctx, bucket)
}

// checkSite looks at what is published.
func checkSite(d *doctor) findings {
	where := d.flags.Site
	have, err := d.published()
	switch {
	case errors.Is(err, errNoLogin):
		return note("%s: %v", where, err)
	case err != nil:
		return d.trouble(shell.ExitFailed, withAccount(d, err))
	case have.Manifest == nil && len(have.Objects) > 0:
		return note("%s: nothing of datarocks yet, and %s of others, which stay", where, shell.Plural(len(have.Objects), "file"))
	case have.Manifest == nil:
		return note("%s: nothing is published yet", where)
	}
	facts, err := nightly.Shown(where, have)
	if err != nil {
		return d.trouble(shell.ExitFailed, err)
	}
	found := strangersAtSite(d)
	if n := len(have.Manifest.Owed); n > 0 {
		found = append(found, warn("the next run asks again, if it has the distribution and the right to invalidate it",
			"visitors may see old copies: CloudFront was not told of %s", shell.Plural(n, "path"))...)
	}
	if have.Manifest.Next != nil {
		found = append(found, warn("unless one is under way now: the next run completes it", "a run began to publish and did not end")...)
	}
	return append(found, shownCounts(d, have, facts)...)
}

// shownCounts describes which counts visitors see, and whether there are newer ones.
func shownCounts(d *doctor, have publish.Published, facts manifest.About) findings {
	text := fmt.Sprintf("%s: %s", d.flags.Site, shell.Plural(len(have.Manifest.Files), "file"))
	switch {
	case facts.Demo:
		return note("%s, with the invented counts of a demo", text)
	case facts.Updated.IsZero():
		return note("%s, without counts", text)
	}
	text += ", newest count " + moments(facts.Updated)
	if h, err := d.past(); err == nil && d.site != nil {
		if newest := surveyOf(d, h).fresh.Newest(); newest.After(facts.Updated) {
			return warn("`datarocks run` publishes it", "%s, and the history has one of %s", text, moments(newest))
		}
	}
	return fine("%s", text)
}

// baseURL is the public address of the site; "" where it names none.
func baseURL(d *doctor) string {
	switch base, err := content.ParseBaseURL(d.flags.BaseURL); {
	case d.site != nil:
		return d.site.BaseURL
	case d.flags.BaseURL != "" && err == nil:
		return base
	}
	return ""
}

// largestManifest bounds what is read in bytes. That of 10,000 artists has some
// 6 MB.
const largestManifest = 64 << 20

// checkAddress asks for the site as visitors do.
func checkAddress(d *doctor) findings {
	base := baseURL(d)
	if base == "" {
		return note("not known: feeds, sitemap and embeds by link need base_url in site.md, or --base-url")
	}
	client := fetch.NewClient(fetch.Options{UserAgent: "datarocks/" + shell.Version(), Patience: -1, MaxBody: largestManifest})
	body, err := fetch.Get(d.Ctx, client, base+"manifest.json")
	if err != nil {
		return unreached(base, err)
	}
	var m manifest.Manifest
	err = json.Unmarshal(body, &m)
	shown, errAbout := manifest.Read[manifest.About](m.Site)
	if err != nil || errAbout != nil || m.SchemaVersion == 0 {
		return warn("correct base_url", "%s answers, but what is there is not of datarocks", base)
	}
	if now := publishedUpdate(d); !shown.Updated.IsZero() && shown.Updated.Before(now) {
		return warn("correct base_url and the distribution, or wait for a day",
			"%s shows the newest count of %s, and what is published has one of %s", base, moments(shown.Updated), moments(now))
	}
	return fine("%s answers", base)
}

// unreached is why visitors do not get the site.
func unreached(base string, err error) findings {
	status, ok := errors.AsType[*fetch.StatusError](err)
	if !ok {
		return warn("its name in the DNS has to lead to CloudFront; `datarocks setup` prints how, or correct base_url", "%s: %s", base, fetch.Reason(err))
	}
	switch status.Status {
	case http.StatusUnauthorized:
		return fine("%s answers, and asks who is there", base)
	case http.StatusNotFound, http.StatusForbidden:
		return warn("publish a site first, or correct base_url", "%s: %s: no site of datarocks is there", base, fetch.Reason(err))
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return warn("write the address where it leads as base_url", "%s: %s", base, fetch.Reason(err))
	}
	return warn("look at the distribution", "%s: %s", base, fetch.Reason(err))
}

// publishedUpdate is the time of the newest count that is published; zero where that
// is not known.
func publishedUpdate(d *doctor) time.Time {
	have, err := d.published()
	if err != nil {
		return time.Time{}
	}
	about, _ := have.About() // zero where it cannot be read
	return about.Updated
}

// checkDistributions looks at what serves the site.
func checkDistributions(d *doctor) findings {
	ids := settings.Distributions(d.flags.Distribution)
	at, err := settings.ParsePlace("--site", d.flags.Site)
	if err != nil || at.Folder != "" && len(ids) == 0 {
		return nil
	}
	if _, err := settings.OpenCDN(d.World, ids); err != nil {
		return d.trouble(shell.ExitUsage, err)
	}
	l := d.login()
	switch {
	case len(ids) == 0:
		return note("none is named, so none is invalidated: visitors of one may see the former site for up to a day")
	case !l.works:
		return note("%s: %v", strings.Join(ids, ", "), errNoLogin)
	}
	client := cloudfront.NewFromConfig(l.cfg)
	var found findings
	for _, id := range ids {
		found = append(found, lookAtDistribution(d, client, id, at)...)
	}
	return found
}

func lookAtDistribution(d *doctor, client *cloudfront.Client, id string, site settings.Place) findings {
	const untried = "whether this login may invalidate it shows when a run does"
	got, err := client.GetDistribution(d.Ctx, &cloudfront.GetDistributionInput{Id: aws.String(id)})
	switch {
	case settings.IsDenied(err):
		return note("%s: cannot look: this login lacks cloudfront:GetDistribution, which a run does not need; %s", id, untried)
	case err != nil:
		return d.trouble(shell.ExitIncomplete, fmt.Errorf("%s: %w", id, err))
	case got.Distribution == nil || got.Distribution.DistributionConfig == nil:
		return note("%s: cannot look: the answer is none of CloudFront", id)
	}
	config := got.Distribution.DistributionConfig
	if !aws.ToBool(config.Enabled) {
		return warn("enable it in the console of CloudFront", "%s is disabled: visitors see nothing", id)
	}
	var origins []string
	if config.Origins != nil {
		for _, origin := range config.Origins.Items {
			origins = append(origins, aws.ToString(origin.DomainName))
		}
	}
	serves := func(origin string) bool { return strings.HasPrefix(origin, site.Bucket+".s3") }
	if site.Bucket != "" && len(origins) > 0 && !slices.ContainsFunc(origins, serves) {
		return warn("correct --distribution or --site", "%s serves %s, and the site is published to %s", id, strings.Join(origins, ", "), site)
	}
	text := "enabled"
	if status := aws.ToString(got.Distribution.Status); status != "Deployed" {
		text += ", and CloudFront is at work on it (" + status + ")"
	}
	return fine("%s: %s; %s", id, text, untried)
}
