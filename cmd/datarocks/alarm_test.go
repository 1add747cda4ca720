package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch/fetchtest"
	"datarocks/publish/awstest"
	"datarocks/publish/awstest/stacks"
)

// at walks down maps and lists of a resource's properties; nil where there is nothing.
func at(v any, path ...any) any {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, _ := v.(map[string]any)
			v = m[step]
		case int:
			l, _ := v.([]any)
			if step >= len(l) {
				return nil
			}
			v = l[step]
		}
	}
	return v
}

func mustEvaluate(t *testing.T, parameters ...string) map[string]stacks.Resource {
	t.Helper()
	resources, err := evaluateStack(parameters...)
	if err != nil {
		t.Fatal(err)
	}
	return resources
}

func checkProperties(t *testing.T, r stacks.Resource, want map[string]string) {
	t.Helper()
	for name, value := range want {
		if got := at(r.Properties, name); got != value {
			t.Errorf("%s %s is %v, want %s", r.Type, name, got, value)
		}
	}
}

// TestAlarms makes sure that silence reaches somebody who asks for it, and that
// nothing of it is there otherwise.
func TestAlarms(t *testing.T) {
	off := mustEvaluate(t, "DispatchToken=t")
	for _, name := range []string{"Silence", "StartFailed", "AlarmTopic", "Published", "PublishedPolicy"} {
		if _, ok := off[name]; ok {
			t.Errorf("%s is there though nobody is to be told", name)
		}
	}
	if at(off["SiteBucket"].Properties, "NotificationConfiguration") != nil {
		t.Error("the site's bucket tells of writes though nobody listens")
	}
	on := mustEvaluate(t, "DispatchToken=t", "AlarmEmail=label@example.org")
	// 36 hours without a message in a queue that gets one with each manifest. A queue
	// without messages has no data, which has to be an alarm.
	checkProperties(t, on["Silence"], map[string]string{
		"Namespace": "AWS/SQS", "MetricName": "NumberOfMessagesSent", "Statistic": "Sum", "ComparisonOperator": "LessThanThreshold",
		"Threshold": "1", "Period": "3600", "EvaluationPeriods": "36", "DatapointsToAlarm": "36", "TreatMissingData": "breaching",
	})
	checkProperties(t, on["StartFailed"], map[string]string{"ComparisonOperator": "GreaterThanOrEqualToThreshold", "Threshold": "1", "TreatMissingData": "notBreaching"})
	for i, want := range map[int]string{1: "NumberOfMessagesSent", 2: "FailedInvocations"} {
		if got := at(on["StartFailed"].Properties, "Metrics", i, "MetricStat", "Metric", "MetricName"); got != want {
			t.Errorf("starts that failed are counted by %v, want %s", got, want)
		}
	}
	for _, alarm := range []string{"Silence", "StartFailed"} {
		if got := at(on[alarm].Properties, "AlarmActions", 0); got != "AlarmTopic" {
			t.Errorf("%s leads to %v", alarm, got)
		}
	}
	if got := at(on["AlarmTopic"].Properties, "Subscription", 0, "Endpoint"); got != "label@example.org" {
		t.Errorf("%v is told", got)
	}
	told := at(on["SiteBucket"].Properties, "NotificationConfiguration", "QueueConfigurations", 0)
	suffix, _ := at(told, "Filter", "S3Key", "Rules", 0, "Value").(string)
	if at(told, "Event") != "s3:ObjectCreated:*" || at(told, "Queue") != "Published" || at(told, "Filter", "S3Key", "Rules", 0, "Name") != "suffix" {
		t.Errorf("the site's bucket tells %v", told)
	}
	for key, want := range map[string]bool{"manifest.json": true, "label/manifest.json": true, "site.webmanifest": false, "index.html": false} {
		if strings.HasSuffix(key, suffix) != want {
			t.Errorf("%s is told of: %t", key, !want)
		}
	}
	if _, ok := mustEvaluate(t, "AlarmEmail=label@example.org")["StartFailed"]; ok {
		t.Error("starts are watched that nobody makes")
	}
	if got := at(off["DispatchRule"].Properties, "Targets", 0, "DeadLetterConfig", "Arn"); got != "NotStarted" {
		t.Errorf("starts that failed are kept in %v", got)
	}
}

