package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"datarocks/publish/awstest"
)

// stackCommand does what awsCommand does, for stacks.
//
//	aws deny OPERATION ACTION         the right ACTION is missing from now on
//	aws expire OPERATION              the login has expired from now on
//	aws broken RESOURCE [REASON]      it cannot be changed from now on; without a reason: it can
//	aws status STATUS                 puts the stack into a status
//	aws parameter NAME VALUE          of the stack
//	aws set NAME VALUE                changes a parameter, as in the console
//	aws role                          from now on all is asked with the rights of the stack's role
//	aws provider AUDIENCE             makes an OIDC provider of GitHub
//	aws user NAME [PASSWORD]          may read the private site; without a password: may not
//	aws generated NAME                has the password that was printed last
//	aws let NAME VALUE                writes what an older version did
//	aws rule BUCKET PREFIX DAYS OLD   the bucket's only rule ends objects, and old versions
func stackCommand(ts *testscript.TestScript, cloud *awstest.AWS, verb string, args []string) bool {
	switch {
	case verb == "deny" && len(args) == 2:
		cloud.Break(awstest.Rule{Match: awstest.Operation(args[0]), Fault: awstest.Deny(args[1])})
	case verb == "expire" && len(args) == 1:
		cloud.Break(awstest.Rule{Match: awstest.Operation(args[0]), Fault: awstest.Answer(http.StatusForbidden, "ExpiredToken")})
	case verb == "broken" && len(args) > 0:
		cloud.BreakResource(args[0], strings.Join(args[1:], " "))
	case verb == "status" && len(args) == 1:
		cloud.SetStackStatus(args[0])
	case verb == "parameter" && len(args) == 2:
		same(ts, cloud.StackParameters()[args[0]], args[1])
	case verb == "set" && len(args) == 2:
		cloud.SetStackParameter(args[0], args[1])
	case verb == "role" && len(args) == 0:
		role, err := readPolicies()
		ts.Check(err)
		cloud.Break(awstest.Rule{
			Match: func(r awstest.Request) bool { return !role.may(r) },
			Fault: awstest.Answer(http.StatusForbidden, "AccessDenied"),
		})
	case verb == "provider" && len(args) == 1:
		cloud.CreateProvider(args[0])
	case verb == "user" && len(args) > 0:
		checkUser(ts, cloud, args[0], strings.Join(args[1:], ""))
	case verb == "generated" && len(args) == 1:
		_, password, _ := strings.Cut(ts.ReadFile("stdout"), "kept nowhere: ")
		password, _, _ = strings.Cut(password, "\n")
		checkUser(ts, cloud, args[0], password)
	case verb == "rule" && len(args) == 4:
		days, err := strconv.Atoi(args[2])
		ts.Check(err)
		old, err := strconv.Atoi(args[3])
		ts.Check(err)
		cloud.Expire(args[0], awstest.Expiry{ID: "rule", Prefix: args[1], Days: days, OldDays: old})
	case verb == "let" && len(args) == 2:
		cloud.SetKeyValue(usersStore, "user:"+args[0], args[1])
	default:
		return false
	}
	return true
}

// usersStore holds the readers of a private site.
const usersStore = "arn:aws:cloudfront::" + awstest.Account + ":key-value-store/datarocks-users"

// checkUser compares what is kept of a reader with a password, or with a value of an
// older version.
func checkUser(ts *testscript.TestScript, cloud *awstest.AWS, name, password string) {
	kept := cloud.KeyValues(usersStore)["user:"+name]
	parts := strings.Split(kept, ":")
	if len(parts) != 4 {
		same(ts, kept, password)
		return
	}
	if strings.Contains(kept, password) || len(parts[2]) != 32 {
		ts.Fatalf("kept of %s: %s", name, kept)
	}
	hash := parts[2]
	for range 128 {
		mac := hmac.New(sha256.New, []byte(name+":"+password))
		mac.Write([]byte(hash))
		hash = hex.EncodeToString(mac.Sum(nil))
	}
	same(ts, kept, "2:128:"+parts[2]+":"+hash)
}
