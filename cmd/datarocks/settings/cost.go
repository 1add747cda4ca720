package settings

import (
	"fmt"
	"strings"
	"time"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// Quota is how much a platform lets be asked in a day, in units of its own. The zero
// Quota is none.
type Quota struct {
	Accounts int // in one request
	Units    int // of one request
	PerDay   int // units
}

// QuotaOf returns the quota of a source.
func QuotaOf(source content.Source) Quota {
	p, _ := PlatformOf(source)
	return p.Quota
}

// Of returns how many units it takes to ask for accounts.
func (q Quota) Of(accounts int) int {
	if q.PerDay == 0 {
		return 0
	}
	return (accounts + q.Accounts - 1) / q.Accounts * q.Units
}

// Share describes what asking for accounts takes of the quota, to stand behind a price:
// ", 2 of 10000 units a day"; "" where there is none.
func (q Quota) Share(accounts int) string {
	if q.PerDay == 0 {
		return ""
	}
	return fmt.Sprintf(", %d of %d units a day", q.Of(accounts), q.PerDay)
}

// Price writes what counts cost.
func Price(microUSD int) string {
	if microUSD == 0 {
		return "free"
	}
	return fmt.Sprintf("$%.2f", float64(microUSD)/1e6)
}

// Costs describes what each source of a site is asked, and what that costs.
func Costs(site *content.Site) []string {
	lines := make([]string, len(site.Sources))
	for i, setting := range site.Sources {
		lines[i] = costOf(site, setting)
	}
	return lines
}

func costOf(site *content.Site, setting content.SourceSetting) string {
	accounts := 0
	for _, a := range site.Artists {
		_, ok := a.Accounts[setting.Source]
		if _, paused := content.PausedSince(a, setting, content.DayOf(time.Now())); ok && !paused {
			accounts++
		}
	}
	cost := Price(accounts*setting.PriceMicroUSD) + QuotaOf(setting.Source).Share(accounts)
	if setting.PriceMicroUSD > 0 {
		nights := 30.0
		if setting.Every == content.EveryWeek {
			nights /= 7
		}
		cost += fmt.Sprintf(", $%.2f in 30 days", float64(accounts*setting.PriceMicroUSD)/1e6*nights)
	}
	return fmt.Sprintf("%s: %s a %s, %s", setting.Name+chosen(setting), shell.Plural(accounts, "count"), setting.Every, cost)
}

// Terms describes what the terms of the platforms of a site let be done with their
// counts, a line each; of those that set no bounds there is none.
func Terms(site *content.Site) (rules []string) {
	for _, setting := range site.Sources {
		if rule := termsOf(setting); rule != "" {
			rules = append(rules, rule)
		}
	}
	return rules
}

func termsOf(setting content.SourceSetting) string {
	var rules []string
	if days := setting.Terms.KeptDays; days > 0 {
		rules = append(rules, fmt.Sprintf("counts are kept for %d days (`datarocks doctor` says whether a bucket has the rule for it)", days))
	}
	if setting.Terms.NoDerived {
		rules = append(rules, "nothing is worked out of counts: no ranking, forecast, lift or sum with others")
	}
	if setting.Terms.NoDownload {
		rules = append(rules, "counts are not offered for download on a public site")
	}
	if len(rules) == 0 {
		return ""
	}
	by := "terms"
	if setting.Amended != nil && setting.Terms == *setting.Amended {
		by = "amended terms"
	}
	return fmt.Sprintf("%s: by its %s, %s", setting.Source, by, strings.Join(rules, "; "))
}
