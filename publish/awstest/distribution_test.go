package awstest_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"

	"datarocks/publish/awstest"
)

func TestGetDistribution(t *testing.T) {
	cloud := start(t)
	c := distribution(cloud)
	look := func() *cloudfront.GetDistributionOutput {
		t.Helper()
		out, err := c.GetDistribution(t.Context(), &cloudfront.GetDistributionInput{Id: aws.String("E1")})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	first := look().Distribution
	if !aws.ToBool(first.DistributionConfig.Enabled) || aws.ToString(first.Status) != "Deployed" || len(first.DistributionConfig.Origins.Items) != 0 {
		t.Errorf("at first it is %+v", first.DistributionConfig)
	}
	cloud.SetDistribution("E1", awstest.Distribution{Disabled: true, Origin: "site.s3.example.org"})
	then := look().Distribution.DistributionConfig
	if aws.ToBool(then.Enabled) || aws.ToString(then.Origins.Items[0].DomainName) != "site.s3.example.org" {
		t.Errorf("then it is %+v", then)
	}
	_, err := c.GetDistribution(t.Context(), &cloudfront.GetDistributionInput{Id: aws.String("E2")})
	expectCode(t, err, http.StatusNotFound, "NoSuchDistribution")
	if got := cloud.Requests()[0]; got.Operation != "GetDistribution" || got.Distribution != "E1" {
		t.Errorf("noted as %+v", got)
	}
}

func TestOpenToAll(t *testing.T) {
	cloud := start(t)
	if _, err := put(t, client(cloud), "a", "1"); err != nil {
		t.Fatal(err)
	}
	get := func(method string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), method, cloud.URL()+"/site/a", nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if status, _ := get(http.MethodGet); status != http.StatusForbidden {
		t.Errorf("a stranger gets %d", status)
	}
	cloud.OpenToAll("site")
	if status, body := get(http.MethodGet); status != http.StatusOK || body != "1" {
		t.Errorf("everybody gets %d, %s", status, body)
	}
	if status, _ := get(http.MethodDelete); status != http.StatusForbidden {
		t.Errorf("everybody may delete: %d", status)
	}
}
