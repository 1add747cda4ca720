package deploy

import (
	"fmt"
	"slices"

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

	Repository    Repository `json:"-"`
	Site, History string     `json:"-"` // buckets that are kept
	Logs          string     `json:"-"`
	Provider      string     `json:"-"`
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
	if err := w.Result(c.JSON, what, func() { printCommands(w, "teardown", what) }); err != nil || c.Yes {
		return err
	}
	return shell.Refuse("add --yes", "nothing was changed: visitors would see the site no more")
}

// retained are the types that the template retains.
var retained = []string{"AWS::S3::Bucket", "AWS::IAM::OIDCProvider"}

// inventory lists what a deletion would do.
func (s *Stack) inventory() (torn, error) {
	t := torn{identity: s.identity(), Deletes: []string{}, Keeps: []string{}, Repository: s.Was().Repository()}
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
			t.Site = r.id
		case r.name == "HistoryBucket":
			t.History = r.id
		case r.name == "LogBucket":
			t.Logs = r.id
		case r.kind == "AWS::IAM::OIDCProvider":
			t.Provider = r.id
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
