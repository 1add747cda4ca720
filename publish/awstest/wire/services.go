// Package wire is what the simulated services have in common: how requests are
// signed, and how answers and errors are written.
package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Services, as requests are signed for them.
const (
	CloudFront     = "cloudfront"
	CloudFormation = "cloudformation"
	Identities     = "iam"
	Tokens         = "sts"
	KeyValues      = "cloudfront-keyvaluestore"
)

// namespaces are of the services that answer in XML, other than S3.
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
// with the one key there is and body is the one that was signed.
//
// gofakes3 has such a check, but for S3 alone.
func CheckSignature(r *http.Request, body []byte) (refusal *Failure, region string) {
	fields := authorization.FindStringSubmatch(r.Header.Get("Authorization"))
	if fields == nil {
		return AccessDenied, ""
	}
	id, date, region, service, headers, signature := fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]
	if id != AccessKeyID {
		return UnknownKey(service), ""
	}
	payload := r.Header.Get("X-Amz-Content-Sha256")
	sent := hash(string(body))
	if payload == "" {
		payload = sent
	}
	scope := strings.Join([]string{date, region, service, "aws4_request"}, "/")
	canonical := canonicalRequest(r, headers, payload)
	toSign := "AWS4-HMAC-SHA256\n" + r.Header.Get("X-Amz-Date") + "\n" + scope + "\n" + hash(canonical)
	key := []byte("AWS4" + SecretAccessKey)
	for _, part := range []string{date, region, service, "aws4_request"} {
		key = sign(key, part)
	}
	switch {
	case hex.EncodeToString(sign(key, toSign)) != signature:
		return &Failure{
			Status: http.StatusForbidden, Code: "SignatureDoesNotMatch",
			Message: "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
		}, ""
	case len(payload) == len(sent) && payload != sent: // the other values are words
		return &Failure{
			Status: http.StatusBadRequest, Code: "XAmzContentSHA256Mismatch",
			Message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
		}, ""
	}
	return nil, region
}

// UnknownKey is the answer to a key id that there is not.
func UnknownKey(service string) *Failure {
	if service == "s3" {
		return &Failure{
			Status: http.StatusForbidden, Code: "InvalidAccessKeyId",
			Message: "The AWS Access Key Id you provided does not exist in our records.",
		}
	}
	return &Failure{
		Status: http.StatusForbidden, Code: "InvalidClientTokenId",
		Message: "The security token included in the request is invalid.",
	}
}

// canonicalRequest is the text that is signed. S3 takes the path as it was
// sent; other services escape it once more, which changes none of the paths
// known here.
func canonicalRequest(r *http.Request, signedHeaders, payload string) string {
	path, _, _ := strings.Cut(r.RequestURI, "?")
	query := strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20")
	lines := []string{r.Method, path, query}
	for name := range strings.SplitSeq(signedHeaders, ";") {
		lines = append(lines, name+":"+signedHeader(r, name))
	}
	return strings.Join(slices.Concat(lines, []string{"", signedHeaders, payload}), "\n")
}

// signedHeader finds also those that net/http takes out of the headers.
func signedHeader(r *http.Request, name string) string {
	switch name {
	case "host":
		return r.Host
	case "content-length":
		return strconv.FormatInt(r.ContentLength, 10)
	default:
		return strings.Join(strings.Fields(strings.Join(r.Header.Values(name), ",")), " ")
	}
}

func sign(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
