package settings

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront"
	"github.com/aws/aws-sdk-go-v2/service/cloudfront/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/history/store"
	"datarocks/publish/awstest"
)

// TestHangingServers lets each kind of request hang, and an answer stop in its middle.
// It is tried again, and done once.
func TestHangingServers(t *testing.T) {
	t.Parallel()
	const day = "v1/days/year=2026/month=11/2026-11-23.ndjson"
	for _, operation := range []string{"ListObjectsV2", "GetObject", "PutObject", "CreateInvalidation"} {
		for name, fault := range map[string]awstest.Fault{"hangs": awstest.Hang(), "done, then hangs": awstest.Done(awstest.Hang()), "stalls": awstest.Stall()} {
			t.Run(operation+" "+name, func(t *testing.T) {
				t.Parallel()
				cloud := awstest.Start(t, "counts")
				cloud.CreateDistribution("E1")
				cloud.Break(awstest.Rule{Match: awstest.Operation(operation), Times: 1, Fault: fault})
				cfg := cloud.Config()
				cfg.HTTPClient = httpClient(300 * time.Millisecond)
				s := store.NewS3(s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true }), "counts", "")
				// Of a write that was done, the second try may meet its own object.
				if _, err := s.Put(t.Context(), day, bytes.NewReader([]byte("x")), ""); err != nil && !errors.Is(err, store.ErrConflict) {
					t.Error(err)
				}
				if entries, err := s.List(t.Context(), ""); err != nil || len(entries) != 1 {
					t.Errorf("listed %v, %v", entries, err)
				}
				if data, _, err := s.Get(t.Context(), day); err != nil || string(data) != "x" {
					t.Errorf("got %q, %v", data, err)
				}
				if _, err := cloudfront.NewFromConfig(cfg).CreateInvalidation(t.Context(), &cloudfront.CreateInvalidationInput{
					DistributionId:    aws.String("E1"),
					InvalidationBatch: &types.InvalidationBatch{CallerReference: aws.String("1"), Paths: &types.Paths{Quantity: aws.Int32(1), Items: []string{"/"}}},
				}); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestASlowLineIsNotCut sends and receives for ten times as long as a line may be silent,
// and then is silent.
func TestASlowLineIsNotCut(t *testing.T) {
	for _, sends := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			mine, theirs := net.Pipe()
			defer mine.Close()
			defer theirs.Close()
			line := newAudible(mine, time.Minute)
			answer := make(chan error, 1)
			go func() { // as the transport does, which waits for the answer from the beginning
				_, err := io.Copy(io.Discard, line)
				answer <- err
			}()
			from, to := io.Writer(theirs), io.Reader(nil)
			if sends {
				from, to = line, theirs
			}
			for range 10 {
				time.Sleep(50 * time.Second)
				if to != nil {
					go func() { _, _ = io.ReadFull(to, make([]byte, leastHeard)) }()
				}
				if _, err := from.Write(make([]byte, leastHeard)); err != nil {
					t.Fatal(err)
				}
			}
			select {
			case err := <-answer:
				t.Fatalf("sends %t: cut while it made progress: %v", sends, err)
			default:
			}
			began := time.Now()
			if err := <-answer; !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(began) != time.Minute {
				t.Errorf("sends %t: after %s of silence: %v", sends, time.Since(began), err)
			}
		})
	}
}

// TestAnAnswerByDropsIsCut sends a byte each second, which takes no longer than silence.
// Who is slow to read is not taken for it.
func TestAnAnswerByDropsIsCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mine, theirs := net.Pipe()
		line := newAudible(mine, time.Minute)
		var drops sync.WaitGroup
		drops.Go(func() {
			for {
				time.Sleep(time.Second)
				if _, err := theirs.Write([]byte("x")); err != nil {
					return
				}
			}
		})
		if _, err := io.ReadFull(line, make([]byte, 10)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		began := time.Now()
		_, err := io.Copy(io.Discard, line)
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took < 45*time.Second || took > time.Minute {
			t.Errorf("cut after %s: %v", took, err)
		}
		_, _ = mine.Close(), theirs.Close()
		drops.Wait()
	})
}

func TestEveryClientIsBounded(t *testing.T) {
	for _, name := range []string{"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"} {
		t.Setenv(name, os.DevNull)
	}
	cfg, err := LoadAWS(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client, ok := cfg.HTTPClient.(*awshttp.BuildableClient)
	if !ok || client.GetTransport().ResponseHeaderTimeout != longestSilence {
		t.Errorf("requests are made by %+v", cfg.HTTPClient)
	}
}
