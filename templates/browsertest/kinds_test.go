package browsertest

import (
	"testing"

	"datarocks/content"
	"datarocks/render/rendertest"
)

func TestLiveKinds(t *testing.T) {
	browse(t, rendertest.Kinds(),
		visit{"each kind, 1280 px", 1280, checkKinds},
		visit{"each kind, 390 px", 390, checkKinds},
		visit{"tooltips", 1280, checkKindTips},
		visit{"older counts", 1280, checkKindsOlder},
		visit{"embed", 390, checkKindsEmbedded},
		visit{"compared", 1280, checkKindsCompared},
		visit{"events", 1280, checkKindsEvents},
	)
}

// unlikeDaily lists where the live charts of what is so many in a day have another
// number of dots than their pictures, or their weeks stand elsewhere.
const unlikeDaily = `(() => {
	const found = [];
	document.querySelectorAll('.plot.live-on').forEach((plot) => {
		const picture = plot.querySelector('.w-' + document.querySelector('.windows input:checked').value);
		const drawn = [...plot.querySelectorAll('.live path')];
		const daily = picture.querySelector('.daily');
		if (daily) {
			const lone = (picture.querySelector('.lone')?.getAttribute('d').match(/M/g) || []).length;
			const dots = drawn.filter((p) => p.getAttribute('stroke') === null && /scale|matrix/.test(p.getAttribute('transform') || '')).length;
			const want = daily.getAttribute('d').match(/m/g).length + lone;
			if (dots !== want) found.push(plot.dataset.chart + ' has ' + dots + ' dots of ' + want);
		}
		const bars = picture.querySelector('.bars');
		if (bars) {
			const area = drawn.find((p) => p.getAttribute('fill-opacity') === '0.55');
			const [a, b] = [bars, area].map((n) => n && n.getBoundingClientRect());
			if (!b || ['left', 'right', 'top', 'bottom'].some((side) => Math.abs(a[side] - b[side]) > 1.5)) {
				found.push(plot.dataset.chart + ' has weeks at ' + JSON.stringify(b) + ', not ' + JSON.stringify(a));
			}
		}
	});
	return found.join('; ');
})()`

// sameLines is unlike, without its count of lone dots.
const sameLines = "(" + unlike + ").split('; ').filter((text) => text && !text.includes('lone counts')).join('; ')"

func checkKinds(p *tab) {
	for _, scheme := range []string{"light", "dark"} {
		p.openLive("artists/dream-theater/")
		evaluate := "document.documentElement.dataset.theme = '" + scheme + "'; document.documentElement.dispatchEvent(new Event('themechange')); true"
		check(p, evaluate, true)
		for _, w := range content.Windows[:4] {
			p.choose(w)
			check(p, "document.querySelectorAll('.live-on').length", 6)
			check(p, sameLines, "")
			check(p, unlikeDaily, "")
		}
	}
}

// checkKindsOlder opens the window of all days, whose counts are in data.json.
func checkKindsOlder(p *tab) {
	p.openLive("artists/dream-theater/")
	p.choose(content.All)
	p.until("document.querySelectorAll('.live-on').length === 6")
	check(p, sameLines, "")
	check(p, unlikeDaily, "")
	check(p, "document.querySelectorAll('.w-all .bars').length", 4)
}

func checkKindTips(p *tab) {
	p.openLive("artists/dream-theater/")
	p.choose(content.FourWeek)
	for _, tip := range []struct {
		chart content.Source
		want  string
	}{
		{"wikipedia", "1,"},
		{"spotify-listeners", ""},
		{"lastfm-plays", ""},
	} {
		p.hover(tip.chart, 1, 28, tip.want)
	}
	check(p, "[...document.querySelectorAll('[data-chart=wikipedia] .tip')].some((n) => /^1,[0-9]{3}Sun, 22 Nov 202613,118 in 7 days$/.test(n.textContent))", true)
	check(p, "[...document.querySelectorAll('[data-chart=spotify-listeners] .tip')].some((n) => /a day, on average over 7 days$/.test(n.textContent))", true)
	check(p, "[...document.querySelectorAll('[data-chart=lastfm-plays] .tip')].some((n) => /in 7 dayslevel: 43,[0-9]{3},[0-9]{3}$/.test(n.textContent))", true)
}

func checkKindsEmbedded(p *tab) {
	p.openLive("artists/dream-theater/embed/")
	p.choose(content.Year)
	p.until("document.querySelectorAll('.live-on').length === 3")
	check(p, sameLines, "")
	check(p, unlikeDaily, "")
}

// checkKindsCompared: sums of seven days, and by what is usual; nothing of it is gained.
func checkKindsCompared(p *tab) {
	p.open("compare/#dream-theater,opeth;wikipedia;28d;count")
	p.until("document.querySelector('#sums tbody tr td:nth-child(3)') !== null")
	check(p, "document.getElementById('what').textContent", "Wikipedia page views, sum of 7 days")
	check(p, "[...document.querySelectorAll('#sums thead th')].slice(1, 3).map((n) => n.textContent).join()", "Days before,Window")
	p.open("compare/#dream-theater;lastfm-plays;90d;index")
	p.until("document.getElementById('what').textContent === 'Last.fm plays, against the usual'")
	check(p, "/usual day/.test(document.getElementById('notes').textContent)", true)
}

func checkKindsEvents(p *tab) {
	p.open("compare/events/#dream-theater@" + (rendertest.Newest - 50).String() + ";wikipedia;28")
	p.until("!document.getElementById('drawn').hidden")
	check(p, "document.getElementById('what').textContent", "Wikipedia page views, sum of 7 days")
	check(p, "document.getElementById('notes').textContent", "0 % is the mean of the seven days before the event.")
}
