package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"datarocks/cmd/bench/programs"
)

const (
	bucket = "site"
	region = "eu-central-1"
)

// program is one way to publish a site.
type program struct {
	name    string
	env     []string
	command func(target) *exec.Cmd
}

// target is what to publish, and where.
type target struct {
	site   string // folder
	url    string // of S3
	folder string // for a configuration
}

// environ leads every program to the server, and keeps it from what else the
// machine is configured for.
func environ(url, ca string) []string {
	return []string{
		"AWS_ENDPOINT_URL=" + url, "AWS_REGION=" + region, "AWS_DEFAULT_REGION=" + region,
		"AWS_ACCESS_KEY_ID=bench-id", "AWS_SECRET_ACCESS_KEY=bench-secret", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull, "RCLONE_CONFIG=" + os.DevNull,
		"SSL_CERT_FILE=" + ca, "AWS_CA_BUNDLE=" + ca,
	}
}

// build builds what is to be measured.
func (b *bench) build(peers string, names []string) {
	b.server = b.goBuild("server", "./cmd/bench/publish/server")
	b.programs = []program{{name: "bare", command: func(t target) *exec.Cmd {
		return exec.Command(filepath.Join(b.folder, "bare"), t.site, bucket)
	}}}
	b.goBuild("bare", "./cmd/bench/publish/bare")
	known := map[string]func(string) (program, bool){
		"datarocks": b.datarocks,
		"rclone":    func(name string) (program, bool) { return withRclone(name, peers) },
		"hugo":      func(name string) (program, bool) { return withHugo(name, peers, 10) },
		// So many as rclone, beyond which it does not get faster.
		"hugo-tuned": func(name string) (program, bool) { return withHugo(name, peers, 32) },
		"rclone-tuned": func(name string) (program, bool) {
			return withRclone(name, peers, "--checksum", "--fast-list", "--transfers", "32", "--checkers", "32", "--s3-no-check-bucket", "--s3-no-head")
		},
		"aws":       func(name string) (program, bool) { return withAWS(name, "") },
		"aws-tuned": func(name string) (program, bool) { return withAWS(name, b.tuneAWS()) },
	}
	for _, name := range names {
		if name == "bare" {
			continue
		}
		peer, ok := known[name]
		if !ok {
			log.Fatalf("no program %q", name)
		}
		if p, present := peer(name); present {
			b.programs = append(b.programs, p)
		}
	}
}

func (b *bench) goBuild(name, from string) string {
	return programs.Must(programs.Build(b.folder, name, from))
}

func (b *bench) datarocks(name string) (program, bool) {
	path := b.goBuild(name, "./cmd/datarocks")
	return program{name: name, command: func(t target) *exec.Cmd {
		return exec.Command(path, "publish", "--from", t.site, "--site", "s3://"+bucket)
	}}, true
}

func withRclone(name, peers string, flags ...string) (program, bool) {
	path := programs.Must(programs.Install(peers, "rclone", programs.Rclone))
	return program{name: name, command: func(t target) *exec.Cmd {
		remote := fmt.Sprintf(":s3,provider=AWS,env_auth=true,endpoint='%s',force_path_style=true,region=%s:%s", t.url, region, bucket)
		return exec.Command(path, append([]string{"sync", t.site, remote, "--log-level", "ERROR"}, flags...)...)
	}}, true
}

func withHugo(name, peers string, workers int) (program, bool) {
	path := programs.Must(programs.Install(peers, "hugo-deploy", "-tags", "withdeploy", programs.Hugo))
	return program{name: name, command: func(t target) *exec.Cmd {
		folder := filepath.Join(t.folder, name)
		config := fmt.Sprintf("baseURL = 'https://example.org/'\npublishDir = 'public'\n[deployment]\nworkers = %d\n[[deployment.targets]]\nname = 'bench'\nURL = 's3://%s?region=%s&endpoint=%s&use_path_style=true'\n",
			workers, bucket, region, t.url)
		programs.Check(cmp.Or(os.MkdirAll(folder, 0o755), os.WriteFile(filepath.Join(folder, "hugo.toml"), []byte(config), 0o644)))
		if err := os.Symlink(t.site, filepath.Join(folder, "public")); err != nil && !os.IsExist(err) {
			log.Fatal(err)
		}
		return exec.Command(path, "deploy", "--source", folder, "--maxDeletes", "-1", "--invalidateCDN=false", "--logLevel", "error")
	}}, true
}

// withAWS returns false where it is not installed.
func withAWS(name, config string) (program, bool) {
	path, err := exec.LookPath("aws")
	if err != nil {
		fmt.Fprintln(os.Stderr, "aws is not installed: left out")
		return program{}, false
	}
	// The command may be a script of pyenv, which takes a while to find it.
	if real, err := exec.Command("pyenv", "which", "aws").Output(); err == nil {
		path = strings.TrimSpace(string(real))
	}
	p := program{name: name, command: func(t target) *exec.Cmd {
		return exec.Command(path, "s3", "sync", t.site, "s3://"+bucket, "--delete", "--only-show-errors")
	}}
	if config != "" {
		p.env = []string{"AWS_CONFIG_FILE=" + config}
	}
	return p, true
}

func (b *bench) tuneAWS() string {
	config := filepath.Join(b.folder, "aws.config")
	programs.Check(os.WriteFile(config, []byte("[default]\ns3 =\n  max_concurrent_requests = 32\n  max_queue_size = 10000\n"), 0o644))
	return config
}
