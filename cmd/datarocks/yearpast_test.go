package main

import (
	"fmt"

	"datarocks/content"
	"datarocks/fetch/fetchtest"
)

// views is what the year's Wikipedia counts.
var views = content.Wikipedia.Default()

// articleAge is how many days before an artist joins the article on it begins.
const articleAge = 12

// article is the title of the article on an artist.
func (m member) article() string { return fmt.Sprintf("Artist %d (band)", m.number) }

// publishArticle lets an artist's article have readers from some days before on.
func (o *operator) publishArticle(m *member) {
	m.begun = o.day() - articleAge
	o.wikipedia.SetPast(m.article(), m.name, m.viewsOn)
	o.wikipedia.Article(m.article(), func(a *fetchtest.Article) { a.Begun = m.begun })
}

func (m member) viewsOn(day content.Day) int64 {
	return 400 + (int64(day)*7+int64(m.number)*31)%90
}

// remembers notes that the history has all days of an artist's article up to yesterday:
// what earlier nights did not get is filled.
func (o *operator) remembers(m *member) {
	for day := m.begun; day < o.day(); day++ {
		o.recorded[counted{day, m.id, views}] = m.viewsOn(day)
	}
}

// wikipediaFails costs no day: the next night has what this one lacks.
func wikipediaFails(o *operator) {
	o.wikipedia.FailAlways("/", away[o.chance.IntN(len(away))])
	o.night().exits(3).says("Wikipedia")
	o.gets(func(_ *member, s content.Source) bool { return s == content.Wikipedia })
	o.publishes()
	o.dawn()
	o.dusk()
	o.all(o.night())
}
