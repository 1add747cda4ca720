package twitter_test

import (
	"testing"

	"datarocks/fetch"
	"datarocks/fetch/countertest"
	"datarocks/fetch/fetchtest"
)

// A user who passes for another one leaves no number to choose.
func TestAUserTwice(t *testing.T) {
	p := source.New(t)
	p.Overwrite(metallica, "username", `"dreamtheaternet"`)
	want := source.Three(left)
	want[dreamTheater] = "unavailable: the answer holds this user twice, with different followers"
	got, reason := source.AskThree(t, p)
	countertest.Check(t, "twice", want, got, reason)
}

// A numeric id is found by id alone: others may bear it as their username.
func TestAnIDIsNoUsername(t *testing.T) {
	p := source.New(t)
	p.Set("111", "the one with the id", 5)
	p.Set("222", "the one with the username", 6)
	p.Overwrite("222", "username", `"111"`)
	got, reason := source.Ask(t, p, fetch.Options{}, "111", "222")
	countertest.Check(t, "both", map[string]string{"111": "5", "222": "6"}, got, reason)
	p.Remove("111")
	got, reason = source.Ask(t, p, fetch.Options{}, "111", "222")
	countertest.Check(t, "one", map[string]string{"111": "unavailable: no such user", "222": "6"}, got, reason)
}

func TestAnAnswerWithoutUsers(t *testing.T) {
	for _, body := range []string{"{}", "null", `{"data":null}`, `{"data":[null]}`, `{"data":[],"errors":[{"title":"oops"}]}`, `{"errors":["oops"]}`} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, body))
			got, reason := source.AskThree(t, p)
			countertest.Check(t, body, map[string]string{dreamTheater: left, metallica: left, opeth: "0"}, got, reason)
		})
	}
}

func TestProblemsOfOneUser(t *testing.T) {
	problem := func(fields string) string {
		return `{"errors":[{"value":"Metallica",` + fields + `}]}`
	}
	tests := []struct{ name, body, want string }{
		{"unnamed", problem(`"resource_type":"user"`), "unavailable: the answer says: nothing"},
		{"another kind", problem(`"resource_type":"user","title":"Authorization\nError"`), "unavailable: the answer says: Authorization Error"},
		{"without a type", problem(`"title":"Not Found Error"`), "unavailable: no such user"},
		{"of a post", problem(`"resource_type":"tweet","title":"Not Found Error"`), "error: not in the answer"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p := source.New(t)
			p.FailAlways("/2/users/by", fetchtest.Respond(200, test.body))
			got, reason := source.Ask(t, p, fetch.Options{}, metallica)
			countertest.Check(t, test.name, map[string]string{metallica: test.want}, got, reason)
		})
	}
}

func TestCountsBeforeAFailureAreKept(t *testing.T) {
	p := source.New(t)
	released := make(chan struct{})
	close(released)
	// Usernames are asked first, and this fault lets them through.
	p.Fail("/2/users", fetchtest.Hang(released), fetchtest.TwitterCreditsDepleted)
	got, reason := source.Ask(t, p, fetch.Options{}, opeth, metallica)
	countertest.CheckFailed(t, "http 402: no credits", map[string]string{metallica: "14156138"}, got, reason)
}
