// Pages reads a history on S3 and writes its site into a folder, and nothing
// else: what rendering takes without publishing.
//
//	pages CONTENT FOLDER TIME
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"datarocks/content"
	"datarocks/history"
	"datarocks/history/store"
	"datarocks/render"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: pages CONTENT FOLDER TIME")
	}
	if err := pages(context.Background(), os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func pages(ctx context.Context, from, folder, at string) (err error) {
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return err
	}
	site, err := content.Load(os.DirFS(from))
	if err != nil {
		return err
	}
	cfg, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		return err
	}
	client := s3.NewFromConfig(cfg, func(o *s3.Options) { o.UsePathStyle = true })
	h, err := history.Load(ctx, store.NewS3(client, "bench", "history"), now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.Close()) }()
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := render.Site(root, render.Input{Site: site, History: h, Version: "bench"}); err != nil {
		return fmt.Errorf("in %s: %w", folder, err)
	}
	return nil
}
