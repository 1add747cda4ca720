// Package wire is what the simulated services have in common: how requests are
// signed, and how answers and errors are written.
package wire

import (
	"encoding/json"
	"net/http"
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
