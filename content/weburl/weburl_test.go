package weburl

import "testing"

func TestBase(t *testing.T) {
	tests := []struct{ url, want string }{
		{"https://datarocks.example.org", "https://datarocks.example.org/"},
		{"https://datarocks.example.org/", "https://datarocks.example.org/"},
		{"HTTPS://Datarocks.Example.ORG/Counts", "https://datarocks.example.org/Counts/"},
		{"http://127.0.0.1:8080/a/b/", "http://127.0.0.1:8080/a/b/"},
		{"http://[::1]:8080", "http://[::1]:8080/"},
		{"http://localhost/a%20b", "http://localhost/a%20b/"},
		{"", ""},
		{"datarocks.example.org", ""},
		{"//datarocks.example.org/", ""},
		{"/counts/", ""},
		{"ftp://datarocks.example.org/", ""},
		{"https://", ""},
		{"https:///counts", ""},
		{"https://user:password@datarocks.example.org/", ""},
		{"https://datarocks.example.org/?page=1", ""},
		{"https://datarocks.example.org/?", ""},
		{"https://datarocks.example.org/#top", ""},
		{"https://datarocks.example.org/#", ""},
		{"https://datarocks.example.org/a/../b", ""},
		{"https://datarocks.example.org//a", ""},
		{"https://datarocks.example.org/a//", ""},
		{"https://data rocks.example.org/", ""},
		{"https://datarocks.example.org;b/", ""},
		{"https://datärocks.example.org/", ""},
		{"https://datarocks.example.org:http/", ""},
	}
	for _, tt := range tests {
		got, wrong := Base(tt.url)
		if got != tt.want || (wrong == nil) != (tt.want != "") {
			t.Errorf("Base(%q) = %q, %v, want %q", tt.url, got, wrong, tt.want)
		}
	}
}

func TestOrigin(t *testing.T) {
	tests := []struct{ origin, want string }{
		{"https://blog.example.org", "https://blog.example.org"},
		{"HTTPS://Blog.example.org:8443", "https://blog.example.org:8443"},
		{"https://*.example.org", "https://*.example.org"},
		{"https://blog.example.org/", ""},
		{"https://blog.example.org/post", ""},
		{"https://blog.example.org?x", ""},
		{"https://*", ""},
		{"https://a.*.org", ""},
		{"https://*.*.org", ""},
		{"https://blog.example.org 'unsafe-inline'", ""},
		{"https://blog.example.org; script-src *", ""},
		{"'self'", ""},
		{"blog.example.org", ""},
	}
	for _, tt := range tests {
		got, wrong := Origin(tt.origin)
		if got != tt.want || (wrong == nil) != (tt.want != "") {
			t.Errorf("Origin(%q) = %q, %v, want %q", tt.origin, got, wrong, tt.want)
		}
	}
}
