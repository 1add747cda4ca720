package settings

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/content"
)

// ContactVariable holds how the platforms can reach the operator. It is no secret.
const ContactVariable = "DATAROCKS_CONTACT"

// noContact is what lacks where nobody can be reached, and ContactCure is the line to
// write then.
const (
	noContact   = "base_url in site.md or " + ContactVariable
	ContactCure = `write "base_url: https://music.example.org/" in site.md, or set ` + ContactVariable + "=you@example.org"
)

// contactPattern keeps to what a header may hold.
var contactPattern = regexp.MustCompile(`^[!-~]*(@|://)[!-~]*$`)

// isContact reports whether a text is an address of mail or of a page.
func isContact(text string) bool { return contactPattern.MatchString(text) && len(text) <= 200 }

// contact is the operator's own address; "" where none is set.
func contact(w *shell.World) (string, error) {
	text := strings.TrimSpace(w.Getenv(ContactVariable))
	if text != "" && !isContact(text) {
		return "", errors.New(ContactVariable + ": not an address such as you@example.org or https://example.org")
	}
	return text, nil
}

// UserAgent is how others learn whose site asks.
func UserAgent(site *content.Site) string { return agent(site, "") }

// PlatformAgent is how the platforms learn who asks, and how to reach the operator.
func PlatformAgent(w *shell.World, site *content.Site) string {
	text, err := contact(w)
	if err != nil {
		text = "" // OpenCounters reports it
	}
	return agent(site, text)
}

func agent(site *content.Site, contact string) string {
	var parts []string
	if site.BaseURL != "" {
		parts = append(parts, "+"+site.BaseURL)
	}
	if contact != "" {
		parts = append(parts, contact)
	}
	if len(parts) == 0 {
		return shell.Agent()
	}
	return shell.Agent() + " (" + strings.Join(parts, "; ") + ")"
}

// Unreachable lists the sources that are not configured as nobody can be reached.
func (c Counters) Unreachable() []content.Source {
	var sources []content.Source
	for source, lacking := range c.Missing {
		if lacking == noContact {
			sources = append(sources, source)
		}
	}
	slices.Sort(sources)
	return sources
}

// Supply is what to do about a source of that name that is not configured as it lacks something.
func Supply(name, lacking string) string {
	if lacking == noContact {
		return ContactCure
	}
	return "set " + lacking + ", the keys of " + name
}
