package object

import (
	"errors"
	"fmt"
	"testing"

	"datarocks/publish/awstest"
)

// However a server cuts a listing off, all of it is listed, or none.
func TestACutListingIsNeverTakenForWhole(t *testing.T) {
	for name, q := range map[string]awstest.Quirks{
		"by tokens":                      {},
		"without tokens":                 {NoToken: true},
		"by markers alone":               {ListsByMarker: true},
		"without tokens or what is left": {NoToken: true, NeverSaysTheRest: true},
		"with tokens, not what is left":  {NeverSaysTheRest: true},
		"anew each time":                 {IgnoresPlaces: true},
		"anew each time, without tokens": {IgnoresPlaces: true, NoToken: true},
	} {
		q.PageSize = 3
		for _, known := range []bool{false, true} {
			t.Run(fmt.Sprint(name, known), func(t *testing.T) {
				t.Parallel()
				cloud := awstest.Start(t, "label")
				cloud.Behave("label", q)
				var keys []string
				for i := range 11 {
					keys = append(keys, fmt.Sprintf("%02d é+/x", i))
					if err := cloud.Put("label", "site/"+keys[i], awstest.Object{}); err != nil {
						t.Fatal(err)
					}
				}
				s := newS3(cloud, "site")
				s.page = 3
				var expected func() []string
				if known {
					expected = func() []string { return keys }
				}
				objects, err := s.List(t.Context(), "", expected)
				if _, cut := errors.AsType[*CutListingError](err); cut != q.IgnoresPlaces || !cut && err != nil {
					t.Errorf("listed %d objects, error is %v", len(objects), err)
				}
				if err == nil && (len(objects) != len(keys) || !inOrder(objects)) {
					t.Errorf("listed %d objects of %d", len(objects), len(keys))
				}
			})
		}
	}
}
