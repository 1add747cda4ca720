package main

import (
	"cmp"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"datarocks/cmd/bench/nights"
	"datarocks/cmd/bench/programs"
	"datarocks/content"
)

// A site for Hugo with the files that datarocks writes for each artist, with
// fewer words in them: page, embed page, data.json, data.csv, oembed.json and,
// with pictures, card.svg.
//
//go:embed all:hugo
var hugoSite embed.FS

// hugo renders with Hugo, without pictures and with them, and compares.
func (b bench) hugo(program string, ours taken) (against []string) {
	folder, remove := programs.Temp()
	defer remove()
	programs.Check(cmp.Or(os.CopyFS(folder, programs.Must(fs.Sub(hugoSite, "hugo"))), b.counts(filepath.Join(folder, "assets"))))
	for _, variant := range []struct {
		name     string
		pictures bool
	}{{"hugo, no pictures", false}, {"hugo, pictures", true}} {
		config := filepath.Join(folder, "variant.toml")
		outputs := "['html', 'embed', 'counts', 'table', 'oembed']"
		if variant.pictures {
			outputs = strings.Replace(outputs, "]", ", 'card']", 1)
		}
		text := fmt.Sprintf("[params]\npictures = %v\n[outputs]\nhome = ['html']\npage = %s\n", variant.pictures, outputs)
		site := filepath.Join(folder, "public")
		programs.Check(cmp.Or(os.WriteFile(config, []byte(text), 0o644), os.RemoveAll(site)))
		cmd := exec.Command(program, "--config", "hugo.toml,variant.toml", "--destination", site, "--cacheDir", filepath.Join(folder, "cache"))
		cmd.Dir, cmd.Env = folder, programs.Environ("HUGO_")
		u := programs.Must(programs.Run(cmd))
		b.row(variant.name, u, site)
		against = append(against, fmt.Sprintf("%d artists, %s: %.2f x the CPU of datarocks (%.2f x without reading its history), %.1f x its memory", b.roster.Artists,
			variant.name, u.CPU.Seconds()/ours.CPU.Seconds(), u.CPU.Seconds()/ours.pages.Seconds(), float64(u.Memory)/float64(ours.Memory)))
	}
	return against
}

type (
	hugoArtist struct {
		ID      string       `json:"id"`
		Name    string       `json:"name"`
		Day     content.Day  `json:"day"`
		Sources []hugoSource `json:"sources"`
	}
	hugoSource struct {
		ID     content.Source `json:"id"`
		Name   string         `json:"name"`
		Metric string         `json:"metric"`
		Start  content.Day    `json:"start"`
		Values []int64        `json:"values"`
	}
)

// counts writes what Hugo renders: the roster, and a file for each artist.
func (b bench) counts(folder string) error {
	newest := content.DayOf(nights.Now) - 1
	first := newest - content.Day(b.years*365) + 1
	var roster []map[string]string
	err := os.MkdirAll(filepath.Join(folder, "artists"), 0o755)
	for i := range b.roster.Artists {
		a := hugoArtist{ID: nights.ID(i), Name: nights.Name(i), Day: newest}
		for _, info := range b.roster.Sources {
			s := hugoSource{ID: info.Source, Name: info.Name, Metric: info.Default().Metric, Start: first}
			for day := first; day <= newest; day++ {
				s.Values = append(s.Values, nights.Count(i, day))
			}
			a.Sources = append(a.Sources, s)
		}
		roster = append(roster, map[string]string{"id": a.ID, "name": a.Name})
		err = cmp.Or(err, writeJSON(filepath.Join(folder, "artists", a.ID+".json"), a))
	}
	return cmp.Or(err, writeJSON(filepath.Join(folder, "roster.json"), roster))
}

func writeJSON(name string, value any) error {
	data, err := json.Marshal(value)
	return cmp.Or(err, os.WriteFile(name, data, 0o644))
}
