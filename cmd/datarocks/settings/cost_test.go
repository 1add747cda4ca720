package settings

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"datarocks/content"
)

func TestQuota(t *testing.T) {
	fifty := Quota{Accounts: 50, Units: 1, PerDay: 10_000}
	tests := []struct {
		quota    Quota
		accounts int
		units    int
		share    string
	}{
		{Quota{}, 7, 0, ""},
		{fifty, 0, 0, ", 0 of 10000 units a day"},
		{fifty, 1, 1, ", 1 of 10000 units a day"},
		{fifty, 50, 1, ", 1 of 10000 units a day"},
		{fifty, 51, 2, ", 2 of 10000 units a day"},
		{fifty, 10_000, 200, ", 200 of 10000 units a day"},
		{Quota{Accounts: 1, Units: 100, PerDay: 100}, 3, 300, ", 300 of 100 units a day"},
	}
	for _, test := range tests {
		if units, share := test.quota.Of(test.accounts), test.quota.Share(test.accounts); units != test.units || share != test.share {
			t.Errorf("%d accounts take %d%s of %+v, want %d%s", test.accounts, units, share, test.quota, test.units, test.share)
		}
	}
	if got := QuotaOf(content.YouTube); got != fifty {
		t.Errorf("YouTube's quota is %+v", got)
	}
	if got := QuotaOf(content.Spotify); got != (Quota{}) {
		t.Errorf("Spotify's quota is %+v", got)
	}
}

// TestCosts counts the artists that are asked for: each has an account.
func TestCosts(t *testing.T) {
	site := &content.Site{Sources: []content.SourceSetting{content.YouTube.Setting(content.EveryDay), content.Twitter.Setting(content.EveryWeek), content.Deezer.Setting(content.EveryDay)}}
	for i := range 51 {
		site.Artists = append(site.Artists, content.Artist{ID: fmt.Sprint("a", i), Accounts: map[content.Source]string{
			content.YouTube: fmt.Sprintf("UC%022d", i), content.Twitter: fmt.Sprint(i),
		}})
	}
	want := []string{
		"YouTube: 51 counts a day, free, 2 of 10000 units a day",
		"X (Twitter): 51 counts a week, $0.51, $2.19 in 30 days",
		"Deezer: 0 counts a day, free",
	}
	if got := Costs(site); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	paused := content.DayOf(time.Now())
	site.Sources[0].Paused = paused
	if got := Costs(site)[0]; got != "YouTube: 0 counts a day, free, 0 of 10000 units a day" {
		t.Errorf("paused it is %q", got)
	}
}

// TestTerms: every source's rule follows from its terms, and one without any has none.
func TestTerms(t *testing.T) {
	own := content.Deezer.Setting(content.EveryDay)
	own.Terms = content.Terms{KeptDays: 7}
	amended := content.YouTube.Setting(content.EveryDay)
	amended.Terms = *amended.Amended
	site := &content.Site{Sources: []content.SourceSetting{
		content.Spotify.Setting(content.EveryDay), content.Twitter.Setting(content.EveryDay), content.YouTube.Setting(content.EveryDay), amended, own,
	}}
	want := []string{
		"twitter: by its terms, counts are not offered for download on a public site",
		"youtube: by its terms, counts are kept for 28 days (`datarocks doctor` says whether a bucket has the rule for it); nothing is worked out of counts: no ranking, forecast, lift or sum with others; counts are not offered for download on a public site",
		"youtube: by its amended terms, counts are kept for 1095 days (`datarocks doctor` says whether a bucket has the rule for it); counts are not offered for download on a public site",
		"deezer: by its terms, counts are kept for 7 days (`datarocks doctor` says whether a bucket has the rule for it)",
	}
	if got := Terms(site); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
