// Package musicbrainz simulates the web service of MusicBrainz
// (musicbrainz.org/doc/MusicBrainz_API).
package musicbrainz

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"datarocks/fetch/fetchtest"
)

// Server is a MusicBrainz.
type Server struct {
	*fetchtest.Platform

	mu      sync.Mutex
	artists []Artist
}

// Artist is an artist of MusicBrainz.
type Artist struct {
	MBID, Name, Country, Disambiguation string
	URLs                                []URL
	Merged                              []string // ids of artists that were merged into it
	Releases                            []Release
}

// Release is a release group of an artist.
type Release struct {
	ID, Title string   // each ID of one release alone
	Primary   string   // "Album"; "" where it has no type
	Secondary []string // "Live"
	Released  string   // "2025-02-07", or a part of it
	Bootleg   bool     // there are no editions of it but bootlegs
}

// URL is an address that belongs to an artist.
type URL struct {
	Type, Resource string // "social network"
	Ended          bool
}

// Throttled is the answer to who asks more than once a second.
var Throttled = fetchtest.Respond(http.StatusServiceUnavailable,
	`{"error":"Your requests are exceeding the allowable rate limit. Please see https://wiki.musicbrainz.org/XMLWebService for more information."}`,
	"Retry-After: 86400")

// New starts a MusicBrainz without artists.
func New() (*Server, error) {
	m := new(Server)
	var err error
	m.Platform, err = fetchtest.StartForContacts(map[string]http.HandlerFunc{
		"GET /ws/2/artist": m.search, "GET /ws/2/artist/{mbid}": m.artist, "GET /ws/2/url": m.lookUpURL, "GET /ws/2/release-group": m.browse,
	}, fetchtest.Respond(http.StatusForbidden, `{"error":"Your User-Agent is not meaningful."}`))
	return m, err
}

// Add adds an artist.
func (m *Server) Add(a Artist) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.artists = append(m.artists, a)
}

// Release adds a release to those of an artist.
func (m *Server) Release(mbid string, r Release) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.artists {
		if m.artists[i].is(mbid) {
			m.artists[i].Releases = append(slices.Clone(m.artists[i].Releases), r)
		}
	}
}

// fields are a JSON object.
type fields = map[string]any

func (a Artist) is(mbid string) bool { return a.MBID == mbid || slices.Contains(a.Merged, mbid) }

func (m *Server) all() []Artist {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.artists)
}

const musicBrainzHelp = "For usage, please see: https://musicbrainz.org/development/mmd"

func refuse(w http.ResponseWriter, status int, problem string) {
	fetchtest.WriteJSON(w, status, fields{"error": problem, "help": musicBrainzHelp})
}

// luceneName is the name of a query.
var luceneName = regexp.MustCompile(`^artist:"((?:[^"\\]|\\.)*)"$`)

func (m *Server) search(w http.ResponseWriter, r *http.Request) {
	groups := luceneName.FindStringSubmatch(r.URL.Query().Get("query"))
	if groups == nil || r.URL.Query().Get("fmt") != "json" {
		refuse(w, http.StatusBadRequest, "Unable to parse search")
		return
	}
	name := strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(groups[1])
	found := []fields{}
	for _, a := range m.all() {
		if strings.Contains(fetchtest.Plain(a.Name), fetchtest.Plain(name)) {
			o := a.object()
			o["score"] = 100 - len(found)
			found = append(found, o)
		}
	}
	fetchtest.WriteJSON(w, http.StatusOK, fields{"created": "2026-11-23T03:17:42.000Z", "count": len(found), "offset": 0, "artists": found})
}

func (a Artist) object() fields {
	o := fields{"id": a.MBID, "type": "Group", "name": a.Name, "sort-name": a.Name, "disambiguation": a.Disambiguation}
	if a.Country != "" {
		o["country"] = a.Country
	}
	return o
}

