package awstest

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Services, as requests are signed for them.
const (
	cloudFront     = "cloudfront"
	cloudFormation = "cloudformation"
	identities     = "iam"
	tokens         = "sts"
	keyValues      = "cloudfront-keyvaluestore"
)

// namespaces are of the services that answer in XML, other than S3.
var namespaces = map[string]string{
	cloudFront:     "http://cloudfront.amazonaws.com/doc/2020-05-31/",
	cloudFormation: "http://cloudformation.amazonaws.com/doc/2010-05-15/",
	identities:     "https://iam.amazonaws.com/doc/2010-05-08/",
	tokens:         "https://sts.amazonaws.com/doc/2011-06-15/",
}

// serviceOf tells which service is asked: "" for S3, and for what is not
// signed.
func serviceOf(r *http.Request) string {
	switch {
	case strings.HasPrefix(r.URL.Path, "/2020-05-31/"):
		return cloudFront
	case strings.HasPrefix(r.URL.Path, "/key-value-stores/"):
		return keyValues
	case r.Method != http.MethodPost || r.URL.Path != "/":
		return ""
	}
	if fields := authorization.FindStringSubmatch(r.Header.Get("Authorization")); fields != nil && fields[4] != "s3" {
		return fields[4]
	}
	return ""
}

// isQuery says whether a service takes its operation from a form.
func isQuery(service string) bool {
	return service == cloudFormation || service == identities || service == tokens
}

// writeJSON answers as services do that speak JSON.
func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the answer has begun
}
