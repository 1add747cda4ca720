package wire

import (
	"encoding/xml"
	"net/http"
	"strings"
)

// Failure is an error answer of AWS.
type Failure struct {
	Status        int
	Code, Message string

	Bucket, Endpoint string // of a redirect
}

// AccessDenied is in the words of AWS.
var AccessDenied = Refuse(http.StatusForbidden, "AccessDenied", "Access Denied")

// Write answers in the shape of the service that was asked.
func (f *Failure) Write(w http.ResponseWriter, r *http.Request) {
	const requestID = "AWSTEST000000000"
	service := ServiceOf(r)
	if service == KeyValues {
		w.Header().Set("X-Amzn-Errortype", f.Code)
		WriteJSON(w, f.Status, map[string]string{"Message": f.Message})
		return
	}
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("X-Amz-Request-Id", requestID)
	w.WriteHeader(f.Status)
	if r.Method == http.MethodHead {
		return
	}
	if space := namespaces[service]; space != "" {
		name := xml.Name{Space: space, Local: "ErrorResponse"}
		WriteXML(w, serviceError{XMLName: name, Type: "Sender", Code: f.Code, Message: f.Message, RequestID: requestID})
		return
	}
	WriteXML(w, s3Error{
		Code: f.Code, Message: f.Message, Bucket: f.Bucket, Endpoint: f.Endpoint,
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

// WriteXML cannot report an error: the answer has begun.
func WriteXML(w http.ResponseWriter, value any) {
	_, _ = w.Write([]byte(xml.Header))
	_ = xml.NewEncoder(w).Encode(value)
}

// Refuse returns an error answer.
func Refuse(status int, code, message string) *Failure {
	return &Failure{Status: status, Code: code, Message: message}
}

// BadRequest is an answer of status 400.
func BadRequest(code, message string) *Failure { return Refuse(http.StatusBadRequest, code, message) }

// NoSuch is the answer to a question for what is not there.
func NoSuch(what string) *Failure {
	return Refuse(http.StatusNotFound, "NoSuch"+what, "The specified "+strings.ToLower(what)+" does not exist.")
}
