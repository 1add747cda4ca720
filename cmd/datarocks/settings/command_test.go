package settings

import (
	"testing"

	"datarocks/cmd/datarocks/shell"
)

func TestCommandsCanBePasted(t *testing.T) {
	t.Parallel()
	env := map[string]string{}
	w := &shell.World{Getenv: func(name string) string { return env[name] }}
	atHome := SiteFlags{ContentFlags{"content", ""}, PastFlags{HistoryFlags: HistoryFlags{"data"}}}
	onS3 := SiteFlags{ContentFlags{"my content", "https://x.example/"}, PastFlags{HistoryFlags: HistoryFlags{"s3://counts/a b"}}}
	for _, test := range []struct {
		name string
		env  map[string]string
		got  func() string
		want string
	}{
		{"all by default", map[string]string{"AWS_REGION": "eu-central-1"}, func() string { return atHome.Command(w, "check") }, "datarocks check"},
		{
			"on S3", map[string]string{"AWS_REGION": "eu-central-1"},
			func() string { return onS3.Command(w, "render") },
			"AWS_REGION=eu-central-1 datarocks render --content 'my content' --base-url https://x.example/ --history 's3://counts/a b'",
		},
		{
			"words", nil,
			func() string {
				return onS3.HistoryFlags.Command(w, "accept", "o'p", "spotify", "2026-11-24", "--reason", "checked by hand")
			},
			`datarocks accept 'o'\''p' spotify 2026-11-24 --reason 'checked by hand' --history 's3://counts/a b'`,
		},
		{
			"another store", map[string]string{"AWS_DEFAULT_REGION": "auto", "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9000"},
			func() string { return HistoryFlags{"s3://c"}.Command(w, "explain", "opeth") },
			"AWS_DEFAULT_REGION=auto AWS_ENDPOINT_URL_S3=http://127.0.0.1:9000 datarocks explain opeth --history s3://c",
		},
		{
			"a password in an address", map[string]string{"AWS_ENDPOINT_URL": "http://user:secret@127.0.0.1:9000"},
			func() string { return HistoryFlags{"s3://c"}.Command(w, "explain", "opeth") },
			"datarocks explain opeth --history s3://c",
		},
		{"an empty word", nil, func() string { return atHome.Command(w, "accept", "") }, "datarocks accept ''"},
		{"several lines", nil, func() string { return atHome.Command(w, "add", "a\nb\t-c") }, "datarocks add 'a\nb\t-c'"},
	} {
		env = test.env
		if got := test.got(); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
