package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"

	"datarocks/publish/awstest"
)

// running is a datarocks in this process.
type running struct {
	*world
	out strings.Builder // all that it tells
}

func newRunning(t *testing.T, cloud *awstest.AWS) *running {
	t.Helper()
	for _, variable := range cloud.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	r := &running{world: newWorld()}
	r.stdin, r.stdout, r.stderr, r.poll = strings.NewReader(""), &r.out, &r.out, time.Millisecond
	return r
}

var setupLabel = []string{"setup", "--repository", "label/counts", "--content", "../../content"}

// TestSetupInterrupted stops a setup while AWS is at work. AWS goes on, and the
// next setup finds what the first one began.
func TestSetupInterrupted(t *testing.T) {
	cloud := openCloud(t)
	defer cloud.Close()
	r := newRunning(t, cloud)
	var stop func()
	r.ctx, stop = context.WithCancel(t.Context())
	cloud.Break(awstest.Rule{Match: awstest.Operation("DescribeStackEvents"), Nth: 2, Times: 1, Fault: awstest.Call(stop, awstest.Drop())})
	if code := execute(r.world, setupLabel); code != exitFailed || !strings.Contains(r.out.String(), "stopped\ndatarocks: hint: AWS goes on by itself") {
		t.Fatalf("exit %d\n%s", code, r.out.String())
	}
	again := newRunning(t, cloud)
	if code := execute(again.world, setupLabel); code != exitDone || !strings.Contains(again.out.String(), ": unchanged\n") {
		t.Errorf("exit %d\n%s", code, again.out.String())
	}
	if n := cloud.Count()["CreateStack"]; n != 1 {
		t.Errorf("created %d times", n)
	}
}

// TestSetupWithoutAnswer loses the answer of CreateStack. It is sent again, and
// that makes no second stack.
func TestSetupWithoutAnswer(t *testing.T) {
	cloud := openCloud(t)
	defer cloud.Close()
	cloud.Break(awstest.Rule{Match: awstest.Operation("CreateStack"), Times: 1, Fault: awstest.Done(awstest.Drop())})
	r := newRunning(t, cloud)
	if code := execute(r.world, setupLabel); code != exitDone || !strings.Contains(r.out.String(), ": created\n") {
		t.Errorf("exit %d\n%s", code, r.out.String())
	}
}

// TestForeignStack makes sure that a stack of something else is left alone.
func TestForeignStack(t *testing.T) {
	cloud := openCloud(t)
	defer cloud.Close()
	makeForeignStack(t, newRunning(t, cloud))
	for _, args := range [][]string{setupLabel, {"teardown", "--yes"}} {
		r := newRunning(t, cloud)
		if code := execute(r.world, args); code != exitUsage || !strings.Contains(r.out.String(), "is none of datarocks") {
			t.Errorf("%s: exit %d\n%s", args[0], code, r.out.String())
		}
	}
	if count := cloud.Count(); count["UpdateStack"]+count["DeleteStack"] != 0 {
		t.Errorf("asked: %v", count)
	}
}

func makeForeignStack(t *testing.T, r *running) {
	t.Helper()
	s, err := stackFlags{Stack: "datarocks"}.open(r.world)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.client.CreateStack(t.Context(), &cloudformation.CreateStackInput{
		StackName: aws.String("datarocks"), TemplateBody: aws.String("\nResources:\n  Queue:\n    Type: AWS::SQS::Queue\n"),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam},
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestQuoteShell(t *testing.T) {
	for text, want := range map[string]string{
		"GitHubOwner=label": "GitHubOwner=label",
		"a=*":               "'a=*'",
		"a='none'":          `'a='\''none'\'''`,
		"a=b c":             "'a=b c'",
	} {
		if got := quoteShell(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
