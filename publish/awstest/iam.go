package awstest

import (
	"encoding/xml"
	"net/http"
	"sync"
)

// Account is the account that everybody is logged in to.
const Account = "123456789012"

// gitHubProvider is the ARN that the account's OIDC provider of GitHub has.
const gitHubProvider = "arn:aws:iam::" + Account + ":oidc-provider/token.actions.githubusercontent.com"

// iam is IAM and STS, as far as OIDC providers and names go.
type iam struct {
	mu        sync.Mutex
	providers map[string][]string // audiences by ARN
}

// CreateProvider makes the OIDC provider of GitHub, for the audiences named.
func (a *AWS) CreateProvider(audiences ...string) {
	a.iam.mu.Lock()
	defer a.iam.mu.Unlock()
	a.iam.providers[gitHubProvider] = audiences
}

// has says whether there is an OIDC provider of GitHub.
func (i *iam) has() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	_, ok := i.providers[gitHubProvider]
	return ok
}

func (i *iam) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch action := r.PostFormValue("Action"); action {
	case "GetCallerIdentity":
		answerQuery(w, r, action, callerIdentity{Account: Account, UserID: "AIDAAWSTEST", ARN: "arn:aws:iam::" + Account + ":user/label"})
	case "ListOpenIDConnectProviders":
		var list providerList
		for arn := range i.providers {
			list.Members = append(list.Members, providerMember{arn})
		}
		answerQuery(w, r, action, list)
	case "GetOpenIDConnectProvider":
		audiences, ok := i.providers[r.PostFormValue("OpenIDConnectProviderArn")]
		if !ok {
			noSuch("Entity").write(w, r)
			return
		}
		answerQuery(w, r, action, oidcProvider{URL: "token.actions.githubusercontent.com", Audiences: audiences})
	default:
		badRequest("InvalidAction", "Could not find operation "+action).write(w, r)
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

// answerQuery answers as services do whose operation stands in a form.
func answerQuery(w http.ResponseWriter, r *http.Request, action string, result any) {
	w.Header().Set("Content-Type", "text/xml")
	space := namespaces[serviceOf(r)]
	writeXML(w, struct {
		XMLName   xml.Name
		Result    any
		RequestID string `xml:"ResponseMetadata>RequestId"`
	}{xml.Name{Space: space, Local: action + "Response"}, named{action + "Result", result}, "AWSTEST000000000"})
}

// named is an element with a name of its own.
type named struct {
	name  string
	value any
}

// MarshalXML writes the value below the name.
func (n named) MarshalXML(e *xml.Encoder, _ xml.StartElement) error {
	return e.EncodeElement(n.value, xml.StartElement{Name: xml.Name{Local: n.name}})
}
