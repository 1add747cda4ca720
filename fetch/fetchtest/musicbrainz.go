package fetchtest

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// MusicBrainz simulates the web service of MusicBrainz
// (musicbrainz.org/doc/MusicBrainz_API).
type MusicBrainz struct {
	*Platform

	artists []MusicArtist // guarded by Platform.mu
}

// MusicArtist is an artist of MusicBrainz.
type MusicArtist struct {
	MBID, Name, Country, Disambiguation string
	URLs                                []MusicURL
	Merged                              []string // ids of artists that were merged into it
	Releases                            []MusicRelease
}

// MusicRelease is a release group of an artist.
type MusicRelease struct {
	ID, Title string   // each ID of one release alone
	Primary   string   // "Album"; "" where it has no type
	Secondary []string // "Live"
	Released  string   // "2025-02-07", or a part of it
	Bootleg   bool     // there are no editions of it but bootlegs
}

// MusicURL is an address that belongs to an artist.
type MusicURL struct {
	Type, Resource string // "social network"
	Ended          bool
}

// MusicBrainzThrottled is the answer to who asks more than once a second.
var MusicBrainzThrottled = Respond(http.StatusServiceUnavailable,
	`{"error":"Your requests are exceeding the allowable rate limit. Please see https://wiki.musicbrainz.org/XMLWebService for more information."}`,
	"Retry-After: 86400")

// NewMusicBrainz starts a MusicBrainz without artists.
func NewMusicBrainz() (*MusicBrainz, error) {
	m := &MusicBrainz{Platform: &Platform{fold: strings.ToLower}}
	routes := handlers{
		"GET /ws/2/artist": m.search, "GET /ws/2/artist/{mbid}": m.artist, "GET /ws/2/url": m.lookUpURL, "GET /ws/2/release-group": m.browse,
	}.mux()
	return m, m.start(guard(routes, Respond(http.StatusForbidden, `{"error":"Your User-Agent is not meaningful."}`), hasContact))
}

// Add adds an artist.
func (m *MusicBrainz) Add(a MusicArtist) {
	m.locked(func() { m.artists = append(m.artists, a) })
}

// Release adds a release to those of an artist.
func (m *MusicBrainz) Release(mbid string, r MusicRelease) {
	m.locked(func() {
		for i := range m.artists {
			if m.artists[i].is(mbid) {
				m.artists[i].Releases = append(slices.Clone(m.artists[i].Releases), r)
			}
		}
	})
}

func (a MusicArtist) is(mbid string) bool { return a.MBID == mbid || slices.Contains(a.Merged, mbid) }

func (m *MusicBrainz) all() []MusicArtist {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.artists)
}

const musicBrainzHelp = "For usage, please see: https://musicbrainz.org/development/mmd"

func refuseMusic(w http.ResponseWriter, status int, problem string) {
	write(w, status, object{"error": problem, "help": musicBrainzHelp})
}

// luceneName is the name of a query.
var luceneName = regexp.MustCompile(`^artist:"((?:[^"\\]|\\.)*)"$`)

func (m *MusicBrainz) search(w http.ResponseWriter, r *http.Request) {
	groups := luceneName.FindStringSubmatch(r.URL.Query().Get("query"))
	if groups == nil || r.URL.Query().Get("fmt") != "json" {
		refuseMusic(w, http.StatusBadRequest, "Unable to parse search")
		return
	}
	name := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(groups[1])
	found := []object{}
	for _, a := range m.all() {
		if strings.Contains(plain(a.Name), plain(name)) {
			o := a.object()
			o["score"] = 100 - len(found)
			found = append(found, o)
		}
	}
	write(w, http.StatusOK, object{"created": "2026-11-23T03:17:42.000Z", "count": len(found), "offset": 0, "artists": found})
}

func (a MusicArtist) object() object {
	o := object{"id": a.MBID, "type": "Group", "name": a.Name, "sort-name": a.Name, "disambiguation": a.Disambiguation}
	if a.Country != "" {
		o["country"] = a.Country
	}
	return o
}

