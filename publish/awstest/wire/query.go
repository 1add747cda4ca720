package wire

import (
	"encoding/xml"
	"net/http"
)

// AnswerQuery answers as services do whose operation stands in a form.
func AnswerQuery(w http.ResponseWriter, r *http.Request, action string, result any) {
	w.Header().Set("Content-Type", "text/xml")
	space := namespaces[ServiceOf(r)]
	WriteXML(w, struct {
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
