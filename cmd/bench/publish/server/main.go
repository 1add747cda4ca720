// Server is an S3 in memory for the bench beside it. It speaks HTTP/1.1 over
// TLS as S3 does, checks signatures, checksums and conditions, lists 1,000 keys
// a page, counts requests, and adds a latency to each.
//
// It is a process of its own, so that its memory and time are not taken for
// those of what is measured. Its first line of output is a hello; then it
// answers each line of input, which names a folder, with a report on the
// bucket. It ends with its input.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/md5"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"flag"
	"io"
	"io/fs"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"datarocks/cmd/bench/programs"
)

// hello is how to reach the server.
type hello struct {
	URL         string
	Certificate []byte // PEM
}

// report is what happened since the report before.
type report struct {
	Requests map[string]int // by kind
	Wrong    int            // files of the folder and the bucket that differ, or that only one of them has
}

// mayDiffer is the one file that publishers write themselves.
const mayDiffer = "manifest.json"

func main() {
	latency := flag.Duration("latency", 0, "added to every request")
	bucket := flag.String("bucket", "site", "the bucket there is")
	flag.Parse()
	debug.SetGCPercent(200) // its collector shares the cores with what is measured
	s := &server{latency: *latency, store: &store{Backend: s3mem.New()}, bucket: *bucket, requests: make(map[string]int)}
	programs.Check(s.store.CreateBucket(context.Background(), *bucket))
	s.s3 = gofakes3.New(s.store, gofakes3.WithV4Auth(map[string]string{"bench-id": "bench-secret"})).Server()
	listener := httptest.NewUnstartedServer(s)
	listener.Config.ErrorLog = log.New(io.Discard, "", 0)
	listener.TLS = &tls.Config{Certificates: []tls.Certificate{newCertificate()}}
	listener.StartTLS()
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: listener.TLS.Certificates[0].Certificate[0]})
	out := json.NewEncoder(os.Stdout)
	programs.Check(out.Encode(hello{listener.URL, certificate}))
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		programs.Check(out.Encode(programs.Must(s.report(lines.Text()))))
	}
}

// newCertificate makes one whose key costs the server little for each
// connection: those of Amazon do not slow down the machine of the client.
func newCertificate() tls.Certificate {
	key := programs.Must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		NotBefore:    time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1)},
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der := programs.Must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

type server struct {
	latency time.Duration
	store   *store
	bucket  string
	s3      http.Handler

	mu       sync.Mutex
	requests map[string]int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests[kindOf(r)]++
	s.mu.Unlock()
	time.Sleep(s.latency)
	s.s3.ServeHTTP(w, r)
}

// kindOf names a request as a bill does.
func kindOf(r *http.Request) string {
	_, key, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch {
	case r.Method == http.MethodPut && r.Header.Get("X-Amz-Copy-Source") != "":
		return "COPY"
	case r.Method == http.MethodGet && key == "":
		return "LIST"
	case r.Method == http.MethodPost && r.URL.Query().Has("delete"):
		return "DELETE"
	}
	return r.Method
}

func (s *server) report(folder string) (report, error) {
	s.mu.Lock()
	r := report{Requests: s.requests}
	s.requests = make(map[string]int)
	s.mu.Unlock()
	stored, err := s.stored()
	if err != nil {
		return r, err
	}
	site := os.DirFS(folder)
	err = fs.WalkDir(site, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || name == mayDiffer {
			return err
		}
		body, err := fs.ReadFile(site, name)
		if sum := md5.Sum(body); stored[name] != hex.EncodeToString(sum[:]) {
			r.Wrong++
		}
		delete(stored, name)
		return err
	})
	delete(stored, mayDiffer)
	r.Wrong += len(stored)
	return r, err
}

// stored returns the MD5 of each object, by key.
func (s *server) stored() (map[string]string, error) {
	sums := make(map[string]string)
	page := gofakes3.ListBucketPage{MaxKeys: 1000}
	for {
		list, err := s.store.ListBucket(context.Background(), s.bucket, &gofakes3.Prefix{}, page)
		if err != nil {
			return nil, err
		}
		for _, entry := range list.Contents {
			sums[entry.Key] = strings.Trim(entry.ETag, `"`)
			page.Marker, page.HasMarker = entry.Key, true
		}
		if !list.IsTruncated {
			return sums, nil
		}
	}
}

// store is gofakes3's memory, which checks the conditions of a write where it
// writes. Of two writers of a key only one can then win, and writers of other
// keys do not wait for them.
type store struct {
	*s3mem.Backend
	writing [256]sync.Mutex // by the first byte of the key's MD5
}

// PutObject is called when the conditions held before the body arrived.
func (s *store) PutObject(ctx context.Context, bucket, key string, meta map[string]string, body io.Reader, size int64) (gofakes3.PutObjectResult, error) {
	if !gofakes3.HasWriteConditions(ctx) {
		return s.Backend.PutObject(ctx, bucket, key, meta, body, size)
	}
	data, err := gofakes3.ReadAll(body, size)
	if err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	lock := &s.writing[md5.Sum([]byte(key))[0]]
	lock.Lock()
	defer lock.Unlock()
	exists, etag := false, ""
	if o, err := s.HeadObject(ctx, bucket, key); err == nil {
		exists, etag = true, hex.EncodeToString(o.Hash)
	}
	if err := gofakes3.CheckWriteConditions(ctx, exists, etag); err != nil {
		return gofakes3.PutObjectResult{}, err
	}
	return s.Backend.PutObject(ctx, bucket, key, meta, bytes.NewReader(data), int64(len(data)))
}
