package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// account is an AWS account, as somebody who is logged in to it.
type account struct {
	cfg aws.Config // with a region
	id  string     // 12 digits
}

// openAccount asks AWS who is logged in, which everybody may.
func (w *world) openAccount(region string) (*account, error) {
	cfg, err := loadAWS(w.ctx)
	if err != nil {
		return nil, err
	}
	if region != "" {
		cfg.Region = region
	}
	if cfg.Region == "" {
		return nil, settingsError("add --region, such as --region eu-central-1, or set AWS_REGION", "no AWS region is set")
	}
	who, err := sts.NewFromConfig(cfg).GetCallerIdentity(w.ctx, nil)
	if err != nil {
		return nil, err
	}
	return &account{cfg, aws.ToString(who.Account)}, nil
}

// owns refuses the ARN of another account.
func (a *account) owns(flag, arn string) error {
	if parts := strings.Split(arn, ":"); len(parts) > 4 && parts[4] != a.id {
		return settingsError("log in to that account, or name one of this account", "%s is of the account %s, and you are logged in to %s", flag, parts[4], a.id)
	}
	return nil
}

// GitHub's issuer of tokens, and whom its tokens are made out to.
const (
	gitHubIssuer   = "token.actions.githubusercontent.com"
	gitHubAudience = "sts.amazonaws.com"
)

// findProvider gives the ARN of the account's OIDC provider of GitHub; "" where
// it has none.
func (a *account) findProvider(ctx context.Context) (string, error) {
	client := iam.NewFromConfig(a.cfg)
	all, err := client.ListOpenIDConnectProviders(ctx, nil)
	if err != nil {
		return "", &failure{exitFailed, fmt.Errorf("look for the OIDC provider of GitHub: %w", err), "or name it with --oidc-provider ARN"}
	}
	for _, p := range all.OpenIDConnectProviderList {
		arn := aws.ToString(p.Arn)
		if !strings.HasSuffix(arn, ":oidc-provider/"+gitHubIssuer) {
			continue
		}
		found, err := client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: p.Arn})
		if err != nil {
			return "", fmt.Errorf("look at the OIDC provider of GitHub: %w", err)
		}
		if !slices.Contains(found.ClientIDList, gitHubAudience) {
			return "", &failure{
				exitFailed, fmt.Errorf("the OIDC provider %s is not made for %s", arn, gitHubAudience),
				"aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn " + arn + " --client-id " + gitHubAudience,
			}
		}
		return arn, nil
	}
	return "", nil
}
