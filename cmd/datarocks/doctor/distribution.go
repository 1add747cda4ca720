package doctor

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"

	"datarocks/cmd/datarocks/nightly"
	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// checkDistributions looks at what serves the site.
func checkDistributions(d *doctor) findings {
	ids := nightly.TargetFlags{Distribution: d.flags.Distribution}.Distributions()
	at, err := settings.ParsePlace("--site", d.flags.Site)
	if err != nil || at.Folder != "" && len(ids) == 0 {
		return nil
	}
	if _, err := settings.OpenCDN(d.World, ids); err != nil {
		return d.trouble(shell.ExitUsage, err)
	}
	l := d.login()
	switch {
	case len(ids) == 0 && ids != nil:
		return note("none, as named: none is invalidated")
	case len(ids) == 0 && len(recorded(d)) > 0:
		return warn("run with --distribution "+strings.Join(recorded(d), ",")+", or with none if it is gone",
			"none is named, and the site is behind %s: visitors may see the former site for up to a day", strings.Join(recorded(d), ", "))
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

// recorded are the distributions that the site's manifest has.
func recorded(d *doctor) []string {
	have, err := d.published()
	if err != nil || have.Manifest == nil {
		return nil
	}
	return have.Manifest.Distributions
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
