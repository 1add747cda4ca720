package importer

import "fmt"

// Read reads files of one kind. The error is a *Problems, and there are no rows
// then. A count that is absent, null or empty is no row.
func Read(kind Kind, files []File, o Options) (Result, error) {
	r := &reader{kind: kind, Options: o, names: newRoster(o.Artists), seen: make(map[cell]int), garbled: make(map[place]bool)}
	studio := studio{reader: r}
	read := map[Kind]func(File){
		Ancestor: r.ancestor, AncestorREST: r.ancestorREST,
		SpotifyForArtists: r.spotifyForArtists, YouTubeStudio: studio.read, CSV: r.csv, Unsaved: r.unsaved,
	}[kind]
	if read == nil {
		return Result{}, fmt.Errorf("read files: unknown kind %q", kind)
	}
	for _, file := range files {
		if file, ok := readable(r, file); ok {
			read(file)
		}
	}
	if r.faults == 0 {
		studio.addLevels()
	}
	if kind != Unsaved {
		r.doubtZeros()
	}
	if err := r.problems.err(); err != nil {
		return Result{}, err
	}
	return r.result, nil
}
