package doctor

import (
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/row"
)

// mostOldDays is how many days an old version of what is kept only for a while may stay.
// The terms leave two days after those that are kept.
const mostOldDays = 1

// retention looks whether rules of the history's bucket end those counts that the terms of
// their platforms do not let be kept for ever. A run has no right to delete.
func retention(d *doctor, client *s3.Client, at settings.Place) (found findings) {
	if d.site == nil {
		return nil
	}
	var rules []types.LifecycleRule
	asked := false
	for _, setting := range d.site.Sources {
		if setting.Terms.KeptDays == 0 {
			continue
		}
		if !asked {
			var problem findings
			if rules, problem = lifecycleOf(d, client, at); problem != nil {
				return problem
			}
			asked = true
		}
		found = append(found, retentionOf(d, rules, at, setting)...)
	}
	return found
}

func lifecycleOf(d *doctor, client *s3.Client, at settings.Place) ([]types.LifecycleRule, findings) {
	out, err := client.GetBucketLifecycleConfiguration(d.Ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: aws.String(at.Bucket)})
	if refusal, ok := errors.AsType[smithy.APIError](err); ok && refusal.ErrorCode() == "NoSuchLifecycleConfiguration" {
		return nil, nil
	}
	switch {
	case settings.IsDenied(err):
		return nil, note("%s: cannot look at its rules: this login lacks s3:GetLifecycleConfiguration, which a run does not need", at)
	case err != nil:
		text, _ := settings.Describe(err)
		return nil, note("%s: cannot look at its rules: %s", at, text)
	}
	return out.Rules, nil
}

// retentionOf compares the rules with the terms of a source.
func retentionOf(d *doctor, rules []types.LifecycleRule, at settings.Place, setting content.SourceSetting) findings {
	prefix, most := at.Key(string(row.Limited(setting.Source))), int32(setting.Terms.KeptDays)-1
	ends, endsOld := false, false
	for _, rule := range rules {
		if rule.Status != types.ExpirationStatusEnabled || !isOfAll(rule, prefix) {
			continue
		}
		if e := rule.Expiration; e != nil && e.Days != nil {
			ends = ends || *e.Days <= most
		}
		if old := rule.NoncurrentVersionExpiration; old != nil && old.NoncurrentDays != nil && old.NewerNoncurrentVersions == nil {
			endsOld = endsOld || *old.NoncurrentDays <= mostOldDays
		}
	}
	name, kept := setting.Name, shell.Plural(int(setting.Terms.KeptDays), "day")
	cure := "`" + setupCommand(d) + "`; for a bucket that it didn't make, add a lifecycle rule: prefix " + prefix + ", expire after " +
		shell.Plural(int(most), "day") + ", delete old versions after " + shell.Plural(mostOldDays, "day")
	switch {
	case !ends:
		return warn(cure, "%s: no rule ends the counts of %s after %s, as its terms demand", at, name, kept)
	case !endsOld:
		f := note("%s: no rule ends old versions of the counts of %s; if the bucket keeps versions, its terms demand one", at, name)
		f[0].Cure = cure
		return f
	}
	return fine("%s: a rule ends the counts of %s after %s", at, name, kept)
}

// isOfAll reports whether a rule is of every object below a prefix.
func isOfAll(rule types.LifecycleRule, prefix string) bool {
	of := aws.ToString(rule.Prefix) //lint:ignore SA1019 S3 still answers so for rules that were written so
	if f := rule.Filter; f != nil {
		if f.And != nil || f.Tag != nil || f.ObjectSizeGreaterThan != nil || f.ObjectSizeLessThan != nil {
			return false
		}
		of = aws.ToString(f.Prefix)
	}
	return strings.HasPrefix(prefix, of)
}
