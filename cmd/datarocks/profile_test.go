package main

import (
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// profile changes an account or the token of the simulated Instagram, and reports whether
// it knows how.
//
//	platform instagram passes USERNAME ID     the username leads to the account of that id
//	platform instagram personal USERNAME      the account is no professional one any more
//	platform instagram ends TIME SCOPES...    the token ends then, and may do this
//	platform instagram usage JSON             so much of the app's calls is used
func (s *simulated) profile(ts *testscript.TestScript, verb string, args []string) bool {
	switch {
	case verb == "passes" && len(args) == 2:
		s.instagram.Pass(args[0], args[1])
	case verb == "personal" && len(args) == 1:
		s.instagram.Personal(args[0])
	case verb == "ends" && len(args) > 1:
		at, err := time.Parse(time.RFC3339, args[0])
		ts.Check(err)
		s.instagram.Token(at, args[1:]...)
	case verb == "usage" && len(args) == 1:
		s.instagram.Usage(args[0])
	default:
		return false
	}
	return true
}