func (m *Server) artist(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("mbid")
	if !fetchtest.MBID.MatchString(id) {
		refuse(w, http.StatusBadRequest, "Invalid mbid.")
		return
	}
	for _, a := range m.all() {
		if !a.is(id) {
			continue
		}
		relations := []fields{}
		for _, u := range a.URLs {
			relations = append(relations, u.relation())
		}
		o := a.object()
		o["relations"] = relations
		fetchtest.WriteJSON(w, http.StatusOK, o)
		return
	}
	refuse(w, http.StatusNotFound, "Not Found")
}

func (u URL) relation() fields {
	return fields{
		"type": u.Type, "target-type": "url", "direction": "forward", "ended": u.Ended, "begin": nil, "end": nil,
		"url": fields{"id": "7a42f70d-7c01-46d2-bd88-738967a631f0", "resource": u.Resource},
	}
}

// lookUpURL answers whose an address is, which must be written as it is stored.
func (m *Server) lookUpURL(w http.ResponseWriter, r *http.Request) {
	resource := r.URL.Query().Get("resource")
	relations := []fields{}
	for _, a := range m.all() {
		for _, u := range a.URLs {
			if u.Resource == resource {
				relations = append(relations, fields{
					"type": u.Type, "target-type": "artist", "direction": "backward", "ended": u.Ended,
					"begin": nil, "end": nil, "artist": a.object(),
				})
			}
		}
	}
	if len(relations) == 0 {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	fetchtest.WriteJSON(w, http.StatusOK, fields{"id": "7a42f70d-7c01-46d2-bd88-738967a631f0", "resource": resource, "relations": relations})
}

// browse answers with a page of an artist's release groups.
func (m *Server) browse(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	id := query.Get("artist")
	if !fetchtest.MBID.MatchString(id) || query.Get("fmt") != "json" {
		refuse(w, http.StatusBadRequest, "Invalid mbid.")
		return
	}
	artists := slices.DeleteFunc(m.all(), func(a Artist) bool { return !a.is(id) })
	if len(artists) == 0 {
		refuse(w, http.StatusNotFound, "Not Found")
		return
	}
	const usual, most = 25, 100
	limit, err := strconv.Atoi(cmp.Or(query.Get("limit"), strconv.Itoa(usual)))
	offset, wrong := strconv.Atoi(cmp.Or(query.Get("offset"), "0"))
	if err != nil || wrong != nil || limit < 1 || offset < 0 {
		refuse(w, http.StatusBadRequest, "Invalid limit or offset.")
		return
	}
	groups := []fields{}
	for _, release := range artists[0].Releases {
		if release.wanted(query.Get("type"), query.Get("release-group-status")) {
			groups = append(groups, release.object())
		}
	}
	from := min(offset, len(groups))
	fetchtest.WriteJSON(w, http.StatusOK, fields{
		"release-group-count": len(groups), "release-group-offset": offset,
		"release-groups": groups[from:min(from+min(limit, most), len(groups))],
	})
}

// wanted reports whether a release is of the types "album|ep", or of any where there are
// none, and of the status.
func (r Release) wanted(types, status string) bool {
	of := func(name string) bool {
		return slices.ContainsFunc(append(r.Secondary, r.Primary), func(has string) bool { return strings.EqualFold(has, name) })
	}
	return (types == "" || slices.ContainsFunc(strings.Split(types, "|"), of)) && (status != "website-default" || !r.Bootleg)
}

func (r Release) object() fields {
	o := fields{
		"id": r.ID, "title": r.Title, "disambiguation": "", "first-release-date": r.Released,
		"primary-type": nil, "primary-type-id": nil, "secondary-types": append([]string{}, r.Secondary...), "secondary-type-ids": []string{},
	}
	if r.Primary != "" {
		o["primary-type"], o["primary-type-id"] = r.Primary, "f529b476-6e62-324f-b0aa-1f3e33d313fc"
	}
	return o
}
