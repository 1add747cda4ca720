package publish

import (
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
)

// plannedBody reads a file of the site and fails unless it is still the one
// that was planned. Otherwise a site that is rendered again under a running
// publish would be recorded with hashes it does not have.
//
// It fails before it gives out the last byte, so that whoever sends it comes
// up short, and no server stores the wrong body.
type plannedBody struct {
	file   io.ReadSeeker
	size   int64
	md5    string
	sum    hash.Hash
	summed int64 // bytes read since the start
	pos    int64
}

func newPlannedBody(f fs.File, planned Upload) (*plannedBody, error) {
	file, ok := f.(io.ReadSeeker)
	if !ok {
		return nil, errors.New("its file system has no seek, which an upload needs to try again")
	}
	return &plannedBody{file: file, size: planned.Size, md5: planned.MD5, sum: md5.New()}, nil
}

func (b *plannedBody) Read(p []byte) (int, error) {
	if b.pos != b.summed {
		return 0, fmt.Errorf("read from byte %d: a body is checked from its start", b.pos)
	}
	n, err := b.file.Read(p)
	b.sum.Write(p[:n])
	b.summed += int64(n)
	b.pos = b.summed
	if err != nil && err != io.EOF {
		return n, err
	}
	ended := err == io.EOF || b.pos >= b.size
	if ended && (b.pos != b.size || hex.EncodeToString(b.sum.Sum(nil)) != b.md5) {
		return 0, errors.New("it changed after the plan was made: plan again")
	}
	return n, err
}

// Seek goes anywhere, as senders do to learn the length, but Read goes on only
// from the start or from where it was.
func (b *plannedBody) Seek(offset int64, whence int) (int64, error) {
	pos, err := b.file.Seek(offset, whence)
	if err != nil {
		return 0, err
	}
	if b.pos = pos; pos == 0 {
		b.sum.Reset()
		b.summed = 0
	}
	return pos, nil
}
