package settings

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/logging"

	"datarocks/cmd/datarocks/shell"
	"datarocks/history/store"
	"datarocks/publish"
)

// LoadAWS reads the SDK's usual settings: environment, shared files, roles.
func LoadAWS(ctx context.Context) (aws.Config, error) {
	// What the SDK logs is no line of ours, and is in the error that follows.
	cfg, err := config.LoadDefaultConfig(ctx, config.WithHTTPClient(httpClient(longestSilence)), config.WithLogger(logging.Nop{}))
	if err != nil {
		return cfg, shell.Refuse("correct AWS_PROFILE, or `aws configure list-profiles`", "read AWS settings: %w", err)
	}
	// The SDK's standard mode, but for the bucket of tokens that all requests
	// of a client share: one that fails a few times must not take the others'
	// retries.
	cfg.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) { o.RateLimiter = ratelimit.None })
	}
	return cfg, nil
}

// S3 returns a client. more changes its options.
func S3(w *shell.World, more ...func(*s3.Options)) (*s3.Client, error) {
	cfg, err := LoadAWS(w.Ctx)
	if err != nil {
		return nil, err
	}
	return s3.NewFromConfig(cfg, append(more, func(o *s3.Options) {
		// Servers that are not Amazon's have no host name per bucket. They are named by
		// the environment or in a profile.
		o.UsePathStyle = o.BaseEndpoint != nil
		o.DisableLogOutputChecksumValidationSkipped = true
	})...), nil
}

// OpenStore returns the store of the history.
func (f HistoryFlags) OpenStore(w *shell.World) (store.Store, error) {
	return open(w, "--history", f.History,
		func(folder string) store.Store { return store.NewDir(folder) },
		func(c *s3.Client, at Place) store.Store { return store.NewS3(c, at.Bucket, at.Prefix) })
}

// OpenSite returns the bucket that visitors see.
func OpenSite(w *shell.World, where string) (publish.Bucket, error) {
	return open(w, "--site", where,
		func(folder string) publish.Bucket { return publish.NewDir(folder) },
		func(c *s3.Client, at Place) publish.Bucket { return publish.NewS3(c, at.Bucket, at.Prefix) })
}

func open[T any](w *shell.World, flag, where string, folder func(string) T, bucket func(*s3.Client, Place) T) (opened T, err error) {
	at, err := ParsePlace(flag, where)
	if err != nil {
		return opened, err
	}
	if at.Folder != "" {
		return folder(at.Folder), nil
	}
	client, err := S3(w)
	if err != nil {
		return opened, err
	}
	return bucket(client, at), nil
}

// NoDistribution is named where there is none any more.
const NoDistribution = "none"

// Distributions are the ids that are named, each once. A variable that is set to
// nothing names an empty one.
func Distributions(distributions []string) []string {
	var ids []string
	for _, id := range distributions {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// OpenCDN returns the distributions to invalidate; nil where none is named.
func OpenCDN(w *shell.World, distributions []string) (publish.CDN, error) {
	if distributions = Distributions(distributions); len(distributions) == 0 {
		return nil, nil
	}
	if len(distributions) > 1 && slices.Contains(distributions, NoDistribution) {
		return nil, shell.Refuse("name it alone, or leave it out", "--distribution: %s stands beside others", NoDistribution)
	}
	for _, id := range distributions {
		if url.PathEscape(id) != id {
			if strings.Contains(id, "/") { // such as a webhook's address, which is a secret
				return nil, shell.Refuse("it is like E1A2B3C4D5E6F7", "--distribution: an address is no id")
			}
			return nil, shell.Refuse("it is like E1A2B3C4D5E6F7", "--distribution: %q is no id", id)
		}
	}
	cfg, err := LoadAWS(w.Ctx)
	if err != nil {
		return nil, err
	}
	if cfg.Region == "" {
		cfg.Region = "us-east-1" // CloudFront has one for all
	}
	return publish.NewCloudFront(cloudfront.NewFromConfig(cfg), distributions), nil
}
