package deploy

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
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
	shortestPassword = 12 // characters
	longestUser      = 64
	longestPair      = 256 // bytes of NAME:PASSWORD; the function at the edge refuses more
)

// readUser reads the password of a user: from the environment, or typed, or it makes
// one. A flag would stay in the shell's history.
func readUser(w *shell.World, name string, generate bool) (*user, error) {
	switch {
	case name == "" && generate:
		return nil, shell.Refuse("add --user NAME", "--generate needs --user")
	case name == "":
		return nil, nil
	case strings.ContainsFunc(name, func(r rune) bool { return r == ':' || unicode.IsControl(r) }) || len(name) > longestUser:
		return nil, shell.Refuse("choose one without a colon, of at most 64 bytes", "--user: %q is no name", name)
	case generate:
		return &user{name, fetch.NewSecret(rand.Text())}, nil
	}
	password := w.Getenv(passwordVariable)
	if password == "" {
		var err error
		if password, err = w.AskSecret("Password of " + name); err != nil {
			return nil, shell.Refuse("type it, or set "+passwordVariable+", or let --generate make one", "read the password of %s: %w", name, err)
		}
	}
	if len([]rune(password)) < shortestPassword || strings.ContainsFunc(password, unicode.IsControl) {
		return nil, shell.Refuse("--generate makes one", "the password of %s needs at least %d characters, all of them printable", name, shortestPassword)
	}
	if len(name)+1+len(password) > longestPair {
		return nil, shell.Refuse("choose a shorter one, or let --generate make one", "the password of %s is too long: with the name, it may have %d bytes", name, longestPair-1)
	}
	return &user{name, fetch.NewSecret(password)}, nil
}

// rounds is how often a password is hashed: as often as the function at the edge has
// time for, see templates/aws/private.js.
const rounds = 128

// digest is what the function at the edge compares with, by a new salt.
func (u *user) digest() string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // it never fails
	return u.digestWith(hex.EncodeToString(salt))
}

func (u *user) digestWith(salt string) string {
	hash := salt
	for range rounds {
		mac := hmac.New(sha256.New, []byte(u.name+":"+u.password.Reveal()))
		mac.Write([]byte(hash))
		hash = hex.EncodeToString(mac.Sum(nil))
	}
	return fmt.Sprintf("2:%d:%s:%s", rounds, salt, hash)
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
