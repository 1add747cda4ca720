package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
)

// login is as whom AWS is asked.
type login struct {
	cfg     aws.Config
	account string // "" where AWS does not tell
	finding finding
	works   bool // as far as can be told
}

// refusals are codes after which AWS refuses everything else as well.
var refusals = []string{
	"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
	"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "RequestTimeTooSkewed", "RequestExpired",
}

// logIn asks AWS who is logged in, which everybody may.
func (d *doctor) logIn() login {
	const check = "AWS login"
	cfg, err := loadAWS(d.ctx)
	if err != nil {
		return login{finding: d.trouble(check, exitFailed, err)}
	}
	l := login{cfg: cfg, works: true}
	if d.getenv("AWS_ENDPOINT_URL_S3") != "" {
		l.finding = note(check, "not looked at: AWS_ENDPOINT_URL_S3 leads to another server, with logins of its own")
		return l
	}
	if cfg.Region == "" {
		l.works = false
		l.finding = finding{check, stateWrong, "no region is set", d.regionCure(), exitFailed}
		return l
	}
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(d.ctx, nil)
	if err == nil {
		l.account = aws.ToString(who.Account)
		l.finding = fine(check, "%s in %s", aws.ToString(who.Arn), cfg.Region)
		return l
	}
	var api smithy.APIError
	if errors.As(err, &api) && !slices.Contains(refusals, api.ErrorCode()) {
		text, _ := describe(err)
		l.finding = note(check, "cannot look: %s", text) // as on servers that have no more than S3
		return l
	}
	l.works = false
	l.finding = d.trouble(check, exitFailed, err)
	if d.onGitHub() && strings.HasSuffix(l.finding.Text, noCredentials) {
		l.finding.Cure = d.roleCure()
	}
	return l
}

func (d *doctor) whoIsIn() []finding {
	if !d.onAWS {
		return nil
	}
	return []finding{d.login().finding}
}

// denied adds to a refusal what AWS does not tell: it answers the same for a
// bucket of another account.
func (d *doctor) denied(err error) error {
	if !isDenied(err) || d.login().account == "" {
		return err
	}
	text, _ := describe(err)
	return &failure{exitFailed, errors.New(text), "is it of the account " + d.login().account + "? then " + denied}
}

// isDenied says whether AWS refuses for want of a right.
func isDenied(err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return false
	}
	answer := answerOf(err)
	return strings.HasPrefix(api.ErrorCode(), "AccessDenied") ||
		answer != nil && answer.HTTPStatusCode() == http.StatusForbidden && !slices.Contains(refusals, api.ErrorCode())
}

// historyBucket looks at what may be done to the history: a run lists, reads
// and writes it, and strangers nothing.
func (d *doctor) historyBucket(at place) []finding {
	const check = "history bucket"
	client, err := d.s3Client()
	if err != nil {
		return []finding{d.trouble(check, exitFailed, err)}
	}
	key, err := oneKey(d.ctx, client, at)
	if err != nil {
		return []finding{d.trouble(check, exitFailed, d.denied(fmt.Errorf("%s: %w", at, err)))}
	}
	store := store.NewS3(client, at.bucket, at.prefix)
	conditions, err := d.conditions(store)
	if err != nil {
		return []finding{d.trouble(check, exitFailed, d.denied(err))}
	}
	may, sure, err := d.strangers(at, key)
	switch {
	case err != nil:
		return []finding{d.trouble(check, exitFailed, err)}
	case len(may) > 0:
		return []finding{isOpen(check, at, may), fine(check, "%s: listed and read; %s", at, conditions)}
	case !sure:
		return []finding{note(check, "%s: listed and read, but whether strangers may cannot be told; %s", at, conditions)}
	}
	return []finding{fine(check, "%s: listed and read, and strangers may do neither; %s", at, conditions)}
}

func (p place) String() string {
	if p.folder != "" {
		return p.folder
	}
	return strings.TrimSuffix("s3://"+p.bucket+"/"+p.prefix, "/")
}

// conditions tells what is known of the conditions of writes. On a server that
// ignores them, runs write beside each other.
func (d *doctor) conditions(store *history.S3) (string, error) {
	const kept, ignored = "it keeps the conditions of writes", "it ignores the conditions of writes, so each run writes objects of its own"
	if d.flags.Write {
		keeps, err := store.TryConditions(d.ctx)
		if keeps {
			return "it was written, and " + kept, err
		}
		return "it was written, but " + ignored, err
	}
	known, err := store.KnownConditions(d.ctx)
	if known {
		return kept + "; --write tries whether this login may write", err
	}
	return "whether it keeps the conditions of writes is found out by --write or the first run", err
}

// oneKey gives the key of any object; "" where there is none.
func oneKey(ctx context.Context, client *s3.Client, at place) (string, error) {
	prefix := ""
	if at.prefix != "" {
		prefix = at.prefix + "/"
	}
	page, err := client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{
		Bucket: aws.String(at.bucket), Prefix: aws.String(prefix), MaxKeys: aws.Int32(1),
	})
	if err != nil || len(page.Contents) == 0 {
		return "", err
	}
	return aws.ToString(page.Contents[0].Key), nil
}

