package awstest

import (
	"encoding/xml"
	"net/http"
)

// failure is an error answer of AWS.
type failure struct {
	status        int
	code, message string

	Bucket, Endpoint string // of a redirect
}

// Failures that more than one place answers with, in the words of AWS.
var (
	accessDenied      = &failure{status: http.StatusForbidden, code: "AccessDenied", message: "Access Denied"}
	permanentRedirect = &failure{
		status: http.StatusMovedPermanently, code: "PermanentRedirect",
		message: "The bucket you are attempting to access must be addressed using the specified endpoint. " +
			"Please send all future requests to this endpoint.",
	}
)

// write answers in the shape of the service that was asked.
func (f *failure) write(w http.ResponseWriter, r *http.Request) {
	const requestID = "AWSTEST000000000"
	service := serviceOf(r)
	if service == keyValues {
		w.Header().Set("X-Amzn-Errortype", f.code)
		writeJSON(w, f.status, map[string]string{"Message": f.message})
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("X-Amz-Request-Id", requestID)
	w.WriteHeader(f.status)
	if r.Method == http.MethodHead {
		return
	}
	if space := namespaces[service]; space != "" {
		name := xml.Name{Space: space, Local: "ErrorResponse"}
		writeXML(w, serviceError{XMLName: name, Type: "Sender", Code: f.code, Message: f.message, RequestID: requestID})
		return
	}
	writeXML(w, s3Error{
		Code: f.code, Message: f.message, Bucket: f.Bucket, Endpoint: f.Endpoint,
		RequestID: requestID, HostID: "awstest",
	})
}

type s3Error struct {
	XMLName          xml.Name `xml:"Error"`
	Code, Message    string
	Bucket, Endpoint string `xml:",omitempty"`
	RequestID        string `xml:"RequestId"`
	HostID           string `xml:"HostId"`
}

type serviceError struct {
	XMLName   xml.Name
	Type      string `xml:"Error>Type"`
	Code      string `xml:"Error>Code"`
	Message   string `xml:"Error>Message"`
	RequestID string `xml:"RequestId"`
}

// writeXML cannot report an error: the answer has begun.
func writeXML(w http.ResponseWriter, value any) {
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(value)
}
