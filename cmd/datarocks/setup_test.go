package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/publish/awstest"
)

// running is a datarocks in this process.
type running struct {
	*shell.World
	out strings.Builder // all that it prints
}

func newRunning() *running {
	r := &running{World: shell.NewWorld()}
	r.Stdin, r.Stdout, r.Stderr, r.Poll = strings.NewReader(""), &r.out, &r.out, time.Millisecond
	return r
}

// useGitHub leads this process to a simulated GitHub until the test ends.
func useGitHub(t *testing.T) {
	t.Helper()
	server := startGitHub()
	t.Cleanup(server.Close)
	t.Setenv("GITHUB_API_URL", server.URL)
}

var setupLabel = []string{"setup", "--repository", "label/counts", "--content", "../../content"}

// TestSetupInterrupted stops a setup while AWS is at work. AWS goes on, and the
// next setup finds what the first one began.
func TestSetupInterrupted(t *testing.T) {
	cloud := useCloud(t)
	useGitHub(t)
	r := newRunning()
	var stop func()
	r.Ctx, stop = context.WithCancel(t.Context())
	cloud.Break(awstest.Rule{Match: awstest.Operation("DescribeStackEvents"), Nth: 2, Times: 1, Fault: awstest.Call(stop, awstest.Drop())})
	if code := execute(r.World, setupLabel); code != shell.ExitFailed || !strings.Contains(r.out.String(), "stopped\ndatarocks: hint: AWS goes on by itself") {
		t.Fatalf("exit %d\n%s", code, r.out.String())
	}
	again := newRunning()
	if code := execute(again.World, setupLabel); code != shell.ExitDone || !strings.Contains(again.out.String(), ": unchanged\n") {
		t.Errorf("exit %d\n%s", code, again.out.String())
	}
	if n := cloud.Count()["CreateStack"]; n != 1 {
		t.Errorf("created %d times", n)
	}
}

// TestSetupWithoutAnswer loses the answer of CreateStack. It is sent again, and
// that makes no second stack.
func TestSetupWithoutAnswer(t *testing.T) {
	cloud := useCloud(t)
	useGitHub(t)
	cloud.Break(awstest.Rule{Match: awstest.Operation("CreateStack"), Times: 1, Fault: awstest.Done(awstest.Drop())})
	r := newRunning()
	if code := execute(r.World, setupLabel); code != shell.ExitDone || !strings.Contains(r.out.String(), ": created\n") {
		t.Errorf("exit %d\n%s", code, r.out.String())
	}
}

// TestForeignStack makes sure that a stack of something else is left alone.
func TestForeignStack(t *testing.T) {
	cloud := useCloud(t)
	makeForeignStack(t, newRunning())
	for _, args := range [][]string{setupLabel, {"teardown", "--yes"}} {
		r := newRunning()
		if code := execute(r.World, args); code != shell.ExitUsage || !strings.Contains(r.out.String(), "is none of datarocks") {
			t.Errorf("%s: exit %d\n%s", args[0], code, r.out.String())
		}
	}
	if count := cloud.Count(); count["UpdateStack"]+count["DeleteStack"] != 0 {
		t.Errorf("asked: %v", count)
	}
}

func makeForeignStack(t *testing.T, r *running) {
	t.Helper()
	cfg, err := settings.LoadAWS(r.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = cloudformation.NewFromConfig(cfg).CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("datarocks"), TemplateBody: aws.String("\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n"),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam},
	})
	if err != nil {
		t.Fatal(err)
	}
}