// strangers tries what somebody who is not logged in may do. That takes no
// right, and tells more than the settings, of which several decide. sure says
// whether all was answered.
func (d *doctor) strangers(at place, key string) (may []string, sure bool, err error) {
	client, err := d.s3Client(func(o *s3.Options) { o.Credentials = aws.AnonymousCredentials{} })
	if err != nil {
		return nil, false, err
	}
	_, listing := oneKey(d.ctx, client, at)
	if listing == nil {
		may = append(may, "list")
	}
	sure = listing == nil || isDenied(listing)
	if key == "" {
		return may, sure, nil
	}
	got, reading := client.GetObject(d.ctx, &s3.GetObjectInput{Bucket: aws.String(at.bucket), Key: aws.String(key)})
	if reading == nil {
		_ = got.Body.Close() // nobody wants to read it
		may = append(may, "read")
	}
	return may, sure && (reading == nil || isDenied(reading)), nil
}

// isOpen tells of a bucket that everybody may look into.
func isOpen(check string, at place, may []string) finding {
	return warn(check, "aws s3api put-public-access-block --bucket "+at.bucket+
		" --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
		"everybody may %s %s", strings.Join(may, " and "), at)
}

// strangersAtSite makes sure that a private site is read through CloudFront
// alone, which asks who is there.
func (d *doctor) strangersAtSite() []finding {
	at, err := parsePlace("--site", d.flags.Site)
	if err != nil || at.folder != "" || d.site == nil || d.site.Visibility != content.Private {
		return nil
	}
	key := "manifest.json"
	if at.prefix != "" {
		key = at.prefix + "/" + key
	}
	may, _, err := d.strangers(at, key)
	if err != nil || len(may) == 0 {
		return nil
	}
	return []finding{isOpen("site", at, may)}
}

// distributions looks at what serves the site.
func (d *doctor) distributions() []finding {
	const check = "distribution"
	ids := named(d.flags.Distribution)
	at, err := parsePlace("--site", d.flags.Site)
	if err != nil || at.folder != "" && len(ids) == 0 {
		return nil
	}
	if _, err := d.openCDN(ids); err != nil {
		return []finding{d.trouble(check, exitUsage, err)}
	}
	l := d.login()
	switch {
	case len(ids) == 0:
		return []finding{note(check, "none is named, so none is invalidated: visitors of one may see the former site for up to a day")}
	case !l.works:
		return []finding{note(check, "%s: %v", strings.Join(ids, ", "), errNoLogin)}
	}
	client := cloudfront.NewFromConfig(l.cfg)
	var found []finding
	for _, id := range ids {
		found = append(found, d.distribution(client, id, at))
	}
	return found
}

func (d *doctor) distribution(client *cloudfront.Client, id string, site place) finding {
	const check, untried = "distribution", "whether this login may invalidate it shows when a run does"
	got, err := client.GetDistribution(d.ctx, &cloudfront.GetDistributionInput{Id: aws.String(id)})
	switch {
	case isDenied(err):
		return note(check, "%s: cannot look: this login lacks cloudfront:GetDistribution, which a run does not need; %s", id, untried)
	case err != nil:
		return d.trouble(check, exitIncomplete, fmt.Errorf("%s: %w", id, err))
	case got.Distribution == nil || got.Distribution.DistributionConfig == nil:
		return note(check, "%s: cannot look: the answer is none of CloudFront", id)
	}
	config := got.Distribution.DistributionConfig
	if !aws.ToBool(config.Enabled) {
		return warn(check, "enable it in the console of CloudFront", "%s is disabled: visitors see nothing", id)
	}
	var origins []string
	if config.Origins != nil {
		for _, origin := range config.Origins.Items {
			origins = append(origins, aws.ToString(origin.DomainName))
		}
	}
	serves := func(origin string) bool { return strings.HasPrefix(origin, site.bucket+".s3") }
	if site.bucket != "" && len(origins) > 0 && !slices.ContainsFunc(origins, serves) {
		return warn(check, "correct --distribution or --site", "%s serves %s, and the site is published to %s", id, strings.Join(origins, ", "), site)
	}
	text := "enabled"
	if status := aws.ToString(got.Distribution.Status); status != "Deployed" {
		text += ", and CloudFront is at work on it (" + status + ")"
	}
	return fine(check, "%s: %s; %s", id, text, untried)
}

// findStack looks for the stack; nil where there is none.
func (d *doctor) findStack() (*stack, error) {
	l := d.login()
	s := &stack{world: d.world, account: &account{l.cfg, l.account}, client: cloudformation.NewFromConfig(l.cfg), name: d.flags.Stack}
	var err error
	s.now, err = s.look(s.name)
	return s, err
}
