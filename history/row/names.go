package row

import (
	"fmt"
	"path"
	"strings"

	"datarocks/content"
)

// Prefix begins the names of all objects. It has the version of the format.
const Prefix = "v1/"

// Tree is a set of day objects: what their names begin with.
//
// Counts that a platform's terms let nobody keep for long are in a tree of their own, so
// that a bucket's rule can let them expire by their names, and no object that stays has
// any.
type Tree string

// DaysPrefix begins the names of the objects that hold days for good, and LimitedPrefix
// those of days that end:
//
//	v1/limited/youtube/year=2026/month=11/2026-11-23.ndjson
const (
	DaysPrefix    = Prefix + "days/"
	LimitedPrefix = Prefix + "limited/"
)

// Days is the tree of all counts that are kept for good.
const Days Tree = DaysPrefix

// Limited is the tree of the counts of a source that end.
func Limited(source content.Source) Tree { return Tree(LimitedPrefix + string(source) + "/") }

// Source is the source whose counts are in the tree; "" for Days.
func (t Tree) Source() content.Source {
	id, _ := strings.CutPrefix(string(t), LimitedPrefix)
	if t == Days {
		return ""
	}
	return content.Source(strings.TrimSuffix(id, "/"))
}

// Object is the name of the object that holds the rows of a day.
func (t Tree) Object(day content.Day) string { return t.Stem(day) + ".ndjson" }

// Stem is what the names of all objects of a day begin with.
func (t Tree) Stem(day content.Day) string {
	date := day.Time()
	return fmt.Sprintf("%syear=%04d/month=%02d/%s", t, date.Year(), date.Month(), day)
}

// Beside is the name of the n-th object written beside a day object that could not be
// read.
func (t Tree) Beside(day content.Day, run string, n int) string {
	return fmt.Sprintf("%s~%s-%03d.ndjson", t.Stem(day), run, n)
}

// DayOf returns the day whose rows an object of the tree holds, by its name; ok is false
// for other objects.
func (t Tree) DayOf(name string) (day content.Day, ok bool) {
	folder, base := path.Split(name)
	stem, isRows := strings.CutSuffix(base, ".ndjson")
	date, _, _ := strings.Cut(stem, "~")
	day, err := content.ParseDay(date)
	if !isRows || err != nil || folder+date != t.Stem(day) {
		return 0, false
	}
	return day, true
}

// TreesOf lists the trees that may have rows of a source.
func TreesOf(source content.Source) []Tree {
	if info, _ := source.Info(); info.Terms.KeptDays > 0 {
		return []Tree{Days, Limited(source)}
	}
	return []Tree{Days}
}

// AnyDayOf returns the day whose rows an object of any tree holds, by its name; ok is
// false for other objects.
func AnyDayOf(name string) (day content.Day, ok bool) {
	if _, day, ok := LimitedOf(name); ok {
		return day, ok
	}
	return DayOf(name)
}

// LimitedOf returns the source and the day whose rows an object holds that ends, by its
// name; ok is false for other objects.
func LimitedOf(name string) (source content.Source, day content.Day, ok bool) {
	rest, ok := strings.CutPrefix(name, LimitedPrefix)
	if !ok {
		return "", 0, false
	}
	id, _, _ := strings.Cut(rest, "/")
	day, ok = Limited(content.Source(id)).DayOf(name)
	return content.Source(id), day, ok
}

// DayObject is the name of the object that holds the rows of a day for good.
func DayObject(day content.Day) string { return Days.Object(day) }

// BesideObject is the name of the n-th object written beside that.
func BesideObject(day content.Day, run string, n int) string { return Days.Beside(day, run, n) }

// DayOf returns the day whose rows an object holds for good, by its name; ok is false for
// other objects.
func DayOf(name string) (day content.Day, ok bool) { return Days.DayOf(name) }

// NotOurs is the problem with an object that stands among the days and is not read.
func NotOurs(name string) error { return fmt.Errorf("%s:1: not the name of a day object", name) }
