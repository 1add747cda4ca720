package main

import (
	"fmt"
	"slices"
	"strings"
)

type teardownCommand struct {
	stackFlags
	jsonFlag
	Yes bool `help:"Do it."`
}

// torn says what is deleted and what stays. Buckets stay with what is in them.
type torn struct {
	Stack   string   `json:"stack"`
	Region  string   `json:"region"`
	Account string   `json:"account"`
	Done    bool     `json:"done"`
	Deletes []string `json:"deletes"` // or deleted; ids in AWS
	Keeps   []string `json:"keeps"`

	repository    string
	site, history string // buckets that are kept
	provider      string
}

// Run deletes the stack. The counts cannot be made again, so they outlive it.
func (c *teardownCommand) Run(w *world) error {
	s, err := c.open(w)
	if err != nil {
		return err
	}
	if s.now == nil {
		return settingsError("another region or account? --region, AWS_PROFILE; `aws cloudformation list-stacks` lists them",
			"there is no %s", s)
	}
	if err := s.refuseForeign(); err != nil {
		return err
	}
	what, err := s.inventory()
	if err != nil {
		return err
	}
	what.Done = c.Yes
	if !c.Yes {
		if err := c.tell(w, what); err != nil {
			return err
		}
		return settingsError("add --yes", "nothing was changed: visitors would see the site no more")
	}
	if err := s.delete(); err != nil {
		return err
	}
	return c.tell(w, what)
}

// retained are the types that the template retains.
var retained = []string{"AWS::S3::Bucket", "AWS::IAM::OIDCProvider"}

// inventory tells what a deletion would do.
func (s *stack) inventory() (torn, error) {
	was := s.was()
	t := torn{
		Stack: s.name, Region: s.account.cfg.Region, Account: s.account.id, Deletes: []string{}, Keeps: []string{},
		repository: was["GitHubOwner"] + "/" + was["GitHubRepository"],
	}
	all, err := s.resources()
	if err != nil {
		return t, err
	}
	for _, r := range all {
		switch {
		case r.gone:
			continue
		case !slices.Contains(retained, r.kind):
			t.Deletes = append(t.Deletes, r.String())
			continue
		case r.name == "SiteBucket":
			t.site = r.id
		case r.name == "HistoryBucket":
			t.history = r.id
		case r.kind == "AWS::IAM::OIDCProvider":
			t.provider = r.id
		}
		t.Keeps = append(t.Keeps, r.String())
	}
	return t, nil
}

// resource is a part of a stack.
type resource struct {
	name, kind string // in the template
	id         string // in AWS
	gone       bool
}

func (r resource) String() string { return fmt.Sprintf("%s %s", r.name, r.id) }

func (c *teardownCommand) tell(w *world, t torn) error {
	if c.JSON {
		return w.printJSON(t)
	}
	verb := "would delete"
	if t.Done {
		verb = "deleted"
	}
	w.print("# stack %s in %s of account %s: %s", t.Stack, t.Region, t.Account, verb)
	for _, name := range t.Deletes {
		w.print("#   %s", name)
	}
	keeps := "would keep"
	if t.Done {
		keeps = "kept"
	}
	if len(t.Keeps) > 0 {
		w.print("# %s", keeps)
	}
	for _, name := range t.Keeps {
		w.print("#   %s", name)
	}
	if t.Done {
		t.print(w)
	}
	return nil
}

// print prints how to go on: nothing of it is done.
func (t torn) print(w *world) {
	w.print("\n# the workflow does nothing any more without this variable:")
	w.print("gh variable delete DATAROCKS_SITE --repo %s", t.repository)
	if t.site != "" {
		w.print("\n# the site can be made again from the counts. To delete it:")
		w.print("aws s3 rb s3://%s --force --region %s", t.site, t.Region)
	}
	if t.history != "" {
		w.print("\n# the counts cannot be made again. To take them along, and to bring them into another history:")
		w.print("datarocks export --history s3://%s --format ndjson --out counts.ndjson", t.history)
		w.print("datarocks import unsaved counts.ndjson --history WHERE")
		w.print("# to delete them for good, 1,000 versions at a time:")
		w.print("# %s", strings.ReplaceAll(emptyBucket, "BUCKET", t.history))
		w.print("# aws s3 rb s3://%s --region %s", t.history, t.Region)
	}
	if t.provider != "" {
		w.print("\n# other roles of the account may use the OIDC provider of GitHub; setup finds it again. To delete it:")
		w.print("# aws iam delete-open-id-connect-provider --open-id-connect-provider-arn %s", t.provider)
	}
}

// emptyBucket deletes what the bucket holds with all versions, which aws s3 rb
// --force does not.
const emptyBucket = `aws s3api delete-objects --bucket BUCKET --delete "$(aws s3api list-object-versions --bucket BUCKET --max-items 1000 ` +
	`--output json --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}')"`
