package doctor

import (
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
	"datarocks/history"
	"datarocks/publish"
)

// Doctor is the verb.
type Doctor struct {
	settings.SiteFlags
	settings.NotifyFlags
	settings.JSONFlag
	Site         string        `default:"public" env:"DATAROCKS_SITE" placeholder:"WHERE" help:"Site: a folder, or s3://bucket/prefix (${env}; ${default})."`
	Distribution []string      `sep:"," env:"DATAROCKS_DISTRIBUTION" placeholder:"ID" help:"CloudFront distribution; may repeat (${env})."`
	Stack        string        `default:"datarocks" placeholder:"NAME" help:"Name of the CloudFormation stack (${default})."`
	Paid         bool          `help:"Ask also sources that take money, for one count each."`
	Write        bool          `help:"Try whether the history's bucket may be written, by its v1/conditions.txt."`
	Timeout      time.Duration `default:"1m" placeholder:"DURATION" help:"Longest that a check may take (${default})."`
}

// doctor is one look at everything. What several checks need is looked at once.
type doctor struct {
	*shell.World // whose context ends with the time for the checks
	flags        *Doctor
	now          time.Time
	site         *content.Site // nil where it cannot be read
	onAWS        bool

	login     func() login
	token     func() (claims, error)
	past      func() (*history.History, error)
	published func() (publish.Published, error)
}

// run is the command of a run, with the settings that were looked at.
func (d *doctor) run() string {
	return d.flags.CommandOn(d.World, d.flags.Site, "run")
}

// login is the identity that AWS sees.
type login struct {
	cfg     aws.Config
	account string // "" where that is not known
	found   findings
	works   bool // as far as is known
}

// errNoLogin is why something on AWS was not looked at; the check of the login
// has the rest.
var errNoLogin = errors.New("not looked at: the login to AWS does not work")

// reach opens a place, unless that must fail for want of a login.
func reach(d *doctor, flag, where string) (settings.Place, error) {
	at, err := settings.ParsePlace(flag, where)
	if err == nil && at.Folder == "" && !d.login().works {
		err = errNoLogin
	}
	return at, err
}
