package render

// wording is every word that a site says by itself, part by part. A language that
// lacks one, or whose places to fill are others than English has, fails a test.
type wording struct {
	Frame    frameText
	Roster   rosterText
	Artist   artistText
	Chart    chartText
	Status   statusText
	Ranking  rankingText
	Compare  compareText
	NotFound notFoundText
	Feed     feedText
	Sentence sentenceText
	Windows  windowText
	Best     bestText
	Platform platformText

	Lift      liftText
	Milestone milestoneText
	Calendar  calendarText
	Events    eventsText
	Notice    noticeText
	Report    reportText

	Followers metricText
	Fans      metricText
	Listeners metricText
}

// frameText is around every page.
type frameText struct {
	Title    phrase2 // of a page for the browser's tab: page, site
	Skip     string
	Site     string // name of the menu
	Artists  string
	Status   string
	Theme    string
	Demo     string
	Source   string  // where counts come from
	Newest   string  // before the time of the newest count
	PerEach  string  // heads the newest count of each source
	NoCount  string  // of a source, in that list
	Stale    phrase1 // time of the newest count
	NoCounts string  // where a page names the day of its counts
}

type rosterText struct {
	Description counted[phrase1] // artists
	Artists     counted[phrase1]
	AsOf        phrase1 // date
	Moved       string  // name of the list of those who moved
	Got         phrase2 // counts got, accounts asked
	CountedAt   phrase1 // time
	NoCountYet  string
	Find        string
	GoTo        string
	Go          string // stands in the list until one is chosen
	Caption     phrase1
	Artist      string
	Days        phrase2 // days, source
	NoAccount   string
	OfDay       phrase1 // the day of a count that is not the newest
	NoCount     string

	// Where the roster has several pages.
	Page     phrase2 // number, how many there are
	PageLink phrase1 // number
	Pages    string  // name of the links to them
	PagesEnd string  // the same below the table
	Previous string
	Next     string
	From     phrase2 // a page in one sentence, for search engines: its first and last artist
	Sorting  string  // what a click on a column does
	FindAll  string
	Found    string // name of the list of artists that were found
	NoNames  string // the file of names could not be loaded
}

type artistText struct {
	Window        string
	NoneInWindow  string
	Since         phrase1 // date
	NoBasis       string
	Up            string
	Down          string
	Unchanged     string
	NoCountYet    string
	NoCountYetFor phrase1 // reason
	NoCountSince  phrase2 // date, reason
	Notes         string
	Counts        string
	Table         phrase1 // days
	PerDay        string
	Date          string
	Gaps          string
	GapsNote      string
	Days          string
	Source        string
	Reason        string
	Timeline      string
	Download      string
	Compare       string // leads to the comparison with others
	Embed         string // heads what others can put into their pages
	EmbedPage     string
	Code          string
	CodeOf        string // name of the choice between kinds of code
	AsFrame       string // the kinds
	AsElement     string
	AsPicture     string
	AsLink        string
	LinkNote      string // where a link becomes the chart
	Copy          string
	Copied        string
	Preview       string
	Frame         phrase1 // title of the embedded frame: name
	Event         phrase2 // date, title
	Span          phrase2 // first and last date
}

// chartText goes to the script that draws charts, with NotAsked, Held and
// Retracted, which stand in tables too.
type chartText struct {
	NoCount        string
	AnotherAccount string
	From           phrase1 // date
	Reason         phrase2 // date, reason
	NotAsked       string
	Held           phrase1 // reason
	Retracted      phrase1 // reason
}

type statusText struct {
	Title     string
	Intro     phrase1 // days
	About     phrase1 // the page in one sentence, for search engines: days
	PerDay    string
	Day       string
	Held      phrase1 // how many counts
	Nobody    string
	HeldTitle string
	HeldIntro string
	HeldTable string
	Artist    string
	Source    string
	Why       string
	NoneHeld  string
	Times     phrase2 // how often, reason
	List      phrase2 // reasons

	MoreHeld    counted[phrase1] // counts that the page does not list
	MoreReasons counted[phrase1]
	Data        string // leads to the file that lists all
}

