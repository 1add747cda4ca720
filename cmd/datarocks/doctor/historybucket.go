package doctor

import (
	"fmt"

	"datarocks/cmd/datarocks/settings"
	"datarocks/cmd/datarocks/shell"
	"datarocks/history"
)

// historyBucket looks at what may be done to the history: a run lists, reads
// and writes it, and strangers nothing.
func historyBucket(d *doctor, at settings.Place) []finding {
	const check = "history bucket"
	client, err := settings.S3(d.World)
	if err != nil {
		return []finding{d.trouble(check, shell.ExitFailed, err)}
	}
	key, err := oneKey(d.Ctx, client, at)
	if err != nil {
		return []finding{d.trouble(check, shell.ExitFailed, withAccount(d, fmt.Errorf("%s: %w", at, err)))}
	}
	store := history.NewS3(client, at.Bucket, at.Prefix)
	conditions, err := tryConditions(d, store)
	if err != nil {
		return []finding{d.trouble(check, shell.ExitFailed, withAccount(d, err))}
	}
	may, sure, err := strangers(d, at, key)
	switch {
	case err != nil:
		return []finding{d.trouble(check, shell.ExitFailed, err)}
	case len(may) > 0:
		return []finding{isOpen(check, at, may), fine(check, "%s: listed and read; %s", at, conditions)}
	case !sure:
		return []finding{note(check, "%s: listed and read, but whether strangers may cannot be told; %s", at, conditions)}
	}
	return []finding{fine(check, "%s: listed and read, and strangers may do neither; %s", at, conditions)}
}

// tryConditions describes what is known of the conditions of writes. On a server that
// ignores them, runs write beside each other.
func tryConditions(d *doctor, store *history.S3) (string, error) {
	const kept, ignored = "it keeps the conditions of writes", "it ignores the conditions of writes, so each run writes objects of its own"
	if d.flags.Write {
		keeps, err := store.TryConditions(d.Ctx)
		if keeps {
			return "it was written, and " + kept, err
		}
		return "it was written, but " + ignored, err
	}
	known, err := store.KnownConditions(d.Ctx)
	if known {
		return kept + "; --write tries whether this login may write", err
	}
	return "whether it keeps the conditions of writes is found out by --write or the first run", err
}
