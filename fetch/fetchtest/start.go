package fetchtest

import (
	"fmt"

	"datarocks/content"
)

// Start starts the platform of a source, without accounts. What is special to
// one platform needs its own constructor.
func Start(source content.Source) (*Platform, error) {
	switch source {
	case content.Spotify:
		return common(NewSpotify())
	case content.Twitter:
		return common(NewTwitter())
	case content.Deezer:
		return common(NewDeezer())
	case content.Bluesky:
		return common(NewBluesky())
	case content.Mastodon:
		return common(NewMastodon())
	case content.ListenBrainz:
		return common(NewListenBrainz())
	case content.LastFM:
		return common(NewLastFM())
	case content.Wikipedia:
		return common(NewWikipedia())
	case content.Instagram:
		return common(NewInstagram())
	case content.YouTube:
		return common(NewYouTube())
	}
	return nil, fmt.Errorf("no platform simulates the source %q", source)
}

// common returns what a platform has in common with all others.
func common(p interface{ platform() *Platform }, err error) (*Platform, error) {
	return p.platform(), err
}

func (p *Platform) platform() *Platform { return p }
