package link

import "strings"

// ChannelByHandle is what names a channel of YouTube without its id. Where that is
// found is in YouTube's help (support.google.com/youtube/answer/3250431); it is the same
// for channels of others: About, Share channel.
const ChannelByHandle = "a channel by its handle, which does not show the id; open the channel there, then About, Share channel, Copy channel ID"

func youtube(a address) (Page, bool) {
	switch a.host {
	case "youtu.be":
		return Page{What: "a video"}, true
	case "youtube.com", "music.youtube.com", "youtube-nocookie.com":
	case "studio.youtube.com": // studio.youtube.com/channel/UC.../analytics
	default:
		return Page{}, false
	}
	first := a.part(0)
	switch {
	case first == "channel" && a.part(1) != "":
		return Page{Account: a.part(1)}, true
	case first == "feeds" && a.query.Get("channel_id") != "": // feeds/videos.xml?channel_id=UC...
		return Page{Account: a.query.Get("channel_id")}, true
	case strings.HasPrefix(first, "@") || (first == "c" || first == "user") && a.part(1) != "":
		return Page{What: ChannelByHandle}, true
	}
	return other(a, map[string]string{
		"watch": "a video", "shorts": "a video", "live": "a video", "embed": "a video", "v": "a video", "clip": "a video",
		"playlist": "a playlist", "results": "a search", "search": "a search", "hashtag": "a hashtag", "post": "a post", "browse": "an album",
	}, "YouTube")
}
