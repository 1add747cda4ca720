package render

import (
	"strconv"

	"datarocks/render/words"
)

// artistsPerPage is how many artists one page of the roster shows. A larger
// roster has more pages: 200 rows are some 300 KB, and more than anybody reads.
const artistsPerPage = 200

// rosterPath is where a page of the roster is. The first has no number, so its
// address is that of the site.
func rosterPath(n int) string {
	if n == 1 {
		return ""
	}
	return "page/" + strconv.Itoa(n) + "/"
}

// pager leads from one page of the roster to the others.
type pager struct {
	Name       string // "Page 2 of 50"
	Prev, Next string // addresses; "" where there is none
	Links      []pageLink
	Names      string // address of the names of all artists, for the script that finds
	More       string // for that script: how many more it found than it shows
}

// pageLink leads to a page. One without a path stands for the pages between its
// neighbours.
type pageLink struct {
	Number string
	Name   string // the number with its word
	Path   string
	Chosen bool
}

// newPager makes the links of page n; root is how that page gets to the top of the
// site.
func newPager(l *words.Language, n, pages int, root string) *pager {
	address := func(n int) string {
		if path := root + rosterPath(n); path != "" {
			return path
		}
		return "./"
	}
	p := &pager{
		Name:  l.Roster.Page.With(l.Number(int64(n)), l.Number(int64(pages))),
		Names: root + namesName,
		More:  l.Ranking.More.JSON(),
	}
	if n > 1 {
		p.Prev = address(n - 1)
	}
	if n < pages {
		p.Next = address(n + 1)
	}
	for _, number := range pageNumbers(n, pages) {
		if number == 0 {
			p.Links = append(p.Links, pageLink{})
			continue
		}
		text := l.Number(int64(number))
		p.Links = append(p.Links, pageLink{Number: text, Name: l.Roster.PageLink.With(text), Path: address(number), Chosen: number == n})
	}
	return p
}

// pageNumbers are the pages that page n links to: the first, the last, and those
// beside it. 0 stands for two or more that are left out; one alone would take as
// much room as its number.
func pageNumbers(n, pages int) []int {
	var numbers []int
	last := 0
	for number := 1; number <= pages; number++ {
		if number != 1 && number != pages && (number < n-1 || number > n+1) {
			continue
		}
		switch left := number - last - 1; {
		case left == 1:
			numbers = append(numbers, number-1)
		case left > 1:
			numbers = append(numbers, 0)
		}
		numbers = append(numbers, number)
		last = number
	}
	return numbers
}
