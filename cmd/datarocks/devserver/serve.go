package devserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"datarocks/cmd/datarocks/shell"
)

// Listener is an address of this machine that is taken, and answers once Serve is
// called.
type Listener struct {
	net.Listener
	host string // as it was named
}

// Listen takes an address such as 127.0.0.1:8080.
func Listen(addr string) (*Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil || port == "" {
		return nil, shell.Refuse("it is like 127.0.0.1:8080", "--addr: %q is no address and port", addr)
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, shell.Fail(shell.ExitFailed, fmt.Errorf("serve: %w", err), otherAddress(host, err))
	}
	return &Listener{listener, host}, nil
}

// otherAddress is what to name instead of an address that cannot be taken.
func otherAddress(host string, err error) string {
	_, isName := errors.AsType[*net.DNSError](err)
	if isName || errors.Is(err, syscall.EADDRNOTAVAIL) {
		return host + " is not this machine: --addr 127.0.0.1:8080 is seen here alone, 0.0.0.0:8080 from other machines"
	}
	return "another port: --addr " + net.JoinHostPort(host, "0") + " takes a free one"
}

// Serve answers requests until the program is stopped, which is no failure.
func (l *Listener) Serve(w *shell.World, handler http.Handler) error {
	server := &http.Server{
		Handler:           l.guard(handler),
		ReadHeaderTimeout: 10 * time.Second,
		// A page that waits for a reload must not hold up the end.
		BaseContext: func(net.Listener) context.Context { return w.Ctx },
	}
	w.Print("http://%s", l.Addr())
	w.Say("serving; stop with Ctrl-C")
	stopped := context.AfterFunc(w.Ctx, func() {
		deadline, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		_ = server.Shutdown(deadline)
	})
	defer stopped()
	if err := server.Serve(l.Listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// guard refuses requests to other names than this machine has.
func (l *Listener) guard(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.answersTo(r.Host) {
			http.Error(w, "datarocks serves this site to the names of this machine alone; --addr names another one", http.StatusMisdirectedRequest)
			return
		}
		handler.ServeHTTP(w, r)
	})
}

// answersTo reports whether a Host is one that this machine was asked by: the host of
// the address, or a name of the machine for itself. Where all its addresses are
// served, any address will do: only names can be made to lead elsewhere.
func (l *Listener) answersTo(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	if inner, ok := strings.CutPrefix(host, "["); ok && strings.HasSuffix(inner, "]") {
		host = strings.TrimSuffix(inner, "]")
	}
	host = strings.ToLower(host)
	switch host {
	case "localhost", "127.0.0.1", "::1":
		return true
	case "":
		return false
	case strings.ToLower(l.host):
		return true
	}
	_, err := netip.ParseAddr(host)
	named, failed := netip.ParseAddr(l.host)
	everywhere := l.host == "" || failed == nil && named.IsUnspecified()
	return err == nil && everywhere
}
