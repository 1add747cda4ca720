package row

import (
	"bytes"
	"cmp"
	"slices"
)

// Join resolves two sets of rows into one that holds each key once, sorted by
// key. Where both have a row for the same artist, source, metric and day, the
// greater one stays: see Row.Compare. So it does not matter who wrote first, and
// joining what is already there changes nothing. Its outcome may share memory
// with what was joined, which stays as it is.
func Join(a, b []Row) []Row {
	if len(b) == 0 && joined(a) {
		return a[:len(a):len(a)]
	}
	if len(a) == 0 && joined(b) {
		return b[:len(b):len(b)]
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y Row) int {
		if order := x.Key().Compare(y.Key()); order != 0 {
			return order
		}
		return y.Compare(x)
	})
	return slices.CompactFunc(all, func(x, y Row) bool { return x.Key() == y.Key() })
}

// Compare orders two rows of one key. What a person decided is greater than a
// live count, that than an imported one, then a held one, then none at all:
// a failed refresh never erases a good count, and a correction stays. Among
// equals the later one is greater; the bytes decide the rest, so that the order
// is total.
func (r Row) Compare(other Row) int {
	if order := cmp.Or(cmp.Compare(r.rank(), other.rank()), r.At.Compare(other.At)); order != 0 {
		return order
	}
	return bytes.Compare(r.Line(), other.Line())
}

func (r Row) rank() int {
	switch {
	case r.Status == Withdrawn || r.Via == ViaManual:
		return 4
	case r.Value != nil && !r.Imported():
		return 3
	case r.Value != nil:
		return 2
	case r.Status == Held:
		return 1
	}
	return 0
}

// joined reports whether rows hold each key once, sorted by key.
func joined(rows []Row) bool {
	for i := 1; i < len(rows); i++ {
		if rows[i-1].Key().Compare(rows[i].Key()) >= 0 {
			return false
		}
	}
	return true
}

// Replaces reports whether joining a row to an old one of its key would change what is
// stored of that.
func (r Row) Replaces(old Row) bool { return !r.Same(old) && r.Compare(old) > 0 }

// Same reports whether two rows of one key hold the same count of the same account,
// or the same reason for none.
func (r Row) Same(old Row) bool {
	if r.Ref != old.Ref || r.Status != old.Status || r.Via != old.Via {
		return false
	}
	if r.Value == nil {
		return old.Value == nil && SameCount(r.Held, old.Held) && r.Reason == old.Reason
	}
	return SameCount(r.Value, old.Value)
}

// SameCount reports whether two counts are equal, nil being none.
func SameCount(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }
