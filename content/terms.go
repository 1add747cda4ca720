package content

// Terms are what a platform lets a site do with counts of its API. The zero Terms let
// it do everything.
type Terms struct {
	NoDownload bool // a public site may not offer them for download
	KeptDays   Day  // how many days one is kept, the day that it is of among them; 0 for ever
	NoDerived  bool // nothing may be worked out of them: no ranking, forecast, lift, or sum with others
}

// Lasts reports whether their numbers may be in what stays as it is, as reports, feeds and
// messages do: the counts are kept for ever, and anything may be worked out of them.
func (t Terms) Lasts() bool { return t.KeptDays == 0 && !t.NoDerived }

// KeptFrom returns the first day of which counts are kept on a day; 0 where all are.
func (t Terms) KeptFrom(today Day) Day {
	if t.KeptDays == 0 {
		return 0
	}
	return today - t.KeptDays + 1
}

// TermsOf are the terms of a source that hold for a site. One that the site does not name,
// or without a site, has its usual ones.
func (s *Site) TermsOf(source Source) Terms {
	if s != nil {
		for _, setting := range s.Sources {
			if setting.Source == source {
				return setting.Terms
			}
		}
	}
	info, _ := source.Info()
	return info.Terms
}
