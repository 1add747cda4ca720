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
	Every    content.Cadence `json:"every"`
	Download bool            `json:"download"` // whether its counts are in data
	Updated  *time.Time      `json:"updated"`
}

type apiFiles struct {
	Artists string `json:"artists"`
	Latest  string `json:"latest"`
	Status  string `json:"status"`
	All     apiCSV `json:"all"`
	Schema  string `json:"schema"`
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

type apiCount struct {
	Artist  string                       `json:"artist"`
	Source  content.Source               `json:"source"`
	Metric  string                       `json:"metric"`
	Date    *content.Day                 `json:"date"`  // of the newest count; null where there is none
	Value   *int64                       `json:"value"` // the same
	Updated *time.Time                   `json:"updated"`
	Missing string                       `json:"missing,omitempty"` // why the newest day has none, though one was due
	Changes map[content.Window]apiChange `json:"changes,omitempty"`
}

type apiChange struct {
	From       content.Day `json:"from"` // the day that is compared with
	Difference int64       `json:"difference"`
}

// apiStatus is status.json.
type apiStatus struct {
	SchemaVersion int `json:"schemaVersion"`
	apiTimes
	Days   []apiDay           `json:"days"` // the newest first
	Held   []apiHeld          `json:"held"`
	Events []apiPlatformEvent `json:"platformEvents"` // the oldest first
}

type apiDay struct {
	Date    content.Day  `json:"date"`
	Sources []apiAnswers `json:"sources"`
}

type apiAnswers struct {
	Source  content.Source `json:"source"`
	Asked   int64          `json:"asked"`
	Got     int64          `json:"got"`
	Held    int64          `json:"held"`
	Missing map[string]int `json:"missing"` // how often there was each reason
}

// apiPlatformEvent is a time at which the whole roster moved on one source.
type apiPlatformEvent struct {
	Source  content.Source `json:"source"`
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
	Date   content.Day    `json:"date"`
	Reason string         `json:"reason"`
}
