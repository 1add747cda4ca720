package deploy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	kvs "github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyendpoints "github.com/aws/smithy-go/endpoints"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
)

// account is an AWS account, as somebody who is logged in to it.
type account struct {
	cfg aws.Config // with a region
	id  string     // 12 digits
}

// openAccount asks AWS who is logged in.
func openAccount(w *shell.World, region string) (*account, error) {
	cfg, err := settings.LoadAWS(w.Ctx)
	if err != nil {
		return nil, err
	}
	if region != "" {
		cfg.Region = region
	}
	if cfg.Region == "" {
		return nil, shell.Refuse("add --region, such as --region eu-central-1, or set AWS_REGION", "no AWS region is set")
	}
	_, id, err := WhoAmI(w.Ctx, cfg)
	return &account{cfg, id}, err
}

// WhoAmI asks AWS who is logged in, which everybody may.
func WhoAmI(ctx context.Context, cfg aws.Config) (arn, account string, err error) {
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(ctx, nil)
	if err != nil {
		return "", "", err
	}
	return aws.ToString(who.Arn), aws.ToString(who.Account), nil
}

// owns refuses the ARN of another account.
func (a *account) owns(flag, arn string) error {
	if parts := strings.Split(arn, ":"); len(parts) > 4 && parts[4] != a.id {
		return shell.Refuse("log in to that account, or name one of this account", "%s is of the account %s, and you are logged in to %s", flag, parts[4], a.id)
	}
	return nil
}

// GitHub's issuer of tokens, and the audience that they are made for.
const (
	GitHubIssuer   = "token.actions.githubusercontent.com"
	GitHubAudience = "sts.amazonaws.com"
)

// findProvider returns the ARN of the account's OIDC provider of GitHub; "" where
// it has none.
func (a *account) findProvider(ctx context.Context) (string, error) {
	client := iam.NewFromConfig(a.cfg)
	all, err := client.ListOpenIDConnectProviders(ctx, nil)
	if err != nil {
		return "", shell.Fail(shell.ExitFailed, fmt.Errorf("look for the OIDC provider of GitHub: %w", err), "or name it with --oidc-provider ARN")
	}
	for _, p := range all.OpenIDConnectProviderList {
		arn := aws.ToString(p.Arn)
		if !strings.HasSuffix(arn, ":oidc-provider/"+GitHubIssuer) {
			continue
		}
		found, err := client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: p.Arn})
		if err != nil {
			return "", fmt.Errorf("look at the OIDC provider of GitHub: %w", err)
		}
		if !slices.Contains(found.ClientIDList, GitHubAudience) {
			return "", shell.Fail(
				shell.ExitFailed, fmt.Errorf("the OIDC provider %s is not made for %s", arn, GitHubAudience),
				"aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn "+arn+" --client-id "+GitHubAudience)
		}
		return arn, nil
	}
	return "", nil
}

// user is a reader of a private site.
type user struct {
	name     string
	password fetch.Secret
}

const (
	passwordVariable = "DATAROCKS_PASSWORD"
	shortestPassword = 8 // characters
	longestUser      = 64
)

// readUser reads the password of a user: from the environment, or typed. A flag
// would stay in the shell's history.
func readUser(w *shell.World, name string) (*user, error) {
	if name == "" {
		return nil, nil
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r == ':' || unicode.IsControl(r) }) || len(name) > longestUser {
		return nil, shell.Refuse("choose one without a colon, of at most 64 bytes", "--user: %q is no name", name)
	}
	password := w.Getenv(passwordVariable)
	if password == "" {
		var err error
		if password, err = w.AskPassword(name); err != nil {
			return nil, shell.Refuse("type it, or set "+passwordVariable, "read the password of %s: %w", name, err)
		}
	}
	if len([]rune(password)) < shortestPassword || strings.ContainsFunc(password, unicode.IsControl) {
		return nil, shell.Refuse("", "the password of %s needs at least %d characters, all of them printable", name, shortestPassword)
	}
	return &user{name, fetch.NewSecret(password)}, nil
}

// digest is what the function at the edge compares with.
func (u *user) digest() string {
	sum := sha256.Sum256([]byte(u.name + ":" + u.password.Reveal()))
	return hex.EncodeToString(sum[:])
}

// letIn writes a user to the key value store of a private site. A user of that
// name gets the new password.
func (a *account) letIn(ctx context.Context, store string, u *user) error {
	client := kvs.NewFromConfig(a.cfg, func(o *kvs.Options) { o.EndpointResolverV2 = pathStyle{o.EndpointResolverV2} })
	now, err := client.DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: aws.String(store)})
	if err != nil {
		return fmt.Errorf("look at the users: %w", err)
	}
	_, err = client.PutKey(ctx, &kvs.PutKeyInput{
		KvsARN: aws.String(store), Key: aws.String("user:" + u.name), Value: aws.String(u.digest()), IfMatch: now.ETag,
	})
	if err != nil {
		return fmt.Errorf("let %s in: %w", u.name, err)
	}
	return nil
}

// pathStyle leaves the address of a server that is not Amazon's as it is: it
// has no host name per account.
type pathStyle struct{ kvs.EndpointResolverV2 }

func (p pathStyle) ResolveEndpoint(ctx context.Context, params kvs.EndpointParameters) (smithyendpoints.Endpoint, error) {
	endpoint, err := p.EndpointResolverV2.ResolveEndpoint(ctx, params)
	if err == nil && params.Endpoint != nil {
		_, endpoint.URI.Host, _ = strings.Cut(endpoint.URI.Host, ".")
	}
	return endpoint, err
}
