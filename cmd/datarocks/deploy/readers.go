package deploy

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/aws"
	kvs "github.com/aws/aws-sdk-go-v2/service/cloudfrontkeyvaluestore"
	smithyendpoints "github.com/aws/smithy-go/endpoints"

	"datarocks/cmd/datarocks/shell"
	"datarocks/fetch"
)

// user is a reader of a private site.
type user struct {
	name     string
	password fetch.Secret
}

const (
	passwordVariable = "DATAROCKS_PASSWORD"
	shortestPassword = 8 // characters
	longestUser      = 64
)

// readUser reads the password of a user: from the environment, or typed. A flag
// would stay in the shell's history.
func readUser(w *shell.World, name string) (*user, error) {
	if name == "" {
		return nil, nil
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r == ':' || unicode.IsControl(r) }) || len(name) > longestUser {
		return nil, shell.Refuse("choose one without a colon, of at most 64 bytes", "--user: %q is no name", name)
	}
	password := w.Getenv(passwordVariable)
	if password == "" {
		var err error
		if password, err = w.AskPassword(name); err != nil {
			return nil, shell.Refuse("type it, or set "+passwordVariable, "read the password of %s: %w", name, err)
		}
	}
	if len([]rune(password)) < shortestPassword || strings.ContainsFunc(password, unicode.IsControl) {
		return nil, shell.Refuse("", "the password of %s needs at least %d characters, all of them printable", name, shortestPassword)
	}
	return &user{name, fetch.NewSecret(password)}, nil
}

// digest is what the function at the edge compares with.
func (u *user) digest() string {
	sum := sha256.Sum256([]byte(u.name + ":" + u.password.Reveal()))
	return hex.EncodeToString(sum[:])
}

// letIn writes a user to the key value store of a private site. A user of that
// name gets the new password.
func (a *account) letIn(ctx context.Context, store string, u *user) error {
	client := kvs.NewFromConfig(a.cfg, func(o *kvs.Options) { o.EndpointResolverV2 = pathStyle{o.EndpointResolverV2} })
	now, err := client.DescribeKeyValueStore(ctx, &kvs.DescribeKeyValueStoreInput{KvsARN: aws.String(store)})
	if err != nil {
		return fmt.Errorf("look at the users: %w", err)
	}
	_, err = client.PutKey(ctx, &kvs.PutKeyInput{
		KvsARN: aws.String(store), Key: aws.String("user:" + u.name), Value: aws.String(u.digest()), IfMatch: now.ETag,
	})
	if err != nil {
		return fmt.Errorf("let %s in: %w", u.name, err)
	}
	return nil
}

// pathStyle leaves the address of a server that is not Amazon's as it is: it
// has no host name per account.
type pathStyle struct{ kvs.EndpointResolverV2 }

func (p pathStyle) ResolveEndpoint(ctx context.Context, params kvs.EndpointParameters) (smithyendpoints.Endpoint, error) {
	endpoint, err := p.EndpointResolverV2.ResolveEndpoint(ctx, params)
	if err == nil && params.Endpoint != nil {
		_, endpoint.URI.Host, _ = strings.Cut(endpoint.URI.Host, ".")
	}
	return endpoint, err
}