// TestEachNightIsPublished: the alarm counts what each night writes, also one on which
// no count changed.
func TestEachNightIsPublished(t *testing.T) {
	cloud := useCloud(t)
	spotify, err := fetchtest.NewSpotify()
	if err != nil {
		t.Fatal(err)
	}
	defer spotify.Close()
	spotify.Set("0ybFZ2Ab08V8hueghSXm6E", "Opeth", 1234567)
	folder := t.TempDir()
	writeFile(t, folder, "content/site.md", "---\ntitle: Test\nsources: [spotify]\n---\n")
	writeFile(t, folder, "content/artists/opeth.md", "---\nname: Opeth\naccounts:\n  spotify: 0ybFZ2Ab08V8hueghSXm6E\n---\n")
	t.Setenv("SPOTIFY_ID", "id")
	t.Setenv("SPOTIFY_SECRET", "secret")
	t.Setenv("SPOTIFY_ENDPOINT", spotify.URL())
	for _, day := range []string{"2026-11-23", "2026-11-24", "2026-11-25"} {
		cloud.Reset()
		r := newRunning()
		args := []string{"run", "--content", filepath.Join(folder, "content"), "--history", "s3://counts", "--site", "s3://pages", "--now", day + "T03:17:42Z"}
		if code := execute(r.World, args); code != shell.ExitDone {
			t.Fatalf("%s: exit %d\n%s", day, code, r.out.String())
		}
		written := func(r awstest.Request) bool {
			return r.Operation == "PutObject" && r.Bucket == "pages" && r.Key == "manifest.json"
		}
		if !slices.ContainsFunc(cloud.Requests(), written) {
			t.Errorf("on %s nothing tells that there was a run", day)
		}
	}
}

// TestAccessLogs are off unless somebody wants them, and then in a bucket that nobody
// else reads and from which they go.
func TestAccessLogs(t *testing.T) {
	off := mustEvaluate(t)
	if _, ok := off["LogBucket"]; ok || at(off["Distribution"].Properties, "DistributionConfig", "Logging") != nil {
		t.Error("access logs are kept though nobody asked")
	}
	on := mustEvaluate(t, "AccessLogs=true")
	if at(on["Distribution"].Properties, "DistributionConfig", "Logging", "Bucket") == nil {
		t.Error("no access logs are kept")
	}
	if got := at(on["Distribution"].Properties, "DistributionConfig", "Logging", "IncludeCookies"); got != "false" {
		t.Errorf("cookies are kept: %v", got)
	}
	if got := at(on["LogBucket"].Properties, "LifecycleConfiguration", "Rules", 0, "ExpirationInDays"); got != "30" {
		t.Errorf("they are kept for %v days", got)
	}
	for _, setting := range []string{"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"} {
		if got := at(on["LogBucket"].Properties, "PublicAccessBlockConfiguration", setting); got != "true" {
			t.Errorf("%s is %v", setting, got)
		}
	}
}

// TestPrivateStackIsNotShared: where a reader's network is let in, a page of somebody
// else could read along.
func TestPrivateStackIsNotShared(t *testing.T) {
	for private, want := range map[string]bool{"false": true, "true": false} {
		shared := 0
		for _, r := range mustEvaluate(t, "PrivateSite="+private) {
			if at(r.Properties, "ResponseHeadersPolicyConfig", "CorsConfig") != nil {
				shared++
			}
		}
		if (shared > 0) != want {
			t.Errorf("PrivateSite=%s: %d kinds of files may be read by every page", private, shared)
		}
	}
}

// TestTLS: a domain of one's own is served with TLS 1.2 at least. With a name of
// CloudFront's own, CloudFront decides.
func TestTLS(t *testing.T) {
	own := mustEvaluate(t, "DomainName=counts.example.org", "CertificateArn=arn:aws:acm:us-east-1:123456789012:certificate/1")
	if got, _ := at(own["Distribution"].Properties, "DistributionConfig", "ViewerCertificate", "MinimumProtocolVersion").(string); !strings.HasPrefix(got, "TLSv1.2_") {
		t.Errorf("it is served with %q and later", got)
	}
	config := at(mustEvaluate(t)["Distribution"].Properties, "DistributionConfig")
	if got := at(config, "ViewerCertificate", "CloudFrontDefaultCertificate"); got != "true" {
		t.Errorf("without a domain the certificate is %v", got)
	}
}
