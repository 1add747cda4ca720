package content

// Terms are what a platform lets a site do with counts of its API. The zero Terms let
// it do everything.
type Terms struct {
	NoDownload bool // a public site may not offer them for download
	KeptDays   Day  // how many days one is kept, the day that it is of among them; 0 for ever
	NoDerived  bool // nothing may be worked out of them: no ranking, forecast, lift, or sum with others
}

// Lasts reports whether what has their numbers may stay as it is, as reports, feeds and
// messages do.
func (t Terms) Lasts() bool { return t.KeptDays == 0 }

// KeptFrom returns the first day of which counts are kept on a day; 0 where all are.
func (t Terms) KeptFrom(today Day) Day {
	if t.KeptDays == 0 {
		return 0
	}
	return today - t.KeptDays + 1
}