type rankingText struct {
	Title     string
	Link      string  // from the roster
	Heading   phrase2 // what is counted, window
	About     phrase2 // the page in one sentence, for search engines: what is counted, window
	Intro     phrase1 // window
	IntroAll  string  // where the window is all
	Sources   string  // name of the links to other sources
	ByNumber  string
	ByPercent string
	Base      phrase1          // the least count to begin with
	Small     counted[phrase1] // artists with less
	Between   counted[phrase1] // artists that a table leaves out
	Data      string           // leads to the file that has them
	Rank      string
	Change    string
	Count     string
	Nobody    string
	Left      string // heads those who are not ranked
	More      counted[phrase1]
}

// compareText is of the page that compares. Its script gets the texts
// from Remove on.
type compareText struct {
	Title    string
	Link     string // from the roster
	About    string // the page in one sentence, for search engines
	Intro    string
	NoScript string
	Roster   string // leads to the table of all artists
	Add      string // name of the field for another artist
	Chosen   string // name of the list of artists
	Source   string
	Scale    string // name of the choice between the two
	Counts   string
	Index    string
	Table    string // name of the table
	From     string
	To       string
	Change   string
	Percent  string
	PerDay   string

	Remove   phrase1 // artist
	None     string  // no artist is chosen
	Full     phrase1 // how many artists there is room for
	Unknown  phrase1 // what no artist is called
	Locked   phrase1 // a source that may not be handed on
	NoSeries phrase2 // artist, what is counted
	NoBase   phrase2 // artist, date
	NoCount  phrase1 // artist
	Failed   phrase1 // artist
	Drawn    phrase3 // what is counted, artists, window
	OfIndex  phrase2 // index, count
	Hundred  string  // what 100 is
}

type notFoundText struct {
	Title string
	About string
	Text  string
	All   string
}

// feedText is for feeds and data.
type feedText struct {
	Title      string
	Entry      phrase2 // artist, what happened
	Seam       phrase1 // another account is counted: source
	Week       phrase1 // a week's last day
	NoDownload string  // why a source is not in the data
}

// windowNames has a text for each window of a fixed length, in whatever case the
// sentence needs.
type windowNames[P string | phrase1] struct{ Week, FourWeek, Quarter, Year P }

// windowText names the windows.
type windowText struct {
	Names windowNames[string]
	All   string
}

// metricText is what a source counts.
type metricText struct {
	Name    string           // beside the source's name
	Label   phrase1          // with it: source
	Counted counted[phrase2] // number, source
}

// sentenceText is what sentences are made of. "What" is a number and what is
// counted: "1,204 Spotify followers".
type sentenceText struct {
	Gained phrase4 // artist, what, span, percentage in brackets or nothing
	Lost   phrase4
	Kept   phrase3 // artist, what in all, span
	Has    phrase2 // artist, what in all
	Had    phrase3 // artist, what in all, day
	None   phrase2 // artist, what is counted: no number

	About    phrase1 // a number that its platform rounds
	Brackets phrase1 // a percentage
	Under    phrase1 // a percentage that is too small to write

	// Spans of time.
	In     windowNames[string]  // up to the newest day
	To     windowNames[phrase1] // up to another day
	Since  phrase1              // the day that is compared with
	FromTo phrase2              // that day and the last one
	Began  phrase1              // day of the first count

	// Parts after the first.
	Once    phrase1 // the only count is that of a day
	Young   phrase2 // the first count's day, window
	NoBasis phrase1 // day to compare with
	Seam    phrase1 // day from which on another account is counted
	Missing phrase3 // source, day from which on counts are missing, reason
	Never   phrase1 // source
	Held    phrase3 // source, day, reason
	Rounds  phrase2 // source, width
	Gaps    counted[phrase1]

	Because phrase2 // a part, reason
	And     phrase2 // joins two parts
	End     phrase1 // a whole sentence
	Path    phrase4 // first count and its day, last count and its day
}

// bestText claims that a window was the best or the worst for long.
type bestText struct {
	Best, Worst windowNames[string]
	// Where some days lack a count, nobody knows of those.
	BestMeasured, WorstMeasured windowNames[string]

	Since phrase3 // a part, the claim, the end of a window that was as good
	Began phrase3 // a part, the claim, the day of the first count
}
