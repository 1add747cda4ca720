// Package wire is what the simulated services have in common: how requests are
// signed, and how answers and errors are written.
package wire

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// Services, as requests are signed for them.
const (
	CloudFront     = "cloudfront"
	CloudFormation = "cloudformation"
	Identities     = "iam"
	Tokens         = "sts"
	KeyValues      = "cloudfront-keyvaluestore"
)

// namespaces are those of the services that answer in XML, other than S3.
var namespaces = map[string]string{
	CloudFront:     "http://cloudfront.amazonaws.com/doc/2020-05-31/",
	CloudFormation: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
	Identities:     "https://iam.amazonaws.com/doc/2010-05-08/",
	Tokens:         "https://sts.amazonaws.com/doc/2011-06-15/",
}

// ServiceOf returns which service is asked: "" for S3, and for what is not
// signed.
func ServiceOf(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.URL.Path, "/2020-05-31/"):
		return CloudFront
	case strings.HasPrefix(r.URL.Path, "/key-value-stores/"):
		return KeyValues
	case r.Method != http.MethodPost || r.URL.Path != "/":
		return ""
	}
	if fields := authorization.FindStringSubmatch(r.Header.Get("Authorization")); fields != nil && fields[4] != "s3" {
		return fields[4]
	}
	return ""
}

// IsQuery reports whether a service takes its operation from a form.
func IsQuery(service string) bool {
	return service == CloudFormation || service == Identities || service == Tokens
}

// WriteJSON answers as services do that speak JSON.
func WriteJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the answer has begun
}

// What a client has to be configured with. The region is none that a client
// would take by default.
const (
	Region          = "eu-central-1"
	AccessKeyID     = "AKIAAWSTESTEXAMPLE00"
	SecretAccessKey = "awstest/secret/access/key/of/no/value000"
)

// Account is the account that everybody is logged in to.
const Account = "123456789012"

// GitHubProvider is the ARN that the account's OIDC provider of GitHub has.
const GitHubProvider = "arn:aws:iam::" + Account + ":oidc-provider/token.actions.githubusercontent.com"

// authorization is the header of a request that is signed with Signature
// Version 4: key id, date, region, service, signed headers, signature.
var authorization = regexp.MustCompile(
	`^AWS4-HMAC-SHA256 Credential=([^/]+)/([^/]+)/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$`)

// CheckSignature returns nil and the region that was signed for, if r is signed
// with the one key there is and body is the one that was signed: the SDK signs what
// arrived once more.
//
// gofakes3 has such a check, but for S3 alone.
func CheckSignature(r *http.Request, body []byte) (refusal *Failure, region string) {
	fields := authorization.FindStringSubmatch(r.Header.Get("Authorization"))
	if fields == nil {
		return AccessDenied, ""
	}
	id, region, service := fields[1], fields[3], fields[4]
	if id != AccessKeyID {
		return UnknownKey(service), ""
	}
	sum := sha256.Sum256(body)
	sent := hex.EncodeToString(sum[:])
	payload := cmp.Or(r.Header.Get("X-Amz-Content-Sha256"), sent)
	again := signed(r, strings.Split(fields[5], ";"))
	at, _ := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = service == "s3" })
	err := signer.SignHTTP(r.Context(), aws.Credentials{AccessKeyID: id, SecretAccessKey: SecretAccessKey}, again, payload, service, region, at)
	switch {
	case err != nil || again.Header.Get("Authorization") != r.Header.Get("Authorization"):
		return Refuse(http.StatusForbidden, "SignatureDoesNotMatch",
			"The request signature we calculated does not match the signature you provided. Check your key and signing method."), ""
	case len(payload) == len(sent) && payload != sent: // the other values are words
		return BadRequest("XAmzContentSHA256Mismatch", "The provided 'x-amz-content-sha256' header does not match what was computed."), ""
	}
	return nil, region
}

// signed returns what was signed of a request.
func signed(r *http.Request, headers []string) *http.Request {
	part := &http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: make(http.Header)}
	for _, name := range headers {
		if name == "content-length" {
			part.ContentLength = r.ContentLength
		} else if name != "host" {
			part.Header[http.CanonicalHeaderKey(name)] = r.Header.Values(name)
		}
	}
	return part
}

// UnknownKey is the answer to a key id that nobody has.
func UnknownKey(service string) *Failure {
	if service == "s3" {
		return Refuse(http.StatusForbidden, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
	}
	return Refuse(http.StatusForbidden, "InvalidClientTokenId", "The security token included in the request is invalid.")
}
