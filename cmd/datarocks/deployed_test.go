package main

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// deployed is how CloudFront serves the site, by the stack.
type deployed struct {
	Resources map[string]struct {
		Properties struct {
			DistributionConfig struct {
				DefaultCacheBehavior cacheBehavior
				CacheBehaviors       []cacheBehavior
			}
			ResponseHeadersPolicyConfig struct {
				CorsConfig struct {
					AccessControlAllowOrigins struct {
						Items []string
					}
				}
				SecurityHeadersConfig struct {
					ContentSecurityPolicy struct {
						ContentSecurityPolicy string
					}
					ContentTypeOptions struct {
						Override string
					}
				}
			}
		}
	}
}

type cacheBehavior struct {
	PathPattern             string
	ResponseHeadersPolicyID string
}

// headers are what CloudFront adds to the file at an address.
func (d *deployed) headers(address string) map[string]string {
	config := d.Resources["Distribution"].Properties.DistributionConfig
	serving := config.DefaultCacheBehavior
	for _, b := range config.CacheBehaviors {
		pattern := strings.ReplaceAll(regexp.QuoteMeta(b.PathPattern), `\*`, ".*")
		if regexp.MustCompile("^" + pattern + "$").MatchString(address) {
			serving = b
			break
		}
	}
	headers := d.Resources[serving.ResponseHeadersPolicyID].Properties.ResponseHeadersPolicyConfig
	added := map[string]string{
		"Content-Security-Policy":     headers.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy,
		"Access-Control-Allow-Origin": strings.Join(headers.CorsConfig.AccessControlAllowOrigins.Items, " "),
	}
	if headers.SecurityHeadersConfig.ContentTypeOptions.Override == "true" {
		added["X-Content-Type-Options"] = "nosniff"
	}
	return added
}

// checkDeployed compares how every file of a site is served here with how
// CloudFront will.
func checkDeployed(t *testing.T, home, site string, parameters ...string) {
	t.Helper()
	var stack deployed
	resources, err := evaluateStack(parameters...)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(map[string]any{"Resources": resources})
	if err == nil {
		err = json.Unmarshal(text, &stack)
	}
	if err != nil {
		t.Fatal(err)
	}
	err = walkFiles(os.DirFS(site), func(name string, _ fs.FileInfo, _ []byte) {
		// Visitors ask for the folder.
		address := "/" + strings.TrimSuffix(name, "index.html")
		status, _, header := get(t, home+address)
		if status != http.StatusOK {
			t.Errorf("%s: status %d", address, status)
		}
		for key, want := range stack.headers(address) {
			if got := header.Get(key); got != want {
				t.Errorf("%s has %s: %q, and in the stack %q", address, key, got, want)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
}
