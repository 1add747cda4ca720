// Lighthouse lets Lighthouse judge one page of each kind of a rendered site, as
// a phone and as a desktop, and prints the medians of its scores. It ends with
// status 1 where one is below what the site is to reach. See the script run
// beside it.
//
//	go run ./cmd/bench/lighthouse [-n RUNS] [-pages ranking,status] SITE LIGHTHOUSE
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"maps"
	"math"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// pages are one of each kind.
var pages = map[string]string{
	"roster":  "/",
	"artist":  "/artists/ostrobelle/",
	"embed":   "/artists/ostrobelle/embed/",
	"ranking": "/ranking/spotify/7d/",
	"compare": "/compare/",
	"events":  "/compare/events/",
	"reports": "/reports/",
	"status":  "/status/",
	"about":   "/about/",
	linked:    "/compare/#ostrobelle,saltspindle;spotify;90d;index",
}

// linked is a link to a comparison that somebody follows. Its live chart is what
// they came for, so it is drawn at once, which keeps a slow phone busy: there
// its performance is shown and not judged.
const linked = "compare-link"

var categories = []string{"performance", "accessibility", "best-practices", "seo"}

// device is what a page is judged as.
type device struct {
	name        string
	flags       []string
	performance int // the least score
}

// A phone is slowed down by simulation, in which 99 is the score of some pages that have
// nothing to mend.
var devices = []device{{"mobile", nil, 99}, {"desktop", []string{"--preset=desktop"}, 100}}

func main() {
	log.SetFlags(0)
	turns := flag.Int("n", 3, "runs of each page, whose median counts")
	names := flag.String("pages", strings.Join(slices.Sorted(maps.Keys(pages)), ","), "pages to judge")
	flag.Parse()
	if flag.NArg() != 2 || *turns < 1 {
		log.Fatal("usage: lighthouse [-n RUNS] [-pages ranking,status] SITE LIGHTHOUSE")
	}
	server := httptest.NewServer(serve(os.DirFS(flag.Arg(0))))
	defer server.Close()
	fmt.Printf("| page | as | %s | to mend |\n|---|---|%s---|\n", strings.Join(categories, " | "), strings.Repeat("---|", len(categories)))
	var problems []error
	for name := range strings.SplitSeq(*names, ",") {
		address, ok := pages[name]
		if !ok {
			log.Fatalf("no page %q: there are %s", name, strings.Join(slices.Sorted(maps.Keys(pages)), ", "))
		}
		for _, d := range devices {
			problems = append(problems, judge(flag.Arg(1), name, server.URL+address, d, *turns))
		}
	}
	if err := errors.Join(problems...); err != nil {
		log.Fatal(err)
	}
}

// judge judges a page as a device, prints the row and returns what is below.
func judge(program, name, address string, d device, turns int) error {
	scores := make(map[string][]int)
	faults := make(map[string]bool)
	for range turns {
		report, err := ask(program, name, address, d)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", name, d.name, err)
		}
		for _, category := range categories {
			scores[category] = append(scores[category], report.score(category))
		}
		for _, fault := range report.faults() {
			faults[fault] = true
		}
	}
	var cells []string
	var problems []error
	for _, category := range categories {
		slices.Sort(scores[category])
		median, least := scores[category][turns/2], 100
		if category == "performance" {
			least = d.performance
			if name == linked && d.name == "mobile" {
				least = 0
			}
		}
		cells = append(cells, fmt.Sprint(median))
		if median < least {
			problems = append(problems, fmt.Errorf("%s, %s: %s is %d, not %d", name, d.name, category, median, least))
		}
	}
	fmt.Printf("| %s | %s | %s | %s |\n", name, d.name, strings.Join(cells, " | "), strings.Join(slices.Sorted(maps.Keys(faults)), ", "))
	return errors.Join(problems...)
}

// report is what is needed of Lighthouse's.
type report struct {
	RuntimeError struct{ Code, Message string }
	Categories   map[string]struct {
		Score     *float64
		AuditRefs []struct {
			ID     string
			Weight float64
		}
	}
	Audits map[string]struct{ Score *float64 }
}

// score is from 0 to 100.
func (r *report) score(category string) int {
	if score := r.Categories[category].Score; score != nil {
		return int(math.Round(*score * 100))
	}
	return 0
}

// faults names the audits that cost a score.
func (r *report) faults() (ids []string) {
	for _, category := range categories {
		for _, ref := range r.Categories[category].AuditRefs {
			if score := r.Audits[ref.ID].Score; ref.Weight > 0 && score != nil && *score < 0.9 {
				ids = append(ids, ref.ID)
			}
		}
	}
	return ids
}

// ask runs Lighthouse once.
func ask(program, name, address string, d device) (*report, error) {
	args := append([]string{
		address, "--quiet", "--output=json", "--only-categories=" + strings.Join(categories, ","),
		"--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
	}, d.flags...)
	if name == "embed" {
		// It has noindex, so that a search leads to the artist's page.
		args = append(args, "--skip-audits=is-crawlable")
	}
	cmd := exec.Command(program, args...)
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("run %s: %w\n%s", program, err, &problems)
	}
	var r report
	if err := json.Unmarshal(out, &r); err != nil {
		return nil, fmt.Errorf("read what Lighthouse printed: %w", err)
	}
	if r.RuntimeError.Code != "" {
		return nil, fmt.Errorf("judge %s: %s", address, r.RuntimeError.Message)
	}
	return &r, nil
}
