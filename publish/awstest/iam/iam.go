// Package iam simulates IAM and STS, as far as OIDC providers, names, and whom a
// role trusts go. Policies are decided on as IAM does.
package iam

import (
	"net/http"
	"sync"

	"datarocks/publish/awstest/wire"
)

// IAM is IAM and STS, as far as they go here.
type IAM struct {
	mu        sync.Mutex
	providers map[string][]string // audiences by ARN
	roles     map[string]role     // by ARN
}

// New returns an account without providers and roles.
func New() *IAM { return &IAM{providers: make(map[string][]string), roles: make(map[string]role)} }

// CreateProvider makes the OIDC provider of GitHub, for the audiences named.
func (i *IAM) CreateProvider(audiences ...string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.providers[wire.GitHubProvider] = audiences
}

// HasProvider reports whether there is an OIDC provider of GitHub.
func (i *IAM) HasProvider() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	_, ok := i.providers[wire.GitHubProvider]
	return ok
}

func (i *IAM) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch action := r.PostFormValue("Action"); action {
	case "GetCallerIdentity":
		wire.AnswerQuery(w, r, action, callerIdentity{Account: wire.Account, UserID: "AIDAAWSTEST", ARN: "arn:aws:iam::" + wire.Account + ":user/label"})
	case "ListOpenIDConnectProviders":
		var list providerList
		for arn := range i.providers {
			list.Members = append(list.Members, providerMember{arn})
		}
		wire.AnswerQuery(w, r, action, list)
	case "GetOpenIDConnectProvider":
		audiences, ok := i.providers[r.PostFormValue("OpenIDConnectProviderArn")]
		if !ok {
			wire.NoSuch("Entity").Write(w, r)
			return
		}
		wire.AnswerQuery(w, r, action, oidcProvider{URL: "token.actions.githubusercontent.com", Audiences: audiences})
	default:
		wire.BadRequest("InvalidAction", "Could not find operation "+action).Write(w, r)
	}
}

type callerIdentity struct {
	ARN     string `xml:"Arn"`
	UserID  string `xml:"UserId"`
	Account string
}

type providerList struct {
	Members []providerMember `xml:"OpenIDConnectProviderList>member"`
}

type providerMember struct {
	ARN string `xml:"Arn"`
}

type oidcProvider struct {
	URL       string   `xml:"Url"`
	Audiences []string `xml:"ClientIDList>member"`
}
