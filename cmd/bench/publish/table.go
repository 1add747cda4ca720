package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"datarocks/cmd/bench/programs"
)

// cell is a program's step.
type cell struct {
	program string
	step    int
}

// table is what all programs took with one site at one latency.
type table struct {
	files    int
	latency  time.Duration
	programs []program
	usages   map[cell][]usage
}

// median is that of each figure; requests are those of the last turn.
func (t table) median(c cell) usage {
	all := t.usages[c]
	last := all[len(all)-1]
	return usage{
		Usage: programs.Usage{
			Wall:   medianOf(all, func(u usage) time.Duration { return u.Wall }),
			CPU:    medianOf(all, func(u usage) time.Duration { return u.CPU }),
			Memory: medianOf(all, func(u usage) int64 { return u.Memory }),
		},
		requests: last.requests, wrong: last.wrong,
	}
}

func medianOf[T ~int64](all []usage, figure func(usage) T) T {
	var figures []T
	for _, u := range all {
		figures = append(figures, figure(u))
	}
	slices.Sort(figures)
	n := len(figures)
	return (figures[(n-1)/2] + figures[n/2]) / 2
}

// print prints a table for each step. In brackets are the multiples of what
// bare and what datarocks took.
func (t table) print(w io.Writer) {
	for i, step := range steps {
		fmt.Fprintf(w, "\n%d files, %v a request: %s\n\n", t.files, t.latency, step.what)
		fmt.Fprintln(w, "| (x bare, x datarocks) | wall s | CPU s | peak MB | requests | | turns | wrong |\n|---|---|---|---|---|---|---|---|")
		bare := t.median(cell{"bare", i})
		ours := bare
		if t.usages[cell{"datarocks", i}] != nil {
			ours = t.median(cell{"datarocks", i})
		}
		for _, p := range t.programs {
			u := t.median(cell{p.name, i})
			fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %d | %d |\n", p.name,
				multiples("%.3g", u.Wall.Seconds(), bare.Wall.Seconds(), ours.Wall.Seconds()),
				multiples("%.3g", u.CPU.Seconds(), bare.CPU.Seconds(), ours.CPU.Seconds()),
				multiples("%.0f", float64(u.Memory)/1e6, float64(bare.Memory)/1e6, float64(ours.Memory)/1e6),
				multiples("%.0f", float64(u.requests.Sum()), float64(bare.requests.Sum()), float64(ours.requests.Sum())),
				u.requests, len(t.usages[cell{p.name, i}]), u.wrong)
		}
	}
}

func multiples(format string, figure, bare, ours float64) string {
	return fmt.Sprintf(format+" (%.2f, %.2f)", figure, figure/bare, figure/ours)
}

// printWalls prints the wall times of all tables side by side.
func printWalls(w io.Writer, tables []table) {
	fmt.Fprint(w, "\nWall time in seconds: first / nothing changed / 1 % changed / every page changed\n\n| |")
	for _, t := range tables {
		fmt.Fprintf(w, " %d files, %v |", t.files, t.latency)
	}
	fmt.Fprintln(w, "\n|---|"+strings.Repeat("---|", len(tables)))
	for _, p := range tables[0].programs {
		fmt.Fprintf(w, "| %s |", p.name)
		for _, t := range tables {
			var walls []string
			for i := range steps {
				walls = append(walls, fmt.Sprintf("%.3g", t.median(cell{p.name, i}).Wall.Seconds()))
			}
			fmt.Fprintf(w, " %s |", strings.Join(walls, " / "))
		}
		fmt.Fprintln(w)
	}
}
