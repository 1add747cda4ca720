package words

// PlatformMark is what a platform event is called in charts; median is that of the
// changes of all artists, in parts.
func (l *Language) PlatformMark(median float64) string {
	return l.Platform.Mark.With(l.SignedPercent(median * 100))
}
