package words

// termsText is about counts that the platform cuts, and about what its terms let a site
// show. A range is two numbers, between which a change lies.
type termsText struct {
	TermsScript

	Cut        Phrase3 // source, a count, the largest that it may stand for
	NotDerived string
	Kept       counted[Phrase1] // days
	KeptAlone  counted[Phrase1] // days: NotDerived holds, too
	NoChange   string           // in place of a change

	Range   Phrase2 // of a change: both ends, with their signs
	Within  Phrase1 // of a change that may be of either direction: it is less than that
	Unshown string  // of the same, for those who cannot see it
	Gained  Phrase4 // artist, the least, what at most, span
	Lost    Phrase4
	Same    Phrase3 // artist, what in all, span: a change of either direction
	HeldOf  Phrase3 // what is counted, day, reason
}

// TermsScript goes to the script of charts, where counts are cut.
type TermsScript struct {
	StandsTo Phrase2 `json:"standsTo"` // a count, and the largest that it may stand for
}
