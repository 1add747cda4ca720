package doctor

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history/store"
	"datarocks/publish/manifest"
)

// historyBucket looks at what may be done to the history: a run lists, reads
// and writes it, and strangers nothing.
func historyBucket(d *doctor, at settings.Place) findings {
	client, err := settings.S3(d.World)
	if err != nil {
		return d.trouble(shell.ExitFailed, err)
	}
	key, err := oneKey(d.Ctx, client, at)
	if err != nil {
		return d.trouble(shell.ExitFailed, withAccount(d, fmt.Errorf("%s: %w", at, err)))
	}
	store := store.NewS3(client, at.Bucket, at.Prefix)
	conditions, err := tryConditions(d, store)
	if err != nil {
		return d.trouble(shell.ExitFailed, withAccount(d, err))
	}
	found := retention(d, client, at)
	may, sure, err := strangers(d, at, key)
	switch {
	case err != nil:
		return append(found, d.trouble(shell.ExitFailed, err)...)
	case len(may) > 0:
		return append(append(found, isOpen(at, may)...), fine("%s: listed and read; %s", at, conditions)...)
	case !sure:
		return append(found, note("%s: listed and read, but whether strangers may cannot be told; %s", at, conditions)...)
	}
	return append(found, fine("%s: listed and read, and strangers may do neither; %s", at, conditions)...)
}

// tryConditions describes what is known of the conditions of writes. On a server that
// ignores them, runs write beside each other.
func tryConditions(d *doctor, store *store.S3) (string, error) {
	const kept, ignored = "it keeps the conditions of writes", "it ignores the conditions of writes, so each run writes objects of its own"
	if d.flags.Write {
		keeps, err := store.TryConditions(d.Ctx)
		if keeps {
			return "it was written, and " + kept, err
		}
		return "it was written, but " + ignored, err
	}
	known, err := store.KnownConditions(d.Ctx)
	if known {
		return kept + "; --write tries whether this login may write", err
	}
	return "whether it keeps the conditions of writes is found out by --write or the first run", err
}

// oneKey returns the key of any object; "" where there is none.
func oneKey(ctx context.Context, client *s3.Client, at settings.Place) (string, error) {
	page, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: aws.String(at.Bucket), Prefix: aws.String(at.Key("")), MaxKeys: aws.Int32(1),
	})
	if err != nil || len(page.Contents) == 0 {
		return "", err
	}
	return aws.ToString(page.Contents[0].Key), nil
}

// strangers tries what somebody who is not logged in may do. That takes no
// right, and shows more than the settings, of which several decide. sure reports
// whether all was answered.
func strangers(d *doctor, at settings.Place, key string) (may []string, sure bool, err error) {
	client, err := settings.S3(d.World, func(o *s3.Options) { o.Credentials = aws.AnonymousCredentials{} })
	if err != nil {
		return nil, false, err
	}
	_, listing := oneKey(d.Ctx, client, at)
	if listing == nil {
		may = append(may, "list")
	}
	sure = listing == nil || settings.IsDenied(listing)
	if key == "" {
		return may, sure, nil
	}
	got, reading := client.GetObject(d.Ctx, &s3.GetObjectInput{Bucket: aws.String(at.Bucket), Key: aws.String(key)})
	if reading == nil {
		_ = got.Body.Close() // nobody wants to read it
		may = append(may, "read")
	}
	return may, sure && (reading == nil || settings.IsDenied(reading)), nil
}

// isOpen is a bucket that everybody may look into.
func isOpen(at settings.Place, may []string) findings {
	return warn("aws s3api put-public-access-block --bucket "+at.Bucket+
		" --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
		"everybody may %s %s", strings.Join(may, " and "), at)
}

// strangersAtSite makes sure that a private site is read through CloudFront
// alone, which asks who is there.
func strangersAtSite(d *doctor) findings {
	at, err := settings.ParsePlace("--site", d.flags.Site)
	if err != nil || at.Folder != "" || d.site == nil || d.site.Visibility != content.Private {
		return nil
	}
	may, _, err := strangers(d, at, at.Key(manifest.Name))
	if err != nil || len(may) == 0 {
		return nil
	}
	return isOpen(at, may)
}
