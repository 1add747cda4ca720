package deploy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
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
