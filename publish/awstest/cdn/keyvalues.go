package cdn

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"

	"datarocks/publish/awstest/wire"
)

// Stores are the key value stores of CloudFront: what they hold, by ARN.
type Stores struct {
	mu     sync.Mutex
	stores map[string]map[string]string
	writes int // of all; the ETag of each
}

// NewStores returns CloudFront without key value stores.
func NewStores() *Stores { return &Stores{stores: make(map[string]map[string]string)} }

// KeyValues returns what a key value store holds; nil where there is no such
// store.
func (k *Stores) KeyValues(arn string) map[string]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return maps.Clone(k.stores[arn])
}

// SetKeyValue writes a key of a key value store that there is.
func (k *Stores) SetKeyValue(arn, key, value string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.stores[arn][key] = value
	k.writes++
}

// MakeStore makes a key value store, unless there is one.
func (k *Stores) MakeStore(arn string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stores[arn] == nil {
		k.stores[arn] = make(map[string]string)
	}
}

// RemoveStore removes a key value store.
func (k *Stores) RemoveStore(arn string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.stores, arn)
}

// authorizationA is the header of a request that is signed with Signature
// Version 4A, for all regions.
var authorizationA = regexp.MustCompile(
	`^AWS4-ECDSA-P256-SHA256 Credential=([^/]+)/([^/]+)/cloudfront-keyvaluestore/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$`)

// CheckSignature looks at the form of the signature and at the key's id. The
// signature itself is an elliptic curve's, and not computed again.
func CheckSignature(r *http.Request) *wire.Failure {
	fields := authorizationA.FindStringSubmatch(r.Header.Get("Authorization"))
	switch {
	case fields == nil || r.Header.Get("X-Amz-Region-Set") == "":
		return wire.AccessDenied
	case fields[1] != wire.AccessKeyID:
		return wire.UnknownKey(wire.KeyValues)
	}
	return nil
}

// StoreAndKey reads /key-value-stores/ARN and /key-value-stores/ARN/keys/KEY,
// both of them escaped.
func StoreAndKey(r *http.Request) (arn, key string) {
	store, name, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/key-value-stores/"), "/keys/")
	arn, _ = url.PathUnescape(store)
	key, _ = url.PathUnescape(name)
	return arn, key
}

func (k *Stores) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	arn, key := StoreAndKey(r)
	store, exists := k.stores[arn]
	etag := fmt.Sprintf("KV%d", k.writes)
	switch {
	case !exists:
		wire.Refuse(http.StatusNotFound, "ResourceNotFoundException", "The key value store was not found.").Write(w, r)
	case r.Method == http.MethodGet && key == "":
		w.Header().Set("ETag", etag)
		wire.WriteJSON(w, http.StatusOK, map[string]any{"ItemCount": len(store), "TotalSizeInBytes": 0, "KvsARN": arn, "Created": 1795491822, "Status": "READY"})
	case r.Method == http.MethodPut && r.Header.Get("If-Match") != etag:
		wire.Refuse(http.StatusConflict, "ConflictException", "The version in If-Match is not the present one.").Write(w, r)
	case r.Method == http.MethodPut:
		k.put(w, r, store, key)
	default:
		wire.BadRequest("ValidationException", "awstest knows no such operation").Write(w, r)
	}
}

// put writes a key. k.mu is held.
func (k *Stores) put(w http.ResponseWriter, r *http.Request, store map[string]string, key string) {
	var body struct{ Value *string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Value == nil || len(*body.Value) > 1024 || len(key) > 512 {
		wire.BadRequest("ValidationException", "The key or the value is not valid.").Write(w, r)
		return
	}
	store[key] = *body.Value
	k.writes++
	w.Header().Set("ETag", fmt.Sprintf("KV%d", k.writes))
	wire.WriteJSON(w, http.StatusOK, map[string]any{"ItemCount": len(store), "TotalSizeInBytes": 0})
}
