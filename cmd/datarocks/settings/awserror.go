package settings

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content/legible"
	"datarocks/publish/object"
)

// explainAWS returns the text of an error with one line for each error of AWS in it,
// and the cures of these. The SDK's own texts run over several lines and name no cure.
func explainAWS(err error) (text, cure string) {
	text = err.Error()
	var hints []string
	for _, operation := range operations(err) {
		what, hint := reasonAWS(operation)
		if hint == Denied && operation.ServiceID == s3.ServiceID {
			hint = "does the bucket belong to the account that you are logged in to? Then " + Denied // S3 answers the same for any other
		}
		line := fmt.Sprintf("%s %s: %s", operation.ServiceID, operation.OperationName, what)
		text = strings.Replace(text, operation.Error(), line, 1)
		if hint != "" && !slices.Contains(hints, hint) {
			hints = append(hints, hint)
		}
	}
	return text, strings.Join(hints, "; ")
}

// operations are the calls of AWS that failed, in the order of an error.
func operations(err error) []*smithy.OperationError {
	if operation, ok := err.(*smithy.OperationError); ok {
		return []*smithy.OperationError{operation}
	}
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		return operations(e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*smithy.OperationError
		for _, inner := range e.Unwrap() {
			all = append(all, operations(inner)...)
		}
		return all
	}
	return nil
}

func reasonAWS(err *smithy.OperationError) (what, hint string) {
	api, _ := errors.AsType[smithy.APIError](err)
	sent, isSent := errors.AsType[*smithyhttp.RequestSendError](err)
	answer, isAnswer := errors.AsType[*smithyhttp.ResponseError](err)
	_, noRegion := errors.AsType[*aws.MissingRegionError](err)
	text := err.Error()
	switch {
	case errors.Is(err, context.Canceled):
		return stopped, ""
	case noRegion, strings.Contains(text, "region must be set"):
		return "no region is set", "set AWS_REGION to the region of the bucket"
	case strings.Contains(text, "endpoint rule error"):
		// Its text has the whole address, and that may have a password.
		return "there is no address to ask", "correct AWS_ENDPOINT_URL, the region and the name of the bucket"
	case strings.Contains(text, "get credentials"), strings.Contains(text, "refresh cached credentials"):
		return NoCredentials, "log in to AWS, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE or a role"
	case api != nil && cures[api.ErrorCode()] != "":
		return describeAWS(api, answer), cures[api.ErrorCode()]
	case isSent:
		return "cannot be reached: " + Cause(sent).Error(), "check the network and AWS_ENDPOINT_URL, and the name of the region"
	case isAnswer:
		return byStatus(answer, api)
	}
	return Cause(err).Error(), ""
}

// NoCredentials is how a login that is not there is described.
const NoCredentials = "no credentials"

// Denied is the cure of a right that is missing.
const Denied = "give the role or user this right; `datarocks help aws` lists those it needs"

// cures are what to do about the errors that a newcomer meets.
var cures = map[string]string{
	"NoSuchBucket":                 "create the bucket, or correct its name",
	"AccessDenied":                 Denied,
	"AccessDeniedException":        Denied,
	"AllAccessDisabled":            "the bucket is closed by Amazon; look into the AWS account",
	"InvalidAccessKeyId":           "AWS_ACCESS_KEY_ID is of no user; make a new key, or log in again",
	"SignatureDoesNotMatch":        "AWS_SECRET_ACCESS_KEY does not belong to AWS_ACCESS_KEY_ID",
	"InvalidClientTokenId":         "AWS_ACCESS_KEY_ID is of no user, or the region is not switched on in the account; make a new key, or log in again",
	"UnrecognizedClientException":  "AWS_ACCESS_KEY_ID is of no user; make a new key, or log in again",
	"ExpiredToken":                 "the login has expired; log in again",
	"ExpiredTokenException":        "the login has expired; log in again",
	"OptInRequired":                "the AWS account is not signed up for this; look into its console",
	"InvalidToken":                 "AWS_SESSION_TOKEN does not belong to these keys; log in again",
	"PermanentRedirect":            "set AWS_REGION to the region of the bucket",
	"AuthorizationHeaderMalformed": "set AWS_REGION to the region of the bucket",
	"RequestTimeTooSkewed":         "set this machine's clock right",
	"NoSuchDistribution":           "correct --distribution; `aws cloudfront list-distributions` lists those there are",
}

func describeAWS(api smithy.APIError, answer *smithyhttp.ResponseError) string {
	text := shell.Join(": ", api.ErrorCode(), api.ErrorMessage())
	if answer != nil && answer.Response != nil {
		if region := answer.Response.Header.Get("X-Amz-Bucket-Region"); region != "" {
			text += " (the bucket is in " + region + ")"
		}
	}
	return legible.OneLine(text, 0)
}

// byStatus describes an answer whose code has no known cure.
func byStatus(answer *smithyhttp.ResponseError, api smithy.APIError) (what, hint string) {
	status := answer.HTTPStatusCode()
	what = fmt.Sprintf("http %d", status)
	if api != nil && api.ErrorCode() != "" {
		what += ": " + describeAWS(api, answer)
	}
	switch status {
	case http.StatusMovedPermanently:
		return what, cures["PermanentRedirect"]
	case http.StatusForbidden:
		return what, Denied
	}
	return what, ""
}

// Cause is the innermost error.
func Cause(err error) error {
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err
}

// Describe returns an error as it is printed, and a cure where one is known.
func Describe(err error) (text, cure string) {
	text, cure = explainAWS(err)
	if _, garbled := errors.AsType[*object.GarbledError](err); garbled || object.RefusesChecksums(err) {
		cure = "set " + object.UnderstoodChecksums + ": this server does not know the checksums that are sent by default"
	}
	return strings.ReplaceAll(text, context.Canceled.Error(), stopped), cure
}

// stopped describes what a signal ended.
const stopped = "stopped"

// refusals are codes after which AWS refuses everything else as well.
var refusals = []string{
	"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException",
	"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "RequestTimeTooSkewed", "RequestExpired",
}

// IsLoginRefused reports whether AWS refuses the login itself.
func IsLoginRefused(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && slices.Contains(refusals, api.ErrorCode())
}

// IsAnswer reports whether AWS answered.
func IsAnswer(err error) bool {
	_, ok := errors.AsType[smithy.APIError](err)
	return ok
}

// IsDenied reports whether AWS refuses for want of a right.
func IsDenied(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && (strings.HasPrefix(api.ErrorCode(), "AccessDenied") || object.IsDenied(err) && !IsLoginRefused(err))
}
