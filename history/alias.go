package history

import (
	"datarocks/content"
	"datarocks/history/archive"
	"datarocks/history/row"
	"datarocks/history/series"
	"datarocks/history/store"
	"datarocks/history/trend"
)

// What moved into the rooms of the history, by its old name.

//go:fix inline
type Store = store.Store

//go:fix inline
type Entry = store.Entry

//go:fix inline
type Dir = store.Dir

//go:fix inline
type S3 = store.S3

//go:fix inline
func NewDir(path string) *store.Dir { return store.NewDir(path) }

//go:fix inline
func NewHastyDir(path string) *store.Dir { return store.NewHastyDir(path) }

//go:fix inline
type Row = row.Row

//go:fix inline
type UnreadableError = row.UnreadableError

//go:fix inline
const Held = row.Held

//go:fix inline
const Retracted = row.Withdrawn

//go:fix inline
const ViaDemo = row.ViaDemo

//go:fix inline
const ViaManual = row.ViaManual

//go:fix inline
func ImportedFrom(kind string) string { return row.ImportedFrom(kind) }

//go:fix inline
func ParseRow(line []byte) (row.Row, error) { return row.Decode(line) }

//go:fix inline
type Series = series.Series

//go:fix inline
type Point = series.Point

//go:fix inline
type Gap = series.Gap

//go:fix inline
type Change = series.Change

//go:fix inline
type PlatformEvent = trend.PlatformEvent

//go:fix inline
type Ranked = trend.Ranked

//go:fix inline
type Milestone = trend.Milestone

//go:fix inline
type Lift = trend.Lift

//go:fix inline
type Forecast = trend.Forecast

// LiftDays is trend.LiftDays.
var LiftDays = trend.LiftDays

//go:fix inline
const RankingBase = trend.RankingBase

//go:fix inline
const LiftEarly = trend.LiftEarly

//go:fix inline
const LiftOverlaps = trend.LiftOverlaps

//go:fix inline
const LiftYoung = trend.LiftYoung

//go:fix inline
const LiftGap = trend.LiftGap

//go:fix inline
const LiftSeam = trend.LiftSeam

//go:fix inline
func Unliftable(timeline []content.Event, event int, days, newest content.Day) (why trend.Unmeasured, other content.Event) {
	return trend.Unliftable(timeline, event, days, newest)
}

//go:fix inline
func ByNumber(moves []trend.Ranked) []trend.Ranked { return trend.ByNumber(moves) }

//go:fix inline
func ByPercent(moves []trend.Ranked) []trend.Ranked { return trend.ByPercent(moves) }

//go:fix inline
func NextMilestone(n int64) int64 { return trend.NextMilestone(n) }

// ErrMixed is archive.ErrMixed.
var ErrMixed = archive.ErrMixed
