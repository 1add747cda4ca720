// Pages reads a history on S3 and writes its site into a folder, and nothing
// else: what rendering takes without publishing.
//
//	pages CONTENT FOLDER TIME
package main

import (
	"context"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/cmd/bench/programs"
	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/render"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: pages CONTENT FOLDER TIME")
	}
	ctx, folder := context.Background(), os.Args[2]
	now := programs.Must(time.Parse(time.RFC3339, os.Args[3]))
	site := programs.Must(content.Load(os.DirFS(os.Args[1])))
	client := s3.NewFromConfig(programs.Must(config.LoadDefaultConfig(ctx)), func(o *s3.Options) { o.UsePathStyle = true })
	h := programs.Must(history.Load(ctx, store.NewS3(client, "bench", "history"), now))
	programs.Check(os.MkdirAll(folder, 0o755))
	root := programs.Must(os.OpenRoot(folder))
	programs.Check(render.Site(root, render.Input{Site: site, History: h, Version: "bench"}))
	programs.Check(h.Close())
}
