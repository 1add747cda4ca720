package main

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"datarocks/history"
	"datarocks/history/store"
	"datarocks/publish"
)

// place is where a history or a site is: a folder, or a bucket and a prefix.
type place struct {
	folder         string // "" for a bucket
	bucket, prefix string
}

// parsePlace reads DIR or s3://bucket/prefix.
func parsePlace(flag, where string) (place, error) {
	scheme, rest, ok := strings.Cut(where, "://")
	if !ok && strings.HasPrefix(where, "s3:") {
		return place{}, settingsError("write s3://bucket/prefix", "%s: cannot use %s", flag, where)
	}
	if !ok {
		return place{folder: where}, checkFolder(flag, where)
	}
	bucket, prefix, _ := strings.Cut(rest, "/")
	if scheme != "s3" || bucket == "" {
		return place{}, settingsError("write a folder, or s3://bucket/prefix", "%s: cannot use %s", flag, where)
	}
	return place{bucket: bucket, prefix: strings.Trim(prefix, "/")}, nil
}

// refusePublic refuses a history that would lie in the site, where every
// visitor could read it.
func refusePublic(historyAt, siteAt string) error {
	h, historyErr := parsePlace("--history", historyAt)
	s, siteErr := parsePlace("--site", siteAt)
	if historyErr != nil || siteErr != nil || (h.folder == "") != (s.folder == "") {
		return nil // whoever opens them says what is wrong
	}
	inside := s.bucket == h.bucket && (s.prefix == "" || strings.HasPrefix(h.prefix+"/", s.prefix+"/"))
	if h.folder != "" {
		inside = isInside(h.folder, s.folder)
	}
	if inside {
		return settingsError("keep them apart: visitors could read the history", "the history %s is inside the site %s", historyAt, siteAt)
	}
	return nil
}

// refuseContent refuses a site in the content folder, whose pages the next run
// would read as content.
func refuseContent(content, siteAt string) error {
	site, err := parsePlace("--site", siteAt)
	if err != nil || site.folder == "" || !isInside(site.folder, content) {
		return nil
	}
	return settingsError("write the site beside the content", "the site %s is inside the content %s", siteAt, content)
}

// refuseItself refuses to publish a folder into itself, where each run would take
// what the one before wrote for a part of the site.
func refuseItself(from, siteAt string) error {
	site, err := parsePlace("--site", siteAt)
	if err != nil || site.folder == "" || !isInside(site.folder, from) {
		return nil
	}
	return settingsError("name a folder beside it", "the site %s is inside --from %s", siteAt, from)
}

// isInside says whether a folder is another one, or in it.
func isInside(folder, other string) bool {
	rest, err := filepath.Rel(realPath(other), realPath(folder))
	return err == nil && filepath.IsLocal(rest)
}

// realPath follows the links on the way to a folder, as far as it exists.
func realPath(folder string) string {
	full, err := filepath.Abs(folder)
	if err != nil {
		return folder
	}
	rest := ""
	for at := full; ; at, rest = filepath.Dir(at), filepath.Join(filepath.Base(at), rest) {
		if found, err := filepath.EvalSymlinks(at); err == nil {
			return filepath.Join(found, rest)
		}
		if at == filepath.Dir(at) {
			return full
		}
	}
}

// loadAWS reads the SDK's usual settings: environment, shared files, roles. The
// transport keeps as many connections as there are uploads at once, because
// opening one anew costs more than a small upload.
func loadAWS(ctx context.Context) (aws.Config, error) {
	client := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns = publish.MostInFlight
		t.MaxIdleConnsPerHost = publish.MostInFlight
	})
	// What the SDK logs is no line of ours, and the error that follows tells it.
	cfg, err := config.LoadDefaultConfig(ctx, config.WithHTTPClient(client), config.WithLogger(logging.Nop{}))
	if err != nil {
		return cfg, settingsError("correct AWS_PROFILE, or `aws configure list-profiles`", "read AWS settings: %w", err)
	}
	// The SDK's standard mode, but for the bucket of tokens that all requests
	// of a client share: one that fails a few times must not take the others'
	// retries.
	cfg.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) { o.RateLimiter = ratelimit.None })
	}
	return cfg, nil
}

func (w *world) s3Client(more ...func(*s3.Options)) (*s3.Client, error) {
	cfg, err := loadAWS(w.ctx)
	if err != nil {
		return nil, err
	}
	moved := w.getenv("AWS_ENDPOINT_URL") != "" || w.getenv("AWS_ENDPOINT_URL_S3") != ""
	return s3.NewFromConfig(cfg, append(more, func(o *s3.Options) {
		// Servers that are not Amazon's have no host name per bucket.
		o.UsePathStyle = moved
		o.DisableLogOutputChecksumValidationSkipped = true
	})...), nil
}

// open gives the store of the history.
func (f historyFlags) open(w *world) (history.Store, error) {
	at, err := parsePlace("--history", f.History)
	if err != nil {
		return nil, err
	}
	if at.folder != "" {
		return history.NewDir(at.folder), nil
	}
	client, err := w.s3Client()
	if err != nil {
		return nil, err
	}
	return store.NewS3(client, at.bucket, at.prefix), nil
}

// openSite gives the bucket that visitors see.
func (w *world) openSite(where string) (publish.Bucket, error) {
	at, err := parsePlace("--site", where)
	if err != nil {
		return nil, err
	}
	if at.folder != "" {
		return publish.NewDir(at.folder), nil
	}
	client, err := w.s3Client()
	if err != nil {
		return nil, err
	}
	return publish.NewS3(client, at.bucket, at.prefix), nil
}

// named gives the distributions without what a variable that is set to nothing
// makes of them, each once.
func named(distributions []string) []string {
	var ids []string
	for _, id := range distributions {
		if id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// openCDN gives the distributions to invalidate; nil where none is named.
func (w *world) openCDN(distributions []string) (publish.CDN, error) {
	if distributions = named(distributions); len(distributions) == 0 {
		return nil, nil
	}
	for _, id := range distributions {
		if url.PathEscape(id) != id {
			return nil, settingsError("it is like E1A2B3C4D5E6F7", "--distribution: %q is no id", id)
		}
	}
	cfg, err := loadAWS(w.ctx)
	if err != nil {
		return nil, err
	}
	if cfg.Region == "" {
		cfg.Region = "us-east-1" // CloudFront has one for all
	}
	return publish.NewCloudFront(cloudfront.NewFromConfig(cfg), distributions), nil
}
