package help

import (
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	root   = "../../.."
	readme = root + "/README.md"
)

// documents returns the text of every document of the repository that links to
// others, by its path.
func documents(t *testing.T) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, pattern := range []string{root + "/*.md", root + "/.github/*.md", "*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			found[file] = read(t, file)
		}
	}
	return found
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReadmeIsShort(t *testing.T) {
	if n := len(read(t, readme)); n > 10_000 {
		t.Errorf("README.md has %d bytes, at most 10,000: what is longer is a topic", n)
	}
}

func TestEveryTopicIsListed(t *testing.T) {
	files, err := filepath.Glob("*.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range files {
		files[i] = strings.TrimSuffix(file, ".md")
	}
	if diff := cmp.Diff(files, slices.Sorted(slices.Values(inOrder))); diff != "" {
		t.Errorf("the topics are not the files (-files +topics):\n%s", diff)
	}
	listed := make([]string, 0, len(inOrder))
	for _, row := range regexp.MustCompile(`(?m)^\| \[([^\]]*)\]\(cmd/datarocks/help/([^)]*)\.md\) \|`).FindAllStringSubmatch(read(t, readme), -1) {
		if row[1] != row[2] {
			t.Errorf("README.md: %s leads to %s", row[1], row[2])
		}
		listed = append(listed, row[1])
	}
	if diff := cmp.Diff(inOrder, listed); diff != "" {
		t.Errorf("README.md does not list the topics (-topics +README.md):\n%s", diff)
	}
	for _, topic := range Topics() {
		if !strings.HasPrefix(markdown(topic.Name), "# "+topic.Title+"\n\n") || topic.Title == "" {
			t.Errorf("%s.md does not begin with a title", topic.Name)
		}
	}
}

// TestLinksResolve follows every link of the documents within the repository, to
// the heading that it names.
func TestLinksResolve(t *testing.T) {
	texts := documents(t)
	if len(texts) < 3+len(inOrder) {
		t.Fatalf("only %d documents: %v", len(texts), slices.Sorted(maps.Keys(texts)))
	}
	for file, text := range texts {
		for _, target := range linksOf(text) {
			address, err := url.Parse(target)
			if err != nil {
				t.Errorf("%s: %v", file, err)
				continue
			}
			if address.IsAbs() {
				continue
			}
			to := file
			if address.Path != "" {
				to = filepath.Join(filepath.Dir(file), filepath.FromSlash(address.Path))
			}
			if _, err := os.Stat(to); err != nil {
				t.Errorf("%s links to %s, which is not there", file, target)
			} else if address.Fragment != "" && !slices.Contains(anchorsOf(read(t, to)), address.Fragment) {
				t.Errorf("%s links to %s, but no heading there has that anchor", file, target)
			}
		}
	}
}

// prose returns the lines that are not code.
func prose(text string) (lines []string) {
	code := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			code = !code
		} else if !code {
			lines = append(lines, line)
		}
	}
	return lines
}

var picture = regexp.MustCompile(`\bsrc(?:set)?="([^"]+)"`)

func linksOf(text string) (targets []string) {
	text = strings.Join(prose(text), "")
	for _, found := range link.FindAllStringSubmatch(text, -1) {
		targets = append(targets, found[2])
	}
	for _, found := range picture.FindAllStringSubmatch(text, -1) {
		targets = append(targets, found[1])
	}
	return targets
}

// anchorsOf returns the anchors that GitHub makes of the headings of a document.
func anchorsOf(text string) (anchors []string) {
	for _, line := range prose(text) {
		if heading, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			dropped := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(strings.TrimSpace(heading)), "")
			anchors = append(anchors, strings.ReplaceAll(dropped, " ", "-"))
		}
	}
	return anchors
}

// TestText: what is printed has no link that only a browser follows.
func TestText(t *testing.T) {
	const markdown = "# Title\n\nSee [keys](sources-and-keys.md#terms), [above](#title), [the log](../../../CHANGELOG.md)\n" +
		"and [Go](https://go.dev/).\n\n<details><summary>By hand</summary>\n\n```sh\n[a](b.md) # no heading\n```\n\n</details>\n"
	const want = "# Title\n\nSee keys (datarocks help sources-and-keys), above, the log (CHANGELOG.md)\n" +
		"and Go (https://go.dev/).\n\n## By hand\n\n```sh\n[a](b.md) # no heading\n```\n\n"
	if diff := cmp.Diff(want, plain(markdown)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, topic := range inOrder {
		text, ok := Text(topic)
		for _, line := range prose(text) {
			if !ok || link.MatchString(line) || strings.Contains(line, "</") {
				t.Errorf("%s: %q", topic, line)
			}
		}
	}
	if _, ok := Text("nothing"); ok {
		t.Error("there is a topic without a file")
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{
		"pubishing": "publishing", "SQL": "sql", "import-exprt": "import-export", "runn": "run", "zebra": "",
	} {
		if got := Nearest(word, []string{"run", "render"}); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
