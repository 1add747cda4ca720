package render

import (
	"datarocks/render/roster"
	"datarocks/render/weekly"
)

// reportView is what the templates "report" and "report-mail" show.
type reportView struct {
	frame
	*weekly.Report
}

// reportIndex is what the template "reports" shows: all reports, the newest first.
type reportIndex struct {
	frame
	Years []weekly.Year
}

// reportPages writes a page for each week that is over, and the list of them. A
// report has no times: they change every night.
func reportPages(w *writer, s *roster.Survey) error {
	l := w.words
	index := &reportIndex{frame: w.frame.at(roster.ReportsPath, l.Frame.Title.With(l.Report.Title, s.Site.Title), l.Report.Intro)}
	index.Fresh = nil
	for i, week := range s.Weeks {
		var before *roster.Week
		if i+1 < len(s.Weeks) {
			before = s.Weeks[i+1]
		}
		report := weekly.New(l, s.Roster, week, before)
		page := &reportView{
			frame:  w.frame.at(week.Path(), l.Frame.Title.With(report.Heading, s.Site.Title), report.About),
			Report: report,
		}
		page.Fresh = nil
		if err := w.page(week.Path()+"index.html", "report", page); err != nil {
			return err
		}
		if err := reportMail(w, week.Path(), *page); err != nil {
			return err
		}
		index.Years = report.AddTo(index.Years, week)
	}
	return w.page(roster.ReportsPath+"index.html", "reports", index)
}

// reportMail writes a report as the body of an e-mail, as HTML and as plain text. Its
// links are full addresses, so a site without one has none.
func reportMail(w *writer, path string, page reportView) error {
	base := page.Site.BaseURL
	if base == "" {
		return nil
	}
	page.Root = base
	page.NoIndex = true
	if err := w.page(path+"email.html", "report-mail", &page); err != nil {
		return err
	}
	text := page.Text(w.words, weekly.Mail{Site: page.Site.Title, Address: page.Canonical, Demo: page.Demo})
	return w.out.Write(path+"email.txt", []byte(text))
}
