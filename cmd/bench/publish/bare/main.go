// Bare is the least that a publisher has to do: one listing, an MD5 of every
// file, and a PutObject of those that differ, 64 in flight. It keeps no order,
// no headers and no manifest, makes no check, and deletes nothing.
//
//	bare FOLDER BUCKET
package main

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/bench/programs"
)

const inFlight = 64

func main() {
	ctx := context.Background()
	site, bucket := os.DirFS(os.Args[1]), aws.String(os.Args[2])
	client := newClient(ctx)
	listed := list(ctx, client, bucket)
	names := make(chan string)
	var workers sync.WaitGroup
	for range inFlight {
		workers.Go(func() {
			for name := range names {
				body := programs.Must(fs.ReadFile(site, name))
				if sum := md5.Sum(body); hex.EncodeToString(sum[:]) != listed[name] {
					upload(ctx, client, bucket, name, body)
				}
			}
		})
	}
	programs.Check(fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names <- name
		}
		return err
	}))
	close(names)
	workers.Wait()
}

func newClient(ctx context.Context) *s3.Client {
	transport := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns, t.MaxIdleConnsPerHost = inFlight, inFlight
	})
	cfg := programs.Must(config.LoadDefaultConfig(ctx, config.WithHTTPClient(transport)))
	return s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
}

// list returns the MD5 of each object, by key.
func list(ctx context.Context, client *s3.Client, bucket *string) map[string]string {
	listed := make(map[string]string)
	for pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: bucket}); pages.HasMorePages(); {
		for _, object := range programs.Must(pages.NextPage(ctx)).Contents {
			listed[*object.Key] = strings.Trim(*object.ETag, `"`)
		}
	}
	return listed
}

func upload(ctx context.Context, client *s3.Client, bucket *string, name string, body []byte) {
	programs.Must(client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: bucket, Key: aws.String(name), Body: bytes.NewReader(body),
		ContentType: aws.String(mime.TypeByExtension(path.Ext(name))), CacheControl: aws.String("max-age=0"),
	}))
}
