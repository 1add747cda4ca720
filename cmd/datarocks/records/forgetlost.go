package records

import (
	"fmt"
	"strings"

	"datarocks/cmd/datarocks/shell"
	"datarocks/history"
	"datarocks/history/purge"
	"datarocks/history/store"
)

// lost looks for lost days whose older versions have what is to go. With --versions, the
// plan of what is to be deleted has them.
func (c *Forget) lost(w *shell.World, s store.Store, f history.Forgetting) (purge.LostDays, error) {
	if c.Versions {
		return purge.LostDays{}, nil
	}
	return purge.Lost(w.Ctx, s, f)
}

func (c *Forget) lostError(w *shell.World, lost purge.LostDays) error {
	have := "have"
	if !lost.Known {
		have = "may have"
	}
	return shell.Fail(shell.ExitFailed,
		fmt.Errorf("the bucket's older versions of lost days %s what is forgotten, and a restore brings it back: %s", have, strings.Join(shell.Few(lost.Days), ", ")),
		"bring these days back with `"+c.HistoryFlags.Command(w, "restore")+"`, then forget again")
}
