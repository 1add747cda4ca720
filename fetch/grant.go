package fetch

import "time"

// Grant is what a platform knows of a key of its own.
type Grant struct {
	Ends  time.Time // when it takes the key no more; zero where that never comes
	Lacks []string  // permissions that the key needs, and has not
}