func (m *MusicBrainz) artist(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("mbid")
	if !mbid.MatchString(id) {
		refuseMusic(w, http.StatusBadRequest, "Invalid mbid.")
		return
	}
	for _, a := range m.all() {
		if !a.is(id) {
			continue
		}
		relations := []object{}
		for _, u := range a.URLs {
			relations = append(relations, u.relation())
		}
		o := a.object()
		o["relations"] = relations
		write(w, http.StatusOK, o)
		return
	}
	refuseMusic(w, http.StatusNotFound, "Not Found")
}

func (u MusicURL) relation() object {
	return object{
		"type": u.Type, "target-type": "url", "direction": "forward", "ended": u.Ended, "begin": nil, "end": nil,
		"url": object{"id": "7a42f70d-7c01-46d2-bd88-738967a631f0", "resource": u.Resource},
	}
}

// lookUpURL answers whose an address is, which must be written as it is stored.
func (m *MusicBrainz) lookUpURL(w http.ResponseWriter, r *http.Request) {
	resource := r.URL.Query().Get("resource")
	relations := []object{}
	for _, a := range m.all() {
		for _, u := range a.URLs {
			if u.Resource == resource {
				relations = append(relations, object{
					"type": u.Type, "target-type": "artist", "direction": "backward", "ended": u.Ended,
					"begin": nil, "end": nil, "artist": a.object(),
				})
			}
		}
	}
	if len(relations) == 0 {
		refuseMusic(w, http.StatusNotFound, "Not Found")
		return
	}
	write(w, http.StatusOK, object{"id": "7a42f70d-7c01-46d2-bd88-738967a631f0", "resource": resource, "relations": relations})
}

// browse answers with a page of an artist's release groups.
func (m *MusicBrainz) browse(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	id := query.Get("artist")
	if !mbid.MatchString(id) || query.Get("fmt") != "json" {
		refuseMusic(w, http.StatusBadRequest, "Invalid mbid.")
		return
	}
	artists := slices.DeleteFunc(m.all(), func(a MusicArtist) bool { return !a.is(id) })
	if len(artists) == 0 {
		refuseMusic(w, http.StatusNotFound, "Not Found")
		return
	}
	const usual, most = 25, 100
	limit, err := strconv.Atoi(cmp.Or(query.Get("limit"), strconv.Itoa(usual)))
	offset, wrong := strconv.Atoi(cmp.Or(query.Get("offset"), "0"))
	if err != nil || wrong != nil || limit < 1 || offset < 0 {
		refuseMusic(w, http.StatusBadRequest, "Invalid limit or offset.")
		return
	}
	groups := []object{}
	for _, release := range artists[0].Releases {
		if release.wanted(query.Get("type"), query.Get("release-group-status")) {
			groups = append(groups, release.object())
		}
	}
	from := min(offset, len(groups))
	write(w, http.StatusOK, object{
		"release-group-count": len(groups), "release-group-offset": offset,
		"release-groups": groups[from:min(from+min(limit, most), len(groups))],
	})
}

// wanted reports whether a release is of the types "album|ep", or of any where there are
// none, and of the status.
func (r MusicRelease) wanted(types, status string) bool {
	of := func(name string) bool {
		return slices.ContainsFunc(append(r.Secondary, r.Primary), func(has string) bool { return strings.EqualFold(has, name) })
	}
	return (types == "" || slices.ContainsFunc(strings.Split(types, "|"), of)) && (status != "website-default" || !r.Bootleg)
}

func (r MusicRelease) object() object {
	o := object{
		"id": r.ID, "title": r.Title, "disambiguation": "", "first-release-date": r.Released,
		"primary-type": nil, "primary-type-id": nil, "secondary-types": append([]string{}, r.Secondary...), "secondary-type-ids": []string{},
	}
	if r.Primary != "" {
		o["primary-type"], o["primary-type-id"] = r.Primary, "f529b476-6e62-324f-b0aa-1f3e33d313fc"
	}
	return o
}
