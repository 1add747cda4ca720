package awstest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

// keyValueStores are the key value stores of CloudFront: what they hold, by
// ARN.
type keyValueStores struct {
	mu     sync.Mutex
	stores map[string]map[string]string
	writes int // of all; the ETag of each
}

// KeyValues returns what a key value store holds; nil where there is no such
// store.
func (a *AWS) KeyValues(arn string) map[string]string {
	a.kvs.mu.Lock()
	defer a.kvs.mu.Unlock()
	return maps.Clone(a.kvs.stores[arn])
}

func (k *keyValueStores) make(arn string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.stores[arn] == nil {
		k.stores[arn] = make(map[string]string)
	}
}

func (k *keyValueStores) remove(arn string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.stores, arn)
}

// authorizationA is the header of a request that is signed with Signature
// Version 4A, for all regions.
var authorizationA = regexp.MustCompile(
	`^AWS4-ECDSA-P256-SHA256 Credential=([^/]+)/([^/]+)/cloudfront-keyvaluestore/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$`)

// checkSignatureA looks at the form of the signature and at the key's id. The
// signature itself is an elliptic curve's, and not computed again.
func checkSignatureA(r *http.Request) *failure {
	fields := authorizationA.FindStringSubmatch(r.Header.Get("Authorization"))
	switch {
	case fields == nil || r.Header.Get("X-Amz-Region-Set") == "":
		return accessDenied
	case fields[1] != AccessKeyID:
		return unknownKey(keyValues)
	}
	return nil
}

// storeAndKey reads /key-value-stores/ARN and /key-value-stores/ARN/keys/KEY,
// both of them escaped.
func storeAndKey(r *http.Request) (arn, key string) {
	store, name, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/key-value-stores/"), "/keys/")
	arn, _ = url.PathUnescape(store)
	key, _ = url.PathUnescape(name)
	return arn, key
}

func (k *keyValueStores) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	arn, key := storeAndKey(r)
	store, exists := k.stores[arn]
	etag := fmt.Sprintf("KV%d", k.writes)
	switch {
	case !exists:
		(&failure{status: http.StatusNotFound, code: "ResourceNotFoundException", message: "The key value store was not found."}).write(w, r)
	case r.Method == http.MethodGet && key == "":
		w.Header().Set("ETag", etag)
		writeJSON(w, http.StatusOK, map[string]any{"ItemCount": len(store), "TotalSizeInBytes": 0, "KvsARN": arn, "Created": 1795491822, "Status": "READY"})
	case r.Method == http.MethodPut && r.Header.Get("If-Match") != etag:
		(&failure{status: http.StatusConflict, code: "ConflictException", message: "The version in If-Match is not the present one."}).write(w, r)
	case r.Method == http.MethodPut:
		k.put(w, r, store, key)
	default:
		badRequest("ValidationException", "awstest knows no such operation").write(w, r)
	}
}

// put writes a key. k.mu is held.
func (k *keyValueStores) put(w http.ResponseWriter, r *http.Request, store map[string]string, key string) {
	var body struct{ Value *string }
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Value == nil || len(*body.Value) > 1024 || len(key) > 512 {
		badRequest("ValidationException", "The key or the value is not valid.").write(w, r)
		return
	}
	store[key] = *body.Value
	k.writes++
	w.Header().Set("ETag", fmt.Sprintf("KV%d", k.writes))
	writeJSON(w, http.StatusOK, map[string]any{"ItemCount": len(store), "TotalSizeInBytes": 0})
}
