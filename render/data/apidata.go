package data

import (
	"time"

	"datarocks/content"
)

// The files of the API. schema.json describes them to others, and a test
// compares the two. Addresses are relative to the file they stand in.

// apiTimes is of which day and how new a file's counts are.
type apiTimes struct {
	Demo    bool         `json:"demo,omitempty"` // the counts are invented
	Newest  *content.Day `json:"newest"`         // last day with an answer; null before the first
	Updated *time.Time   `json:"updated"`        // when the newest count was asked for; null where there is none
}

// apiIndex is index.json.
type apiIndex struct {
	SchemaVersion int `json:"schemaVersion"`
	apiTimes
	Title   string      `json:"title"`
	Site    string      `json:"site,omitempty"` // full address
	Note    string      `json:"note"`
	Sources []apiSource `json:"sources"`
	Files   apiFiles    `json:"files"`
	Artists []apiRef    `json:"artists"`
}

type apiSource struct {
	Source   content.Source  `json:"source"`
	Name     string          `json:"name"`
	Metric   string          `json:"metric"`
	Kind     content.Kind    `json:"kind,omitempty"`
	Every    content.Cadence `json:"every"`
	Download bool            `json:"download"` // whether its counts are in data
	Updated  *time.Time      `json:"updated"`
	More     []apiMetric     `json:"more,omitempty"`
}

// apiMetric is a further metric of a source.
type apiMetric struct {
	Metric  string       `json:"metric"`
	Kind    content.Kind `json:"kind"`
	Updated *time.Time   `json:"updated"`
}

type apiFiles struct {
	Artists    string  `json:"artists"`
	Latest     string  `json:"latest"`
	Status     string  `json:"status"`
	All        apiCSV  `json:"all"`
	AllMetrics *apiCSV `json:"allMetrics,omitempty"` // where a source has a further metric
	Schema     string  `json:"schema"`
}

type apiCSV struct {
	Path string       `json:"path"`
	From *content.Day `json:"from"` // its first day; null where there is no count
}

type apiRef struct {
	ID   string `json:"id"`
	Data string `json:"data"`
}

// apiArtistsHead is what artists.json has before its list of apiArtist. It has
// no times, so that it changes only when people change something.
type apiArtistsHead struct {
	SchemaVersion int `json:"schemaVersion"`
}

type apiArtist struct {
	ID       string                    `json:"id"`
	Name     string                    `json:"name"`
	Aliases  []string                  `json:"aliases,omitempty"`
	Genre    string                    `json:"genre,omitempty"`
	Accounts map[content.Source]string `json:"accounts"`
	Timeline []apiEvent                `json:"timeline,omitempty"`
	Page     string                    `json:"page"`
	Embed    string                    `json:"embed"`
	Data     string                    `json:"data"`
	CSV      string                    `json:"csv"`
	Card     string                    `json:"card"`
	OEmbed   string                    `json:"oembed,omitempty"`
	Feed     string                    `json:"feed,omitempty"`
}

type apiEvent struct {
	Date  content.Day       `json:"date"`
	Title string            `json:"title"`
	Kind  content.EventKind `json:"kind,omitempty"`
}

// apiLatestHead is what latest.json has before its list of apiCount.
type apiLatestHead struct {
	SchemaVersion int `json:"schemaVersion"`
	apiTimes
}

// apiCount is the newest count of an artist on a source, and those of its further
// metrics.
type apiCount struct {
	Artist string         `json:"artist"`
	Source content.Source `json:"source"`
	apiNewest
	More []apiNewest `json:"more,omitempty"`
}

// apiNewest is the newest count of a metric. A level has Changes; what is so many in a
// day has Windows, and so has a level whose difference a day is of interest.
type apiNewest struct {
	Metric  string                       `json:"metric"`
	Kind    content.Kind                 `json:"kind,omitempty"`
	Date    *content.Day                 `json:"date"`  // of the newest count; null where there is none
	Value   *int64                       `json:"value"` // the same
	Updated *time.Time                   `json:"updated"`
	Missing string                       `json:"missing,omitempty"` // why the newest day has none, though one was due
	Step    int64                        `json:"step,omitempty"`    // how many counts Value may stand for, from it on; 0 where it is exact
	Changes map[content.Window]apiChange `json:"changes,omitempty"`
	Ranges  map[content.Window]apiRange  `json:"ranges,omitempty"` // in place of changes, where counts are cut
	Windows map[content.Window]apiWindow `json:"windows,omitempty"`
}

type apiChange struct {
	From       content.Day `json:"from"` // the day that is compared with
	Difference int64       `json:"difference"`
}

// apiRange is a change of which no more is known than that it is Least to Most.
type apiRange struct {
	From  content.Day `json:"from"` // the day that is compared with
	Least int64       `json:"least"`
	Most  int64       `json:"most"`
}

// apiWindow is the number of the days of a window.
type apiWindow struct {
	apiAmount
	Compared *apiCompared `json:"compared,omitempty"`
}

// apiAmount is the number of days in a row: the sum or, of Uniques, the mean of a day.
type apiAmount struct {
	From content.Day `json:"from"`
	To   content.Day `json:"to"`
	Days int         `json:"days"`
	Sum  *int64      `json:"sum,omitempty"`
	Mean *int64      `json:"mean,omitempty"` // rounded
}

// apiCompared is how the whole weeks in a window compare with as many before them.
type apiCompared struct {
	Now     apiAmount `json:"now"`
	Before  apiAmount `json:"before"`
	Percent *float64  `json:"percent,omitempty"` // of the days before; none where they have 0
}

// apiStatus is status.json.
type apiStatus struct {
	SchemaVersion int `json:"schemaVersion"`
	apiTimes
	Days   []apiDay           `json:"days"` // the newest first
	Held   []apiHeld          `json:"held"`
	Events []apiPlatformEvent `json:"platformEvents"` // the oldest first
	More   *apiMoreStatus     `json:"more,omitempty"` // of further metrics
}

type apiMoreStatus struct {
	Held   []apiHeld          `json:"held"`
	Events []apiPlatformEvent `json:"platformEvents"`
}

type apiDay struct {
	Date    content.Day  `json:"date"`
	Sources []apiAnswers `json:"sources"`
}

type apiAnswers struct {
	Source content.Source `json:"source"`
	apiMetricAnswers
	More []apiMetricAnswers `json:"more,omitempty"`
}

type apiMetricAnswers struct {
	Metric  string         `json:"metric,omitempty"`
	Asked   int64          `json:"asked"`
	Got     int64          `json:"got"`
	Held    int64          `json:"held"`
	Missing map[string]int `json:"missing"` // how often there was each reason
}

// apiPlatformEvent is a time at which the whole roster moved on one source. Of what is
// so many in a day, the medians are of how the amount compares with that of the same
// weekday before.
type apiPlatformEvent struct {
	Source  content.Source `json:"source"`
	Metric  string         `json:"metric,omitempty"`
	After   content.Day    `json:"after"` // the last day counted before
	Date    content.Day    `json:"date"`
	Median  float64        `json:"median"`  // of the artists' changes, in per cent
	Usual   float64        `json:"usual"`   // the same of as many days before
	Artists int            `json:"artists"` // compared
}

// apiHeld is a count that waits for a decision, without its number.
type apiHeld struct {
	Artist string         `json:"artist"`
	Source content.Source `json:"source"`
	Metric string         `json:"metric,omitempty"`
	Date   content.Day    `json:"date"`
	Reason string         `json:"reason"`
}
