package cdn

import (
	"encoding/xml"
	"net/http"

	"datarocks/publish/awstest/wire"
)

// Distribution is how a distribution is set up, as far as it matters here.
type Distribution struct {
	Disabled bool
	Origin   string // DNS name of what it serves; "" if that is not known
}

// SetDistribution sets a distribution up that was made already.
func (c *CDN) SetDistribution(id string, d Distribution) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settings[id] = d
}

type distributionAnswer struct {
	XMLName    xml.Name `xml:"http://cloudfront.amazonaws.com/doc/2020-05-31/ Distribution"`
	ID         string   `xml:"Id"`
	ARN        string
	Status     string
	DomainName string
	Config     distributionConfig `xml:"DistributionConfig"`
}

type distributionConfig struct {
	CallerReference string
	Enabled         bool
	Quantity        int      `xml:"Origins>Quantity"`
	Origins         []origin `xml:"Origins>Items>Origin"`
}

type origin struct {
	ID         string `xml:"Id"`
	DomainName string
}

func (c *CDN) getDistribution(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := r.PathValue("distribution")
	if _, exists := c.distributions[id]; !exists {
		wire.NoSuch("Distribution").Write(w, r)
		return
	}
	set := c.settings[id]
	answer := distributionAnswer{
		ID: id, ARN: "arn:aws:cloudfront::" + wire.Account + ":distribution/" + id, Status: "Deployed", DomainName: "d" + id + ".cloudfront.net",
		Config: distributionConfig{CallerReference: id, Enabled: !set.Disabled},
	}
	if set.Origin != "" {
		answer.Config.Quantity, answer.Config.Origins = 1, []origin{{"site", set.Origin}}
	}
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("ETag", "E"+id)
	wire.WriteXML(w, answer)
}
