package words

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
	Title    Phrase2 // of a page for the browser's tab: page, site
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
	Stale    Phrase1 // time of the newest count
	NoCounts string  // where a page names the day of its counts
}

type rosterText struct {
	Description counted[Phrase1] // artists
	Artists     counted[Phrase1]
	AsOf        Phrase1 // date
	Moved       string  // name of the list of those who moved
	Got         Phrase2 // counts got, accounts asked
	CountedAt   Phrase1 // time
	NoCountYet  string
	Find        string
	GoTo        string
	Go          string // stands in the list until one is chosen
	Caption     Phrase1
	Artist      string
	Days        Phrase2 // days, source
	NoAccount   string
	OfDay       Phrase1 // the day of a count that is not the newest
	NoCount     string

	// Where the roster has several pages.
	Page     Phrase2 // number, how many there are
	PageLink Phrase1 // number
	Pages    string  // name of the links to them
	PagesEnd string  // the same below the table
	Previous string
	Next     string
	From     Phrase2 // a page in one sentence, for search engines: its first and last artist
	Sorting  string  // what a click on a column does
	FindAll  string
	Found    string // name of the list of artists that were found
	NoNames  string // the file of names could not be loaded
}

type artistText struct {
	Window        string
	NoneInWindow  string
	Since         Phrase1 // date
	NoBasis       string
	Up            string
	Down          string
	Unchanged     string
	NoCountYet    string
	NoCountYetFor Phrase1 // reason
	NoCountSince  Phrase2 // date, reason
	Notes         string
	Counts        string
	Table         Phrase1 // days
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
	Frame         Phrase1 // title of the embedded frame: name
	Event         Phrase2 // date, title
	Span          Phrase2 // first and last date
}

// chartText goes to the script that draws charts, with NotAsked, Held and
// Retracted, which stand in tables too.
type chartText struct {
	NoCount        string
	AnotherAccount string
	From           Phrase1 // date
	Reason         Phrase2 // date, reason
	NotAsked       string
	Held           Phrase1 // reason
	Retracted      Phrase1 // reason
}

type statusText struct {
	Title     string
	Intro     Phrase1 // days
	About     Phrase1 // the page in one sentence, for search engines: days
	PerDay    string
	Day       string
	Held      Phrase1 // how many counts
	Nobody    string
	HeldTitle string
	HeldIntro string
	HeldTable string
	Artist    string
	Source    string
	Why       string
	NoneHeld  string
	Times     Phrase2 // how often, reason
	List      Phrase2 // reasons

	MoreHeld    counted[Phrase1] // counts that the page does not list
	MoreReasons counted[Phrase1]
	Data        string // leads to the file that lists all
}

type rankingText struct {
	Title     string
	Link      string  // from the roster
	Heading   Phrase2 // what is counted, window
	About     Phrase2 // the page in one sentence, for search engines: what is counted, window
	Intro     Phrase1 // window
	IntroAll  string  // where the window is all
	Sources   string  // name of the links to other sources
	ByNumber  string
	ByPercent string
	Base      Phrase1          // the least count to begin with
	Small     counted[Phrase1] // artists with less
	Between   counted[Phrase1] // artists that a table leaves out
	Data      string           // leads to the file that has them
	Rank      string
	Change    string
	Count     string
	Nobody    string
	Left      string // heads those who are not ranked
	More      counted[Phrase1]
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

	Remove   Phrase1 // artist
	None     string  // no artist is chosen
	Full     Phrase1 // how many artists there is room for
	Unknown  Phrase1 // what no artist is called
	Locked   Phrase1 // a source that may not be handed on
	NoSeries Phrase2 // artist, what is counted
	NoBase   Phrase2 // artist, date
	NoCount  Phrase1 // artist
	Failed   Phrase1 // artist
	Drawn    Phrase3 // what is counted, artists, window
	OfIndex  Phrase2 // index, count
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
	Entry      Phrase2 // artist, what happened
	Seam       Phrase1 // another account is counted: source
	Week       Phrase1 // a week's last day
	NoDownload string  // why a source is not in the data
}

// windowNames has a text for each window of a fixed length, in whatever case the
// sentence needs.
type windowNames[P string | Phrase1] struct{ Week, FourWeek, Quarter, Year P }

// windowText names the windows.
type windowText struct {
	Names windowNames[string]
	All   string
}

// metricText is what a source counts.
type metricText struct {
	Name    string           // beside the source's name
	Label   Phrase1          // with it: source
	Counted counted[Phrase2] // number, source
}

// sentenceText is what sentences are made of. "What" is a number and what is
// counted: "1,204 Spotify followers".
type sentenceText struct {
	Gained Phrase4 // artist, what, span, percentage in brackets or nothing
	Lost   Phrase4
	Kept   Phrase3 // artist, what in all, span
	Has    Phrase2 // artist, what in all
	Had    Phrase3 // artist, what in all, day
	None   Phrase2 // artist, what is counted: no number

	About    Phrase1 // a number that its platform rounds
	Brackets Phrase1 // a percentage
	Under    Phrase1 // a percentage that is too small to write

	// Spans of time.
	In     windowNames[string]  // up to the newest day
	To     windowNames[Phrase1] // up to another day
	Since  Phrase1              // the day that is compared with
	FromTo Phrase2              // that day and the last one
	Began  Phrase1              // day of the first count

	// Parts after the first.
	Once    Phrase1 // the only count is that of a day
	Young   Phrase2 // the first count's day, window
	NoBasis Phrase1 // day to compare with
	Seam    Phrase1 // day from which on another account is counted
	Missing Phrase3 // source, day from which on counts are missing, reason
	Never   Phrase1 // source
	Held    Phrase3 // source, day, reason
	Rounds  Phrase2 // source, width
	Gaps    counted[Phrase1]

	Because Phrase2 // a part, reason
	And     Phrase2 // joins two parts
	End     Phrase1 // a whole sentence
	Path    Phrase4 // first count and its day, last count and its day
}

// bestText claims that a window was the best or the worst for long.
type bestText struct {
	Best, Worst windowNames[string]
	// Where some days lack a count, nobody knows of those.
	BestMeasured, WorstMeasured windowNames[string]

	Since Phrase3 // a part, the claim, the end of a window that was as good
	Began Phrase3 // a part, the claim, the day of the first count
}
