package deploy

import (
	"fmt"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
)

// Teardown is the verb that deletes the stack, but for the counts and the site.
type Teardown struct {
	StackFlags
	settings.JSONFlag
	Yes bool `help:"Do it."`
}

// torn is what is deleted and what stays. Buckets stay with what is in them.
type torn struct {
	identity
	Done    bool     `json:"done"`
	Deletes []string `json:"deletes"` // or deleted; ids in AWS
	Keeps   []string `json:"keeps"`

	repository    Repository
	site, history string // buckets that are kept
	provider      string
}

// Run deletes the stack. The counts cannot be made again, so they outlive it.
func (c *Teardown) Run(w *shell.World) error {
	s, err := c.open(w)
	if err != nil {
		return err
	}
	if s.now == nil {
		return shell.Refuse("another region or account? --region, AWS_PROFILE; `aws cloudformation list-stacks` lists them",
			"there is no %s", s)
	}
	if err := s.RefuseForeign(); err != nil {
		return err
	}
	what, err := s.inventory()
	if err != nil {
		return err
	}
	if what.Done = c.Yes; c.Yes {
		if err := s.delete(); err != nil {
			return err
		}
	}
	if err := w.Result(c.JSON, what, func() { what.print(w) }); err != nil || c.Yes {
		return err
	}
	return shell.Refuse("add --yes", "nothing was changed: visitors would see the site no more")
}

// retained are the types that the template retains.
var retained = []string{"AWS::S3::Bucket", "AWS::IAM::OIDCProvider"}

// inventory lists what a deletion would do.
func (s *Stack) inventory() (torn, error) {
	t := torn{identity: s.identity(), Deletes: []string{}, Keeps: []string{}, repository: s.Was().Repository()}
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

// print prints what is deleted and kept, and how to go on.
func (t torn) print(w *shell.World) {
	deletes, keeps := "would delete", "would keep"
	if t.Done {
		deletes, keeps = "deleted", "kept"
	}
	w.Print("# %s: %s", t.identity, deletes)
	for _, name := range t.Deletes {
		w.Print("#   %s", name)
	}
	if len(t.Keeps) > 0 {
		w.Print("# %s", keeps)
	}
	for _, name := range t.Keeps {
		w.Print("#   %s", name)
	}
	if t.Done {
		t.printNext(w)
	}
}

// printNext prints how to go on: nothing of it is done.
func (t torn) printNext(w *shell.World) {
	w.Print("\n# the workflow does nothing any more without this variable:")
	w.Print("gh variable delete DATAROCKS_SITE --repo %s", t.repository)
	if t.site != "" {
		w.Print("\n# the site can be made again from the counts. To delete it:")
		w.Print("aws s3 rb s3://%s --force --region %s", t.site, t.Region)
	}
	if t.history != "" {
		w.Print("\n# the counts cannot be made again. To take them along, and to bring them into another history:")
		w.Print("datarocks export --history s3://%s --format ndjson --out counts.ndjson", t.history)
		w.Print("datarocks import unsaved counts.ndjson --history WHERE")
		w.Print("# to delete them for good, 1,000 versions at a time:")
		w.Print("# %s", strings.ReplaceAll(emptyBucket, "BUCKET", t.history))
		w.Print("# aws s3 rb s3://%s --region %s", t.history, t.Region)
	}
	if t.provider != "" {
		w.Print("\n# other roles of the account may use the OIDC provider of GitHub; setup finds it again. To delete it:")
		w.Print("# aws iam delete-open-id-connect-provider --open-id-connect-provider-arn %s", t.provider)
	}
}

// emptyBucket deletes what the bucket holds with all versions, which aws s3 rb
// --force does not.
const emptyBucket = `aws s3api delete-objects --bucket BUCKET --delete "$(aws s3api list-object-versions --bucket BUCKET --max-items 1000 ` +
	`--output json --query '{Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}')"`
