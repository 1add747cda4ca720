package words

// wording is every word of a site that is no name or reason, part by part. A language
// that lacks one, or whose places to fill are others than the type has, is not loaded.
type wording struct {
	Format format

	Frame       frameText
	Roster      rosterText
	Artist      artistText
	Chart       chartText
	Status      statusText
	Ranking     rankingText
	Compare     compareText
	NotFound    notFoundText
	Feed        feedText
	Sentence    sentenceText
	Windows     windowText
	Superlative superlativeText
	Platform    platformText

	Lift      liftText
	Milestone milestoneText
	Calendar  calendarText
	Events    eventsText
	Kinds     kindsText
	Notice    noticeText
	Report    reportText

	Followers metricText
	Fans      metricText
	Listeners metricText

	DailyListeners metricText
	Plays          metricText
	Listens        metricText
	Streams        metricText
	Views          metricText
	Subscribers    metricText
	ChannelViews   metricText
	DailyViews     metricText

	Terms termsText

	Daily dailyText

	Amount amountText
}

// kindsText is how an event is written with its kind: its title. "other" has no words.
type kindsText struct {
	Album    Phrase1
	Ep       Phrase1
	Single   Phrase1
	Video    Phrase1
	Tour     Phrase1
	Concert  Phrase1
	Playlist Phrase1
	Press    Phrase1
	Award    Phrase1
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
	PausedSince   Phrase1 // date
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

// chartText is about charts, and what stands in tables for a count.
type chartText struct {
	ChartScript
	NotAsked  string
	Held      Phrase1 // reason
	Withdrawn Phrase1 // reason
}

// ChartScript goes to the scripts that draw charts.
type ChartScript struct {
	NoCount        string  `json:"noCount"`
	AnotherAccount string  `json:"anotherAccount"`
	From           Phrase1 `json:"from"`   // date
	Reason         Phrase2 `json:"reason"` // date, reason
}

type statusText struct {
	Title     string
	Intro     Phrase1 // days
	About     Phrase1 // the page in one sentence, for search engines: days
	PerDay    string
	Day       string
	Held      Phrase1 // how many counts
	NoDay     string  // a source knows the day later
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

// compareText is of the page that compares.
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

	CompareScript
}

// CompareScript goes to the script of that page.
type CompareScript struct {
	Remove   Phrase1 `json:"remove"`   // artist
	None     string  `json:"none"`     // no artist is chosen
	Full     Phrase1 `json:"full"`     // how many artists there is room for
	Unknown  Phrase1 `json:"unknown"`  // what no artist is called
	Locked   Phrase1 `json:"locked"`   // a source that may not be handed on
	NoSeries Phrase2 `json:"noSeries"` // artist, what is counted
	NoBase   Phrase2 `json:"noBase"`   // artist, date
	NoBasis  string  `json:"noBasis"`
	NoCount  Phrase1 `json:"inWindow"` // artist
	Failed   Phrase1 `json:"failed"`   // artist
	Drawn    Phrase3 `json:"drawn"`    // what is counted, artists, window
	OfIndex  Phrase2 `json:"ofIndex"`  // index, count
	Hundred  string  `json:"hundred"`  // what 100 is
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

// eventsText is about the page that compares events.
type eventsText struct {
	Title    string
	Link     string
	About    string
	Intro    string
	NoScript string
	Chosen   string  // name of the chart
	Choose   Phrase2 // event, artist
	Span     string  // name of the choice of days
	Days     Phrase1 // days before and after
	Each     string  // name of the table
	Nobody   string
	More     counted[Phrase1] // older events

	EventsScript
}

// EventsScript goes to the script of that page.
type EventsScript struct {
	Failed   Phrase1 `json:"failed"`   // artist
	Full     Phrase1 `json:"full"`     // how many have room
	Locked   Phrase1 `json:"locked"`   // a source that may not be handed on
	NoSeries Phrase2 `json:"noSeries"` // artist, what is counted
	NoBasis  Phrase2 `json:"noBasis"`  // event, what is counted
	None     string  `json:"none"`
	Named    Phrase3 `json:"named"`   // artist, event, date
	Offset   Phrase1 `json:"offset"`  // days with a sign
	Percent  Phrase1 `json:"percent"` // a number
	Point    Phrase2 `json:"point"`   // per cent, count
	Drawn    Phrase2 `json:"drawn"`   // what is counted, events
}

// reportText is about the reports of weeks.
type reportText struct {
	Title   string // of the list of all
	Link    string // leads to the newest, from the roster
	Intro   string
	None    string  // there is no report yet
	Heading Phrase2 // number of the week, year
	About   Phrase1 // a report in one sentence, for search engines: its days
	Quiet   string  // no artist moved
	Apart   string  // beside platform events
	All     string  // leads to the list
	Before  Phrase1 // leads to the report before: its heading
	Full    Phrase1 // leads to the report, in plain text: address
	Open    string  // the same as a link

	Counted string // name of the list of how complete the sources are
	Counts  string // beside "68 of 70"
	Gained  string
	Lost    string
	Percent string

	Events   string
	Accounts string
	More     counted[Phrase1] // that a list leaves out
}

// calendarText is about the calendar.
type calendarText struct {
	Link     string
	Expected Phrase2 // artist, what in all
}
