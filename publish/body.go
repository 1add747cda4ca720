package publish

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// Body is what an object is to hold.
type Body struct {
	io.ReadSeeker
	Size int64  // bytes
	MD5  string // lower-case hex
}

// BodyOf returns the body that holds data.
func BodyOf(data []byte) Body {
	return Body{bytes.NewReader(data), int64(len(data)), hexMD5(data)}
}

// streamed is from how many bytes on a file is not held in memory: the file of
// all counts grows with roster and history.
const streamed = 4 << 20

// errChanged stops a site that is rendered again under a running publish from
// being recorded with hashes it does not have.
var errChanged = errors.New("it changed after the plan was made: plan again")

// openPlanned opens a file of the site, and fails unless it is still the one that
// was planned. Of a large file, which is not held in memory, Bucket.Put has to check
// that once more.
func openPlanned(site fs.FS, up Upload) (Body, io.Closer, error) {
	if up.Size >= streamed {
		f, err := site.Open(up.Path)
		if err != nil {
			return Body{}, nil, err
		}
		if seeker, ok := f.(io.ReadSeeker); ok {
			body := Body{seeker, up.Size, up.MD5}
			if err := body.check(); err != nil {
				return Body{}, nil, errors.Join(err, f.Close())
			}
			return body, f, nil
		}
		if err := f.Close(); err != nil {
			return Body{}, nil, err
		}
	}
	data, err := fs.ReadFile(site, up.Path)
	if err != nil {
		return Body{}, nil, err
	}
	body := BodyOf(data)
	if body.Size != up.Size || body.MD5 != up.MD5 {
		return Body{}, nil, errChanged
	}
	return body, io.NopCloser(nil), nil
}

// check reads the body and goes back to its beginning.
func (b Body) check() error {
	if err := b.copyTo(io.Discard); err != nil {
		return err
	}
	_, err := b.Seek(0, io.SeekStart)
	return err
}

// copyTo writes the body, and fails if its size or MD5 is another one.
func (b Body) copyTo(w io.Writer) error {
	sum := md5.New()
	n, err := io.Copy(io.MultiWriter(w, sum), b)
	if err != nil {
		return err
	}
	if n != b.Size || hex.EncodeToString(sum.Sum(nil)) != b.MD5 {
		return errChanged
	}
	return nil
}

// sum returns the MD5 as bytes.
func (b Body) sum() ([]byte, error) {
	sum, err := hex.DecodeString(b.MD5)
	if err != nil || len(sum) != md5.Size {
		return nil, fmt.Errorf("%q is no MD5", b.MD5)
	}
	return sum, nil
}

func hexMD5(data []byte) string {
	sum := md5.Sum(data)
	return hex.EncodeToString(sum[:])
}
